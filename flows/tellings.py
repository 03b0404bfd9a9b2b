"""Made-up articles that tell events over and over, as the tables that coding makes of texts, before linking.

Skew as in news: few countries, towns, persons and kinds of act have most of it. An event is told 1 to 20 times, mostly
within days of it; each telling may know less of it (the week, the region, "gunmen"), tell another figure, use other
words; a few come months later. The same number and seed give the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from transforms.merge.single import each_alone
from warehouse.tables import CORE
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from numpy.random import Generator

FIRST_DAY, DAYS = date(2014, 1, 1), 3652
#: An event is told k times in proportion to k^-2.
MOST_TELLINGS = 20
MENTIONS_AN_ARTICLE = 10 / 3
_COUNTRIES, _PLACES, _REGIONS, _ACTORS = 100, 60, 5, 60
_WORDS, _WORDS_AN_EVENT = 4000, 8
#: Late retellings: their share, and how many days they come after the event at most.
_LATE, _LATE_DAYS = 0.03, 400
_SYLLABLES = np.array(
    "ba be bo da di du fa ga go ka ki ko la li lo ma mi mo na ne no pa ra re ro sa se so ta to va zu".split()
)
#: Actors of a country, by their number in it: from which number on, what they are called, kind, sector.
_KINDS = (
    (0, "Government of {}", "government", "GOV"),
    (1, "{} Armed Forces", "military", "MIL"),
    (2, "{} Police", "government", "COP"),
    (3, "{} civilians", "population", "CVL"),
    (4, "{} Front", "armed_group", "REB"),
    (12, "{}", "person", "ELI"),
    (52, "{} Union", "other_org", "SOC"),
)
#: Nouns that articles everywhere use, and from which number on they tell nothing of who it was.
_NOUNS = (
    "farmers", "teachers", "students", "traders", "miners", "nurses", "drivers", "villagers", "protesters", "gunmen",
    "militants", "people",
)  # fmt: skip
_VAGUE = 7
#: What is drawn for each telling: how well it knows what, and where it stands.
_CHANCES = tuple(
    f"chance_{what}" for what in ("when", "where", "actor", "recipient", "figure", "said", "order", "begin")
)
_STAND_INS = {pl.String: "made up", pl.Int64: 1, pl.Float64: 1.0, pl.Boolean: False, pl.List: []}


class _Act(NamedTuple):
    """A kind of act, its share of all, and between which numbers of their country those are who may do it to whom.

    A number under 0 is a noun instead.
    """

    event_type: str
    event_mode: str | None
    share: float
    trigger: str
    actors: tuple[int, int]
    recipients: tuple[int, int]
    measure: str | None = None


_ACTS = (
    _Act("ASSAULT", "firearms", 0.16, "shot", (1, 12), (-7, 20), "killed"),
    _Act("ASSAULT", "explosives", 0.1, "bombed", (1, 12), (-7, 20), "killed"),
    _Act("ASSAULT", "aerial", 0.06, "shelled", (1, 3), (-7, 12), "killed"),
    _Act("ASSAULT", None, 0.08, "attacked", (1, 12), (-7, 20), "injured"),
    _Act("COERCE", "arrest", 0.13, "arrested", (1, 3), (-7, 52), "detained"),
    _Act("PROTEST", "demo", 0.12, "protested", (-7, 0), (0, 3), "participants"),
    _Act("ACCUSE", None, 0.1, "accused", (0, 60), (0, 60)),
    _Act("CONSULT", "visit", 0.09, "visited", (12, 52), (0, 1)),
    _Act("THREATEN", None, 0.05, "threatened", (0, 60), (0, 60)),
    _Act("AID", None, 0.04, "fed", (52, 60), (-7, 4)),
    _Act("MOBILIZE", "troops", 0.04, "deployed", (1, 2), (3, 4)),
    _Act("SANCTION", None, 0.03, "sanctioned", (0, 1), (4, 60)),
)


@dataclass(frozen=True)
class Told:
    """`tables`: the core tables, each mention an event of its own. `truth`: event_mention_id, event (a number)."""

    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame


def tellings(mentions: int, seed: int = 1) -> Told:
    """So many event mentions, with what coding makes beside them; articles in order of their days."""
    draw = np.random.default_rng(seed)
    actors, places = _actors(draw), _places(draw)
    told = _told(mentions, draw)
    told = _worded(told, actors, places, draw)
    roles = ("actor", "recipient")
    sides = pl.concat(told.select("m", "article_id", "sentence_id", role=pl.lit(r), actor=pl.col(r)) for r in roles)
    who = actors.select("actor", "actor_id", text="name")
    sides = sides.join(who, on="actor", maintain_order="left").with_columns(
        position=pl.lit(0, pl.Int64), actor_mention_id=_id("m", "role"), event_mention_id=_id("m")
    )
    claims = told.drop("text").join(who, left_on="sayer", right_on="actor", maintain_order="left")
    articles = told.group_by("article_id", maintain_order=True).agg(
        pl.col("published_on", "publisher").first(), text=pl.col("text").str.join(" "), title=pl.col("text").first()
    )
    rows = {
        "articles": articles.with_columns(story_id=id_of("article_id"), text_id=id_of("text")),
        "sentences": told.with_columns(sentence_index=pl.int_range(pl.len()).over("article_id")),
        "actors": actors,
        "actor_mentions": sides,
        "places": places,
        "place_mentions": told.drop_nulls("place_id").with_columns(place_mention_id=_id("m")),
        "event_mentions": told.with_columns(text="trigger", event_id=id_of("event_mention_id")),
        "event_participants": sides.with_columns(event_participant_id=_id("m", "role")),
        "statistics": told.drop_nulls("value").with_columns(
            statistic_id=_id("m"), figure_id=id_of(_id("m")), low="value", high="value", period_start="date_start",
            period_end="date_end", subject_country="country", qualifier=pl.lit("exact"), kind=pl.lit("flow"),
        ),
        "attributions": claims.drop_nulls("actor_id").with_columns(attribution_id=_id("m")),
        "stories": articles.select("title", story_id=id_of("article_id"), first_article_id="article_id"),
    }  # fmt: skip
    tables = {name: _whole(name, frame) for name, frame in rows.items()}
    alone = {"events": each_alone(tables["event_mentions"])}
    return Told(tables | alone, told.select("event_mention_id", "event"))


def _told(mentions: int, draw: Generator) -> pl.DataFrame:
    """What each mention tells of which event: numbers of things, NULL for what it doesn't know."""
    tellings_of = np.arange(1, MOST_TELLINGS + 1)
    chances = tellings_of**-2.0 / np.sum(tellings_of**-2.0)
    times = draw.choice(tellings_of, size=mentions, p=chances)
    event = np.repeat(np.arange(mentions), times)[:mentions]
    number = int(event[-1]) + 1
    acts = pl.DataFrame(_ACTS, schema=list(_Act._fields), orient="row", infer_schema_length=None)
    country = _skewed(_COUNTRIES, number, 2.5, draw)
    act = draw.choice(len(_ACTS), size=number, p=acts["share"].to_numpy() / acts["share"].sum())
    events = {
        "event": np.arange(number),
        "act": act,
        "at": country,
        "day": draw.integers(DAYS, size=number),
        "place": country * _PLACES + 1 + _REGIONS + _skewed(_PLACES - 1 - _REGIONS, number, 2, draw),
        "actor": _who(country, acts["actors"].to_numpy()[act], draw),
        "recipient": _who(country, acts["recipients"].to_numpy()[act], draw),
        "status": draw.choice(("actual", "future", "hypothetical", "negated"), size=number, p=(0.9, 0.05, 0.03, 0.02)),
        "value": 1.0 + _skewed(80, number, 3, draw),
        "words": np.sort(_skewed(_WORDS, (number, _WORDS_AN_EVENT), 2, draw), axis=1),
    }
    known = pl.DataFrame(events).with_columns(
        acts[act].select("event_type", "event_mode", "trigger", "measure"),
    )
    chance = pl.DataFrame(draw.random((mentions, len(_CHANCES))), schema=list(_CHANCES))
    lag = np.where(
        draw.random(mentions) < _LATE, draw.integers(20, _LATE_DAYS, size=mentions), draw.geometric(0.5, mentions) - 1
    )
    told = pl.concat([known[event], chance, pl.DataFrame({"lag": lag})], how="horizontal")
    told = told.with_columns(published=pl.col("day") + pl.col("lag")).sort("published", "at", "chance_order")
    begins = (pl.col("published") != pl.col("published").shift(1)) | (pl.col("chance_begin") < 1 / MENTIONS_AN_ARTICLE)
    return told.with_columns(m=pl.int_range(pl.len()), article=begins.fill_null(value=True).cum_sum())


def _worded(told: pl.DataFrame, actors: pl.DataFrame, places: pl.DataFrame, draw: Generator) -> pl.DataFrame:
    """Ids, days, places and sentences as each mention tells them."""
    rows = told.height
    when, where, actor, recipient, figure, said = (pl.col(name) for name in _CHANCES[:6])
    home = pl.col("place") - pl.col("place") % _PLACES
    region = home + 1 + pl.col("place") % _REGIONS
    noun = _COUNTRIES * _ACTORS
    vague = pl.lit(draw.integers(noun + _VAGUE, noun + len(_NOUNS), size=rows))
    epoch = pl.lit(FIRST_DAY)
    day = epoch + pl.duration(days="day")
    is_late = pl.col("lag") >= 20
    exact, week, month = when < 0.6, when < 0.75, when < 0.83
    precision = (
        pl.when(exact & ~is_late).then(pl.lit("day")).when(week & ~is_late).then(pl.lit("week"))
        .when(month | is_late).then(pl.lit("month")).otherwise(pl.lit("unknown"))
    )  # fmt: skip
    spans = {"day": (day, day), "week": (day.dt.truncate("1w"), day.dt.truncate("1w") + pl.duration(days=6)),
             "month": (day.dt.month_start(), day.dt.month_end())}  # fmt: skip
    start, end = (
        pl.coalesce(pl.when(precision == name).then(span[side]) for name, span in spans.items()) for side in (0, 1)
    )
    told = told.with_columns(
        article_id=id_of(pl.lit("article"), "article"),
        publisher=pl.format("Outlet {}", pl.lit(_skewed(2000, rows, 3, draw))),
        event_mention_id=_id("m"),
        sentence_id=id_of(pl.lit("sentence"), "m"),
        published_on=epoch + pl.duration(days="published"),
        date_precision=precision, date_start=start, date_end=end,
        place=pl.when(where < 0.7).then("place").when(where < 0.8).then(region)
        .when(where < 0.9).then(home),
        actor=pl.when(actor < 0.65).then("actor").when(actor < 0.8).then(vague),
        recipient=pl.when(recipient < 0.7).then("recipient").when(recipient < 0.85).then(vague),
        sayer=pl.when(said < 0.3).then(pl.col("at") * _ACTORS + pl.col("m") % _ACTORS),
        value=pl.when(pl.col("measure").is_not_null() & (figure < 0.6))
        .then(pl.col("value") + pl.when(figure < 0.1).then(1).otherwise(0)),
    )  # fmt: skip
    for role in ("actor", "recipient"):
        names = actors.select(pl.col("actor").alias(role), pl.col("name").alias(f"{role}_name"))
        told = told.join(names, on=role, how="left", maintain_order="left")
    told = told.join(
        places.select("place", "place_id", "country", place_name="name"), on="place", how="left", maintain_order="left"
    )
    vocabulary = _names(_WORDS, 3, draw)
    kept = np.where(draw.random((rows, _WORDS_AN_EVENT)) < 0.75, told["words"].to_numpy(), -1)
    own = _skewed(_WORDS, (rows, 3), 2, draw)
    spoken = np.append(vocabulary, "")[np.hstack([kept, own])]
    words = pl.DataFrame(spoken).select(pl.concat_str(pl.all(), separator=" ")).to_series()
    told = told.with_columns(
        text=pl.concat_str(
            pl.col("actor_name"), "trigger", "recipient_name", pl.lit("in"), "place_name", words,
            pl.col("value").cast(pl.Int64), separator=" ", ignore_nulls=True,
        ).str.replace_all(" +", " ")
        + "."
    )  # fmt: skip
    length = pl.col("text").str.len_chars().cast(pl.Int64)
    return told.with_columns(start_char=((length + 1).cum_sum() - length - 1).over("article_id"), length=length)


def _who(country: np.ndarray, between: np.ndarray, draw: Generator) -> np.ndarray:
    """Numbers of actors, the first of those that may be most often; a quarter of them from another country."""
    low, high = np.stack([np.asarray(one) for one in between]).T
    number = low + _skewed(1, len(country), 2, draw, spread=high - low)
    abroad = _skewed(_COUNTRIES, len(country), 2.5, draw)
    home = np.where(draw.random(len(country)) < 0.25, abroad, country)
    who: np.ndarray = np.where(number < 0, _COUNTRIES * _ACTORS - 1 - number, home * _ACTORS + number)
    return who


def _actors(draw: Generator) -> pl.DataFrame:
    """All actors: `actor`, their number, with columns of the table."""
    names = _names(_COUNTRIES * _ACTORS, 4, draw, capital=True)
    first = _names(_COUNTRIES * _ACTORS, 2, draw, capital=True)
    lands = _countries()
    rows: list[tuple[object, ...]] = []
    for n in range(_COUNTRIES * _ACTORS):
        land, own = lands[n // _ACTORS], n % _ACTORS
        _, name, kind, sector = next(one for one in reversed(_KINDS) if own >= one[0])
        called = land[1] if own < 4 else f"{first[n]} {names[n]}" if kind == "person" else names[n]
        rows.append((n, name.format(called), kind, land[0], sector, True))
    rows += [
        (
            _COUNTRIES * _ACTORS + n,
            noun,
            "armed_group" if noun in ("gunmen", "militants") else "person",
            None,
            "CVL",
            False,
        )
        for n, noun in enumerate(_NOUNS)
    ]
    made = pl.DataFrame(rows, schema=["actor", "name", "kind", "country", "sector", "is_resolved"], orient="row")
    return made.with_columns(actor_id=id_of(pl.lit("actor"), "actor"))


def _places(draw: Generator) -> pl.DataFrame:
    """All places: `place`, their number, with columns of the table; a country's first, then its regions and towns."""
    names = _names(_COUNTRIES * _PLACES, 3, draw, capital=True)
    middle = np.stack([draw.uniform(-40, 60, _COUNTRIES), draw.uniform(-120, 140, _COUNTRIES)], axis=1)
    lands = _countries()
    rows: list[tuple[object, ...]] = []
    for n in range(_COUNTRIES * _PLACES):
        at, own = divmod(n, _PLACES)
        region = (own - 1 if own <= _REGIONS else n) % _REGIONS
        north, east = middle[at] + (region - 2, (region * 2) % 5 - 2) + draw.uniform(-0.5, 0.5, 2)
        if own == 0:
            rows.append((n, lands[at][1], lands[at][0], "country", None, None))
        else:
            rows.append((n, names[n], lands[at][0], "region" if own <= _REGIONS else "city", north, east))
    made = pl.DataFrame(
        rows, schema=["place", "name", "country", "feature", "latitude", "longitude"], orient="row",
        infer_schema_length=None,
    )  # fmt: skip
    return made.with_columns(place_id=id_of(pl.lit("place"), "place"), geonames_id=pl.lit(None, pl.Int64))


def _countries() -> list[tuple[str, str]]:
    """Codes and names of countries, which are no real ones."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = _names(_COUNTRIES, 3, np.random.default_rng(0), capital=True)
    return [(f"X{letters[n // 26]}{letters[n % 26]}", names[n]) for n in range(_COUNTRIES)]


def _names(number: int, syllables: int, draw: Generator, *, capital: bool = False) -> np.ndarray:
    parts = _SYLLABLES[draw.integers(len(_SYLLABLES), size=(number, syllables))]
    names = ["".join(one) for one in parts]
    return np.array([name.capitalize() for name in names] if capital else names)


def _skewed(
    number: int, size: int | tuple[int, int], power: float, draw: Generator, *, spread: np.ndarray | None = None
) -> np.ndarray:
    """Numbers under `number` (or each under its `spread`), low ones more often, the more so with a greater power."""
    most = number if spread is None else spread
    return np.floor(most * draw.random(size) ** power).astype(np.int64)


def _id(*columns: str) -> pl.Expr:
    return id_of(pl.lit("told"), *columns)


def _whole(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as table `name`: what it lacks is NULL where it may be, else made up."""
    return frame.with_columns(
        pl.lit(None if column.nullable else _STAND_INS[type(column.dtype)], column.dtype).alias(key)
        for key, column in CORE[name].columns().items()
        if key not in frame.columns
    ).select(list(CORE[name].columns()))
