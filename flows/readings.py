"""What the rules decided against: the same articles parsed again, and for a word or a number what became of it.

The warehouse holds what was found; why something was not found shows only in between.
Covers: lines of the lexicon for a word and which of their terms fail or block, words that a later step drops (status,
part of another event), numbers that were read, names that the seeds know. Example: for "struck a pose",
`[strike.v] AGREE, not met: obj:deal|pact`.
Does not cover: readings that the parse itself lost; articles that were loaded with other rules are read with today's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from flows import likeness
from flows.blame import Cause, entry_of, word_of
from transforms.annotate.relations import relations
from transforms.annotate.tokens import annotate
from transforms.clean.articles import clean
from transforms.frames import RAW_ARTICLES
from transforms.knowledge import knowledge
from transforms.mentions.quantities import find_quantities
from transforms.mentions.spans import fold
from transforms.mentions.triggers import facts_of, find_candidates, find_triggers
from transforms.pipeline import code
from transforms.reading import CODED_KINDS

if TYPE_CHECKING:
    from datetime import date

    from seeds.loading import Seeds
    from transforms.knowledge import Knowledge
    from transforms.pipeline import Model
    from transforms.tables import Coded

_SPOKEN_AS = {"verb": ("VERB", "AUX"), "noun": ("NOUN", "PROPN"), "adj": ("ADJ", "VERB")}
#: Parts of speech that tell of events; "will" and "of" in a trigger do not.
_TELLING = ("VERB", "NOUN", "ADJ", "PROPN")
_VALUE_TOLERANCE = 0.005


class Line(NamedTuple):
    """A line of the lexicon at a word: what it says, what it lacks there and what blocks it there."""

    entry: str
    event_type: str
    pos: str
    rank: tuple[int, ...]
    lacks: tuple[str, ...]
    blocked: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it applies."""
        return not self.lacks and not self.blocked

    def __str__(self) -> str:
        why = [f"not met: {' '.join(self.lacks)}"] if self.lacks else []
        why += [f"blocked by {' '.join(self.blocked)}"] if self.blocked else []
        return f"[{self.entry}] {self.event_type}" + (f", {' and '.join(why)}" if why else "")


class Word(NamedTuple):
    """A token that may tell of an event."""

    t: int
    text: str
    lemma: str
    pos: str


@dataclass(frozen=True)
class Readings:
    """The articles as today's rules read them.

    `sentences`: text by article and number of the sentence. `words`, `numbers` (value, text): by sentence. `facts`:
    what holds of a word's relations, `read`: the line that makes it an event, both by token.
    """

    known: Knowledge
    coded: Coded
    sentences: dict[str, dict[int, str]]
    words: dict[int, list[Word]]
    facts: dict[int, set[tuple[str, str]]]
    read: dict[int, str]
    numbers: dict[int, list[tuple[float | None, str]]]

    def why_no_event(self, article: str, sentences: list[str], trigger: str, event_type: str) -> Cause:
        """Why `trigger` made no event of that type in any of these sentences."""
        here = self.near(article, sentences)
        if not here:
            return Cause("sentence: not coded", trigger, "no coded sentence of the article is like it")
        wanted = set(likeness.words(trigger))
        words = [word for sent in here for word in self.words.get(sent, []) if wanted & set(likeness.words(word.text))]
        if not words:
            return Cause("sentence: the trigger is not in it", trigger)
        telling = [word for word in words if word.pos in _TELLING] or words
        return min((self._of_word(word, event_type) for word in telling), key=lambda found: found[0])[1]

    def number(self, article: str, sentence: str, value: float) -> str | None:
        """The words of a number of that value that was read in the sentence."""
        for sent in self.near(article, [sentence]):
            for read, text in self.numbers.get(sent, []):
                if read is not None and abs(read - value) <= _VALUE_TOLERANCE * max(1.0, abs(value)):
                    return text
        return None

    def knows(self, names: list[str]) -> str | None:
        """The first of these names that the actor seeds hold."""
        folded = pl.DataFrame({"name": names}, {"name": pl.String}).with_columns(phrase=fold(pl.col("name")))
        known = folded.join(self.known.actors.names.aliases, on="phrase", how="semi", maintain_order="left")
        return known["name"].to_list()[0] if known.height else None

    def near(self, article: str, sentences: list[str]) -> list[int]:
        """The sentences of the article that are like one of these."""
        told = self.sentences.get(article, {})
        return [sent for sent, text in told.items() if any(likeness.overlaps(s, text) for s in sentences)]

    def _of_word(self, word: Word, event_type: str) -> tuple[int, Cause]:
        """What became of a word, with how near it came to be an event (0 = nearest)."""
        if word.t in self.read:
            return self._dropped(word)
        lines = self.lines(word)
        if not lines:
            return 9, Cause("lexicon: no line", word.lemma, f"no line in seeds/lexicon for '{word.lemma}' ({word.pos})")
        spoken = [line for line in lines if word.pos in _SPOKEN_AS[line.pos]]
        if not spoken:
            listed = (
                f"'{word.lemma}' is listed as {', '.join(sorted({line.pos for line in lines}))}, read as {word.pos}"
            )
            return 8, Cause("lexicon: another part of speech", word.lemma, listed)
        if winning := max((line for line in spoken if line.holds), key=lambda line: line.rank, default=None):
            return 4, Cause("lexicon: a reading that is no event", f"[{winning.entry}]", str(winning))
        typed = [line for line in spoken if line.event_type == event_type]
        nearest = min(typed or spoken, key=lambda line: (len(line.lacks) + 2 * len(line.blocked), line.entry))
        key = f"[{nearest.entry}]"
        if not typed:
            return 7, Cause(
                "lexicon: no line of that type", key, f"no {event_type} of '{word.lemma}', nearest {nearest}"
            )
        if nearest.blocked:
            return 5, Cause("lexicon: blocked", key, str(nearest))
        return 6, Cause("lexicon: its needs are not met", key, f"{nearest} ({len(typed)} lines)")

    def _dropped(self, word: Word) -> tuple[int, Cause]:
        """What became of a word that the lexicon makes an event of."""
        entry = self.read[word.t]
        key, line = word_of(entry), f"'{word.text}' by {entry_of(entry)}"
        status = self.coded.status.filter(pl.col("t") == word.t)
        if status.is_empty():
            return 3, Cause("dropped: inside a name or a date", key, line)
        if status["status"].item(0) == "-":
            rule = status["status_rule"].item(0)
            return 2, Cause("dropped: status says it is no event", rule, f"{line}: {rule}")
        into = dict(self.coded.acts.select("t", "into").iter_rows())
        if word.t not in into:
            return 2, Cause(
                "dropped: part of another event", key, f"{line} is what another word demands, refuses or agrees"
            )
        if into[word.t] != word.t:
            other = next((w.text for some in self.words.values() for w in some if w.t == into[word.t]), "?")
            return 1, Cause("dropped: told by another word", key, f"{line} is one act with '{other}'")
        if word.t not in self.coded.triggers["t"].to_list():
            why = f"{line} tells neither who, when nor where, or refers back"
            return 2, Cause("dropped: only refers to an event", key, why)
        return 0, Cause("event: found, but in no row of its own", key, line)

    def lines(self, word: Word) -> list[Line]:
        """The lexicon's lines of one word for it, by lemma or by its own form."""
        entries = self.known.lexicon.entries
        forms = pl.Series([word.lemma, likeness.normal(word.text)])
        listed = entries.filter((pl.col("n_words") == 1) & pl.col("phrase").is_in(forms.implode()))
        terms = self.known.lexicon.terms.join(listed.select("entry"), on="entry", how="semi")
        facts = self.facts.get(word.t, set())
        of_entry: dict[int, dict[tuple[bool, int], list[tuple[str, str]]]] = {}
        for entry, number, is_block, role, value in terms.select(
            "entry", "number", "is_block", "role", "value"
        ).iter_rows():
            of_entry.setdefault(entry, {}).setdefault((is_block, number), []).append((role, value))
        found = []
        for row in listed.iter_rows(named=True):
            lacks, blocked = [], []
            for (is_block, _), options in sorted(of_entry.get(row["entry"], {}).items()):
                met = [f"{role}:{value}" for role, value in options if (role, value) in facts]
                if is_block and met:
                    blocked.append(met[0])
                elif not is_block and not met:
                    lacks.append(f"{options[0][0]}:{'|'.join(value for _, value in options)}")
            rank = (row["n_words"], row["n_terms"], -row["entry"])
            found.append(
                Line(
                    row["lexicon_entry"].split(" ")[0],
                    row["event_type"],
                    row["pos"],
                    rank,
                    tuple(lacks),
                    tuple(blocked),
                )
            )
        return found


def readings(articles: pl.DataFrame, *, model: Model, seeds: Seeds, today: date) -> Readings:
    """Read articles again; `articles`: article_id, title, text, published_on of the warehouse."""
    raw = articles.select(
        source_uri="article_id", source_name="article_id", text="text", title="title",
        published=pl.col("published_on").cast(pl.String), publisher=pl.lit(None, dtype=pl.String),
    ).select(RAW_ARTICLES.names())  # fmt: skip
    cleaned = clean(raw, today=today)
    known = knowledge(seeds)
    found = code(*annotate(cleaned.paragraphs, model), cleaned.articles, known, today=today)
    tokens = found.tokens
    related = relations(
        tokens,
        light_verbs=known.light_verbs,
        partitives=known.partitives,
        statives=known.statives,
        clipped=known.clipped,
    )
    candidates = find_candidates(tokens, known.lexicon)
    facts = facts_of(
        tokens, related, actor_heads=found.mentions.select("head_t"), place_heads=found.places.select("head_t")
    )
    texts = _texts(found.sentences, cleaned.articles)
    quantities = find_quantities(texts, known.numbers)
    return Readings(
        known, found,
        sentences=_nested(texts.select("source_name", "sent", "text")),
        words=_words(tokens),
        facts=_sets(facts),
        read=dict(find_triggers(candidates, related, facts, known.lexicon).select("t", "lexicon_entry").iter_rows()),
        numbers=_numbers(quantities),
    )  # fmt: skip


def _texts(sentences: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The coded sentences with their words, as `find_quantities` takes them, and source_name."""
    told = sentences.filter(pl.col("kind").is_in(CODED_KINDS))
    joined = told.join(
        articles.select("doc", "source_name", "published_on", article_text="text"), on="doc", maintain_order="left"
    )
    length = pl.col("end_char") - pl.col("start_char")
    return joined.with_columns(text=pl.col("article_text").str.slice(pl.col("start_char"), length)).drop("article_text")


def _nested(frame: pl.DataFrame) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for article, sent, text in frame.iter_rows():
        found.setdefault(article, {})[sent] = text
    return found


def _words(tokens: pl.DataFrame) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = {}
    for sent, *word in tokens.select("sent", "t", "text", fold(pl.col("lemma")), "pos").iter_rows():
        found.setdefault(sent, []).append(Word(*word))
    return found


def _sets(facts: pl.DataFrame) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    for t, role, value in facts.select("pred", "role", "value").iter_rows():
        found.setdefault(t, set()).add((role, value))
    return found


def _numbers(quantities: pl.DataFrame) -> dict[int, list[tuple[float | None, str]]]:
    found: dict[int, list[tuple[float | None, str]]] = {}
    for sent, value, text in quantities.select("sent", "value", "text").iter_rows():
        found.setdefault(sent, []).append((value, text))
    return found
