import polars as pl
import pytest
from polars.testing import assert_frame_equal

import seeds
from expectations.rows import gate
from tests.builders import valid_tables
from transforms.corrections.apply import NOT_NEEDED, OTHER_ROW, corrected
from transforms.corrections.intensities import intensities
from transforms.corrections.model import ONE
from transforms.merge.single import each_alone
from warehouse.contract import check_batch
from warehouse.tables.ids import id_of

WORDS = intensities(seeds.load())


@pytest.fixture
def tables():
    found = valid_tables()
    mentions = found["event_mentions"].with_columns(event_id=id_of("event_mention_id"))
    return found | {"event_mentions": mentions, "events": each_alone(mentions)}


def of(tables, name, **given):
    """A correction of the first row of a table."""
    row = tables[name].row(0, named=True)
    (key,) = (column for column in row if column == f"{name.rstrip('s')}_id")
    more = {"table": name} if given["action"] in ("drop", "override") else {}
    return ONE.validate_python({"article": row["article_id"], "id": row[key], "reason": "So it is."} | more | given)


def applied(tables, one, **more):
    """The corrected tables, which pass the gates."""
    done = corrected(tables, [one], WORDS, **more)
    check_batch(done.tables)
    good, refused = gate(done.tables, known={"stories": tables["articles"]["story_id"]})
    assert refused.is_empty()
    return good, done


def test_a_dropped_event_takes_with_it_what_hangs_on_it(tables):
    drop = of(tables, "event_mentions", action="drop", expect={"text": "killed"})
    good, done = applied(tables, drop)
    for name in ("event_mentions", "event_participants", "attributions"):
        assert good[name].filter(pl.col("event_mention_id") == drop.id).is_empty()
    assert good["events"].height == 1
    assert good["statistics"].height == 2
    assert good["statistics"]["event_mention_id"].null_count() == 1
    assert done.rejects.is_empty()
    assert done.told.select("action", "row_ids", "is_needed").rows() == [("drop", [drop.id], True)]


def test_a_dropped_figure_takes_its_claims(tables):
    drop = of(tables, "statistics", action="drop", expect={"value": "12"})
    good, _ = applied(tables, drop)
    assert good["statistics"].height == 1
    assert good["attributions"].filter(statistic_id=drop.id).is_empty()


def test_set_columns_are_set_in_that_row_alone(tables):
    override = of(tables, "statistics", action="override", expect={"value": "12"}, set={"value": "9", "low": "9"})
    good, _ = applied(tables, override)
    assert good["statistics"].sort("value").select("value", "low", "high").rows() == [(9, 9, 12), (12, 12, 12)]


def test_another_type_has_its_own_quad_code_and_intensity(tables):
    retype = of(tables, "event_mentions", action="retype", expect={"text": "killed"}, event_type="PROTEST")
    good, _ = applied(tables, retype)
    row = good["event_mentions"].row(by_predicate=pl.col("event_mention_id") == retype.id, named=True)
    protest = WORDS.filter(pl.col("event_mode").is_null(), event_type="PROTEST").row(0, named=True)
    assert {name: row[name] for name in protest} == protest
    assert good["events"].filter(event_type="PROTEST").height == 1


def test_a_mention_of_another_actor_takes_its_participants_and_claims_along(tables):
    who = {"name": "Blue Lantern group", "kind": "ngo", "sector": "NGO"}
    mentions = tables["actor_mentions"].sort(pl.col("text") != "Red Lantern group")
    relink = of(tables | {"actor_mentions": mentions}, "actor_mentions", action="relink", actor=who,
                expect={"name": "Red Lantern group"})  # fmt: skip
    good, _ = applied(tables, relink)
    (blue,) = good["actors"].filter(name="Blue Lantern group")["actor_id"]
    assert good["actor_mentions"].filter(actor_id=blue)["actor_mention_id"].to_list() == [relink.id]
    assert good["attributions"].filter(actor_id=blue).height == 2
    assert good["actors"].height == 4


def test_an_actor_whom_nothing_names_any_more_goes(tables):
    one = {name: f.filter(article_id=tables["articles"]["article_id"][0]) if "article_id" in f.columns else f
           for name, f in tables.items()}  # fmt: skip
    one["events"] = each_alone(one["event_mentions"])
    mentions = one["actor_mentions"].sort(pl.col("text") != "Red Lantern group")
    who = {"name": "Blue Lantern group", "kind": "ngo", "sector": "NGO"}
    relink = of(one | {"actor_mentions": mentions}, "actor_mentions", action="relink", actor=who,
                expect={"text": "Red Lantern group"})  # fmt: skip
    assert "Red Lantern group" not in corrected(one, [relink], WORDS).tables["actors"]["name"]


@pytest.mark.parametrize(
    ("given", "rule", "why"),
    [
        ({"expect": {"value": "13"}, "set": {"value": "14"}}, OTHER_ROW, "value is 12.0, where 13.0 was expected"),
        ({"expect": {"value": "11"}, "set": {"value": "12"}}, NOT_NEEDED, "the row is that way already"),
        ({"expect": {"value": "12"}, "set": {"value": "9"}, "id": "f" * 16}, NOT_NEEDED, "is not there any more"),
    ],
)
def test_what_is_not_as_expected_stays_and_is_told(tables, given, rule, why):
    override = of(tables, "statistics", action="override", **given)
    good, done = applied(tables, override)
    assert_frame_equal(good["statistics"], tables["statistics"])
    assert done.rejects["rule"].to_list() == [rule]
    assert why in done.rejects["reason"][0]
    assert done.told["is_needed"].to_list() == [False]


def test_what_is_in_force_already_is_no_remark(tables):
    override = of(tables, "statistics", action="override", expect={"value": "11"}, set={"value": "12"})
    _, done = applied(tables, override, in_force=[override.correction_id])
    assert done.rejects.is_empty()
    assert done.told["is_needed"].to_list() == [True]


def test_corrections_of_other_articles_are_passed_over(tables):
    override = of(tables, "statistics", action="override", article="f" * 16, expect={"value": "1"}, set={"value": "2"})
    done = corrected(tables, [override], WORDS)
    assert (done.rejects.height, done.told.height) == (0, 0)
    assert done.tables == tables
