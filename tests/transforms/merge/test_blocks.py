from datetime import timedelta

from tests.transforms.merge.tellings import DAY, RULES, Telling, tables
from transforms.merge.blocks import candidates
from transforms.merge.features import features

ONE = Telling("one")


def compared(*told, **given):
    rows = features(tables(*told), RULES)
    names = {t.id: t.name for t in told}
    key = [names[i] for i in rows["event_mention_id"]]
    return {frozenset((key[a], key[b])) for a, b in candidates(rows, **given).iter_rows()}


def test_mentions_that_share_a_place_or_a_participant_in_a_week_are_compared():
    placed = ONE.but("placed", actors=(), recipients=())
    acting = ONE.but("acting", place=None, recipients=())
    assert compared(ONE, placed, acting) == {frozenset(("one", "placed")), frozenset(("one", "acting"))}


def test_other_kinds_and_days_are_not_compared():
    assert not compared(ONE, ONE.but("other", type="AID"), ONE.but("later", start=DAY + timedelta(days=1)))


def test_a_large_block_costs_no_more_than_its_cap():
    many = [ONE.but(f"n{n}") for n in range(30)]
    assert len(compared(*many, cap=3)) < 30 * 3 * 3
    assert len(compared(*many)) > len(compared(*many, cap=3))


def test_only_what_is_new_looks_for_partners():
    rows = features(tables(ONE, ONE.but("two"), ONE.but("three")), RULES)
    is_new = rows["event_mention_id"] == ONE.id
    assert candidates(rows, is_new=is_new).height == 2
