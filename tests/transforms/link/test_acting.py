import polars as pl
import pytest

SUBJECT = "Maria Gomez was seen near the old bridge on Friday."
LIST = "Kenya and Uganda grew closer last year."
DESCRIBED = "The pact was welcomed by neighbours Kenya and Uganda."
KNOWN = "The letter came after a dinner with Hillary Clinton."
UNKNOWN = "The letter came after a dinner with Harriet Vance."
TITLED = "The letter came after a dinner with Health Minister Harriet Vance."
LOYAL = "Forces loyal to Bashar al-Assad were tired."
BYLINE = "Goma, April 13 (Reuters) - The bridge was old."
SHIP = "A frigate was joining USS Hopper at sea."


@pytest.fixture(scope="module")
def acting(read_all):
    texts = [SUBJECT, LIST, DESCRIBED, KNOWN, UNKNOWN, TITLED, LOYAL, BYLINE, SHIP]
    tables = {text: told.tables for text, told in read_all(texts).items()}
    return {
        text: set(rows["actor_mentions"].filter(pl.col("is_acting")).join(rows["actors"], on="actor_id")["name"])
        for text, rows in tables.items()
    }


def test_a_named_subject_acts(acting):
    assert acting[SUBJECT] == {"Maria Gomez"}


@pytest.mark.parametrize("text", [LIST, DESCRIBED])
def test_so_does_each_of_a_list(acting, text):
    assert acting[text] == {"Government of Kenya", "Government of Uganda"}


def test_a_known_person_takes_part_in_what_is_done_with_them(acting):
    assert acting[KNOWN] == {"Hillary Clinton"}


def test_an_unknown_person_does_only_with_a_title(acting):
    assert (acting[UNKNOWN], acting[TITLED]) == (set(), {"Harriet Vance"})


def test_whoever_only_describes_others_does_not_act(acting):
    assert acting[LOYAL] == {"Syrian Armed Forces"}


def test_a_byline_does_not_act(acting):
    assert acting[BYLINE] == set()


def test_a_ship_takes_part_as_an_object(acting):
    assert acting[SHIP] == {"USS Hopper"}
