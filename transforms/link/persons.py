"""Persons: their titles, appositions and surnames.

Covers: a title before the name ("Turkish Defence Minister Hulusi Akar"), an apposition behind it ("Jan Novak, a
doctor in Aleppo", "Ali Saleh head of the council") or before it ("the UN chief, Antonio
Guterres"), a later surname ("Novak said").
Does not cover: two persons of one surname in one article (the nearest one before wins), nicknames.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up, pick

_FAMILY_FIRST = ("PRK", "KOR", "CHN", "TWN", "VNM", "HKG", "SGP", "KHM")
PERSON_CLASSES = ("person", "leader")
_ARTICLE = r"^(?:[Aa]l|[Ee]l|[Aa][dnrstz]|[Aa]sh)[-’']"


def surname(name: pl.Expr) -> pl.Expr:
    """The last word of a name, without an Arabic article ("Hadi al-Bahra" is Bahra later)."""
    return name.str.split(" ").list.last().str.replace(_ARTICLE, "")


def attach_titles(people: pl.DataFrame, roles: pl.DataFrame, tokens: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give persons the country and sector of their title or apposition; say which role mentions were used up.

    `people`: mentions that are persons. `roles`: role mentions (MENTIONS). Returns the persons and the used roles
    (first, last, person_first).
    """
    inside = (
        people.select(p_first="first", p_last="last", p_head="head_t")
        .with_columns(t=pl.int_ranges("p_first", pl.col("p_last") + 1, dtype=pl.UInt32))
        .explode("t")
    )
    candidates = look_up(roles, "head_t", tokens, head="head", dep="dep")
    # "Representative Peter King" sits in a house; "the UN representative" does not
    capital = pick(tokens, pl.col("text") == "Representative", last="t", is_seat=pl.lit(value=True))
    candidates = candidates.join(capital, on="last", how="left", maintain_order="left")
    seat = pl.col("is_seat").fill_null(value=False) & (pl.col("rule") == "role noun")
    candidates = candidates.with_columns(sector=pl.when(seat).then(pl.lit("LEG")).otherwise("sector"))
    titled = candidates.filter(pl.col("dep").is_in(("compound", "nmod", "amod", "appos"))).join(
        inside, left_on="head", right_on="t"
    )
    # "President Tayyip Erdogan": next to each other, whatever the parse says
    adjacent = (
        candidates.with_columns(next_t=pl.col("last") + 1)
        .join(people.select(p_first="first", p_last="last", p_head="head_t"), left_on="next_t", right_on="p_first")
        .with_columns(p_first="next_t")
    )
    reverse = candidates.join(
        people.select(p_first="first", p_last="last", p_head="head_t").join(
            pick(tokens, pl.col("dep") == "appos", p_head="t", noun_t="head"), on="p_head"
        ),
        left_on="head_t",
        right_on="noun_t",
    )
    # a comma may be lost: "Rami Abdel Rahman director of the Observatory"
    of = pick(tokens, pl.col("lower") == "of", last=pl.col("t") - 1)
    singular = pick(tokens, pl.col("tag") == "NN", last="t")
    somebody = (pl.col("kind") == "person") | (pl.col("rule") == "member of")
    behind = candidates.filter(somebody).join(of, on="last", how="semi")
    behind = (
        behind.join(singular, on="last", how="semi")
        .with_columns(p_last=pl.col("head_t") - 1)
        .join(people.select(p_first="first", p_last="last"), on="p_last")
    )
    columns = ["first", "last", "country", "sector", "noun", "template", "p_first"]
    used = (
        pl.concat([titled.select(columns), adjacent.select(columns), reverse.select(columns), behind.select(columns)])
        .pipe(first_by, ["first", "last"], "p_first")
        .sort("p_first", "first")
    )
    told = used.group_by("p_first", maintain_order=True).agg(
        title_country=pl.col("country").drop_nulls().first(),
        title_sector=pl.col("sector").filter(pl.col("sector") != "UNK").first(),
        title_noun=pl.first("noun"),
    )
    joined = people.join(told, left_on="first", right_on="p_first", how="left")
    # the seeds know a leader's country; a title only adds to what they leave open
    joined = joined.with_columns(
        country=pl.coalesce("country", "title_country"),
        sector=pl.when(pl.col("sector") == "UNK").then(pl.coalesce("title_sector", "sector")).otherwise("sector"),
        noun=pl.coalesce("title_noun", "noun"),
    ).drop("title_country", "title_sector", "title_noun")
    return joined, used.select("first", "last", person_first="p_first")


def join_surnames(people: pl.DataFrame) -> pl.DataFrame:
    """Give a lone surname the actor of the nearest earlier full name in the article that ends with it, else of a later.

    Country and sector that any mention of a person tells hold for all of them.
    """
    words = pl.col("name").str.split(" ")
    split = people.with_columns(surname=surname(pl.col("name")), words=words.list.len())
    unknown = split.filter(~pl.col("is_resolved"))
    full = unknown.filter(pl.col("words") > 1).select("doc", "surname", full_name="name", full_first="first")
    known = split.filter(pl.col("is_resolved"))
    # "Kim Jong Un" is Kim
    family_first = known.filter(pl.col("country").is_in(_FAMILY_FIRST)).with_columns(surname=words.list.first())
    known = pl.concat([known, family_first]).select("doc", "surname", full_name="name", full_first="first")
    bearers = first_by(pl.concat([full, known]), ["doc", "surname", "full_first"], "full_name").sort("full_first")
    lone = unknown.filter(pl.col("words") == 1).sort("first")
    named = lone
    for strategy in ("backward", "forward"):
        named = named.join_asof(
            bearers.rename({"full_name": strategy}),
            left_on="first",
            right_on="full_first",
            by=["doc", "surname"],
            strategy=strategy,
            check_sortedness=False,
        ).drop("full_first", strict=False)
    named = named.with_columns(full_name=pl.coalesce("backward", "forward"))
    renamed = people.join(named.select("m", "full_name"), on="m", how="left")
    changed = pl.col("full_name").is_not_null()
    renamed = renamed.with_columns(
        rule=pl.when(changed).then(pl.lit("surname")).otherwise("rule"), name=pl.coalesce("full_name", "name")
    ).drop("full_name")
    about = renamed.group_by("doc", "name").agg(
        a_country=pl.col("country").drop_nulls().first(),
        a_sector=pl.col("sector").filter(pl.col("sector") != "UNK").first(),
        a_wikidata=pl.col("wikidata_id").drop_nulls().first(),
        a_resolved=pl.col("is_resolved").any(),
    )
    return (
        renamed.join(about, on=["doc", "name"], how="left")
        .with_columns(
            country=pl.coalesce("country", "a_country"),
            sector=pl.coalesce("a_sector", "sector"),
            wikidata_id=pl.coalesce("wikidata_id", "a_wikidata"),
            is_resolved=pl.col("is_resolved") | pl.col("a_resolved"),
        )
        .drop("a_country", "a_sector", "a_wikidata", "a_resolved")
    )
