"""Apostrophes that a text lost: "didnt", "Tuesdays attack" and "todays talks".

A parser takes "didnt" for no negation and "Tuesdays" for no day.
Covers: "not" joined to an auxiliary, days before what happened on them. Only what is a word in no other way.
Does not cover: names ("Syrias north"), "cant", "its", "were"; days that come again ("on Fridays", "Sundays are quiet").
"""

from __future__ import annotations

import re

_NEGATED = tuple("did does do is was were has have had could would should are".split())
_BROKEN = (*(f"{word}nt" for word in _NEGATED), *(f"{word.capitalize()}nt" for word in _NEGATED))
_NOT = re.compile(rf"\b({'|'.join(_NEGATED)})nt\b", re.IGNORECASE)
_PLAIN_DAYS = ("todays ", "yesterdays ")
_DAYS = tuple(f"{day}days " for day in "Mon Tues Wednes Thurs Fri Satur Sun".split())
_LIKELY = (*_BROKEN, *_PLAIN_DAYS, *(day.capitalize() for day in _PLAIN_DAYS), *_DAYS)
# "on Mondays police search": what comes again is followed by its subject; a preposition or a verb follows no owner
_FOLLOWS = r"(?= (?!(?:and|or|at|in|from|to|for|when|as|are|were|is|was|have|had|but|with|after|before|by|on)\b)[a-z])"
_DAY = r"([Tt]oday|[Yy]esterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_OF_A_DAY = re.compile(rf"(?<![Oo]n )(?<![Bb]oth )(?<![Mm]ost )\b{_DAY}s{_FOLLOWS}")


def with_apostrophes(text: str) -> tuple[str, int]:
    """The text with the apostrophes that certainly stood in it, and how many."""
    if not any(word in text for word in _LIKELY):
        return text, 0
    text, negations = _NOT.subn(r"\1n't", text)
    text, days = _OF_A_DAY.subn(r"\1's", text)
    return text, negations + days
