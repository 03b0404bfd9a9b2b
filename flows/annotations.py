"""Parses kept from run to run, beside the warehouse, so that new seeds and rules code anew without parsing.

    annotations/<model, version, digest of the code that parses>/<random>.{index,sentences,tokens}.parquet

Any number of processes may read and write: a file is written under another name first, its index last. Nothing here is
needed: what is deleted is parsed again. Parses by another model or other code are never read; delete them at will.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import polars as pl

import transforms.annotate
from transforms.annotate.kept import KEPT_SENTENCES, KEPT_TOKENS, from_kept, parse_ids, promised_now, to_keep
from transforms.annotate.tokens import annotate
from transforms.clean.articles import paragraphs_to_code

if TYPE_CHECKING:
    from transforms.pipeline import Tools

_PARSERS = ("model.py", "sentences.py", "tokens.py", "words.py", "entities.py", "vectors.py", "titles.py", "kept.py")
#: Where parses stand: a number for each id (two alike only cost a look) and for each file, as there may be millions.
_INDEX = pl.Schema({"parse": pl.UInt64, "file": pl.UInt32})


class Annotations:
    """The parses in one folder, made with one model. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None, using: Tools) -> None:
        self._folder = folder
        self._using = using
        self._index = _INDEX.to_frame()
        self._files: list[str] = []

    def parse(self, articles: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """SENTENCES and TOKENS of articles; only what was never parsed is parsed.

        `articles`: doc, text, title, language, duplicate_of. A folder that can't be written is no obstacle.
        """
        paragraphs = paragraphs_to_code(articles)
        model, promise = self._using.model, self._using.promise
        if self._folder is None:
            return annotate(paragraphs, model, promise=promise)
        ids = parse_ids(paragraphs)
        kept_sentences, kept_tokens = self._read(ids["parse_id"])
        new = ids.join(kept_sentences, on="parse_id", how="anti", maintain_order="left")
        own = paragraphs.join(new.unique("parse_id", keep="first", maintain_order=True), on="doc", how="semi")
        fresh = to_keep(*annotate(own, model, promise=promise), new)
        texts = articles.select("doc", "text").join(ids, on="doc").unique("parse_id", keep="any")
        more = promised_now(kept_sentences, kept_tokens, texts, model, promise)
        self._write(fresh[0], pl.concat([fresh[1], more]))
        return from_kept(pl.concat([kept_sentences, fresh[0]]), pl.concat([kept_tokens, fresh[1], more]), ids)

    @cached_property
    def _place(self) -> Path:
        model = self._using.model
        digest = blake2b(version("spacy").encode(), digest_size=6)
        for name in _PARSERS:
            digest.update((Path(transforms.annotate.__file__).parent / name).read_bytes())
        folder = self._folder or Path()
        return folder / f"{model.name}-{model.version}-{digest.hexdigest()}"

    def _read(self, wanted: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
        """KEPT_SENTENCES and KEPT_TOKENS of the articles that are there."""
        seen = set(self._files)
        parts = [self._index]
        for path in sorted(self._place.glob("*.index.parquet")):
            name = path.name.split(".")[0]
            if name not in seen:
                with suppress(OSError, pl.exceptions.PolarsError):
                    number = pl.lit(len(self._files), pl.UInt32)
                    parts.append(pl.read_parquet(path).select(parse=pl.col("parse_id").hash(), file=number))
                    self._files.append(name)
        self._index = pl.concat(parts)
        numbers = self._index.filter(pl.col("parse").is_in(wanted.hash().implode()))["file"].unique()
        files = sorted(self._files[number] for number in numbers)
        sentences = [self._rows(f"{name}.sentences.parquet", wanted) for name in files]
        tokens = [self._rows(f"{name}.tokens.parquet", wanted) for name in files]
        whole = [(s, t) for s, t in zip(sentences, tokens, strict=True) if s is not None and t is not None]
        there = pl.concat([KEPT_SENTENCES.to_frame(), *(s for s, _ in whole)]).unique(
            ["parse_id", "number"], keep="first", maintain_order=True
        )
        return there, self._once([t for _, t in whole])

    def _once(self, frames: list[pl.DataFrame]) -> pl.DataFrame:
        """The tokens of each sentence once, though two runs may have parsed it at the same time."""
        key = ["parse_id", "number"]
        taken = [KEPT_TOKENS.to_frame()]
        done = taken[0].select(key)
        for frame in frames:
            new = frame.join(done, on=key, how="anti", maintain_order="left") if done.height else frame
            taken.append(new)
            if len(frames) > 1:
                done = pl.concat([done, new.select(key).unique()])
        return pl.concat(taken)

    def _rows(self, name: str, wanted: pl.Series) -> pl.DataFrame | None:
        kept = pl.scan_parquet(self._place / name).filter(pl.col("parse_id").is_in(wanted.to_list()))
        try:
            return kept.collect()
        except (OSError, pl.exceptions.PolarsError):  # deleted or broken: parsed again
            return None

    def _write(self, sentences: pl.DataFrame, tokens: pl.DataFrame) -> None:
        ids = pl.concat([sentences["parse_id"], tokens["parse_id"]]).unique(maintain_order=True).to_frame()
        if not ids.height:
            return
        name = token_hex(8)
        with suppress(OSError):
            self._place.mkdir(parents=True, exist_ok=True)
            for what, frame in (("sentences", sentences), ("tokens", tokens), ("index", ids)):
                path = self._place / f"{name}.{what}.parquet"
                frame.write_parquet(path.with_suffix(".part"), compression="zstd")
                path.with_suffix(".part").rename(path)
