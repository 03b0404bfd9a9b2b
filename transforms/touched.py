"""Which articles a change of seeds can touch: all others keep their rows, as coding them anew would give the same.

An article is coded by itself, from its words (the title's among them) and its day alone; one without a day is seen from
the day of the run, which only a coding anew moves on. A line of the seeds acts on it only through a look-up
that finds the line by words that stand in the article: in the text, or as the base form of one of its words. So an
article in which no changed line finds its words, neither as the line was nor as it is, meets the same lines as before,
in the same order, and gives the same rows. `TABLES` says for each file where those words stand. Whatever is not
declared there, a line whose words can't be told and lines that change places touch everything.

How the uses that are no plain look-up are covered:
- Of several lines found by the same words, one is picked, or none (ambiguous aliases, the first line, the longest
  name, the most words). All of them are found by words that the article holds; the order of lines that stay is checked.
- What is composed ("Turkish army" for "the army" in an article about Turkey) may be an alias of a body: that alias is
  also found by the role noun that it is composed with (`_composed`), in articles that name the country.
- A term of office is found by the titles of the office, by "leader" and "counterpart" where the office governs, in
  articles that name its country (or whoever is put above it, as who heads an international body), and by its holder; in
  articles of its days. A leader's line other than in its aliases changes the terms, too. A short name
  is found by itself, and changes with the body that it names.
- Countries act without a word of theirs (a town's police is of its country): of them only names, adjectives but the
  first, inhabitants, capitals and seats may change; offices only in their titles. So does the European Union: it is
  "Brussels".
- Which sentences are parsed is decided by single words in any form that they could have (`Promise`): the index of an
  article holds all base forms of its words, and tables of which `Promise` asks a part of a phrase are declared `apart`.
- `lexicon/lemmas.csv` changes the base form of the form that it names; the index has base forms as they were coded by.
- Numbers are found by a pattern made of all qualifiers, vague words and currencies: longer words win, but only where
  they stand. Lines of signs without a letter touch everything.
- Boilerplate, the ontology's types and modes, merging and `cities.parquet` touch everything. Copies have no rows to
  code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.link.compose import fill_template
from transforms.link.offices import GOVERNS, term_ends, term_starts
from transforms.mentions.names import ORGANISATION_FILES
from transforms.mentions.spans import fold

if TYPE_CHECKING:
    from datetime import date

#: A seed file by its name, as `seeds.loading.read_csv` reads it.
Tables = Callable[[str], pl.DataFrame]
Line = dict[str, str | None]
Row = tuple[Any, ...]

#: More than so many forms are not looked up one by one.
MOST = 2_000
_WORDS = r"\p{L}+|\p{N}+"
_GOVERNING = "head_of_government"
_SEATED = "European Union"


@dataclass(frozen=True)
class Table:
    """Where the words stand that a file's lines are found by.

    `forms`: columns with one form each. `items`: columns with several, parted by `|`; each acts for itself, so that of
    a line with the same `key` only those touch that came or went. `only_items`: any other change touches everything.
    `apart`: each word of a form touches. `unread`: columns that no code reads.
    """

    forms: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    only_items: bool = False
    apart: bool = False
    unread: tuple[str, ...] = ()


_BODIES = tuple(f"actors/{name}.csv" for name in ORGANISATION_FILES)
_LEADERS, _TERMS, _OFFICES = "actors/leaders.csv", "actors/terms.csv", "actors/offices.csv"
_COUNTRIES, _ROLES, _SHORTS = "actors/countries.csv", "actors/roles.csv", "actors/short_names.csv"
_EXECUTIVES = "actors/executives.csv"
_NAMED = Table(forms=("name",), items=("aliases",), key=("name", "country"))
_LEXICON = Table(forms=("word",), unread=("example",))
TABLES: dict[str, Table] = {
    **dict.fromkeys((*_BODIES, _LEADERS), _NAMED),
    **dict.fromkeys(
        (f"lexicon/verbs_{name}.csv" for name in ("conflict", "cooperation", "coercion", "verbal")), _LEXICON
    ),
    "lexicon/nouns.csv": _LEXICON,
    "lexicon/adjectives.csv": _LEXICON,
    "lexicon/attribution_phrases.csv": Table(forms=("phrase",)),
    "lexicon/clipped.csv": Table(forms=("verb",), apart=True),
    "lexicon/domains.csv": Table(items=("words",), key=("domain",)),
    "lexicon/hazards.csv": Table(forms=("word",)),
    "lexicon/lemmas.csv": Table(forms=("form",)),
    "lexicon/light_verbs.csv": Table(forms=("verb",), apart=True),
    "lexicon/partitives.csv": Table(forms=("noun",), apart=True),
    "lexicon/reactions.csv": Table(forms=("noun",)),
    "lexicon/reporting.csv": Table(forms=("verb",)),
    "lexicon/statives.csv": Table(forms=("participle",), apart=True),
    "lexicon/status.csv": Table(forms=("word",)),
    "measures/currencies.csv": Table(items=("symbols", "names"), key=("currency", "unit")),
    "measures/nouns.csv": Table(forms=("noun",)),
    "measures/qualifiers.csv": Table(forms=("phrase",)),
    "measures/triggers.csv": Table(forms=("word",), apart=True),
    "measures/units.csv": Table(forms=("noun",)),
    "measures/vague.csv": Table(forms=("word",)),
    "ontology/contexts.csv": Table(items=("words",), key=("context",), unread=("definition",)),
    "places/regions.csv": _NAMED,
    _COUNTRIES: Table(
        items=("aliases", "adjectives", "inhabitants", "capital", "seats"), key=("country",), only_items=True
    ),
    _EXECUTIVES: Table(),
    _OFFICES: Table(items=("titles",), key=("office",), only_items=True),
    _ROLES: Table(forms=("noun",)),
    _SHORTS: Table(forms=("short",)),
    _TERMS: Table(),
    "actors/organisation_words.csv": Table(forms=("word",)),
    "actors/ship_prefixes.csv": Table(forms=("prefix",)),
}
#: What no article is coded by: crosswalks, definitions, and what `cities.parquet` was made from.
NOT_CODED_BY = ("ontology/acled.csv", "ontology/cameo.csv", "ontology/sectors.csv", "places/names.csv")


@dataclass(frozen=True)
class Touch:
    """An article is touched that holds all of `words`, and where days are given was published on one of them."""

    words: frozenset[str]
    since: date | None = None
    until: date | None = None
    dated: bool = False


class _EverythingError(Exception):
    """No telling what is touched."""


def touching(before: Tables, after: Tables, changed: Iterable[str]) -> frozenset[Touch] | None:
    """What an article must hold to be touched by the files that changed; None where every article is."""
    try:
        found = _Changes(before, after).touches(sorted(set(changed) - {*NOT_CODED_BY}))
    except _EverythingError:
        return None
    return found if len(found) <= MOST else None


def touched(index: pl.DataFrame, touches: Iterable[Touch], days: pl.DataFrame) -> pl.Series:
    """The articles that are touched: their ids. `index`: article_id, word; `days`: article_id, published_on Date."""
    listed = list(touches)
    words = [(n, word) for n, touch in enumerate(listed) for word in touch.words]
    asked = pl.DataFrame(words, {"touch": pl.UInt32, "word": pl.String}, orient="row")
    schema = {"touch": pl.UInt32, "n": pl.UInt32, "dated": pl.Boolean, "since": pl.Date, "until": pl.Date}
    rows = [(n, len(touch.words), touch.dated, touch.since, touch.until) for n, touch in enumerate(listed)]
    needed = pl.DataFrame(rows, schema, orient="row")
    day = pl.col("published_on")
    # an open end is NULL, and so is the day of an article without one
    within = (day >= pl.col("since").fill_null(day)) & (day <= pl.col("until").fill_null(day))
    return (
        index.join(asked, on="word")
        .group_by("touch", "article_id")
        .agg(met=pl.col("word").n_unique())
        .join(needed, on="touch")
        .filter(pl.col("met") == pl.col("n"))
        .join(days, on="article_id")
        .filter(~pl.col("dated") | within.fill_null(value=False))["article_id"]
        .unique()
    )


def words_in(column: pl.Expr) -> pl.Expr:
    """The runs of letters and of digits in a string, folded: a list."""
    return fold(column).str.extract_all(_WORDS)


def index_of(
    articles: pl.DataFrame,
    tokens: pl.DataFrame,
    coded: Mapping[str, pl.DataFrame],
    bases: Callable[[str], Iterable[str]],
) -> pl.DataFrame:
    """article_id, word: everything a line of the seeds may find in each article, sorted by word.

    `articles`: doc, article_id, text. `tokens`: doc, lower, lemma, as the text is coded by. `coded`: their core tables,
    of which the countries count as words, too (@TCD). `bases`: the base forms that a word can have. Every article has
    the word "".
    """
    text = articles.select("doc", word=words_in(pl.col("text")).list.unique()).explode("word")
    spelt = [tokens.select("doc", word=column).unique() for column in ("lower", "lemma")]
    told = pl.concat(spelt).cast({"word": pl.String}).unique()
    parts = told.select("word").unique().with_columns(part=words_in(pl.col("word"))).explode("part")
    told = told.join(parts, on="word").select("doc", word="part")
    words = pl.concat([text, told]).drop_nulls().unique()
    pairs = [(word, base) for word in words["word"].unique() for base in bases(word) if base != word]
    forms = pl.DataFrame({"word": [word for word, _ in pairs], "base": [base for _, base in pairs]})
    more = words.join(forms.cast(pl.String), on="word").select("doc", word="base")
    spoken = pl.concat([words, more]).unique().join(articles.select("doc", "article_id"), on="doc")
    columns = ["article_id", "word"]
    none = articles.select("article_id", word=pl.lit(""))
    return pl.concat([spoken.select(columns), _countries(coded).select(columns), none]).sort("word", "article_id")


def _countries(coded: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The countries of which an article names an actor or a place, and "@" where it names one above them: word."""
    places = coded["place_mentions"].select("article_id", "place_id").join(coded["places"], on="place_id")
    actors = coded["actor_mentions"].select("article_id", "actor_id").join(coded["actors"], on="actor_id")
    above = (pl.col("kind") == "person") & (pl.col("sector") == "IGO") & pl.col("country").is_null()
    actors = actors.with_columns(country=pl.when(above).then(pl.lit("")).otherwise("country"))
    told = pl.concat([places.select("article_id", "country"), actors.select("article_id", "country")])
    return told.drop_nulls().unique().select("article_id", word=_of_country(pl.col("country")))


def _of_country(code: pl.Expr) -> pl.Expr:
    return pl.lit("@") + code


class _Changes:
    """Two states of the seeds."""

    def __init__(self, before: Tables, after: Tables) -> None:
        self._states = (before, after)

    def touches(self, changed: Iterable[str]) -> frozenset[Touch]:
        found: set[Touch] = set()
        for name in changed:
            found |= self._of_file(name)
        return frozenset(found)

    def _of_file(self, name: str) -> set[Touch]:
        table = TABLES.get(name)
        if table is None:
            raise _EverythingError
        lines, forms = _changed(table, *(read(name).drop(table.unread, strict=False) for read in self._states))
        if name == _COUNTRIES:
            self._same_adjectives()
        if table.only_items and lines:
            raise _EverythingError
        forms |= {form for line in lines for form in _forms(table, line)}
        found = {Touch(words) for form in forms for words in _alternatives(form, apart=table.apart)}
        if name in _BODIES:
            if any(line["name"] == _SEATED for line in lines):
                raise _EverythingError
            found |= self._composed(forms) | self._shorts({line["name"] for line in lines})
        if name == _LEADERS:
            found |= self._terms(pl.col("person").is_in({str(line["name"]) for line in lines}))
        if name == _TERMS:
            found |= self._of_terms(lines)
        if name == _EXECUTIVES:
            found |= {
                Touch(_words(word) | {place})
                for word in GOVERNS
                for line in lines
                for place in (f"@{line['country']}", "@")
            }
        return found

    def _same_adjectives(self) -> None:
        """The first adjective of a country names what is composed with it."""
        first = pl.col("adjectives").str.split("|").list.first()
        one, other = (read(_COUNTRIES).select("country", first).sort("country") for read in self._states)
        if not one.equals(other):
            raise _EverythingError

    def _shorts(self, names: set[str | None]) -> set[Touch]:
        """The short names of bodies."""
        shorts = pl.concat([read(_SHORTS) for read in self._states], how="diagonal")
        return {Touch(_words(short)) for short, name in shorts.select("short", "name").iter_rows() if name in names}

    def _composed(self, forms: set[str]) -> set[Touch]:
        """The role nouns with which the forms can be composed, for any country."""
        found: set[Touch] = set()
        spelt = pl.DataFrame({"form": sorted(forms)}, {"form": pl.String}).select(form=fold(pl.col("form"))).unique()
        for read in self._states:
            countries = read(_COUNTRIES).select(
                "country",
                country_name="name",
                adjective=pl.coalesce(pl.col("adjectives").str.split("|").list.first(), "name"),
                government="government",
            )
            parts = [fold(pl.col(name)) for name in ("country_name", "adjective", "government")]
            named = spelt.join(countries, how="cross").filter(
                pl.any_horizontal(pl.col("form").str.contains(part, literal=True) for part in parts)
            )
            roles = read(_ROLES).select("noun", template="name")
            told = named.join(roles, how="cross").filter(fold(fill_template(pl.col("template"))) == pl.col("form"))
            found |= {Touch(_words(noun) | {f"@{code}"}) for noun, code in told.select("noun", "country").iter_rows()}
        return found

    def _terms(self, which: pl.Expr) -> set[Touch]:
        return self._of_terms([line for read in self._states for line in read(_TERMS).filter(which).to_dicts()])

    def _of_terms(self, lines: list[Line]) -> set[Touch]:
        found: set[Touch] = set()
        if not lines:
            return found
        titles: dict[str, set[str]] = {}
        holders: dict[str, set[str]] = {}
        governing = {_GOVERNING}
        for read in self._states:
            for office, named in read(_OFFICES).select("office", "titles").iter_rows():
                titles.setdefault(office, set()).update(_items(named))
            for person, named in read(_LEADERS).select("name", "aliases").iter_rows():
                holders.setdefault(person, {person}).update(_items(named))
            governing |= set(read(_EXECUTIVES)["office"].drop_nulls())
        days = pl.DataFrame(lines).select(since=term_starts(pl.col("start")), until=term_ends(pl.col("end")))
        for line, (since, until) in zip(lines, days.iter_rows(), strict=True):
            office, person = str(line["office"]), str(line["person"])
            if since is None:  # no term then
                continue
            found |= {Touch(_words(form), since, until, dated=True) for form in holders.get(person, {person})}
            spoken = titles.get(office, set()) | (set(GOVERNS) if office in governing else set())
            found |= {
                Touch(_words(form) | {place}, since, until, dated=True)
                for form in spoken
                for place in (f"@{line['of'] or ''}", "@")
            }
        return found


def _changed(table: Table, before: pl.DataFrame, after: pl.DataFrame) -> tuple[list[Line], set[str]]:
    """The lines that touch as a whole, as they were and as they are; and the forms of lines altered in items alone.

    Lines that stay, if altered in items, have to stay in their order.
    """
    if before.columns != after.columns or not {*table.forms, *table.items, *table.key} <= {*after.columns}:
        raise _EverythingError
    old, new = before.rows(), after.rows()
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    places = [after.columns.index(column) for column in table.key]
    pairs: dict[Row, tuple[list[Row], list[Row]]] = {}
    for row, side in (*((row, 0) for row in gone), *((row, 1) for row in come)):
        pairs.setdefault(tuple(row[i] for i in places), ([], []))[side].append(row)
    lines: list[Line] = []
    forms: set[str] = set()
    names: dict[Row, Row] = {}
    for key, (was, now) in pairs.items():
        spelt = [dict(zip(after.columns, row, strict=True)) for row in (*was, *now)]
        items = _altered_items(table, *spelt) if table.items and len(was) == len(now) == 1 else None
        if items is None:
            lines += spelt
        else:
            forms |= items
            names |= {was[0]: ("altered", *key), now[0]: ("altered", *key)}
    kept, keeps = (
        [names.get(row, row) for row in rows if row in names or row not in changed]
        for rows, changed in ((old, gone), (new, come))
    )
    if kept != keeps:
        raise _EverythingError
    return lines, forms


def _altered_items(table: Table, one: Line, other: Line) -> set[str] | None:
    """The items that only one of two lines has, if that is all in which they differ."""
    if any(one[column] != other[column] for column in one if column not in table.items):
        return None
    found: set[str] = set()
    for column in table.items:
        mine, theirs = _items(one[column]), _items(other[column])
        if [item for item in mine if item in theirs] != [item for item in theirs if item in mine]:
            return None
        found |= set(mine) ^ set(theirs)
    return found


def _forms(table: Table, line: Line) -> Iterable[str]:
    yield from (form for column in table.forms if (form := line[column]))
    for column in table.items:
        yield from _items(line[column])


def _items(cell: str | None) -> list[str]:
    return [item for item in (cell or "").split("|") if item]


def _alternatives(form: str, *, apart: bool) -> Iterable[frozenset[str]]:
    words = _words(form)
    return [frozenset((word,)) for word in words] if apart else [words]


@lru_cache(maxsize=10_000)
def _words(form: str) -> frozenset[str]:
    """The words of a form. Raises where it has none to look for."""
    found = frozenset(pl.select(words_in(pl.lit(form))).item())
    if not found:
        raise _EverythingError
    return found
