import datetime as dt
from io import BytesIO

import pytest

from flows.sources import Blob, RawArticle, SourceSettings
from flows.sources.columns import as_text, known, mapping, record
from seeds.loading import ROOT, read_csv

BLOB = Blob("/news/a.csv", "a.csv", lambda: BytesIO(b""))


def article(**values: object) -> RawArticle:
    return record(values, BLOB, 3, SourceSettings())


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("text", "text"),
        ("BODY", "text"),
        ("content", "text"),
        ("article_content", "text"),
        ("Article Text", "text"),
        ("articleBody", "text"),
        ("Main Text", "text"),
        ("main_text", "text"),
        ("MAINTEXT", "text"),
        ("Title", "title"),
        ("headline", "title"),
        ("article-title", "title"),
        ("date", "published"),
        ("published", "published"),
        ("publish_date", "published"),
        ("publishedAt", "published"),
        ("datePublished", "published"),
        ("article_date", "published"),
        ("url", "url"),
        ("Link", "url"),
        ("source", "publisher"),
        ("publisher", "publisher"),
        ("Outlet", "publisher"),
        ("article_source", "publisher"),
        ("ID", "id"),
        ("unit_id", "id"),
        ("GUID", "id"),
    ],
)
def test_usual_names_are_known(name, field):
    assert mapping((name, "shoe size")) == {field: (name,)}


def test_no_column_means_two_things():
    columns = read_csv(ROOT / "sources" / "columns.csv")["column"]
    assert columns.is_unique().all()
    assert set(known()) == {"id", "published", "publisher", "text", "title", "url"}


def test_the_best_of_several_columns_wins_unless_it_is_empty():
    assert article(content="long", text="short").text == "short"
    assert article(content="long", text=" ").text == "long"


def test_the_records_own_id_names_it():
    assert article(text="Rain fell.", ID=17).source_name == "17"


def test_else_file_and_row_name_it():
    assert article(text="Rain fell.") == RawArticle("/news/a.csv#3", "a.csv#3", "Rain fell.")


def test_a_web_address_says_where_it_is_from():
    assert article(text="Rain fell.", url="https://example.org/1").source_uri == "https://example.org/1"
    assert article(text="Rain fell.", url="see above").source_uri == "/news/a.csv#3"


def test_a_record_without_a_text_column_names_what_it_has():
    reject = article(headline="Rain", summary="It rained")
    assert reject.rule == "no_text"
    assert "headline, summary" in reject.reason
    assert "article_content" in reject.reason


def test_a_record_with_an_empty_text_says_which_column():
    assert "no text in body" in article(body=" ").reason


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (None, None),
        (True, None),
        (float("nan"), None),
        (12, "12"),
        (dt.date(2020, 2, 3), "2020-02-03"),
        (dt.datetime(2020, 2, 3, 4, 5), "2020-02-03T04:05:00"),
        (["one", "two"], "one\ntwo"),
        ([1, 2], None),
        ({"id": "n", "name": "The News"}, "The News"),
        ({"id": "n"}, None),
    ],
)
def test_cells_as_text(value, text):
    assert as_text(value) == text
