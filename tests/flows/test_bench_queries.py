import pytest

from flows import bench_queries, synthetic
from warehouse.query import query


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("synthetic") / "w.duckdb"
    synthetic.build(path, 3000)
    return path


def count(path, sql):
    return query(path, f"SELECT count(*) FROM {sql}").item()


def test_it_has_as_many_mentions_as_asked_for_and_each_has_its_record(made):
    assert count(made, "event_mentions") == count(made, "event_records") == 3000


@pytest.mark.parametrize("table", ["statistics", "attributions", "event_participants", "place_mentions", "articles"])
def test_every_table_is_filled(made, table):
    assert count(made, table) > 100


@pytest.mark.parametrize(
    ("table", "column", "other"),
    [
        ("event_mentions", "event_id", "events"),
        ("event_mentions", "sentence_id", "sentences"),
        ("event_mentions", "place_mention_id", "place_mentions"),
        ("event_participants", "actor_mention_id", "actor_mentions"),
        ("event_participants", "actor_id", "actors"),
        ("statistics", "event_mention_id", "event_mentions"),
        ("attributions", "statistic_id", "statistics"),
        ("articles", "story_id", "stories"),
        ("articles", "duplicate_of", "articles"),
    ],
)
def test_keys_refer_to_rows(made, table, column, other):
    key = {"articles": "article_id", "stories": "story_id"}.get(other, f"{other.removesuffix('s')}_id")
    assert count(made, f"{table} WHERE {column} NOT IN (SELECT {key} FROM {other})") == 0


def test_the_same_number_gives_the_same_rows(made, tmp_path):
    synthetic.build(tmp_path / "again.duckdb", 3000)
    sql = "SELECT event_mention_id, event_id, date_start, place_id FROM event_mentions ORDER BY 1"
    assert query(tmp_path / "again.duckdb", sql).equals(query(made, sql))


def test_every_question_of_the_page_is_measured(made):
    told = list(bench_queries.measure(made, {2, 18}))
    assert [number for number, *_ in told] == [2, 18]
    assert all(rows > 0 and wall > 0 for *_, rows, wall, _ in told)
    assert [number for number, *_ in bench_queries.questions()] == list(range(1, 21))
