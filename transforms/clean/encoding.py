"""Repairs that ftfy knows: entities of HTML, mojibake, C1 controls and surrogates, escape codes of terminals.

A module of its own, as ftfy takes 0.2 s to import and most runs of a schedule have nothing to clean.
"""

from __future__ import annotations

import re

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import badness, is_bad
from ftfy.fixes import fix_c1_controls, fix_surrogates, remove_terminal_escapes, unescape_html

_FTFY = TextFixerConfig(explain=False)
_ENTITY = re.compile(r"&#?\w{1,24};")
_C1_OR_SURROGATE = re.compile(r"[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f\ud800-\udfff]")


def without_entities(text: str) -> tuple[str, int]:
    """The text with its entities read, and how many they were; a name that HTML does not know stays."""
    return unescape_html(text), sum(unescape_html(entity) != entity for entity in _ENTITY.findall(text))


def without_escapes(text: str) -> str:
    """The text without what once coloured it on a terminal."""
    return remove_terminal_escapes(text)


def decoded(line: str) -> tuple[str, int]:
    """The line without mojibake, and how much there was."""
    if not is_bad(line):
        return line, 0
    fixed = fix_encoding(line, _FTFY)
    return fixed, max(1, badness(line) - badness(fixed)) if fixed != line else 0


def without_controls(text: str) -> tuple[str, int]:
    """The text with C1 controls as the characters of cp1252 they were, surrogates as one; and how many they were."""
    found = len(_C1_OR_SURROGATE.findall(text))
    return (fix_surrogates(fix_c1_controls(text)), found) if found else (text, 0)
