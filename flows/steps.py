"""The steps of a run, each from files to files in the folder of the run, so that tasks pass paths and not frames.

raw/*.parquet       what the sources hold             RAW_ARTICLES
new/*.parquet       of these, what is not loaded yet  RAW_ARTICLES, at most `batch_size` articles a file
clean/N/*.parquet   a batch, cleaned                  articles, fingerprints, repairs
copies.parquet      which of all these are copies     COPIES
coded/N/*.parquet   a batch, coded                    one file a core table
corrections.parquet corrections of rows of the batch  ops.corrections but run_id
gated/*.parquet     all batches, good rows only       one file a core table
untouched.parquet   loaded, and the same by new seeds SAME
rejects/*.parquet   what any step refused             REJECTS
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from secrets import token_hex
from typing import TYPE_CHECKING

import polars as pl

from flows.urls import shown
from transforms.frames import RAW_ARTICLES, REJECTS
from warehouse.tables import ARTICLE_SCOPED, CORE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from flows.sources.base import SourceError, SourceSettings
    from transforms.corrections.apply import Corrected

Frames = dict[str, pl.DataFrame]
#: Cleaned articles, with doc and their copies marked -> core tables.
Code = Callable[[pl.DataFrame], Frames]
#: Fingerprints with text_id -> the articles of the warehouse (KNOWN) that these could be copies of.
Candidates = Callable[[pl.DataFrame], pl.DataFrame]

#: The core tables of a batch -> the same, corrected.
Correct = Callable[[Frames], "Corrected"]

#: Characters after which a batch is full, however few its articles are: what a worker needs grows with them.
BATCH_CHARS = 2_000_000

#: Articles of the warehouse that another recipe would code as they are: theirs, the one their rows were made by, and
#: what tells the record that they were made of.
SAME = pl.Schema(dict.fromkeys(("article_id", "recipe", "coded_by", "told"), pl.String))
#: What a run needs to know of the articles loaded before.
LOADED = pl.Schema(dict.fromkeys(("article_id", "text_id", "duplicate_of", "story_id", "recipe"), pl.String))


@dataclass(frozen=True)
class Extracted:
    """How many articles the sources hold, a sentence for each source that gave none, and other files without one.

    `unchanged`: how many URLs are as they were when they were last loaded.
    """

    articles: int
    unread: tuple[str, ...]
    barren: tuple[str, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True)
class Part:
    """A batch of raw articles on disk."""

    path: Path
    articles: int


def extract(source: str, number: int, folder: Path, *, batch_size: int, settings: SourceSettings) -> Extracted:
    """Read one source into raw/; `number` is its place among those of the run.

    Raises SourceError where it can't be read at all (`refuse` makes a reject of that).
    """
    from flows.sources import batches, read  # noqa: PLC0415 - many parsers, not needed by most commands

    where = shown(source)
    articles, unchanged, reason = 0, 0, f"{where} holds no article; name a file or folder that does."
    barren: list[str] = []
    for n, batch in enumerate(batches(read(source, settings, barren.append), batch_size)):
        _write(batch.articles, folder / "raw" / f"{number:06}-{n:06}.parquet")
        _write(batch.rejects, folder / "rejects" / f"extract-{number:06}-{n:06}.parquet")
        articles += batch.articles.height
        unchanged += batch.rejects.filter(pl.col("rule") == "unchanged").height
        if batch.rejects.height and not articles:
            reason = batch.rejects["reason"][0]
    if articles or unchanged:
        return Extracted(articles, (), tuple(barren), unchanged)
    is_named = PurePath(where).name in reason
    return Extracted(0, (reason if is_named else f"{where} gave no article: {reason}",))


def refuse(source: str, number: int, folder: Path, error: SourceError) -> Extracted:
    """Make a reject of a source that can't be read at all, so that the others go on."""
    row = {
        "stage": "extract",
        "table_name": "articles",
        "rule": "unreadable_source",
        "source_uri": shown(source),
        "reason": str(error),
    }
    _write(pl.DataFrame([row], REJECTS), folder / "rejects" / f"extract-{number:06}.parquet")
    return Extracted(0, (str(error),))


def select_new(
    folder: Path, *, loaded: pl.DataFrame, recipe: str, batch_size: int, same: pl.DataFrame | None = None
) -> list[Part]:
    """Of raw/, what is not in the warehouse (`loaded`, schema LOADED) with this recipe, in batches in new/.

    `same`: of raw/, what is in the warehouse as this recipe would code it, though coded by another (SAME). A batch has
    at most `batch_size` articles and BATCH_CHARS characters, but for an article that is longer itself. One that the
    sources hold twice is taken once; the other is a reject.
    """
    from transforms.pipeline import article_ids  # noqa: PLC0415 - brings spaCy along

    _write(loaded, folder / "loaded.parquet", even_empty=True)
    done = loaded.filter(pl.col("recipe") == recipe).select("article_id")
    proven = SAME.to_frame() if same is None else same
    left = pl.concat([done, proven.select("article_id")])

    def fresh() -> Iterator[pl.DataFrame]:
        taken, met = done.clear(), Counter[tuple[str, str]]()
        for number, path in enumerate(sorted((folder / "raw").glob("*.parquet"))):
            raw = article_ids(pl.read_parquet(path)).with_row_index("row")
            first = raw.unique("article_id", keep="first", maintain_order=True).join(
                taken, on="article_id", how="anti", maintain_order="left"
            )
            again = raw.join(first, on="row", how="anti", maintain_order="left")
            _write(_told_again(again, met), folder / "rejects" / f"select-{number:06}.parquet")
            taken = pl.concat([taken, first.select("article_id")])
            new = first.join(left, on="article_id", how="anti", maintain_order="left")
            yield new.select(RAW_ARTICLES.names())

    parts = []
    for number, batch in enumerate(_rebatched(fresh(), batch_size)):
        part = Part(folder / "new" / f"{number:06}.parquet", batch.height)
        _write(batch, part.path)
        parts.append(part)
    _write(proven, folder / "untouched.parquet", even_empty=True)
    return parts


def untouched(folder: Path) -> pl.DataFrame:
    """The articles of the run that are in the warehouse as they would be coded now; schema SAME."""
    return pl.read_parquet(folder / "untouched.parquet")


def records(raw: pl.DataFrame) -> pl.DataFrame:
    """article_id, told: a hash of what else than the id an article is made of. `raw`: RAW_ARTICLES."""
    from transforms.pipeline import article_ids  # noqa: PLC0415 - as above
    from warehouse.tables.ids import id_of  # noqa: PLC0415 - as above

    told = article_ids(raw).select("article_id", told=id_of("title", "published", "publisher"))
    return told.unique("article_id", keep="first", maintain_order=True)


def records_read(folder: Path) -> pl.DataFrame:
    """The same of all of raw/."""
    found = [records(pl.read_parquet(path)) for path in sorted((folder / "raw").glob("*.parquet"))]
    empty = pl.DataFrame(schema={"article_id": pl.String, "told": pl.String})
    return pl.concat([empty, *found]).unique("article_id", keep="first", maintain_order=True)


def loaded(folder: Path) -> pl.DataFrame:
    """The articles that the warehouse held when the run began; schema LOADED."""
    return pl.read_parquet(folder / "loaded.parquet")


def known(folder: Path) -> dict[str, pl.Series]:
    """The ids in the warehouse that a batch may refer to: a copy points to its original and belongs to its story."""
    before = loaded(folder)
    return {"articles": before["article_id"], "stories": before["story_id"].drop_nulls().unique()}


def clean(part: Path, folder: Path, today: date) -> None:
    """Clean the raw articles of one file of new/ into clean/, as seen from `today`."""
    from transforms.clean import clean_apart  # noqa: PLC0415 - not needed where there is nothing new

    cleaned = clean_apart(pl.read_parquet(part), today=today)
    _write(cleaned.articles, folder / "clean" / part.stem / "articles.parquet", even_empty=True)
    _write(cleaned.fingerprints, folder / "clean" / part.stem / "fingerprints.parquet", even_empty=True)
    _write(cleaned.repairs, folder / "clean" / part.stem / "repairs.parquet", even_empty=True)
    _write(cleaned.rejects, folder / "rejects" / f"transform-{part.stem}.parquet")


def find_copies(folder: Path, candidates: Candidates) -> None:
    """Find the copies among all of clean/ and the warehouse."""
    from transforms.clean import find_copies as find  # noqa: PLC0415 - as above

    cleaned = pl.scan_parquet(_shards(folder, "clean", "articles"))
    new = cleaned.select("article_id", "text_id", "published_on").collect()
    new = new.join(fingerprints(folder), on="article_id", how="left", maintain_order="left")
    copies = find(new, candidates(new), cleaned.select("article_id", "text"))
    _write(copies, folder / "copies.parquet", even_empty=True)


def fingerprints(folder: Path) -> pl.DataFrame:
    """The fingerprints of all of clean/; schema FINGERPRINTS."""
    return pl.concat(pl.read_parquet(path) for path in _shards(folder, "clean", "fingerprints"))


def repairs(folder: Path) -> pl.DataFrame:
    """What was repaired in all of clean/, by kind; schema REPAIRS."""
    told = [pl.read_parquet(path) for path in sorted(folder.glob("clean/*/repairs.parquet"))]
    if not told:
        return pl.DataFrame(schema={"kind": pl.String, "articles": pl.Int64, "repairs": pl.Int64})
    return pl.concat(told).group_by("kind").agg(pl.col("articles", "repairs").sum()).sort("kind")


def code(part: Path, folder: Path, transform: Code) -> None:
    """Code the articles of one folder of clean/, named after the file `part` of new/, into coded/."""
    from transforms.clean import mark_copies  # noqa: PLC0415 - as above

    articles = pl.read_parquet(folder / "clean" / part.stem / "articles.parquet")
    marked = mark_copies(articles, pl.read_parquet(folder / "copies.parquet")).with_row_index("doc")
    for name, frame in transform(marked).items():
        _write(frame, folder / "coded" / part.stem / f"{name}.parquet", even_empty=True)


def gate(folder: Path, correct: Correct | None = None) -> None:
    """Put the coded batches together into gated/, corrected, without the rows that break a rule of their table."""
    from expectations import rows  # noqa: PLC0415 - slow to import, not needed where there is nothing new

    tables = {name: combined(name, folder) for name in CORE}
    if correct is not None:
        done = correct(tables)
        tables = done.tables
        _write(done.rejects, folder / "rejects" / "corrections.parquet")
        _write(done.told, folder / "corrections.parquet", even_empty=True)
    good, rejects = rows.gate(tables, known=known(folder))
    for name, frame in good.items():
        _write(frame, folder / "gated" / f"{name}.parquet", even_empty=True)
    _write(rejects, folder / "rejects" / "gate.parquet")


def corrections(folder: Path) -> pl.DataFrame:
    """The corrections of rows of the batch; `ops.corrections` but run_id."""
    return pl.read_parquet(folder / "corrections.parquet")


def scanned(folder: Path) -> dict[str, pl.LazyFrame]:
    """Every core table of the batch, of which only those columns are read that somebody asks for."""
    return {name: pl.scan_parquet(folder / "gated" / f"{name}.parquet") for name in CORE}


class Gated(Mapping[str, pl.DataFrame]):
    """Every core table of the batch, each read when it is asked for, so that nobody has to hold them all at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "gated"

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in CORE:
            raise KeyError(name)
        return pl.read_parquet(self._folder / f"{name}.parquet")

    def __iter__(self) -> Iterator[str]:
        return iter(CORE)

    def __len__(self) -> int:
        return len(CORE)


def gated(folder: Path) -> Gated:
    """Every core table of the batch."""
    return Gated(folder)


def articles_gated(folder: Path) -> tuple[int, int]:
    """How many articles the batch has, and how many of them are copies."""
    copy_of = pl.read_parquet(folder / "gated" / "articles.parquet", columns=["duplicate_of"])["duplicate_of"]
    return len(copy_of), copy_of.count()


def rejects(folder: Path) -> pl.DataFrame:
    """What every step so far refused, in the order it did."""
    frames = [pl.read_parquet(path) for path in sorted((folder / "rejects").glob("*.parquet"))]
    return pl.concat([pl.DataFrame(schema=REJECTS), *frames])


def combined(name: str, folder: Path) -> pl.DataFrame:
    """One table out of all batches. A row of a shared table is one row: what is true in any batch is true."""
    schema = pl.Schema(CORE[name])
    paths = _shards(folder, "coded", name)
    frame = pl.concat([pl.DataFrame(schema=schema), *(pl.read_parquet(path) for path in paths)])
    if name in ARTICLE_SCOPED:
        return frame
    (key,) = CORE[name].primary_key()
    flags = [column for column, dtype in schema.items() if dtype == pl.Boolean]
    merged = frame.group_by(key, maintain_order=True).agg(pl.col(flags).max(), pl.all().exclude(key, *flags).first())
    return merged.select(schema.names())


def _shards(folder: Path, stage: str, name: str) -> list[Path]:
    """A file of each batch, by the names in new/: one that is missing has to be an error, not a batch less."""
    return [folder / stage / part.stem / f"{name}.parquet" for part in sorted((folder / "new").glob("*.parquet"))]


def _told_again(again: pl.DataFrame, met: Counter[tuple[str, str]]) -> pl.DataFrame:
    """A reject for each row; `met` counts them by address and article, as rejects that are alike would be one."""
    numbers = []
    for key in again.select("source_uri", "article_id").iter_rows():
        met[key] += 1
        numbers.append(f"repetition {met[key]}")
    text = pl.format("{} is the same article under the same name once more; the first was loaded.", "source_uri")
    return again.select(
        stage=pl.lit("extract"),
        table_name=pl.lit("articles"),
        rule=pl.lit("same_article_again"),
        source_uri="source_uri",
        article_id="article_id",
        row_id=pl.lit(None, pl.String),
        reason=text,
        evidence=pl.Series(numbers, dtype=pl.String),
    )


def _rebatched(frames: Iterable[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """The same rows in frames of `size` rows, the last one shorter; of fewer where their texts are long."""
    waiting = pl.DataFrame(schema=RAW_ARTICLES)
    for frame in frames:
        waiting = pl.concat([waiting, frame])
        while waiting.height > (full := _full(waiting, size)):
            yield waiting.head(full)
            waiting = waiting.slice(full)
    if waiting.height:
        yield waiting


def _full(waiting: pl.DataFrame, size: int) -> int:
    """How many of the rows make a batch: at most `size`, and one at least."""
    chars = waiting["text"].head(size).str.len_chars().fill_null(0).cum_sum()
    return max(1, int((chars <= BATCH_CHARS).sum())) if len(chars) else size


def _write(frame: pl.DataFrame, path: Path, *, even_empty: bool = False) -> None:
    """Write a file whole or not at all: who writes it may be killed, and another may be writing the same."""
    if frame.height or even_empty:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{token_hex(4)}.part")
        frame.write_parquet(unfinished, compression="lz4")
        unfinished.replace(path)
