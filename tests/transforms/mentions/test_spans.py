import polars as pl
import pytest

from transforms.mentions.spans import (
    SPANS,
    are_among,
    find_phrases,
    fold,
    head_of,
    keep_longest,
    matches,
    spelt,
    with_gap,
)


def words(text, lemmas=None):
    """Words of a text that are parted by blanks or by `_` (nothing stands between them in the text)."""
    pieces = text.replace(" ", " \0").replace("_", "\0").split("\0")
    return pl.DataFrame(
        {
            "t": range(len(pieces)),
            "sent": [0] * len(pieces),
            "word": [piece.strip() for piece in pieces],
            "lemma": (lemmas or text.replace("_", " ")).split(" "),
            "gap": [" " if piece.endswith(" ") else "" for piece in pieces],
        },
        schema_overrides={"t": pl.UInt32, "sent": pl.UInt32},
    )


def found(frame, *phrases, **options):
    return find_phrases(frame, pl.Series(phrases), **options).select("first", "last", "phrase").rows()


def spans(*rows):
    return pl.DataFrame(
        list(rows),
        {"first": pl.UInt32, "last": pl.UInt32, "rank": pl.Int64},
        orient="row",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Erdoğan", "Erdogan"),
        ("ŞIRNAK", "sirnak"),
        ("People’s Party", "people's party"),
        ("Al‑Shabaab", "al-shabaab"),
        ("N’Djamena", "n'djamena"),
    ],
)
def test_spellings_meet_when_folded(one, other):
    assert pl.select(fold(pl.lit(one)) == fold(pl.lit(other))).item()


def test_folding_keeps_words_apart():
    assert pl.select(fold(pl.lit("Red Cross"))).item() == "red cross"


def test_a_gap_is_where_white_space_follows_inside_the_sentence():
    tokens = pl.DataFrame({"start_char": [0, 3, 5, 9], "end_char": [2, 5, 8, 12], "sent": [0, 0, 0, 1]})
    assert with_gap(tokens)["gap"].to_list() == [" ", "", "", ""]


def test_a_phrase_is_found_wherever_it_stands():
    frame = words("red cross and red cross again")
    assert found(frame, "red cross") == [(0, 1, "red cross"), (3, 4, "red cross")]


def test_overlapping_phrases_are_all_found():
    assert found(words("syrian red crescent"), "red crescent", "syrian red crescent", "syrian") == [
        (0, 0, "syrian"),
        (0, 2, "syrian red crescent"),
        (1, 2, "red crescent"),
    ]


def test_a_phrase_ends_with_its_sentence():
    frame = words("red cross").with_columns(sent=pl.Series([0, 1], dtype=pl.UInt32))
    assert found(frame, "red cross") == []


def test_a_hyphen_joins_as_it_is_written():
    assert found(words("al_-_shabaab fighters"), "al-shabaab") == [(0, 2, "al-shabaab")]
    assert found(words("al shabaab fighters"), "al-shabaab") == []


def test_an_apostrophe_joins_as_it_is_written():
    assert found(words("people_'s party won"), "people's party") == [(0, 2, "people's party")]


def test_a_plural_meets_its_lemma_in_the_last_word_only():
    frame = words("defence ministers met", lemmas="defence minister meet")
    assert found(frame, "defence minister", last="lemma") == [(0, 1, "defence minister")]
    assert found(words("ministers guards", lemmas="minister guard"), "minister guard", last="lemma") == []


def test_the_plural_itself_is_found_too():
    frame = words("rebels", lemmas="rebel")
    assert {phrase for *_, phrase in found(frame, "rebel", "rebels", last="lemma")} == {"rebel", "rebels"}


def test_a_phrase_begins_only_where_it_may():
    frame = words("red cross and red cross")
    assert found(frame, "red cross", at=pl.Series([3], dtype=pl.UInt32)) == [(3, 4, "red cross")]


def test_no_hit_gives_an_empty_frame():
    empty = find_phrases(words("nothing here"), pl.Series(["red cross"]))
    assert empty.is_empty()
    assert empty.schema == SPANS


def test_the_longest_of_overlapping_spans_stays():
    assert keep_longest(spans((0, 0, 0), (0, 2, 0), (1, 2, 0))).rows() == [(0, 2, 0)]


def test_the_earlier_of_overlapping_spans_stays():
    assert keep_longest(spans((1, 3, 0), (0, 1, 0))).rows() == [(0, 1, 0)]


def test_rank_breaks_ties():
    assert keep_longest(spans((0, 1, 5), (0, 1, 2)), "rank").rows() == [(0, 1, 2)]


def test_spans_side_by_side_all_stay():
    assert keep_longest(spans((2, 3, 0), (0, 1, 0), (4, 4, 0))).rows() == [(0, 1, 0), (2, 3, 0), (4, 4, 0)]


def test_a_span_hidden_only_by_a_dropped_one_comes_back():
    assert keep_longest(spans((0, 2, 0), (1, 4, 0), (3, 5, 0))).rows() == [(0, 2, 0), (3, 5, 0)]


def test_no_kept_spans_overlap():
    kept = keep_longest(spans(*[(a, a + n, 0) for a in range(12) for n in (0, 2, 5)]))
    assert kept.sort("first").filter(pl.col("first") <= pl.col("last").shift(1)).is_empty()


@pytest.mark.parametrize(("name", "head"), [("Syrian Red Crescent", "Crescent"), ("House of Representatives", "House")])
def test_the_head_of_a_span_is_its_word_whose_own_head_lies_outside(parse, name, head):
    tokens = parse(f"The {name} opened a new office.")
    size = len(name.split())
    span = pl.DataFrame([(1, size)], {"first": pl.UInt32, "last": pl.UInt32}, orient="row")
    head_t = head_of(span, tokens)["head_t"].item()
    assert tokens.filter(t=head_t)["text"].item() == head


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_words_are_asked_for_alike_as_strings_and_as_codes(kind):
    words = pl.Series("lower", ["north", "of", "inc.", "north"], dtype=kind)
    found = words.to_frame().select(matches("lower", "^(?:north|south)$")).to_series()
    assert found.to_list() == [True, False, False, True]
    assert are_among(words, pl.Series(["inc", "of"]), strip=".").to_list() == [False, True, True, False]


def test_spelt_tokens_have_their_folded_words_and_stay_as_they_are():
    tokens = pl.DataFrame({"sent": [0, 0], "start_char": [0, 5], "end_char": [4, 9], "lower": ["café", "open"]})
    words = spelt(tokens)
    assert words.select(pl.col("word").cast(pl.String), "gap").rows() == [("cafe", " "), ("open", "")]
    assert spelt(words) is words
