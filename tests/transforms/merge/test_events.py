from datetime import date, timedelta
from itertools import permutations

import polars as pl
import pytest

from tests.transforms.merge.tellings import DAY, RULES, Telling, tables
from transforms.merge.events import LINKS, link_events
from warehouse.tables import CORE
from warehouse.tables.ids import content_id

ONE = Telling("one")
NEXT = DAY + timedelta(days=1)


def ids(*told, **given):
    """The event of each telling, in the order given."""
    links = link_events(tables(*told), RULES, **given).links
    found = dict(links.select("event_mention_id", "event_id").iter_rows())
    return [found[t.id] for t in told]


def are_one(one, two):
    first, second = ids(one, two)
    return first == second


def pairs(*given):
    return pl.DataFrame([(a.id, b.id) for a, b in given], ["one", "two"], orient="row")


def known(*told, **given):
    links = link_events(tables(*told), RULES, **given).links
    return links.select("event_mention_id", "event_id")


def test_the_same_event_told_twice_is_one():
    assert are_one(ONE, ONE.but("two"))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "COERCE"},
        {"start": NEXT},
        {"start": date(2019, 3, 2)},
        {"place": "Damboa"},
        {"place": "Diffa"},
        {"status": "future"},
        {"status": "negated"},
        {"recipients": ("teachers",), "place": None},
    ],
)
def test_another_type_day_place_or_status_is_another_event(change):
    assert not are_one(ONE, ONE.but("two", **change))


@pytest.mark.parametrize(
    "change",
    [
        {"place": None},
        {"place": "Borno State"},
        {"recipients": ()},
        {"recipients": ("Nigerian civilians",)},
        {"actors": ("gunmen",)},
        {"end": DAY + timedelta(days=5)},
        {"mode": "firearms"},
    ],
)
def test_less_precise_tellings_join(change):
    assert are_one(ONE.but("one", killed=12.0), ONE.but("two", killed=12.0, **change))


def test_roles_swapped_are_another_event():
    one = ONE.but("one", actors=("Government of Niger",), recipients=("Government of Chad",))
    assert not are_one(one, one.but("two", actors=one.recipients, recipients=one.actors))


def test_other_persons_are_other_events():
    one = ONE.but("one", type="COERCE", mode="arrest", actors=("Nigerian Police",), recipients=("Amina Sule",))
    assert not are_one(one, one.but("two", recipients=("Musa Bello",)))
    assert are_one(one, one.but("two"))


def test_a_meeting_with_another_party_is_another_meeting():
    both = ("Government of Nigeria", "Government of Niger")
    one = ONE.but("one", type="CONSULT", actors=both, recipients=())
    assert not are_one(one, one.but("two", actors=("Government of Nigeria", "Government of Chad")))
    assert are_one(one, one.but("two", actors=both[:1], recipients=both[1:]))


def test_two_days_told_keep_a_vague_one_from_joining_them():
    vague = ONE.but("vague", end=DAY + timedelta(days=5))
    first, _, second = ids(ONE, vague, ONE.but("next", start=NEXT))
    assert first != second


def test_the_order_of_rows_does_not_matter():
    told = [ONE, ONE.but("two", place=None, killed=3.0), ONE.but("three", start=NEXT), ONE.but("four", start=None)]
    found = {tuple(sorted(zip((t.id for t in order), ids(*order), strict=True))) for order in permutations(told)}
    assert len(found) == 1


def test_an_event_is_named_for_the_mention_that_founds_it():
    late = ONE.but("late", published=DAY + timedelta(days=3))
    assert set(ids(late, ONE)) == {content_id(ONE.id)}


def test_a_stored_event_keeps_its_id_though_an_older_telling_arrives():
    late = ONE.but("late", published=DAY + timedelta(days=3))
    stored = known(late)
    assert ids(late, ONE, known=stored) == [content_id(late.id)] * 2


def test_batches_after_one_another_never_rename_an_event():
    told = [ONE.but(f"n{n}", published=DAY + timedelta(days=9 - n)) for n in range(5)]
    stored = known(told[0])
    for many in range(2, 6):
        before = dict(stored.iter_rows())
        stored = known(*told[:many], known=stored)
        assert before.items() <= dict(stored.iter_rows()).items()
    assert stored["event_id"].n_unique() == 1


def test_two_stored_events_that_are_one_have_the_older_id():
    one, two = ONE.but("one", recipients=()), ONE.but("two", actors=("gunmen",), published=DAY + timedelta(days=2))
    stored = pl.concat([known(one), known(two)])
    assert stored["event_id"].n_unique() == 2
    both = ONE.but("both", published=DAY + timedelta(days=4))
    assert set(ids(one, two, both, known=stored)) == {content_id(one.id)}


def test_what_is_stored_is_not_linked_anew():
    two = ONE.but("two")
    stored = pl.concat([known(ONE), known(two)])
    assert ids(ONE, two, known=stored) == [content_id(ONE.id), content_id(two.id)]


def test_corrections_come_before_scores():
    two = ONE.but("two")
    first, second = ids(ONE, two, split=pairs((ONE, two)))
    assert first != second
    other = ONE.but("other", place="Diffa", start=NEXT)
    assert len(set(ids(ONE, other, join=pairs((ONE, other))))) == 1
    assert len(set(ids(ONE, join=pairs((ONE, other))))) == 1  # one of them is not there


def test_a_stored_event_can_be_split_and_keeps_its_id():
    two = ONE.but("two", published=DAY + timedelta(days=3))
    stored = known(ONE, two)
    assert ids(ONE, two, known=stored, split=pairs((ONE, two))) == [content_id(ONE.id), content_id(two.id)]


def test_links_say_why():
    two = ONE.but("two", killed=12.0, published=DAY + timedelta(days=3))
    links = link_events(tables(ONE.but("one", killed=12.0), two), RULES).links
    assert links.schema == LINKS
    founding, linked = (links.row(by_predicate=pl.col("event_mention_id") == t.id, named=True) for t in (ONE, two))
    assert (founding["link_score"], founding["link_reason"], founding["linked_to"]) == (None, None, None)
    assert linked["linked_to"] == ONE.id
    assert linked["link_score"] > 6
    assert linked["link_reason"].startswith("same day; same place; same actor; ")
    assert "both killed 12" in linked["link_reason"]


def test_events_take_the_most_precise_that_their_mentions_tell():
    wide = ONE.but("wide", end=DAY + timedelta(days=5), place="Borno State", killed=12.0)
    two = ONE.but("two", mode="firearms", killed=12.0, article="another")
    events = link_events(tables(wide, two), RULES).events
    row = events.row(0, named=True)
    assert set(CORE["events"].columns()) <= set(events.columns)
    assert (events.height, row["date_start"], row["date_end"], row["date_precision"]) == (1, DAY, DAY, "day")
    assert (row["event_mode"], row["place_id"]) == ("firearms", content_id("Maiduguri"))
    assert (row["article_count"], row["source_count"]) == (2, 2)


def test_no_mentions_give_no_events():
    linked = link_events({name: rows.clear() for name, rows in tables(ONE).items()}, RULES)
    assert linked.links.is_empty()
    assert linked.events.is_empty()


def loosened(stored, *told):
    """Of stored mentions (`known`), those told are loose."""
    return stored.with_columns(is_loose=pl.col("event_mention_id").is_in([t.id for t in told]))


def stored_links(*told):
    return link_events(tables(*told), RULES).links


def test_a_loose_mention_that_still_fits_stays_and_keeps_the_id():
    late = ONE.but("late", published=DAY + timedelta(days=3))
    stored = pl.concat([known(late), pl.DataFrame({"event_mention_id": [ONE.id], "event_id": [content_id(late.id)]})])
    assert ids(ONE, late, known=loosened(stored, ONE, late)) == [content_id(late.id)] * 2


def test_a_loose_mention_that_fits_no_more_leaves():
    two = ONE.but("two", published=DAY + timedelta(days=3))
    stored = loosened(known(ONE, two), two)
    changed = two.but("two", start=NEXT, end=NEXT)
    assert ids(ONE, changed, known=stored) == [content_id(ONE.id), content_id(two.id)]


def test_what_hangs_on_a_mention_that_is_gone_is_linked_anew():
    two = ONE.but("two", killed=12.0, published=DAY + timedelta(days=3))
    three = ONE.but("three", place="Diffa", start=None, published=DAY + timedelta(days=4))
    stored = pl.DataFrame(
        [(two.id, "old", None), (three.id, "old", ONE.id)], ["event_mention_id", "event_id", "linked_to"], orient="row"
    )
    assert ids(two, three, known=stored) == ["old", content_id(three.id)]
    assert ids(two, three, known=stored.with_columns(linked_to=pl.lit(None, pl.String))) == ["old", "old"]


def test_stored_links_are_not_found_anew():
    two = ONE.but("two", published=DAY + timedelta(days=3))
    stored = stored_links(ONE, two).with_columns(
        link_reason=pl.when(pl.col("linked_to").is_not_null()).then(pl.lit("as it was"))
    )
    new = ONE.but("new", published=DAY + timedelta(days=5))
    links = link_events(tables(ONE, two, new), RULES, known=stored).links
    assert links.filter(event_mention_id=two.id).equals(stored.filter(event_mention_id=two.id))
    assert links.filter(event_mention_id=new.id)["linked_to"].item() in (ONE.id, two.id)


def test_a_correction_that_parts_two_is_applied_once():
    two, new = (ONE.but(name, published=DAY + timedelta(days=n)) for n, name in ((3, "two"), (5, "new")))
    apart = pairs((ONE, two))
    split = link_events(tables(ONE, two), RULES, known=stored_links(ONE, two), split=apart).links
    with_new = link_events(tables(ONE, two, new), RULES, known=split, join=pairs((two, new)), split=apart).links
    again = link_events(tables(ONE, two, new), RULES, known=with_new, join=pairs((two, new)), split=apart).links
    assert again.equals(with_new)
    assert dict(again.select("event_mention_id", "event_id").iter_rows())[new.id] == content_id(two.id)
