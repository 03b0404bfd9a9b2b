"""Repairs that are certain, each counted by its kind.

Covers HTML (`markup`), HTML entities, mojibake and surrogates (ftfy), the mangled entity `,quot;`, control and
zero-width characters, decomposed accents, odd spaces and line ends, texts that a program cut into words (`tokenised`),
what a page opens behind a name (`cards`), apostrophes that were lost (`apostrophes`).
Does not cover: typos and wrong words. A repair must never change what the text says.

Before every rule stands a cheap test, so that a sound text costs next to nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from transforms.clean.apostrophes import with_apostrophes
from transforms.clean.cards import without_cards
from transforms.clean.markup import has_escaped_markup, without_markup
from transforms.clean.tokenised import rejoin

_MANGLED = re.compile(r",(quot|amp);")
_MEANT = {"quot": '"', "amp": "&"}
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x85]")
# Of the C1 controls those that stand for nothing in cp1252, which the others are read as.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\u206a-\u206f\ufff9-\ufffc]")
# Beside these characters a text has nothing to decode or to take out: ftfy's rules for mojibake need another one.
_UNUSUAL = re.compile(r"[^\n\t\x20-\x7e“”‘’–—…•]")
_ZERO_WIDTH = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
_ODD_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c]")
_LINE_EDGE = re.compile(r"(?m)^ +| +$")
_BLANKS = re.compile(r" {2,}")
_BLANK_LINES = re.compile(r"\n{3,}")
#: A repair can bring another fault to light, as `&amp;lt;` does; bounded, as a text can be escaped a million times.
_ROUNDS = 8


def repair(text: str) -> tuple[str, int]:
    """The repaired text and how many repairs it took."""
    whole, counts = mend(text)
    return whole, counts.total()


def mend(text: str) -> tuple[str, Counter[str]]:
    """The repaired text and how many repairs of each kind (REPAIR_KINDS) it took."""
    counts: Counter[str] = Counter()
    text = text.strip()
    for _ in range(_ROUNDS):
        before = text
        text, n = rejoin(_spaces(_characters(_marks(text, counts), counts), counts))
        counts["tokenised"] += n
        text, n = without_cards(text)
        counts["cards"] += n
        text, n = with_apostrophes(text)
        counts["apostrophes"] += n
        if text == before:
            break
    return text.strip(), +counts


def _marks(text: str, counts: Counter[str]) -> str:
    """Entities and tags."""
    if "&" in text and has_escaped_markup(text):
        text = _unescaped(text, counts)
    if "<" in text:
        text, n = without_markup(text)
        counts["html"] += n
    if "&" in text:
        text = _unescaped(text, counts)
    if "quot;" in text or "amp;" in text:
        text, n = _MANGLED.subn(lambda match: _MEANT[match[1]], text)
        counts["entities"] += n
    return text


def _unescaped(text: str, counts: Counter[str]) -> str:
    from transforms.clean.encoding import without_entities  # noqa: PLC0415 - ftfy is slow to import

    text, n = without_entities(text)
    counts["entities"] += n
    return text


def _characters(text: str, counts: Counter[str]) -> str:
    """Characters that stand for others or for nothing."""
    if not _UNUSUAL.search(text):
        return text
    from transforms.clean import encoding  # noqa: PLC0415 - ftfy is slow to import

    if "\x1b" in text:
        text = encoding.without_escapes(text)
    if not text.isascii():
        lines = [encoding.decoded(line) if _UNUSUAL.search(line) else (line, 0) for line in text.split("\n")]
        text, n = encoding.without_controls("\n".join(line for line, _ in lines))
        counts["mojibake"] += n + sum(n for _, n in lines)
        text, n = _ZERO_WIDTH.subn("", text)
        counts["zero_width"] += n
        if not unicodedata.is_normalized("NFC", text):
            counts["normalisation"] += 1
            text = unicodedata.normalize("NFC", text)
    text, n = _CONTROL.subn("", text)
    counts["control_characters"] += n
    # they differ between systems; that is no fault
    return _LINE_END.sub("\n", text)


def _spaces(text: str, counts: Counter[str]) -> str:
    """Blanks and empty lines that tell nothing."""
    if "\t" in text or _UNUSUAL.search(text):
        text, n = _ODD_SPACE.subn(" ", text)
        counts["spaces"] += n
    if " \n" in text or "\n " in text:
        text, n = _LINE_EDGE.subn("", text)
        counts["spaces"] += n
    if "  " in text:
        text, n = _BLANKS.subn(" ", text)
        counts["spaces"] += n
    if "\n\n\n" in text:
        text, n = _BLANK_LINES.subn("\n\n", text)
        counts["blank_lines"] += n
    return text
