"""Texts that a program once cut into words: "Peru ’ s army , which ... `` no ''" becomes "Peru’s army, which ... “no”".

Such texts come from corpora; parsers, quotation rules and sentence ends need the words as they were written.
Covers: blanks before punctuation and clitics, behind opening brackets and currency signs, the quotation marks `` and
''. Only where most commas and full stops of a text stand apart from their word; a text with a few stray blanks stays.
Does not cover: hyphens and slashes set apart, blanks inside a word.
"""

from __future__ import annotations

import re

# They begin with what is rarest, as a search for any word character takes four times as long.
_APART = re.compile(r" [,.](?=\s|$)(?<=\w..)")
_ATTACHED = re.compile(r"[,.](?=\s|$)(?<=\w.)")
_SHARE = 0.6
_LEAST = 4
# Each with what one of must stand in a text that it changes.
_RULES: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (("``",), re.compile(r"`` ?"), "“"),
    (("''",), re.compile(r" ''|''"), "”"),
    (("“ ",), re.compile("“ "), "“"),
    ((" ”",), re.compile(" ”"), "”"),
    ((" ",), re.compile(r" (?=(?:['’] ?(?:s|re|ve|ll|d|m|S)|n['’]t)\b)"), ""),
    (("' ", "’ "), re.compile(r"(['’]) (?=(?:s|re|ve|ll|d|m|S)\b)"), r"\1"),
    (("n ' t", "n ’ t"), re.compile(r"(?<=n) (['’]) (?=t\b)"), r"\1"),
    (("s ' ", "s ’ "), re.compile(r"(?<=s) (['’])(?= \w)"), r"\1"),
    ((" ",), re.compile(r" (?=[,;:?!)\]%](?:\s|$|[”\"'’)]))"), ""),
    ((" .",), re.compile(r" (?=\.(?:\s|$|[”\"'’)]))"), ""),
    (("( ", "[ "), re.compile(r"([(\[]) "), r"\1"),
    (("$ ", "£ ", "€ ", "# "), re.compile(r"([$£€#]) (?=\w)"), r"\1"),
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
    for needs, pattern, replacement in _RULES:
        if any(need in text for need in needs):
            text, n = pattern.subn(replacement, text)
            count += n
    return text, count
