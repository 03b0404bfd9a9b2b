import io
import json
from datetime import date

import polars as pl

from flows.query import Format, write

FRAME = pl.DataFrame(
    {"name": ['Ärzte, "ohne"', None], "n": [3.5, 1e6], "on": [date(2020, 1, 2), None], "list": [["a", None], []]},
    schema={"name": pl.String, "n": pl.Float64, "on": pl.Date, "list": pl.List(pl.String)},
)


def written(form: Format, frame: pl.DataFrame = FRAME) -> str:
    out = io.StringIO()
    write(frame, form, out)
    return out.getvalue()


def test_a_table_in_a_pipe_folds_nothing():
    wide = pl.DataFrame({"text": ["word " * 60 + "end"]})
    assert "word " * 60 + "end" in written(Format.table, wide)


def test_a_table_counts_its_rows():
    assert written(Format.table).splitlines()[-1].strip() == "2 rows"


def test_brackets_are_no_markup():
    assert "[bold]x[/bold]" in written(Format.table, pl.DataFrame({"a": ["[bold]x[/bold]"]}))


def test_csv_has_lists_as_json():
    assert written(Format.csv).splitlines()[1] == '"Ärzte, ""ohne""",3.5,2020-01-02,"[""a"", null]"'


def test_json_is_rows():
    assert json.loads(written(Format.json)) == [
        {"name": 'Ärzte, "ohne"', "n": 3.5, "on": "2020-01-02", "list": ["a", None]},
        {"name": None, "n": 1e6, "on": None, "list": []},
    ]


def test_no_rows_are_no_rows():
    assert json.loads(written(Format.json, FRAME.clear())) == []
    assert written(Format.csv, FRAME.clear()) == "name,n,on,list\n"
