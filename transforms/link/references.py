"""Reference back: "the ministry", "the group", "his office", "he", "they".

Covers: a definite role noun that an earlier mention in the article explains (same noun first, then same kind); pronouns
by the nearest earlier mention that fits in kind, subjects first, within three sentences.
Does not cover: reference forward, "it" for things, "we" in quotations (that is the speaker, see `code.attribution`).
"""

from __future__ import annotations

import polars as pl

HE = ("he", "him", "his", "she", "her", "hers", "himself", "herself")
THEY = ("they", "them", "their", "theirs", "themselves")
IT = ("it", "its", "itself")
REACH = 3
_CARRIED = ("name", "kind", "country", "sector", "wikidata_id", "is_resolved")


def refer_back(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Resolve role mentions that name no country of their own by an earlier mention. `mentions`: MENTIONS, any order."""
    openly = (pl.col("rule") == "role noun") & pl.col("country").is_null()
    definite = tokens.filter(
        (pl.col("dep").is_in(("det", "poss")))
        & pl.col("lower").is_in(("the", "this", "that", "its", "his", "her", "their", "these", "those"))
    ).select(head_t="head", is_definite=pl.lit(True)).unique()
    marked = mentions.join(definite, on="head_t", how="left").with_columns(
        is_definite=pl.col("is_definite").fill_null(value=False) | pl.col("is_group").fill_null(value=False)
    )
    open_ones = marked.filter(openly & pl.col("is_definite")).sort("first")
    explained = marked.filter(~openly & pl.col("name").is_not_null()).sort("first")
    same_noun = _nearest(open_ones.drop_nulls("noun"), explained.drop_nulls("noun"), by=["doc", "noun"], rule="same noun")
    rest = open_ones.join(same_noun, on="m", how="anti", maintain_order="left")
    same_kind = _nearest(
        rest.filter(pl.col("kind").is_in(("government", "military", "armed_group", "other_org", "igo", "company", "ngo"))),
        explained.filter(pl.col("country").is_not_null()),
        by=["doc", "kind", "sector"],
        rule="same kind",
    )
    found = pl.concat([same_noun, same_kind])
    updated = marked.drop("is_definite").join(found, on="m", how="left")
    hit = pl.col("new_rule").is_not_null()
    return updated.with_columns(
        [pl.when(hit).then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in (*_CARRIED, "rule")]
    ).select(mentions.columns)


def _nearest(open_ones: pl.DataFrame, explained: pl.DataFrame, *, by: list[str], rule: str) -> pl.DataFrame:
    carried = explained.select(*by, "first", *[pl.col(c).alias(f"new_{c}") for c in _CARRIED]).sort("first")
    found = open_ones.select("m", "first", *by).sort("first").join_asof(carried, on="first", by=by, check_sortedness=False)
    return found.drop_nulls("new_name").select(
        "m", *[f"new_{c}" for c in _CARRIED], new_rule=pl.lit(f"reference: {rule}")
    )


def pronouns(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Mentions for pronouns: as MENTIONS without m, with the actor of the antecedent."""
    groups = {**dict.fromkeys(HE, "he"), **dict.fromkeys(THEY, "they"), **dict.fromkeys(IT, "it")}
    words = tokens.filter(pl.col("lower").is_in(list(groups)) & (pl.col("pos").is_in(("PRON", "DET")))).select(
        "t", "sent", "doc", group=pl.col("lower").replace(groups)
    )
    subjects = tokens.filter(pl.col("dep").is_in(("nsubj", "nsubjpass"))).select(head_t="t", is_subject=pl.lit(True))
    antecedents = mentions.filter(pl.col("name").is_not_null()).join(subjects, on="head_t", how="left").with_columns(
        group=pl.when(pl.col("kind") == "person")
        .then(pl.lit("he"))
        .when(pl.col("kind").is_in(("population", "armed_group", "military")))
        .then(pl.lit("they"))
        .otherwise(pl.lit("it")),
        is_subject=pl.col("is_subject").fill_null(value=False),
    )
    pairs = (
        words.join(antecedents.rename({"sent": "a_sent"}), on=["doc", "group"])
        .filter((pl.col("last") < pl.col("t")) & (pl.col("sent") - pl.col("a_sent") <= REACH))
        .sort(["t", "a_sent", "is_subject", "first"], descending=[False, True, True, True])
        .unique("t", keep="first", maintain_order=True)
    )
    return pairs.select(
        "doc", "sent", first="t", last="t", head_t="t", rule=pl.lit("reference: pronoun"), name="name", kind="kind",
        country="country", sector="sector", wikidata_id="wikidata_id", is_resolved="is_resolved",
        noun=pl.lit(None, dtype=pl.String), template=pl.lit(None, dtype=pl.String), is_group="is_group",
    )
