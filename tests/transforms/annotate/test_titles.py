"""Headlines in title case are read as sentences, by how their article writes its words."""

from __future__ import annotations

from transforms.annotate.sentences import Sentence
from transforms.annotate.titles import spelt_plainly, stem

BODY = [
    "Jets bombed three villages near Kobani on Monday .",
    "The raid on the village came after Bill Weaver , an aide , spoke .",
    "Turkey said that the vote would go on .",
]


def spelt(title: str, body: list[str] = BODY, verbs: tuple[str, ...] = ("bomb", "force", "leave", "bill")) -> str:
    sentences = [Sentence(0, i, "body", 0, 0, text.split(), []) for i, text in enumerate([title, *body])]
    first, *rest = spelt_plainly(sentences, {stem(verb) for verb in verbs})
    assert all(one.spelt is None for one in rest)
    return " ".join(first.spelt or first.words)


def test_what_the_article_writes_small_is_small():
    assert spelt("Turkey Bombs Kurdish Villages In Night Raid") == "Turkey bombs Kurdish villages in Night raid"


def test_verbs_are_small_unless_the_article_has_them_as_names():
    assert spelt("Storm Forces Bill Weaver To Leave") == "Storm forces Bill Weaver to leave"


def test_a_month_keeps_its_capital():
    assert spelt("Turkey May Bomb Villages By May 3") == "Turkey may bomb villages by May 3"


def test_a_sentence_with_names_is_no_headline():
    title = "Judge Britt Grant of the Supreme Court of Georgia voted"
    assert spelt(title) == title


def test_a_headline_without_a_body_stays():
    title = "Turkey Bombs Kurdish Villages"
    assert spelt(title, BODY[:2]) == title
