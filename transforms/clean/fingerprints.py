"""What a text is known again by: its runs of three words, and a MinHash signature of them (rensa).

Two texts share about as many of their signature's places as of their shingles (Broder 1997; standard error 3.6 % at
192 places). The signature is cut into bands: texts that share two of them are candidates. With 64 bands of 3 places a
pair with similarity 0.45 is a candidate 98 times out of 100, one with 0.1 less than once in 500.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from importlib.metadata import version

import numpy as np
import polars as pl
from rensa import RMinHash

FINGERPRINTS = pl.Schema(
    {
        "article_id": pl.String(),
        "fingerprint_version": pl.String(),
        "signature": pl.List(pl.UInt32()),
        "bands": pl.List(pl.UInt64()),
    }
)
SHINGLE, PLACES, BANDS, SEED = 3, 192, 64, 20170114
_ROWS = PLACES // BANDS
# Scripts without blanks between words: each character is one.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)


@cache
def fingerprint_version() -> str:
    """16 hexadecimal digits: signatures of different versions can't be compared, since shingles or hashes differ."""
    recipe = f"{SHINGLE} {PLACES} {BANDS} {SEED} {_WORD.pattern} rensa {version('rensa')} {RMinHash.ALGORITHM_VERSION}"
    return blake2b(recipe.encode(), digest_size=8).hexdigest()


def words(text: str) -> list[str]:
    """The words of a text in order, without case, punctuation and white space."""
    return _WORD.findall(text.casefold())


def shingles(text: str) -> set[str]:
    """The runs of three words of a text; of a shorter one all its words as one."""
    told = words(text)
    if len(told) < SHINGLE:
        return {" ".join(told)} if told else set()
    return {f"{a} {b} {c}" for a, b, c in zip(told, told[1:], told[2:], strict=False)}


def fingerprints(articles: pl.DataFrame) -> pl.DataFrame:
    """Signatures and bands of texts.

    `articles`: article_id, text. Returns a row an article in the same order, schema FINGERPRINTS. The same on any
    machine: hashes, seed and shapes are fixed, and `fingerprint_version` changes with any of them.
    """
    if articles.is_empty():
        return pl.DataFrame(schema=FINGERPRINTS)
    digests = RMinHash.digests_from_token_sets([shingles(text) for text in articles["text"]], PLACES, SEED)
    signatures = np.asarray(digests, dtype=np.uint32)
    return pl.DataFrame(
        {
            "article_id": articles["article_id"],
            "fingerprint_version": pl.repeat(fingerprint_version(), articles.height, eager=True),
            "signature": _lists(signatures),
            "bands": _lists(_bands(signatures)),
        },
        schema=FINGERPRINTS,
    )


def _bands(signatures: np.ndarray) -> np.ndarray:
    """One 64-bit hash a band: its number and its places, mixed by multiplication (Fibonacci hashing) and shifts."""
    rows = signatures.reshape(len(signatures), BANDS, _ROWS).astype(np.uint64)
    mixed = np.broadcast_to(np.arange(1, BANDS + 1, dtype=np.uint64) * _MIX, rows.shape[:2]).copy()
    for place in range(_ROWS):
        mixed ^= rows[:, :, place]
        mixed *= _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _lists(matrix: np.ndarray) -> pl.Series:
    return pl.Series(matrix).arr.to_list()
