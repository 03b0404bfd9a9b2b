"""Texts that a program once cut into words: "Peru ’ s army , which ... `` no ''" becomes "Peru’s army, which ... “no”".

Such texts come from corpora; parsers, quotation rules and sentence ends need the words as they were written.
Covers: blanks before punctuation and clitics, behind opening brackets and currency signs, the quotation marks `` and
''. Only where most commas and full stops of a text stand apart from their word; a text with a few stray blanks stays.
Does not cover: hyphens and slashes set apart, blanks inside a word.
"""

from __future__ import annotations

import re

_APART = re.compile(r"\w [,.](?=\s|$)")
_ATTACHED = re.compile(r"\w[,.](?=\s|$)")
_SHARE = 0.6
_LEAST = 4
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"`` ?"), "“"),
    (re.compile(r" ?''"), "”"),
    (re.compile(r"(?<=“) | (?=”)"), ""),
    (re.compile(r" (?=(?:['’] ?(?:s|re|ve|ll|d|m|S)|n['’]t)\b)"), ""),
    (re.compile(r"(?<=['’]) (?=(?:s|re|ve|ll|d|m|S)\b)"), ""),
    (re.compile(r"(?<=n) (['’]) (?=t\b)"), r"\1"),
    (re.compile(r"(?<=s) (['’])(?= \w)"), r"\1"),
    (re.compile(r" (?=[,;:?!)\]%](?:\s|$|[”\"'’)]))"), ""),
    (re.compile(r" (?=\.(?:\s|$|[”\"'’)]))"), ""),
    (re.compile(r"(?<=[(\[]) "), ""),
    (re.compile(r"(?<=[$£€#]) (?=\w)"), ""),
)


def is_tokenised(text: str) -> bool:
    """Whether most of the commas and full stops stand apart from the word before them."""
    apart = len(_APART.findall(text)) if " ," in text or " ." in text else 0
    return apart >= _LEAST and apart >= _SHARE * (apart + len(_ATTACHED.findall(text)))


def rejoin(text: str) -> tuple[str, int]:
    """The text as it was written, and how many repairs that took; 0 and unchanged where it was never cut."""
    if not is_tokenised(text):
        return text, 0
    count = 0
    for pattern, replacement in _RULES:
        text, n = pattern.subn(replacement, text)
        count += n
    return text, count
