import pytest


def test_header_and_text(load):
    ((article,), rejects) = load("a.txt", " date 2020-02-22 Rain fell.\n\nMore is to come.\n")
    assert (article.published, article.text) == ("2020-02-22", "Rain fell.\n\nMore is to come.\n")
    assert article.source_name == "a.txt"
    assert article.source_uri.endswith("/a.txt")
    assert not rejects


@pytest.mark.parametrize("date", ["2020-02-31", "0001-01-01", "2020-2-3"])
def test_the_date_stays_as_written(load, date):
    ((article,), _) = load("a.txt", f"date {date} Rain fell.")
    assert article.published == date


def test_a_header_alone_is_no_article(load):
    (articles, (reject,)) = load("a.txt", " date 2020-02-22 \n")
    assert not articles
    assert reject.rule == "no_text"


def test_any_encoding(load):
    ((article,), _) = load("a.txt", " date 2020-02-22 Le café a été détruit à l'aube.".encode("utf-16"))
    assert article.text == "Le café a été détruit à l'aube."


def test_the_headers_date_wins_over_the_file_names(load):
    ((article,), _) = load("2019-01-01.txt", " date 2020-02-22 Rain fell.")
    assert article.published == "2020-02-22"
