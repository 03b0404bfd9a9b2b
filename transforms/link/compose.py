"""Role nouns with what stands around them.

Covers: demonym, country, seat or organisation before the noun ("Turkish soldiers", "Turkey's defence ministry",
"Hamas officials"), behind it with of, for, in or from ("the president of Egypt", "a spokesman for the army"); a backer
is not the backed ("Russian-backed Syrian forces" are Syrian).
Does not cover: several countries before one noun ("French and German ministers" is German here), adverbs.
"""

from __future__ import annotations

import polars as pl

#: What a mention is: a span with the actor it names. `m` is its number in the batch.
MENTIONS = pl.Schema(
    {
        "m": pl.UInt32,
        "doc": pl.UInt32,
        "sent": pl.UInt32,
        "first": pl.UInt32,
        "last": pl.UInt32,
        "head_t": pl.UInt32,
        "rule": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "country": pl.String,
        "sector": pl.String,
        "wikidata_id": pl.String,
        "is_resolved": pl.Boolean,
        "noun": pl.String,  # the role noun, NULL for names
        "template": pl.String,
        "is_group": pl.Boolean,
    }
)
_MEMBERS = ("GOV", "MIL", "REB", "UAF", "PTY", "IGO", "NGO", "BUS", "CRM", "SPY", "COP", "LEG", "JRN", "REL", "EDU", "MED")
_BEHIND = ("of", "for", "from", "in", "at")
# Who belongs to an organisation speaks and acts for it; others that stand beside its name do not.
MEMBER_KINDS = ("person", "government", "military", "armed_group", "other_org")


def compose(
    roles: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, countries: pl.DataFrame
) -> pl.DataFrame:
    """Role nouns as mentions (MENTIONS without m and doc), with country and actor where their own phrase tells.

    `roles`: ROLES. `names`: NAMES. `tokens`: TOKENS. `relations`: RELATIONS. `countries`: country, country_name,
    adjective, government. A mention's span is its noun with the modifiers before it.
    """
    before = _modifier_before(roles, names, tokens)
    composed = roles.join(before, on=["first", "last"], how="left")
    behind = _modifier_behind(roles, names, relations)
    composed = composed.join(behind, on=["first", "last"], how="left")
    for column in ("country", "name", "kind", "sector", "wikidata_id", "class"):
        composed = composed.with_columns(
            pl.coalesce(f"before_{column}", f"behind_{column}").alias(f"by_{column}")
        )
    member = (
        pl.col("by_class").is_in(("entity", "org"))
        & pl.col("by_sector").is_in(_MEMBERS + ("UNK",))
        & pl.col("kind").is_in(MEMBER_KINDS)
    )
    with_country = composed.with_columns(country="by_country").join(countries, on="country", how="left")
    filled = fill_template(pl.col("template"))
    name = pl.when(member).then("by_name").when(pl.col("country").is_not_null()).then(filled)
    return with_country.select(
        "sent",
        first=pl.min_horizontal("first", "np_first"),
        last="last",
        head_t="head_t",
        rule=pl.when(member)
        .then(pl.lit("member of"))
        .when(pl.col("country").is_not_null())
        .then(pl.lit("composed"))
        .otherwise(pl.lit("role noun")),
        name=name,
        kind=pl.when(member).then("by_kind").otherwise("kind"),
        country="country",
        sector=pl.when(member).then("by_sector").otherwise("sector"),
        wikidata_id=pl.when(member).then("by_wikidata_id"),
        is_resolved=member | (pl.col("country").is_not_null() & pl.col("template").is_not_null()),
        noun="noun",
        template="template",
        is_group="is_group",
    )


def fill_template(template: pl.Expr) -> pl.Expr:
    """A canonical name with its country put in; needs the columns country_name, adjective, government, noun.

    A government has its own name; a role without template becomes adjective and noun ("Turkish doctor").
    """
    return (
        pl.when(template == "Government of {country}")
        .then("government")
        .when(template.is_not_null())
        .then(
            template.str.replace("{country}", pl.col("country_name"), literal=True).str.replace(
                "{adjective}", pl.col("adjective"), literal=True
            )
        )
        .otherwise(pl.concat_str("adjective", "noun", separator=" "))
    )


def _modifier_before(roles: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The nearest name inside the noun phrase and before the noun: first, last, np_first, before_*."""
    edges = tokens.select(head_t="t", head="head", dep="dep", left="left")
    # a title stands inside the phrase of its bearer: "Turkish President Tayyip Erdogan"
    np = roles.join(edges, on="head_t", how="left").join(
        tokens.select(head="t", head_left="left"), on="head", how="left"
    )
    inner = pl.col("dep").is_in(("compound", "nmod", "amod", "appos", "poss"))
    np = np.with_columns(
        left=pl.when(inner & (pl.col("head_left") <= pl.col("left")) & (pl.col("dep") != "appos"))
        .then("head_left")
        .otherwise("left")
    ).select("first", "last", "sent", "left")
    pairs = np.join(
        names.select("sent", "name_class", "name", "kind", "country", "sector", "wikidata_id", n_first="first", n_last="last"),
        on="sent",
    ).filter(
        (pl.col("n_first") >= pl.col("left"))
        & (pl.col("n_last") < pl.col("first"))
        & (pl.col("first") - pl.col("n_last") <= 6)
        & (pl.col("name_class") != "person")
    )
    marks = tokens.select(t="t", next_lower="lower")
    pairs = (
        pairs.with_columns(next_t=pl.col("n_last") + 1, next2=pl.col("n_last") + 2)
        .join(marks, left_on="next_t", right_on="t", how="left")
        .join(tokens.select(t="t", next2_tag="tag"), left_on="next2", right_on="t", how="left")
    )
    backer = (pl.col("next_lower") == "-") & pl.col("next2_tag").is_in(("VBN", "VBD", "VBG", "JJ"))
    between = _has_break(pairs, tokens)
    pairs = pairs.filter(~backer).join(between, on=["first", "n_last"], how="anti")
    nearest = pairs.sort("n_last", descending=True).unique(["first", "last"], keep="first", maintain_order=True)
    return nearest.select(
        "first",
        "last",
        np_first="n_first",
        before_class="name_class",
        before_name="name",
        before_kind="kind",
        before_country="country",
        before_sector="sector",
        before_wikidata_id="wikidata_id",
    )


def _has_break(pairs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Pairs with a comma, preposition or finite verb between the name and the noun."""
    stops = tokens.filter(
        pl.col("lower").is_in((",", ";", ":", "(", ")", "–", "—"))
        | ((pl.col("pos") == "ADP"))
        | pl.col("tag").is_in(("VBD", "VBZ", "VBP", "MD"))
    ).select(stop="t")
    spans = pairs.select("first", "n_last").unique()
    inside = spans.with_columns(
        stop=pl.int_ranges(pl.col("n_last") + 1, pl.col("first"), dtype=pl.UInt32)
    ).explode("stop")
    return inside.join(stops, on="stop", how="semi").select("first", "n_last").unique()


def _modifier_behind(roles: pl.DataFrame, names: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """The name behind the noun in "of X", "for X", "in X": first, last, behind_*."""
    linked = (
        relations.filter(pl.col("role").is_in(_BEHIND))
        .join(names.rename({"first": "n_first", "last": "n_last"}), left_on="arg", right_on="head_t")
        .with_columns(
            order=pl.col("role").replace_strict({r: i for i, r in enumerate(_BEHIND)}, return_dtype=pl.Int32)
        )
        .filter(~pl.col("name_class").is_in(("person", "demonym")))
        .sort("order", "n_first")
        .unique("pred", keep="first", maintain_order=True)
    )
    of = pl.col("role").is_in(("of", "for", "from"))
    return roles.select("first", "last", "head_t").join(linked, left_on="head_t", right_on="pred").select(
        "first",
        "last",
        # whoever is in an organisation's town is not the organisation
        behind_class=pl.when(of).then("name_class").otherwise(pl.lit("place")),
        behind_name="name",
        behind_kind="kind",
        behind_country="country",
        behind_sector="sector",
        behind_wikidata_id="wikidata_id",
    )
