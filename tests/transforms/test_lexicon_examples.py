"""Every line of the lexicon is the reason for what its own example tells, or for what it does not tell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from seeds.loading import load
from tests.transforms.conftest import TODAY
from transforms.annotate.tokens import annotate
from transforms.clean.paragraphs import PARAGRAPHS
from transforms.mentions.triggers import Lexicon
from transforms.pipeline import code

PUBLISHED = TODAY.replace(year=2020)
NO_EVENT = "-"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def lines(known) -> list[Row]:
    """The lines of the lexicon as compiled, with word and example; `lexicon_entry` says word, part of speech, needs."""
    table = load().tables("lexicon/*.csv")
    table = table.filter(table["type"].is_not_null() & table["pos"].is_in(["verb", "noun", "adj"]))
    return table.select("word", "example").hstack(known.lexicon.entries).to_dicts()


@pytest.fixture(scope="module")
def coder(model, lines):
    """What each example tells by a lexicon: its triggers. Every example is an article; all are parsed in one batch."""
    texts = list(dict.fromkeys(line["example"] for line in lines))
    paragraphs = pl.DataFrame([(i, 0, "body", 0, text) for i, text in enumerate(texts)], PARAGRAPHS, orient="row")
    sentences, tokens = annotate(paragraphs, model, batch_size=1000)
    articles = paragraphs.select("doc", "text", published_on=pl.lit(PUBLISHED))

    def told(known) -> dict[str, list[Row]]:
        triggers = code(sentences, tokens, articles, known, today=TODAY).triggers
        found: dict[str, list[Row]] = {text: [] for text in texts}
        for row in triggers.join(tokens.select("t", "doc", "lower"), on="t").to_dicts():
            found[texts[row["doc"]]].append(row)
        return found

    return told


@pytest.fixture(scope="module")
def told(coder, known):
    return coder(known)


def _without(known, left_out: list[Row]):
    gone = [line["entry"] for line in left_out]
    kept = (frame.filter(~pl.col("entry").is_in(gone)) for frame in (known.lexicon.entries, known.lexicon.terms))
    return replace(known, lexicon=Lexicon(*kept))


def _is_told(line: Row, found: list[Row]) -> bool:
    """Whether a trigger comes from the line itself, and is of its type and mode."""
    mine = [row for row in found if row["lexicon_entry"] == line["lexicon_entry"]]
    return any(
        row["event_type"] == line["event_type"] and line["event_mode"] in (None, row["event_mode"]) for row in mine
    )


def _tells(line: Row, found: list[Row]) -> bool:
    """Whether a trigger is one of the words of the line, by whichever line."""
    words = set(line["word"].split())
    entries = [re.split(r"\.[anv](?: |$)", row["lexicon_entry"])[0] for row in found]
    return any(set(entry.split()) <= words for entry in entries) or any(row["lower"] in words for row in found)


def _shown(lines: list[Row]) -> list[str]:
    return [f"{x['lexicon_entry']} -> {x['event_type']} {x['event_mode'] or ''}: {x['example']}" for x in lines]


def test_each_line_itself_tells_the_event_of_its_example(lines, told):
    events = [line for line in lines if line["event_type"] != NO_EVENT]
    assert _shown([line for line in events if not _is_told(line, told[line["example"]])]) == []


def test_no_word_of_a_line_without_event_is_told_in_its_example(lines, told):
    blocks = [line for line in lines if line["event_type"] == NO_EVENT]
    assert _shown([line for line in blocks if _tells(line, told[line["example"]])]) == []


def test_each_line_without_event_is_what_keeps_its_example_silent(lines, coder, known):
    # lines of different words don't hide one another, so the first of each word can be left out at once, and so on
    rounds: list[list[Row]] = []
    seen: Counter[str] = Counter()
    for line in lines:
        if line["event_type"] == NO_EVENT:
            if seen[line["word"]] == len(rounds):
                rounds.append([])
            rounds[seen[line["word"]]].append(line)
            seen[line["word"]] += 1
    needless: list[Row] = []
    for left_out in rounds:
        found = coder(_without(known, left_out))
        needless += [line for line in left_out if not _tells(line, found[line["example"]])]
    assert _shown(needless) == []
