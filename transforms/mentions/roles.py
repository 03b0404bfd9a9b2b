"""Role nouns: "soldier", "defence ministry", "human rights activist", "rebels".

Covers: the lines of seeds/actors/roles.csv, the longest that fits. A role noun alone names a kind of actor; `link`
composes it with what stands around it ("Turkish soldiers", "the foreign minister of Egypt", "a Hamas official").
Does not cover: role nouns used as modifiers of other nouns ("police station"), except where both together are a role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import pick
from transforms.mentions.spans import find_phrases, fold, folded_codes, head_of, keep_longest, matches, spelt

if TYPE_CHECKING:
    from seeds.loading import Seeds

ROLES = pl.Schema(
    {
        "first": pl.UInt32,
        "last": pl.UInt32,
        "sent": pl.UInt32,
        "head_t": pl.UInt32,
        "noun": pl.String,
        "kind": pl.String,
        "sector": pl.String,
        "is_group": pl.Boolean,
        "template": pl.String,  # canonical name with {adjective} or {country}; NULL where each is its own actor
    }
)


def role_index(seeds: Seeds) -> pl.DataFrame:
    """The role nouns of the seeds: phrase, noun, kind, sector, is_group, template."""
    return seeds.table("actors/roles.csv").select(
        phrase=fold(pl.col("noun")),
        noun="noun",
        kind="kind",
        sector="sector",
        is_group=(pl.col("group") == "true").fill_null(value=False),
        template="name",
    )


def find_roles(tokens: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """Role nouns of a batch, schema ROLES, the longest where they overlap. `tokens`: schema TOKENS."""
    words = spelt(tokens).with_columns(lemma=folded_codes(tokens["lemma"]))
    words = _with_singular(words)
    spans = find_phrases(words, index["phrase"], last="lemma")
    spans = keep_longest(spans.join(index, on="phrase", how="inner"), "phrase")
    # an adjective is a role only where it stands for people ("the wounded"), not before a noun ("a major conference")
    noun = pl.col("pos").is_in(("NOUN", "PROPN"))
    adjective = (pl.col("pos") == "ADJ") & (
        ~pl.col("dep").is_in(("amod", "acomp", "advmod", "oprd", "attr")) | (pl.col("lower") == "military")
    )
    nominal = pick(tokens, noun | adjective, last="t")
    # "anti-government protests": a noun, though the model takes it for an adjective
    opposed = pick(tokens, pl.col("lower") == "anti", last=pl.col("t") + 2)
    nominal = pl.concat([nominal, opposed]).unique()
    # "Mr. King" bears the name, not the office
    named = pick(tokens, matches("lower", r"^(?:mr|mrs|ms|miss|dr)\.?$"), first=pl.col("t") + 1)
    spans = spans.join(named, on="first", how="anti", maintain_order="left")
    return head_of(spans.join(nominal, on="last", how="semi"), tokens).select(ROLES.names())


def _with_singular(words: pl.DataFrame) -> pl.DataFrame:
    """Proper nouns keep their plural in the lemma, so an -s is taken off ("Syrian Democratic Forces")."""
    rows = pl.arg_where(words["tag"] == "NNPS", eager=True)
    lemma = words["lemma"][rows].cast(pl.String).to_frame()
    plural = pl.col("lemma").str.ends_with("s") & ~pl.col("lemma").str.ends_with("ss")
    singular = lemma.select(pl.when(plural).then(pl.col("lemma").str.replace(r"s$", "")).otherwise("lemma")).to_series()
    return words.with_columns(lemma=words["lemma"].scatter(rows, singular.cast(pl.Categorical)))
