"""Every line of the lexicon gives its type and mode in its own example."""

from __future__ import annotations

import polars as pl
import pytest

from seeds.loading import load
from tests.transforms.conftest import TODAY
from transforms.annotate.tokens import annotate
from transforms.clean.paragraphs import PARAGRAPHS
from transforms.pipeline import code

PUBLISHED = TODAY.replace(year=2020)


def _lines() -> list[dict[str, str]]:
    table = load().tables("lexicon/*.csv")
    table = table.filter(table["type"].is_not_null() & table["pos"].is_in(["verb", "noun", "adj"]))
    return [{name: value or "" for name, value in row.items()} for row in table.to_dicts()]


@pytest.fixture(scope="module")
def coded(model, known):
    """The triggers of each example, every example an article of its own, all parsed in one batch."""
    texts = list(dict.fromkeys(line["example"] for line in _lines()))
    paragraphs = pl.DataFrame([(i, 0, "body", 0, text) for i, text in enumerate(texts)], PARAGRAPHS, orient="row")
    sentences, tokens = annotate(paragraphs, model, batch_size=1000)
    articles = paragraphs.select("doc", "text", published_on=pl.lit(PUBLISHED))
    triggers = code(sentences, tokens, articles, known, today=TODAY).triggers.join(tokens.select("t", "doc"), on="t")
    by_doc: dict[str, list[dict[str, str]]] = {text: [] for text in texts}
    for row in triggers.to_dicts():
        by_doc[texts[row["doc"]]].append(row)
    return by_doc


def _holds(line: dict[str, str], found: list[dict[str, str]]) -> bool:
    if line["type"] == "-":
        return not any(row["lexicon_entry"].startswith(f"{line['word']}.") for row in found)
    return any(
        row["event_type"] == line["type"] and (not line["mode"] or row["event_mode"] == line["mode"]) for row in found
    )


def test_each_example_gives_the_type_and_mode_of_its_line(coded):
    wrong = [
        f"{line['word']} {line['needs']} -> {line['type']} {line['mode']}: {line['example']}"
        for line in _lines()
        if not _holds(line, coded[line["example"]])
    ]
    assert wrong == []
