"""What is read beside a batch holds all that linking would compare with it."""

from datetime import timedelta

import polars as pl
import pytest

from tests.transforms.merge.tellings import DAY, RULES, Telling, tables
from transforms.merge.batch import READS
from transforms.merge.blocks import candidates
from transforms.merge.features import RECENT, features
from transforms.merge.stories import CAP, DAYS
from warehouse.connect import write
from warehouse.neighbours import neighbours
from warehouse.tables import CORE
from warehouse.tables.ids import content_id

ONE = Telling("one")
LONG = DAY + timedelta(days=5)
STORED = [
    ONE.but("same"),
    ONE.but("other kind", type="PROTEST"),
    ONE.but("other month", start=DAY + timedelta(days=70)),
    ONE.but("other year", start=DAY - timedelta(days=400)),
    ONE.but("undated", start=None, place=None),
    ONE.but("plan", status="future"),
    ONE.but("week", end=DAY + timedelta(days=6), place="Borno State"),
    ONE.but("no place", place=None, recipients=()),
    ONE.but("state", place=None, actors=("Nigerian Army",), recipients=("Nigerian Police",)),
    ONE.but("abroad", place="Diffa", actors=("gunmen",), recipients=("teachers",)),
    ONE.but("country", place="Nigeria", actors=("gunmen",), recipients=("Nigerian civilians",)),
    ONE.but("arrest", type="COERCE", mode="arrest", actors=("Nigerian Police",), recipients=("Amina Sule",)),
    ONE.but("meeting", type="CONSULT", actors=("Government of Niger", "Government of Chad"), recipients=()),
    ONE.but("long state", place=None, actors=("Nigerian Army",), recipients=(), end=LONG),
    ONE.but("full name", place=None, actors=("Musa Bello",), recipients=(), end=LONG),
    ONE.but("many", place=None, actors=("farmers",), recipients=(), end=LONG),
    ONE.but("day", place=None, actors=("Amina Sule",), recipients=()),
    ONE.but("place", actors=(), recipients=(), end=LONG),
]
NEW = [
    ONE,
    ONE.but("surname", place=None, actors=("Bello",), recipients=()),
    ONE.but("singular", place=None, actors=("a farmer",), recipients=(), end=LONG),
    ONE.but("nobody", actors=(), recipients=()),
    ONE.but("vague", place=None, actors=("gunmen",), recipients=("mayor",)),
    ONE.but("army", place=None, actors=("Government of Nigeria",), recipients=()),
    ONE.but("late", start=None, published=DAY + timedelta(days=5)),
    ONE.but(
        "police", type="COERCE", mode="arrest", actors=("Nigerian Police",), recipients=("Musa Bello",), place=None
    ),
]


def whole(told):
    """Rows that can be stored: what merging doesn't read is filled with anything."""
    made = tables(*told)
    found = {}
    for name, given in made.items():
        (key,) = CORE[name].primary_key()
        frame = given.with_columns(pl.coalesce(key, pl.format(name + " {}", pl.int_range(pl.len()))))
        must = [column for column, declared in CORE[name].columns().items() if not declared.nullable]
        filled = [pl.col(c).fill_null(_any(frame.schema[c])) for c in must if frame.schema[c] != pl.List]
        found[name] = frame.with_columns(filled)
    found["event_mentions"] = found["event_mentions"].with_columns(event_id=pl.col("event_mention_id") + "e")
    found["articles"] = found["articles"].with_columns(story_id=pl.col("article_id") + "s")
    return found


def _any(dtype):
    return {pl.String: "x", pl.Boolean: False, pl.Date: DAY}.get(dtype, 0)


@pytest.fixture
def con(tmp_path):
    with write(tmp_path / "w.duckdb") as con:
        for name, frame in whole(STORED).items():
            con.register("rows", frame)
            con.execute(f"INSERT INTO {name} BY NAME SELECT *, now()::TIMESTAMP AS recorded_at FROM rows")
        yield con


def beside(con, told, also=()):
    kinds = RULES.kinds.explode("kinds").rename({"kinds": "kind"})
    ids = pl.Series(also, dtype=pl.String)
    return neighbours(con, tables(*told), READS, kinds=kinds, recent=RECENT, days=DAYS, most=CAP, also=ids)


@pytest.mark.parametrize("new", NEW, ids=lambda t: t.name)
def test_all_that_is_compared_with_a_new_mention_is_found(con, new):
    rows = features(tables(new, *STORED), RULES)
    ids = rows["event_mention_id"]
    pairs = candidates(rows, is_new=ids == new.id)
    compared = {ids[n] for pair in pairs.iter_rows() for n in pair} - {new.id}
    assert compared <= set(beside(con, [new]).links["event_mention_id"])


def test_most_of_what_is_stored_is_not_read(con):
    found = set(beside(con, [ONE]).links["event_mention_id"])
    assert content_id("same") in found
    assert not found & {content_id(name) for name in ("other kind", "other month", "other year", "plan", "meeting")}


def test_all_mentions_of_an_event_are_found_and_those_that_are_asked_for(con):
    con.execute("UPDATE event_mentions SET event_id = 'e' WHERE event_mention_id IN (?, ?)", _ids("same", "other year"))
    assert content_id("other year") in set(beside(con, [ONE]).links["event_mention_id"])
    assert content_id("meeting") in set(beside(con, [ONE], also=_ids("meeting")).links["event_mention_id"])


def test_an_article_is_found_by_an_actor_within_days_and_read_with_its_text(con):
    found = beside(con, [ONE.but("talks", type="CONSULT", published=DAY + timedelta(days=4))]).tables["articles"]
    texts = dict(found.select("article_id", "text").iter_rows())
    assert texts[ONE.but("plan").article_id] == "A text."
    late = beside(con, [ONE.but("talks", type="CONSULT", published=DAY + timedelta(days=90), start=None)])
    assert late.tables["articles"].is_empty()


def test_the_others_of_a_story_are_read_without_text(con):
    far = ONE.but("far", published=DAY + timedelta(days=200)).article_id
    con.execute("UPDATE articles SET story_id = 's' WHERE article_id = ?", [ONE.but("plan").article_id])
    con.execute("INSERT INTO articles SELECT * REPLACE (? AS article_id, published_on + 200 AS published_on)"
                " FROM articles WHERE story_id = 's'", [far])  # fmt: skip
    found = beside(con, [ONE.but("talks", type="CONSULT")]).tables["articles"]
    assert found.filter(article_id=far)["text"].to_list() == [""]


def test_nothing_temporary_is_left(con):
    beside(con, [ONE])
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchone() == (0,)


def _ids(*names):
    return [content_id(name) for name in names]
