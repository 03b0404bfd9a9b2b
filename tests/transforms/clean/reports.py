"""Texts of their own for tests of copies: each has other words, so that two are alike only where one is made so."""

from __future__ import annotations

import random

_SYLLABLES = [a + b for a in "ba de fi go lu ma ne po ri su".split() for b in ("n", "r", "st", "l")]
DAILY = (
    "Traffic report for {town}. On {day} police counted {cars} cars on the northern road and {lorries} lorries on the "
    "southern one. There were {crashes} crashes, in which {hurt} people were hurt. The bridge at {bridge} was closed "
    "for {hours} hours. Drivers are asked to leave early, to keep their distance and to take the train where they can."
)


def report(seed: int, sentences: int = 12) -> str:
    """A text of made-up words in three paragraphs, with numbers and names in it."""
    draw = random.Random(seed)
    told = []
    for _ in range(sentences):
        words = ["".join(draw.choices(_SYLLABLES, k=2)) for _ in range(12)]
        words[3], words[7] = words[3].title(), str(draw.randrange(2, 900))
        told.append(f"{' '.join(words).capitalize()}.")
    third = max(1, sentences // 3)
    return "\n\n".join(" ".join(told[i : i + third]) for i in range(0, sentences, third))


def reworded(text: str, every: int) -> str:
    """The same text with each `every`th word replaced."""
    count = 0
    out = []
    for paragraph in text.split("\n\n"):
        words = paragraph.split()
        for i, _ in enumerate(words):
            count += 1
            if count % every == 0:
                words[i] = f"other{count}"
        out.append(" ".join(words))
    return "\n\n".join(out)
