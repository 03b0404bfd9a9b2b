from datetime import date

import pytest

import seeds as seed_files
from tests.builders import frame
from tests.merging.cases import SPLITS, Article, Case, Event, Reference, cases
from tests.merging.coded import MODEL, CodedCase, coded
from tests.merging.score import Pairs, of_events, of_stories, report, strangers
from transforms.pipeline import load_model
from warehouse.tables.ids import content_id

NAMES = ("a1", "a2", "a3")
LEAST_RECALL = 0.7
MOST_WRONG = 2


@pytest.fixture(scope="module")
def found() -> dict[str, CodedCase]:
    """All cases, coded and merged."""
    return coded(cases(), load_model(MODEL), seed_files.load())


def at(article: str) -> Reference:
    return Reference(f"{article}:killed", article, 0, 6)


def coded_case(events: list[str], stories: list[str], name: str = "next-day-small") -> CodedCase:
    """Three mentions: the first two tell one event and story, the third another; with the ids that they were given."""
    articles = [Article(one, "One", date(2020, 3, 4), "Title", f"killed in {one}") for one in NAMES]
    told = [Event("x", [at("a1"), at("a2")]), Event("y", [at("a3")])]
    case = Case(name, "next-day", "tune", "small", False, articles, told, [], [["a1", "a2"], ["a3"]])
    mentions = {f"{one}:killed": content_id(one) for one in NAMES}
    rows = [
        {"event_mention_id": key, "event_id": content_id(event)}
        for key, event in zip(mentions.values(), events, strict=True)
    ]
    published = [
        {"article_id": content_id(one), "story_id": content_id(story)}
        for one, story in zip(NAMES, stories, strict=True)
    ]
    tables = {"event_mentions": frame("event_mentions", rows), "articles": frame("articles", published)}
    return CodedCase(case, tables, {one: content_id(one) for one in NAMES}, mentions, {}, [])


@pytest.mark.parametrize(
    ("events", "joined", "wrong"), [(["e", "e", "f"], 1, 0), (["e", "f", "g"], 0, 0), (["e", "e", "e"], 1, 2)]
)
def test_pairs_of_mentions_are_counted(events, joined, wrong):
    pairs = of_events([coded_case(events, ["s", "s", "s"])])
    assert (pairs.same, pairs.same_joined, pairs.apart, pairs.apart_joined) == (1, joined, 2, wrong)
    assert len(pairs.faults) == (1 - joined) + wrong


def test_pairs_of_articles_are_counted():
    pairs = of_stories([coded_case(["e", "e", "f"], ["s", "t", "t"])])
    assert (pairs.same, pairs.same_joined, pairs.apart, pairs.apart_joined) == (1, 0, 2, 1)


def test_an_event_or_a_story_of_two_cases_joins_strangers():
    found = [coded_case(["e", "e", "f"], ["s"] * 3), coded_case(["e", "g", "h"], ["t", "s", "t"], "next-day-other")]
    both = ["next-day-other", "next-day-small"]
    assert strangers(found) == {content_id("e"): both, content_id("s"): both}


def test_two_events_are_hardly_ever_joined(found):
    tune, held = (of_events(case for case in found.values() if case.case.split == split) for split in SPLITS)
    assert tune.apart_joined == 0
    assert held.apart_joined <= MOST_WRONG
    assert tune.recall > LEAST_RECALL
    assert held.recall > LEAST_RECALL


def test_stories_are_told_apart(found):
    tune = of_stories(case for case in found.values() if case.case.split == "tune")
    assert tune.apart_joined <= MOST_WRONG
    assert tune.recall > LEAST_RECALL


def test_without_pairs_there_is_no_share():
    assert (Pairs().recall, Pairs().precision) == (None, None)


def test_the_report_names_faults_where_asked():
    found = {"next-day-small": coded_case(["e", "f", "f"], ["s"] * 3)}
    assert "next-day-small: a1:killed and a2:killed missed" in "\n".join(report(found, faults=True))
    assert "missed" not in "\n".join(report(found))
