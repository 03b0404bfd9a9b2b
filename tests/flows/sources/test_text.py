import pytest

from flows.sources.text import date_in_name


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2021-05-14_rain.txt", "2021-05-14"),
        ("rain.2021.05.14.txt", "2021.05.14"),
        ("2021_05_14.txt", "2021_05_14"),
        ("rain_20210514.txt", "20210514"),
        ("2021-02-31.txt", "2021-02-31"),
        ("12345678_20210514.txt", "20210514"),
        ("12345678.txt", None),
        ("20211399.txt", None),
        ("cf20210514a.txt", None),
        ("2021-05-1433.txt", None),
        ("rain.txt", None),
    ],
)
def test_dates_in_file_names(name, date):
    assert date_in_name(name) == date


def test_the_whole_text_is_kept(load):
    ((article,), rejects) = load("2021-05-14_rain.txt", "Rain\r\n\r\n It fell.  ")
    assert (article.text, article.published, article.title) == ("Rain\r\n\r\n It fell.  ", "2021-05-14", None)
    assert not rejects


def test_a_file_without_a_date(load):
    ((article,), _) = load("rain.txt", "Rain fell.")
    assert article.published is None


def test_five_megabytes_are_refused(load):
    (articles, (reject,)) = load("long.txt", b"Rain fell. " * 500_000)
    assert not articles
    assert reject.rule == "article_too_long"
    assert "1,000,000" in reject.reason


def test_more_characters_than_allowed_in_few_bytes(load):
    (_, (reject,)) = load("long.txt", "x" * 30, max_article_chars=20)
    assert reject.rule == "article_too_long"


def test_unknown_encoding(load):
    (articles, (reject,)) = load("odd.txt", bytes(range(0x80, 0x100)) * 20)
    assert not articles
    assert reject.rule == "unknown_encoding"
    assert "UTF-8" in reject.reason


def test_damage_is_told_beside_the_article(load):
    ((article,), (reject,)) = load("cut.txt", "Été après été, l'armée resta. ".encode() + b"\xff")
    assert article.text.endswith("\ufffd")
    assert reject.rule == "damaged_encoding"
