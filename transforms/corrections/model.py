"""One correction of the file, as a model that says what is wrong with it.

Covers: join and split of events, drop, override, retype and relink of a row; values come as strings and are read as the
declared type of their column ("2016-03-02", "12").
Does not cover: whether the rows are there, which is found when a correction is applied.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING, Annotated, Any, Literal

import polars as pl
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from warehouse.tables import CORE, values
from warehouse.tables.columns import COUNTRY, ID
from warehouse.tables.ids import content_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

Id = Annotated[str, Field(pattern=ID)]
#: Tables of which a row can be dropped, or have its columns set.
Rows = Literal["event_mentions", "event_participants", "statistics", "attributions"]
#: Columns that say where a row comes from and what it belongs to.
_FIXED = (
    "article_id", "start_char", "end_char", "text", "sentence_id", "event_id", "event_mention_id", "statistic_id",
    "linked_to", "link_score", "link_reason", "event_type", "event_mode", "quad_code",
)  # fmt: skip
_ACTOR = ("name", "kind", "country", "sector")
PAIRS = pl.Schema({"one": pl.String, "two": pl.String})


def _listed(allowed: Iterable[str]) -> Callable[[str | None], str | None]:
    """A check that a value is one of a closed list."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
        return value

    return check


class _Correction(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str = Field(min_length=1)

    @property
    def correction_id(self) -> str:
        """Hash of what it does; another reason is no other correction."""
        return content_id(self.model_dump_json(exclude={"reason"}))


class Join(_Correction):
    """Mentions that tell one event."""

    action: Literal["join"]
    mentions: list[Id] = Field(min_length=2)

    @property
    def joined(self) -> list[tuple[str, str]]:
        """Pairs of mentions that are one event."""
        return [(self.mentions[0], other) for other in self.mentions[1:]]

    @property
    def parted(self) -> list[tuple[str, str]]:
        """Pairs of mentions that never are."""
        return []

    @property
    def named(self) -> list[str]:
        """All mentions that it names."""
        return self.mentions

    def is_of(self, known: Collection[str]) -> bool:
        """Whether it joins any of the mentions that are known."""
        return len(set(known).intersection(self.mentions)) > 1


class Split(_Correction):
    """Mentions that tell one event, and another than those they are apart from."""

    action: Literal["split"]
    mentions: list[Id] = Field(min_length=1)
    apart_from: list[Id] = Field(min_length=1)

    @model_validator(mode="after")
    def _parts(self) -> Split:
        if both := set(self.mentions) & set(self.apart_from):
            raise ValueError(f"{min(both)} can't be apart from itself")
        return self

    @property
    def joined(self) -> list[tuple[str, str]]:
        """Pairs of mentions that are one event."""
        return [(self.mentions[0], other) for other in self.mentions[1:]]

    @property
    def parted(self) -> list[tuple[str, str]]:
        """Pairs of mentions that never are; the second of a pair is the one that goes."""
        return list(product(self.apart_from, self.mentions))

    @property
    def named(self) -> list[str]:
        """All mentions that it names."""
        return [*self.mentions, *self.apart_from]

    def is_of(self, known: Collection[str]) -> bool:
        """Whether it parts any of the mentions that are known."""
        return all(set(known).intersection(side) for side in (self.mentions, self.apart_from))


class _OfRow(_Correction):
    """`expect`: columns as the row has them uncorrected, so that a correction ends when its row is another."""

    article: Id
    id: Id
    expect: dict[str, Any] = Field(min_length=1)

    @property
    def on(self) -> str:
        """The table of the row."""
        return "event_mentions"

    @model_validator(mode="after")
    def _readable(self) -> _OfRow:
        read(self.on, self.expect)
        return self


class Drop(_OfRow):
    """A row that should not be, with what hangs on it."""

    action: Literal["drop"]
    table: Rows

    @property
    def on(self) -> str:
        """The table of the row."""
        return self.table


class Override(_OfRow):
    """Columns that should be others."""

    action: Literal["override"]
    table: Rows
    set: dict[str, Any] = Field(min_length=1)

    @property
    def on(self) -> str:
        """The table of the row."""
        return self.table

    @model_validator(mode="after")
    def _settable(self) -> Override:
        given = read(self.table, self.set)
        kept = [*_FIXED, *CORE[self.table].primary_key()]
        if held := [column for column in given if column in kept or _refers(self.table, column)]:
            raise ValueError(f"{held[0]} of {self.table} can't be set")
        return self


class Retype(_OfRow):
    """An event mention of another type or mode; quad code and intensity follow."""

    action: Literal["retype"]
    event_type: Annotated[str, AfterValidator(_listed(values.EVENT_TYPES))]
    event_mode: Annotated[str | None, AfterValidator(_listed(values.EVENT_MODES))] = None


class Actor(BaseModel):
    """Who is meant; known from now on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    kind: Annotated[str, AfterValidator(_listed(values.ACTOR_KINDS))]
    country: str | None = Field(default=None, pattern=COUNTRY)
    sector: Annotated[str, AfterValidator(_listed(values.SECTORS))]
    wikidata_id: str | None = Field(default=None, pattern=r"^Q[1-9][0-9]*$")


class Relink(_OfRow):
    """An actor mention that names another actor; so do its participants and claims.

    `expect` may have columns of the actor, too.
    """

    action: Literal["relink"]
    actor: Actor

    @property
    def on(self) -> str:
        """The table of the row."""
        return "actor_mentions"


OfEvents = Join | Split
RowCorrection = Drop | Override | Retype | Relink
Correction = Annotated[Join | Split | Drop | Override | Retype | Relink, Field(discriminator="action")]
ONE: TypeAdapter[OfEvents | RowCorrection] = TypeAdapter(Correction)


class Corrections:
    """The corrections of a file, in its order.

    Raises ValueError where one joins what another parts, or stands there twice.
    """

    def __init__(self, given: list[OfEvents | RowCorrection] | None = None) -> None:
        every = given or []
        self.of_events: list[OfEvents] = [one for one in every if isinstance(one, Join | Split)]
        self.of_rows: list[RowCorrection] = [one for one in every if not isinstance(one, Join | Split)]
        for (_, action), count in Counter((one.correction_id, one.action) for one in every).items():
            if count > 1:
                raise ValueError(f"the same {action} stands there {count} times")
        joined = {frozenset(pair) for one in self.of_events for pair in combinations(one.mentions, 2)}
        if both := joined & {frozenset(pair) for one in self.of_events for pair in one.parted}:
            raise ValueError(f"the event mentions {' and '.join(sorted(min(both, key=sorted)))} are joined and parted")

    @property
    def join(self) -> pl.DataFrame:
        """Pairs of event mentions that are one event; schema PAIRS."""
        return pl.DataFrame([p for one in self.of_events for p in one.joined], PAIRS, orient="row").unique()

    @property
    def split(self) -> pl.DataFrame:
        """Pairs of event mentions that never are."""
        return pl.DataFrame([p for one in self.of_events for p in one.parted], PAIRS, orient="row").unique()


def ids_of(corrections: Corrections) -> set[str]:
    """The correction_ids of all of them."""
    return {one.correction_id for one in (*corrections.of_events, *corrections.of_rows)}


def read(table: str, given: dict[str, Any]) -> dict[str, Any]:
    """Values as the types of their columns. Raises ValueError."""
    schema = pl.Schema(CORE[table])
    if table == "actor_mentions":
        schema = pl.Schema([*schema.items(), *((name, pl.String()) for name in _ACTOR)])
    if odd := [column for column in given if column not in schema]:
        raise ValueError(f"{table} has no column {odd[0]}")
    return {column: _value(column, value, schema[column]) for column, value in given.items()}


def _refers(table: str, column: str) -> bool:
    metadata = CORE[table].columns()[column].metadata or {}
    return bool({"references", "item_references"} & metadata.keys())


def _value(column: str, value: Any, dtype: pl.DataType) -> Any:  # noqa: ANN401 - whatever a file holds
    if value is None or value in ("null", "~", ""):
        return None
    if isinstance(dtype, pl.List):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        raise ValueError(f"{column} is a list of words: [one, two]")
    try:
        if not isinstance(value, str):
            raise TypeError
        if dtype == pl.Date:
            return date.fromisoformat(value)
        if dtype == pl.Boolean:
            return {"true": True, "false": False}[value]
        return int(value) if dtype.is_integer() else float(value) if dtype.is_float() else value
    except (ValueError, KeyError, TypeError):
        wanted = {pl.Date: "a day (2020-01-31)", pl.Boolean: "true or false", pl.String: "text"}
        raise ValueError(f"{column} is {wanted.get(type(dtype), 'a number')}, not {value!r}") from None
