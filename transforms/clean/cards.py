"""Cards that a page opens behind a name, with headlines of other articles: no part of the text.

A site that links each name to a card prints the full name and the card's headlines into the sentence: "Senator Smith
John Paul SmithSmith wins vote New poll on jobs MORE said he would stay". What is left is "Senator Smith said he would
stay".
Covers: a name, the full name that ends in it, headlines with or without a blank between, the word MORE.
Does not cover: cards that end otherwise, or whose full name ends in another name.
"""

from __future__ import annotations

import re

_END = " MORE"
_NAME, _PART = r"[A-Z][\w'’-]+", r"(?: [A-Z(][\w.'’()-]*| \(| \))"
_HEADLINES = r"[^\n]{8,600}? MORE(?!\w)"
_CARD = re.compile(
    rf"(?<!\w)(?P<name>{_NAME})(?P<kept>(?: [JS]r\.)?)"
    rf"{_PART}{{1,8}}? ?(?P=name)(?=[^\s\w.,;:!?)-]|[A-Z0-9]){_HEADLINES}"
)
# with a blank before the headlines only where first and last name both come again
_APART = re.compile(
    rf"(?<!\w)(?P<name>(?P<first>{_NAME}) (?P<last>{_NAME}))(?P<kept>(?: [JS]r\.)?)"
    rf" (?P=first){_PART}{{0,6}}? (?P=last) {_HEADLINES}"
)


def without_cards(text: str) -> tuple[str, int]:
    """The text without cards, and how many were taken out of it."""
    if _END not in text:
        return text, 0
    text, glued = _CARD.subn(r"\g<name>\g<kept>", text)
    text, apart = _APART.subn(r"\g<name>\g<kept>", text)
    return text, glued + apart
