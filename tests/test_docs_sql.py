"""Each query of docs/sql.md runs as it stands on the sample articles and has something to show."""

import re

import pytest

from tests.conftest import ROOT, sitrep
from warehouse.query import query

PAGE = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
MAY_BE_EMPTY = "It may be empty."
#: Number, question, and what stands below it.
SECTIONS = re.findall(r"^### (\d+)\. ([^\n]+\?)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)


def queries(body):
    return re.findall(r"^```sql\n(.*?)^```$", body, re.MULTILINE | re.DOTALL)


def test_there_are_twenty_questions_with_a_query_each():
    assert [int(number) for number, *_ in SECTIONS] == list(range(1, 21))
    assert [len(queries(body)) for *_, body in SECTIONS] == [1] * 20
    assert len(queries(PAGE)) == 20


@pytest.mark.parametrize(("question", "body"), [pytest.param(*rest, id=number) for number, *rest in SECTIONS])
def test_a_query_gives_rows(question, body, sample_run):
    (sql,) = queries(body)
    assert len(query(sample_run.warehouse, sql)) or MAY_BE_EMPTY in body, question


def test_a_query_can_be_given_to_the_command(sample_run):
    (sql,) = queries(SECTIONS[0][-1])
    told = sitrep("sql", sql, "--format", "csv", SITREP_WAREHOUSE=str(sample_run.warehouse))
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("date_start,event_mode,actor_names")
