"""What people correct is kept in a file, applied at once, and can be taken back."""

import shutil

import pytest

from flows.corrections import check, read
from flows.errors import UsageError
from flows.merging_by_hand import apply, explain, join, lines, split
from flows.settings import Settings
from tests.conftest import sitrep
from tests.flows.loads import load, some
from warehouse.query import query

LINKS = "SELECT event_mention_id, event_id, linked_to, link_score, link_reason FROM event_mentions ORDER BY ALL"


@pytest.fixture
def settings(loaded, tmp_path):
    """A warehouse with all articles, and an empty file of corrections."""
    (tmp_path / "c.yml").touch()
    return Settings(warehouse=shutil.copy(loaded, tmp_path / "w.duckdb"), corrections=tmp_path / "c.yml")


def mentions(settings, kind="ASSAULT"):
    """The event mentions of a type by the names of their articles, and their events."""
    sql = (
        "SELECT a.source_name, m.event_mention_id, m.event_id FROM event_mentions AS m JOIN articles AS a"
        " USING (article_id) WHERE m.event_type = $kind"
    )
    rows = query(settings.warehouse, sql, {"kind": kind}).rows()
    return {name: mention for name, mention, _ in rows}, {name: event for name, _, event in rows}


def takes_back(settings):
    settings.corrections.write_text("")
    return apply(settings)


def a_row(settings, table="statistics", where="measure = 'killed'"):
    found = query(settings.warehouse, f"SELECT * FROM {table} WHERE {where} ORDER BY ALL LIMIT 1")
    return found.drop("recorded_at").row(0, named=True)


def write_override(settings, row, **given):
    told = {"expect": "{value: 9}", "set": "{value: 8, low: 8, high: 8}", "reason": "Eight."} | given
    settings.corrections.write_text(
        f"- {{action: override, table: statistics, article: {row['article_id']}, id: {row['statistic_id']},"
        f" expect: {told['expect']}, set: {told['set']}, reason: {told['reason']}}}\n"
    )


def test_an_event_is_explained_by_its_links(settings):
    ids, events = mentions(settings)
    told, found = explain(settings.warehouse, events["a1"])
    assert told == (
        f"Event {events['a1']}: ASSAULT (firearms, actual, 2019-04-30, Gao), 3 mentions in 3 articles from 3 sources."
    )
    assert found["source_name"].to_list() == ["a1", "a2", "a3"]
    assert found["linked_to"].to_list() == [None, ids["a3"], ids["a1"]]
    assert found["reason"][1].startswith("same day; same place; same actor")


def test_a_split_mention_is_of_its_own_event_until_it_is_taken_back(settings):
    before = query(settings.warehouse, LINKS).rows()
    ids, events = mentions(settings)
    told = split(settings, [ids["a2"]], "Another attack.")
    now = mentions(settings)[1]
    assert now["a1"] == now["a3"] == events["a1"] != now["a2"]
    assert f"{ids['a2']} is of event {now['a2']}" in told
    reasons = query(settings.warehouse, "SELECT DISTINCT reason FROM ops.changes WHERE table_name = 'event_mentions'")
    assert reasons.rows() == [("A correction: Another attack.",)]
    assert query(settings.warehouse, "SELECT action, row_ids FROM ops.corrections").rows() == [("split", [ids["a2"]])]
    takes_back(settings)
    assert query(settings.warehouse, LINKS).rows() == before
    assert query(settings.warehouse, "FROM ops.corrections").is_empty()


def test_what_hangs_on_a_split_mention_goes_where_its_evidence_is_best(settings):
    ids, events = mentions(settings)
    (hanging,) = query(settings.warehouse, LINKS).filter(linked_to=ids["a3"])["event_mention_id"]
    assert hanging == ids["a2"]
    split(settings, [ids["a3"]], "Another attack.")
    now = mentions(settings)[1]
    assert now["a1"] == events["a1"] != now["a3"] == now["a2"]


def test_the_first_of_an_event_can_be_split_from_it(settings):
    ids, events = mentions(settings)
    split(settings, [ids["a1"]], "Another attack.")
    now = mentions(settings)[1]
    assert now["a2"] == now["a3"]
    assert now["a1"] != now["a2"]
    assert events["a1"] in now.values()


def test_what_is_split_together_stays_together(settings):
    ids, events = mentions(settings)
    split(settings, [ids["a2"], ids["a3"]], "Another attack.")
    now = mentions(settings)[1]
    assert now["a2"] == now["a3"] != now["a1"] == events["a1"]


def test_joined_events_are_one_until_it_is_taken_back(settings):
    before = query(settings.warehouse, LINKS).rows()
    events = mentions(settings)[1]["b1"] if "b1" in mentions(settings)[1] else mentions(settings, "COERCE")[1]["b1"]
    protest = mentions(settings, "PROTEST")[1]["c1"]
    assert join(settings, [protest, events], "One.") == f"Joined: {protest} and {events} are event {events}."
    assert mentions(settings, "PROTEST")[1]["c1"] == mentions(settings, "COERCE")[1]["b2"] == events
    with pytest.raises(UsageError, match=f"no event {protest} any more; its mentions are of event {events} now"):
        explain(settings.warehouse, protest)
    takes_back(settings)
    assert query(settings.warehouse, LINKS).rows() == before


def test_corrections_hold_for_what_is_loaded_later(tables, tmp_path):
    (tmp_path / "c.yml").touch()
    settings = Settings(warehouse=tmp_path / "w.duckdb", corrections=tmp_path / "c.yml")
    load(settings.warehouse, some(tables, "a1", "a2"))
    split(settings, [mentions(settings)[0]["a2"]], "Another attack.")
    load(settings.warehouse, some(tables, "a3"), corrections=read(settings.corrections))
    load(settings.warehouse, some(tables, "a2", "b1"), corrections=read(settings.corrections))
    now = mentions(settings)[1]
    assert now["a1"] != now["a2"]
    assert now["a3"] in (now["a1"], now["a2"])


def test_a_file_written_by_hand_counts_from_the_next_load(tables, tmp_path):
    (tmp_path / "c.yml").touch()
    settings = Settings(warehouse=tmp_path / "w.duckdb", corrections=tmp_path / "c.yml")
    load(settings.warehouse, some(tables, "a1", "a2"))
    ids = mentions(settings)[0]
    told = f"- {{action: split, mentions: [{ids['a2']}], apart_from: [{ids['a1']}], reason: Two.}}\n"
    settings.corrections.write_text(told)
    load(settings.warehouse, some(tables, "c1"), corrections=read(settings.corrections))
    now = mentions(settings)[1]
    assert now["a1"] != now["a2"]


def test_a_row_is_corrected_once_and_taken_back_when_its_article_is_coded_again(settings, tables):
    row = a_row(settings)
    write_override(settings, row)
    for changed in (1, 0):
        done = apply(settings)
        assert (done.counts.updated, done.remarks) == (changed, ())
    assert (
        query(
            settings.warehouse, "SELECT value FROM statistics WHERE statistic_id = $id", {"id": row["statistic_id"]}
        ).item()
        == 8
    )
    reason = query(settings.warehouse, "SELECT reason FROM ops.changes").item()
    assert reason == "A correction: Eight."
    takes_back(settings)
    recipe = "SELECT recipe FROM articles WHERE article_id = $id"
    assert query(settings.warehouse, recipe, {"id": row["article_id"]}).item() == "0" * 16
    load(settings.warehouse, tables)
    assert a_row(settings) == row


def test_a_row_that_is_not_as_expected_is_said_and_stays(settings):
    row = a_row(settings)
    write_override(settings, row, expect="{value: 7}")
    done = apply(settings)
    assert done.counts.updated == 0
    assert "value is 9.0, where 7.0 was expected; remove it or mend it." in lines(done)[1]
    assert query(settings.warehouse, "SELECT rule FROM ops.rejects").rows() == [("correction_expects_other",)]


def test_a_correction_of_an_article_that_is_not_there_is_said(settings):
    write_override(settings, a_row(settings) | {"article_id": "f" * 16})
    assert lines(apply(settings))[1] == "1 correction is of articles that the warehouse does not hold."


def test_a_correction_that_makes_an_impossible_row_changes_nothing(settings):
    write_override(settings, a_row(settings), set="{value: 8, low: 9}")
    before = settings.warehouse.read_bytes()
    with pytest.raises(UsageError, match=r"c\.yml makes a row that can't be: .*value in range.* Nothing was changed"):
        apply(settings)
    assert settings.warehouse.read_bytes() == before


def test_an_event_of_a_corrected_mention_follows_it(settings):
    row = a_row(settings, "event_mentions", "event_type = 'PROTEST'")
    settings.corrections.write_text(
        f"- {{action: retype, article: {row['article_id']}, id: {row['event_mention_id']}, expect: {{text: protested}},"
        " event_type: REQUEST, reason: They only asked.}\n"
    )
    apply(settings)
    assert (
        query(settings.warehouse, "SELECT event_type FROM events WHERE event_id = $id", {"id": row["event_id"]}).item()
        == "REQUEST"
    )


@pytest.mark.parametrize(
    ("do", "why"),
    [
        (lambda s, ids, events: split(s, ["f" * 16], "x"), "There is no event mention f{16}"),
        (lambda s, ids, events: split(s, list(ids.values()), "x"), "has no other mention"),
        (lambda s, ids, events: split(s, [ids["a1"], *mentions(s, "PROTEST")[0].values()], "x"), "several events"),
        (lambda s, ids, events: join(s, [events["a1"]] * 2, "x"), "two events or more"),
        (lambda s, ids, events: join(s, [events["a1"], "f" * 16], "x"), "There is no event f{16}"),
        (lambda s, ids, events: explain(s.warehouse, "f" * 16), "There is no event f{16}"),
    ],
)
def test_what_can_not_be_done_is_said_and_not_kept(settings, do, why):
    with pytest.raises(UsageError, match=why):
        do(settings, *mentions(settings))
    assert settings.corrections.read_text() == ""


def test_where_the_warehouse_can_not_be_written_the_file_stays_as_it_was(settings):
    ids = mentions(settings)[0]
    settings.warehouse.chmod(0o444)
    with pytest.raises(Exception, match="can't be written"):
        split(settings, [ids["a3"]], "Another attack.")
    assert settings.corrections.read_text() == ""


def test_the_command_explains_splits_and_applies(settings):
    where = ["--warehouse", settings.warehouse]
    ids, events = mentions(settings)
    env = {"SITREP_CORRECTIONS": str(settings.corrections)}
    shown = sitrep("merge", "--explain", events["a1"], *where, **env)
    assert (shown.code, shown.err) == (0, "")
    assert ids["a3"] in shown.out
    done = sitrep("merge", "--split", ids["a3"], "--reason", "Another attack.", *where, **env)
    assert (done.code, done.err, done.out[:6]) == (0, "", "Split:")
    assert sitrep("merge", "--apply", *where, **env).out == "Applied: 0 rows new, 0 changed, 0 gone.\n"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([], "Say one of --explain"),
        (["--explain", "--apply"], "Say one of --explain"),
        (["--split", "a"], "Say why with --reason"),
        (["--join", "--reason", "x"], "by their ids"),
        (["--apply", "a"], "--apply takes no id"),
    ],
)
def test_bad_usage_is_one_sentence(given, why, capsys):
    from typer.testing import CliRunner  # noqa: PLC0415 - only here

    from flows.cli import app  # noqa: PLC0415 - as above

    done = CliRunner().invoke(app, ["merge", *given])
    assert done.exit_code == 2
    assert why in done.output


def test_a_correction_that_names_no_known_mention_is_said_and_not_needed(settings, tables):
    ids, _ = mentions(settings)
    settings.corrections.write_text(
        f"- {{action: join, mentions: [{ids['a1']}, {'f' * 16}], reason: One.}}\n"
        f"- {{action: split, mentions: [{ids['a3']}], apart_from: [{ids['a1']}, {'e' * 16}], reason: Two.}}\n"
    )
    told = lines(apply(settings))
    assert f"(join) names what is no event mention here: {'f' * 16}, and so does nothing" in told[1]
    assert f"(split) names what is no event mention here: {'e' * 16}; load" in told[2]
    needed = query(settings.warehouse, "SELECT action, is_needed FROM ops.corrections ORDER BY action").rows()
    assert needed == [("join", False), ("split", True)]


def test_a_correction_is_needed_once_its_mentions_are_there(tables, tmp_path):
    (tmp_path / "c.yml").touch()
    settings = Settings(warehouse=tmp_path / "w.duckdb", corrections=tmp_path / "c.yml")
    later = some(tables, "c1")["event_mentions"]["event_mention_id"][0]
    load(settings.warehouse, some(tables, "a1"))
    told = f"- {{action: join, mentions: [{mentions(settings)[0]['a1']}, {later}], reason: One.}}\n"
    settings.corrections.write_text(told)
    found = []
    for name in ("b1", "c1"):
        load(settings.warehouse, some(tables, name), corrections=read(settings.corrections))
        found += query(settings.warehouse, "SELECT is_needed FROM ops.corrections")["is_needed"].to_list()
    assert found == [False, True]


def test_a_file_that_is_gone_undoes_nothing_in_silence(settings):
    split(settings, [mentions(settings)[0]["a2"]], "Another attack.")
    before = mentions(settings)
    settings.corrections.unlink()
    for do in (check, apply):
        with pytest.raises(UsageError, match=r"has a correction of a file that is not there any more, .*c\.yml; bring"):
            do(settings)
    assert mentions(settings) == before
    settings.corrections.touch()
    check(settings)


def test_without_a_file_and_corrections_there_is_nothing_to_check(settings, tmp_path):
    settings.corrections.unlink()
    check(settings)
    check(Settings(warehouse=tmp_path / "none.duckdb"))
