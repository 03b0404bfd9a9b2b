import csv

import pytest

HEADER = "title,text,date\n"


def test_rows(load):
    (articles, rejects) = load("a.csv", HEADER + "Rain,Rain fell.,4/7/2017\nSnow,Snow fell.,\n")
    assert [(a.source_name, a.title, a.text, a.published) for a in articles] == [
        ("a.csv#1", "Rain", "Rain fell.", "4/7/2017"),
        ("a.csv#2", "Snow", "Snow fell.", None),
    ]
    assert not rejects


def test_quoted_separators_quotes_and_line_breaks(load):
    ((article,), _) = load("a.csv", HEADER + 'Rain,"Rain, it ""fell"".\r\n\r\nMore.",\r\n')
    assert article.text == 'Rain, it "fell".\r\n\r\nMore.'


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_separators(load, mark):
    data = f"title{mark}text{mark}date\nRain{mark}Rain, it fell.{mark}2020-01-01\n"
    ((article,), _) = load("a.txt", data)
    assert (article.text, article.published) == ("Rain, it fell.", "2020-01-01")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_encodings(load, encoding):
    ((article,), rejects) = load("a.csv", (HEADER + "Été,L'été est passé à côté.,\n").encode(encoding))
    assert (article.title, article.text) == ("Été", "L'été est passé à côté.")
    assert not rejects


def test_no_text_column_names_what_there_is_and_what_is_meant(load):
    (articles, (reject,)) = load("a.csv", "headline,summary,date\nRain,It rained,2020-01-01\n")
    assert not articles
    assert reject.rule == "no_text_column"
    assert "headline, summary, date" in reject.reason
    assert "article_content" in reject.reason


def test_a_text_column_alone(load):
    ((article,), _) = load("a.csv", 'text\n"Rain, it fell."\n')
    assert article.text == "Rain, it fell."


def test_a_row_with_too_many_cells_is_refused(load):
    (articles, (reject,)) = load("a.csv", HEADER + "Rain,Rain, it fell.,2020-01-01\nSnow,Snow fell.,\n")
    assert [a.source_name for a in articles] == ["a.csv#2"]
    assert (reject.rule, reject.source_uri[-2:]) == ("row_width", "#1")


def test_a_row_that_ends_early_is_read(load):
    ((article,), _) = load("a.csv", HEADER + "Rain,Rain fell.\n")
    assert article.text == "Rain fell."


def test_a_quotation_mark_not_closed_is_noticed(load):
    (articles, (reject,)) = load("a.csv", HEADER + 'Rain,Rain fell.,1\nSnow,"Snow fell.,2\nWind,Wind blew.,3\n')
    assert [a.title for a in articles] == ["Rain"]
    assert reject.rule == "row_width"
    assert "lines 3 to 4" in reject.reason


def test_a_long_article_is_refused_and_the_next_row_read(load):
    (articles, (reject,)) = load("a.csv", HEADER + "Rain," + "x" * 21 + ",\nSnow,Snow.,\n", max_article_chars=20)
    assert [a.title for a in articles] == ["Snow"]
    assert reject.rule == "article_too_long"


@pytest.fixture
def smallest_cells():
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("smallest_cells")
def test_a_cell_without_end_does_not_fill_the_memory(load):
    (articles, (reject,)) = load("a.csv", HEADER + 'Rain,Fell.,\nSnow,"' + "x\n" * 100_000, max_article_chars=1000)
    assert [a.title for a in articles] == ["Rain"]
    assert reject.rule == "broken_table"


def test_empty_rows_are_passed_over(load):
    (articles, rejects) = load("a.csv", HEADER + "Rain,Rain fell.,\n,,\n\nSnow,Snow fell.,\n")
    assert [a.source_name for a in articles] == ["a.csv#1", "a.csv#2"]
    assert not rejects


def test_a_header_alone_holds_nothing(load):
    (articles, (reject,)) = load("a.csv", HEADER)
    assert not articles
    assert reject.rule == "no_records"


def test_the_first_of_two_columns_of_one_name_counts(load):
    ((article,), _) = load("a.csv", "text,title,text\nFirst.,Rain,Second.\n")
    assert article.text == "First."
