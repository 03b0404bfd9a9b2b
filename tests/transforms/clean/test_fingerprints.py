import polars as pl
import pytest

from tests.transforms.clean.reports import report, reworded
from transforms.clean.fingerprints import (
    BANDS,
    FINGERPRINTS,
    PLACES,
    fingerprint_version,
    fingerprints,
    shingles,
    words,
)


def prints(*texts):
    return fingerprints(pl.DataFrame({"article_id": [str(i) for i in range(len(texts))], "text": texts}))


def same_places(one, other):
    first, second = prints(one, other)["signature"].to_list()
    return sum(a == b for a, b in zip(first, second, strict=True)) / PLACES


def test_case_punctuation_and_white_space_tell_nothing():
    assert words("The  Mayor’s “plan”\n\n(of May) ") == words("the mayor ' s plan of may .") == [
        "the", "mayor", "s", "plan", "of", "may",
    ]  # fmt: skip


def test_shingles_are_runs_of_three_words():
    assert shingles("One two, three four.") == {"one two three", "two three four"}


@pytest.mark.parametrize(("text", "told"), [("Rain today", {"rain today"}), ("…", set()), ("", set())])
def test_a_text_of_fewer_words_is_one_shingle(text, told):
    assert shingles(text) == told


def test_characters_of_scripts_without_blanks_are_words():
    assert len(words("北京市长")) == 4


def test_the_signature_does_not_depend_on_machine_or_batch():
    # pinned: another library version or recipe must show here, and in fingerprint_version
    found = prints(report(1), "The bridge over the river was rebuilt on Monday")
    assert found.schema == FINGERPRINTS
    assert found["signature"][1].to_list()[:3] == [3231604361, 3575148066, 3493498145]
    assert fingerprint_version() == "e3856b9fe791e681"
    assert (
        found[1, "bands"].to_list() == prints("the bridge over the river was rebuilt on monday")[0, "bands"].to_list()
    )


def test_alike_texts_share_places_about_as_often_as_shingles():
    text = report(2, sentences=30)
    near = reworded(text, 20)
    a, b = shingles(text), shingles(near)
    assert same_places(text, near) == pytest.approx(len(a & b) / len(a | b), abs=0.12)
    assert same_places(text, report(3)) < 0.05


def test_alike_texts_share_bands_and_others_none():
    text = report(4)
    one, near, other = (set(bands) for bands in prints(text, reworded(text, 15), report(5))["bands"].to_list())
    assert len(one) == BANDS
    assert len(one & near) > 5
    assert not one & other


def test_no_article_gives_no_row():
    assert prints().schema == FINGERPRINTS
