import json

import pytest

from flows.errors import UsageError
from flows.score import score, table
from warehouse.query import query


@pytest.fixture(scope="module")
def gold(sample_run, tmp_path_factory):
    """Gold that says just what the warehouse says of one article, with a made-up event and figure more."""
    (name, article), *_ = query(
        sample_run.warehouse,
        "SELECT source_name, article_id FROM event_records GROUP BY ALL "
        "HAVING count(DISTINCT sentence_text) = count(*) ORDER BY count(*) DESC, source_name",
    ).rows()
    rows = {
        view: query(sample_run.warehouse, f"SELECT * FROM {view} WHERE {where}", {"id": article}).to_dicts()
        for view, where in (
            ("event_records", "article_id = $id"),
            ("statistic_records", "article_id = $id AND value IS NOT NULL"),
            ("actor_records", "list_contains(article_ids, $id)"),
        )
    }
    actors = [
        {"actor_id": r["actor_id"], "name": r["name"], "mentions": r["mentions"], "wikidata": r["wikidata_id"]}
        | {key: r[key] for key in ("kind", "country", "sector")}
        for r in rows["actor_records"]
    ]
    ids = {a["name"]: a["actor_id"] for a in actors}
    events = [
        {
            "event_id": r["event_mention_id"],
            "sentences": [r["sentence_text"]],
            "trigger": r["text"],
            "type": r["event_type"],
            "mode": r["event_mode"],
            "actors": [ids[n] for n in r["actor_names"]],
            "recipients": [ids[n] for n in r["recipient_names"]],
            "status": r["status"],
            "date_start": r["date_start"] and str(r["date_start"]),
            "date_end": r["date_end"] and str(r["date_end"]),
            "date_precision": r["date_precision"],
            "place": r["place_name"],
            "attributed_to": [ids[n] for n in r["attributed_to"]],
        }
        for r in rows["event_records"]
    ]
    made_up = events[0] | {"event_id": "made up", "sentences": ["Nobody ever wrote these words anywhere at all."]}
    statistics = [
        {
            "stat_id": r["statistic_id"],
            "sentence": r["sentence_text"],
            "attributed_to": [ids[n] for n in r["attributed_to"]],
        }
        | {key: r[key] for key in ("text", "value", "measure", "qualifier", "subject_country")}
        for r in rows["statistic_records"]
    ]
    path = tmp_path_factory.mktemp("gold") / "gold.json"
    record = {"article": name, "actors": actors, "events": [*events, made_up], "statistics": statistics}
    path.write_text(json.dumps(record))
    return path, len(events), len(statistics), len(actors)


def test_what_is_the_same_is_found(sample_run, gold):
    path, events, statistics, actors = gold
    figures = score(sample_run.warehouse, [path]).as_dict()["f1"]
    for level in ("event: type", "event: type+dyad+status+date"):
        assert figures[level]["precision"] == 1, level
        assert figures[level]["recall"] == pytest.approx(events / (events + 1), abs=1e-3), level
        assert figures[level]["gold"] == events + 1
    assert figures["statistic: value+measure+claimant"]["recall"] == (1 if statistics else 0)
    assert figures["actor: found+country+sector"] == {
        "precision": 1, "recall": 1, "f1": 1, "gold": actors, "predicted": actors,
    }  # fmt: skip


def test_optional_records_do_not_count(sample_run, gold, tmp_path):
    record = json.loads(gold[0].read_text())
    record["events"] = [event | {"optional": True} for event in record["events"]]
    (tmp_path / "gold.json").write_text(json.dumps(record))
    tally = score(sample_run.warehouse, [tmp_path / "gold.json"]).levels["event: type"]
    assert (tally.found, tally.gold, tally.predicted) == (0, 0, 0)


def _gold(path, **changed):
    record = {"article": "x.txt", "actors": [], "events": [], "statistics": []} | changed
    path.write_text(json.dumps({key: value for key, value in record.items() if value is not None}))
    return path


def test_an_article_that_is_not_loaded_is_named(sample_run, gold, tmp_path):
    result = score(sample_run.warehouse, [gold[0], _gold(tmp_path / "gold.json")])
    assert table(result).splitlines()[0] == "not in the warehouse: x.txt"
    assert result.levels["event: type"].f1 > 0


def test_where_no_article_is_loaded_there_is_nothing_to_score(sample_run, tmp_path):
    paths = [_gold(tmp_path / f"{n}.json", article=f"{n}.txt") for n in range(5)]
    with pytest.raises(UsageError, match=r"^The gold article \(0\.txt\) is missing in .*sitrep\.duckdb.*`sitrep run`"):
        score(sample_run.warehouse, paths[:1])
    with pytest.raises(UsageError, match=r"^None of the 5 gold articles \(0\.txt, 1\.txt, 2\.txt, \.\.\.\) is in "):
        score(sample_run.warehouse, paths)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"events": None, "actors": None}, "it lacks actors and events"),
        ({"article": 1}, "its article is no file name"),
        ({"actors": {}}, "its actors are no list"),
        ({"events": ["x"]}, "number 1 of its events is no object"),
        (
            {"statistics": [{"stat_id": "s", "value": 1, "text": "1", "attributed_to": []}]},
            "number 1 of its statistics lacks measure, qualifier and sentence",
        ),
    ],
)
def test_what_is_missing_in_gold_is_told(tmp_path, changed, fault):
    with pytest.raises(UsageError, match=rf"gold\.json is no gold record: {fault}; "):
        score(tmp_path / "none.duckdb", [_gold(tmp_path / "gold.json", **changed)])


def test_a_list_is_no_gold(tmp_path):
    (tmp_path / "gold.json").write_text("[]")
    with pytest.raises(
        UsageError, match=r"gold\.json is no gold record: it holds a list instead of one object for one"
    ):
        score(tmp_path / "none.duckdb", [tmp_path / "gold.json"])


def test_what_is_no_json_is_told(tmp_path):
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(UsageError, match=r"broken\.json is no JSON"):
        score(tmp_path / "none.duckdb", [tmp_path / "broken.json"])


def test_a_gold_file_that_is_not_there_is_told(sample_run, tmp_path):
    with pytest.raises(UsageError, match=r"^There is no gold file .*none\.json; check the path\.$"):
        score(sample_run.warehouse, [tmp_path / "none.json"])
