import pytest

from tests.transforms.merge.tellings import RULES, Telling, tables
from transforms.merge.sources import sources

ONE = Telling("one", publisher="Lakeside Courier")


def source(telling, text="A text."):
    return sources(tables(telling, text=text), RULES)["source"].to_list()


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("MAIDUGURI (Reuters) - Boko Haram attacked.", "Reuters"),
        ("Boko Haram attacked a market.-AFP", "Agence France-Presse"),
        ("He told Reuters that he saw it.", "Lakeside Courier"),
    ],
)
def test_an_agency_is_known_by_its_credit(text, agency):
    assert source(ONE, text) == [agency]


def test_a_medium_that_is_quoted_is_the_source():
    assert source(ONE.but("one", media="Reuters")) == ["Reuters"]


def test_without_a_publisher_the_article_is_its_own_source():
    assert source(Telling("one")) == [Telling("one").article_id]
