from datetime import timedelta

import polars as pl

from tests.transforms.merge.tellings import DAY, RULES, Telling, tables
from transforms.merge.events import link_events
from transforms.merge.stories import link_stories
from warehouse.tables.ids import content_id

ONE = Telling("one")
SAME = ONE.but("two", published=DAY + timedelta(days=3))
OTHER = ONE.but("other", place="Diffa", actors=("Government of Niger",), recipients=("teachers",), start=None)


def stories(*told, known=None):
    made = tables(*told)
    events = link_events(made, RULES).links.select("event_mention_id", "event_id")
    found = dict(link_stories(made, RULES, events, known=known).select("article_id", "story_id").iter_rows())
    return [found[t.article_id] for t in told]


def test_articles_that_share_an_event_are_one_story_named_for_its_first():
    assert stories(SAME, ONE) == [content_id(ONE.article_id)] * 2


def test_another_course_of_events_is_another_story():
    one, other = stories(ONE, OTHER)
    assert one != other


def test_an_old_event_told_again_is_no_story_over_years():
    one, late = stories(ONE, ONE.but("late", published=DAY + timedelta(days=400)))
    assert one != late


def test_a_story_keeps_its_id():
    known = pl.DataFrame({"article_id": [SAME.article_id], "story_id": [content_id(SAME.article_id)]})
    assert stories(SAME, ONE, known=known) == [content_id(SAME.article_id)] * 2


def test_a_copy_has_the_story_of_its_original():
    made = tables(ONE, SAME)
    copy = pl.when(pl.col("article_id") == SAME.article_id).then(pl.lit(ONE.article_id))
    made["articles"] = made["articles"].with_columns(duplicate_of=copy)
    events = link_events(made, RULES).links.select("event_mention_id", "event_id")
    found = link_stories(made, RULES, events)
    assert found["story_id"].unique().to_list() == [content_id(ONE.article_id)]
    assert found.filter(article_id=SAME.article_id)["reason"].to_list() == ["copy"]
