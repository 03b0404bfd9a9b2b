"""Apostrophes that a text lost: "didnt", "Tuesdays attack" and "todays talks".

A parser takes "didnt" for no negation and "Tuesdays" for no day.
Covers: "not" joined to an auxiliary, days before a word for what happened on them. Only what is a word in no other way.
Does not cover: names ("Syrias north"), "cant", "its", "were"; days that come again ("on Fridays", "Sundays are quiet").
"""

from __future__ import annotations

import re

_NEGATED = tuple("did does do is was were has have had could would should are".split())
_BROKEN = tuple(f"{word}nt" for verb in _NEGATED for word in (verb, verb.capitalize()))
_NOT = re.compile(rf"\b({'|'.join(_NEGATED)})nt\b", re.IGNORECASE)
_EVENTS = (
    "attack|assault|raid|strike|air ?strike|bombing|blast|explosion|shooting|killing|massacre|shelling|bombardment|"
    "clash|fighting|violence|execution|casualt|death|protest|rally|march|vote|election|talks|meeting|summit|debate|"
    "hearing|ruling|verdict|speech|statement|announcement|decision|report|crash|quake|storm|flood|fire|incident|events"
)
_LINKS = r"(?:unless|when|if|as|because|while|until|for|in|to|at|and|or|with|before|after|by|from|against)\b"
_WEEKDAY = rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days(?= (?:(?!{_LINKS})[a-z-]+ ){{0,2}}(?:{_EVENTS}))"
_OF_A_DAY = re.compile(rf"{_WEEKDAY}|(?:[Tt]oday|[Yy]esterday)s(?= [a-z])")
_LIKELY = tuple(f"{day}days " for day in "Mon Tues Wednes Thurs Fri Satur Sun to To yester Yester".split())
# "on Fridays protests grow", "the last two Fridays"
_AGAIN = tuple("on two three four five all most some both several many few every and or through".split())
_BEFORE = 12  # letters that the word before has at most


def with_apostrophes(text: str) -> tuple[str, int]:
    """The text with the apostrophes that certainly stood in it, and how many."""
    negations = days = 0
    if any(word in text for word in _BROKEN):
        text, negations = _NOT.subn(r"\1n't", text)
    if any(day in text for day in _LIKELY):
        found = [match.end() for match in _OF_A_DAY.finditer(text) if not _comes_again(match)]
        days = len(found)
        for end in reversed(found):
            text = f"{text[: end - 1]}'s{text[end:]}"
    return text, negations + days


def _comes_again(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    return before[-1:].isalnum() or before.lower().split()[-1:] in [[word] for word in _AGAIN]
