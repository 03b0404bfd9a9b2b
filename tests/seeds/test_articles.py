from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from seeds.loading import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = sorted((ROOT / "articles").iterdir())
HEADER = re.compile(r" date (\d{4}-\d{2}-\d{2}) (?=\S)")


def test_there_are_enough_samples() -> None:
    assert len(ARTICLES) >= 14


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_sample_has_the_raw_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    header = HEADER.match(text)
    assert header is not None
    assert path.name.startswith(header[1] + "_")
    assert date(2016, 1, 1) <= date.fromisoformat(header[1]) <= date(2023, 12, 31)
    paragraphs = text[header.end() :].rstrip("\n").split("\n\n")
    assert len(paragraphs) >= 5
    assert all(paragraph and paragraph == paragraph.strip() and "\n" not in paragraph for paragraph in paragraphs)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_sample_is_as_long_as_an_agency_report(path: Path) -> None:
    assert 150 <= len(path.read_text(encoding="utf-8").split()) <= 350


def test_samples_share_no_sentence() -> None:
    sentences = [
        {sentence for sentence in re.split(r"(?<=[.!?])\s+", path.read_text(encoding="utf-8")) if len(sentence) > 20}
        for path in ARTICLES
    ]
    assert [one & other for one, other in combinations(sentences, 2) if one & other] == []


def test_two_samples_tell_one_attack_with_different_tolls() -> None:
    ministry, monitor = (
        (ROOT / "articles" / f"2022-10-19_market_attack_{by}.txt").read_text(encoding="utf-8")
        for by in ("ministry", "monitor")
    )
    assert "killed 14 people" in ministry
    assert "risen to 17" in monitor


def test_some_samples_have_a_caption_with_a_credit() -> None:
    assert sum(bool(re.search(r" / .+ /$", path.read_text(encoding="utf-8"), re.MULTILINE)) for path in ARTICLES) >= 3
