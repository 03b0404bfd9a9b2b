from datetime import date

import pytest

from tests.builders import frame
from transforms.merge.exact import merge_events
from warehouse.tables import CORE
from warehouse.tables.ids import content_id

DAY = date(2020, 3, 2)


def mention(name, **changes):
    """One row of event_mentions of a dated and placed attack."""
    told = {
        "event_mention_id": content_id(name),
        "event_type": "ASSAULT",
        "event_mode": "explosives",
        "status": "actual",
        "date_start": DAY,
        "date_end": DAY,
        "date_precision": "day",
        "place_id": content_id("Aleppo"),
    }
    return told | changes


def participants(*names, actor="rebels", recipient="farmers"):
    sides = [("actor", actor), ("recipient", recipient)]
    rows = [
        {"event_mention_id": content_id(name), "role": role, "position": 0, "actor_id": content_id(who)}
        for name in names
        for role, who in sides
        if who
    ]
    return frame("event_participants", rows)


def events_of(mentions, who):
    """The event of each mention, in the order given."""
    merged, events = merge_events(frame("event_mentions", mentions).drop("event_id"), who)
    found = dict(merged.select("event_mention_id", "event_id").iter_rows())
    assert set(found.values()) == set(events["event_id"])
    return [found[row["event_mention_id"]] for row in mentions]


def test_the_same_event_told_twice_is_one():
    one, two = events_of([mention("a"), mention("b")], participants("a", "b"))
    assert one == two


@pytest.mark.parametrize(
    "change",
    [
        {"event_type": "COERCE"},
        {"event_mode": "firearms"},
        {"date_start": date(2020, 3, 3), "date_end": date(2020, 3, 3)},
        {"place_id": content_id("Idlib")},
    ],
)
def test_another_type_mode_day_or_place_is_another_event(change):
    one, two = events_of([mention("a"), mention("b", **change)], participants("a", "b"))
    assert one != two


@pytest.mark.parametrize(
    "unsure",
    [
        {"status": "future"},
        {"status": "negated"},
        {"place_id": None},
        {"date_start": None, "date_end": None, "date_precision": "unknown"},
        {"date_end": date(2020, 3, 8), "date_precision": "week"},
    ],
)
def test_what_is_not_told_for_certain_stays_apart(unsure):
    one, two = events_of([mention("a", **unsure), mention("b", **unsure)], participants("a", "b"))
    assert one != two


@pytest.mark.parametrize("other", [{"actor": "soldiers"}, {"recipient": "nurses"}, {"recipient": None}])
def test_other_participants_are_another_event(other):
    who = participants("a").vstack(participants("b", **other))
    one, two = events_of([mention("a"), mention("b")], who)
    assert one != two


def test_without_an_author_events_stay_apart():
    one, two = events_of([mention("a"), mention("b")], participants("a", "b", actor=None))
    assert one != two


def test_the_event_does_not_depend_on_the_order_or_on_other_mentions():
    rows = [mention("a"), mention("b"), mention("c", status="future")]
    who = participants("a", "b", "c")
    assert events_of(rows, who) == list(reversed(events_of(rows[::-1], who)))
    assert events_of(rows[:1], participants("a")) == events_of(rows, who)[:1]


def test_events_have_the_declared_columns_and_say_what_joined_them():
    mentions = frame("event_mentions", [mention("a"), mention("b"), mention("c", place_id=None)]).drop("event_id")
    _, events = merge_events(mentions, participants("a", "b", "c"))
    assert set(events.columns) == set(CORE["events"].columns())
    assert events.height == events["rule"].n_unique() == 2


def test_an_event_told_in_two_articles_is_one_event_with_two_mentions(read_all):
    texts = [
        "Turkish soldiers shelled the Boko Haram fighters in Oslo on Monday, and the guests left.",
        "The weather was fine. The Boko Haram fighters were shelled by Turkish soldiers in Oslo on Monday.",
    ]
    found = read_all(texts)
    one, two = (found[text].event("shelled") for text in texts)
    assert one["event_id"] == two["event_id"]
    assert one["event_mention_id"] != two["event_mention_id"]


def test_another_day_told_in_another_article_is_another_event(read_all):
    texts = [
        "Turkish soldiers shelled the Boko Haram fighters in Oslo on Monday, and the guests left.",
        "Turkish soldiers shelled the Boko Haram fighters in Oslo on Sunday, and the guests left.",
    ]
    found = read_all(texts)
    one, two = (found[text].event("shelled") for text in texts)
    assert one["event_id"] != two["event_id"]
