"""Repairs that are certain, each counted.

Covers mojibake and HTML entities (ftfy), the mangled entity `,quot;`, zero-width characters, odd spaces and line
ends, texts that a program cut into words (`tokenised`).
Does not cover: typos and wrong words. A repair must never change what the text says.
"""

from __future__ import annotations

import re

from ftfy import TextFixerConfig, fix_text

from transforms.clean.tokenised import rejoin

# Quotation marks and ligatures stay as they are: offsets and quotes should look like the article.
_FTFY = TextFixerConfig(
    uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, normalization="NFC", explain=False
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r",(?:quot);|&quot;"), '"'),
    (re.compile(r",(?:amp);"), "&"),
    (re.compile(r"[\x00-\x08\x0e-\x1f\u200b\u200c\u200d\u2060\ufeff\u00ad]"), ""),
    (re.compile(r"\r\n?"), "\n"),
    (re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c]"), " "),
    (re.compile(r"(?m)^ +| +$"), ""),
    (re.compile(r" {2,}"), " "),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def repair(text: str) -> tuple[str, int]:
    """The repaired text and how many repairs it took."""
    fixed = fix_text(text, config=_FTFY)
    count = 0 if fixed == text.replace("\r\n", "\n").replace("\r", "\n") else 1
    for pattern, replacement in _RULES:
        fixed, n = pattern.subn(replacement, fixed)
        count += n
    fixed, n = rejoin(fixed)
    return fixed.strip(), count + n
