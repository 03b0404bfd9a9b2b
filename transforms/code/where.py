"""Where it happened: the place that a locative phrase of the trigger's own clause names.

Covers: "in", "at", "near", "on", "outside", ... with a place, hung on the trigger or on a verb it hangs on; the more
precise place where several are named ("Dana, Idlib province"); what the text calls a place ("the town of Jisreen"); a
town before the noun ("the Tucson protest") or before a noun of the clause ("abducted from a Karachi school"); what is
taken, attacked, left or entered ("captured Goma"); what "the city" and "there" stand for (`code.whereabouts`).
A country behind "to" is one where somebody or something goes there ("a visit to Kenya").
Does not cover: datelines (they say where the report was written), places that are parties ("talks with Ankara").
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.code.whereabouts import stand_ins
from transforms.frames import first_by, look_up_known, pick

WHERE = pl.Schema({"t": pl.UInt32, "p": pl.UInt32, "place_precision": pl.String})
_LOCATIVE = tuple(
    (
        "in at near on outside inside around across into through over towards toward to from of between along "
        "throughout within"
    ).split()
)
_PARTY_PREPOSITIONS = ("on", "of", "to", "from", "between", "over", "towards", "toward")
_GOING = tuple(
    (
        "visit trip travel go fly flight deliver delivery send deploy deployment tour arrive return ship shipment "
        "deport mission journey move march flee airlift dispatch extradite"
    ).split()
)
# what these verbs are done to, or reach, is where they happen
_ENTERED = tuple(
    (
        "capture recapture seize retake take attack bomb bombard shell storm raid besiege liberate occupy overrun "
        "surround pound strike hit target leave visit reach enter invade evacuate flee control rock loot rob ransack "
        "encircle blockade cross tour quit close reopen patrol"
    ).split()
)
_CALLED = tuple(
    (
        "city town village hamlet township settlement suburb capital port district province region governorate county "
        "prefecture municipality neighborhood neighbourhood area island peninsula valley jungle state outskirts edge "
        "slum centre center heart coast"
    ).split()
)
# "Moscow officials" are a party, a "Karachi court" sits there
_LOCAL = tuple(
    (
        "court police officer resident hospital school airport mayor market mosque church hotel prison jail university "
        "station street district suburb neighborhood neighbourhood demonstrator protester crowd resident student"
    ).split()
)
_SPOKEN = ("ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "SANCTION")
_HOPS = 4
_FINE = {"facility": 0, "city": 0, "landform": 1, "region": 1, "water": 1, "other": 2, "country": 3}
_PRECISION = {
    "facility": "exact",
    "city": "city",
    "region": "region",
    "landform": "region",
    "water": "region",
    "other": "unknown",
    "country": "country",
}


def find_where(
    targets: pl.Series, paths: pl.DataFrame, places: pl.DataFrame, place_paths: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """The place of each target, schema WHERE, where one is told. `places`: PLACE_MENTIONS. Paths: ANCESTORS."""
    referring = stand_ins(places, tokens)
    places = pl.concat([places.select(referring.columns), referring])
    place_paths = pl.concat([place_paths, ancestors(referring["head_t"], tokens).select(place_paths.columns)]).unique()
    preps = pick(
        tokens, pl.col("dep").is_in(("prep", "dative")) & pl.col("lower").is_in(_LOCATIVE), ancestor="t", prep="lower"
    )
    located = (
        place_paths.filter(pl.col("depth") > 0)
        .join(preps, on="ancestor")
        .select(head_t="t", prep_depth="depth", prep_t="ancestor", prep="prep")
    )
    # "sanctions on Belarus", "the president of Turkey": with these a country is a party, not a place
    nations = places.filter(pl.col("feature") == "country").select("head_t", nation=pl.lit(value=True))
    located = (
        located.join(nations.unique(), on="head_t", how="left")
        .join(_goals(tokens), on="prep_t", how="left")
        .filter(pl.col("nation").is_null() | ~pl.col("prep").is_in(_PARTY_PREPOSITIONS) | pl.col("goal"))
        .drop("nation")
    )
    # a word that no gazetteer knows is a place only right behind its preposition ("in Foo", not "in Foo's army")
    unknown = places.filter(pl.col("rule") == "not in the gazetteer").select("head_t").unique()
    loose = located.filter(pl.col("prep_depth") > 1).join(unknown, on="head_t", how="semi")
    located = located.join(loose.select("head_t", "prep_t"), on=["head_t", "prep_t"], how="anti")
    located = first_by(located, ["head_t", "prep_t"], "prep_depth")
    spots = (
        places.select("p", "head_t", "feature", "sent")
        .join(located, on="head_t")
        .pipe(look_up_known, "prep_t", tokens, governor="head")
    )
    # "the town of X" is X
    called = pick(tokens, pl.col("lower").is_in(_CALLED), governor="t", is_called=pl.lit(value=True))
    spots = spots.join(called, on="governor", how="left").with_columns(
        is_called=pl.col("is_called").fill_null(value=False) & (pl.col("prep") == "of")
    )
    # "at a market in Idlib": up through nouns to whatever the phrase hangs on
    hops = place_paths.select(head_t="t", governor2="ancestor", gdepth="depth")
    reach = (
        spots.join(hops, on="head_t")
        .filter(pl.col("gdepth") > pl.col("prep_depth"))
        .with_columns(
            prep=pl.when("is_called").then(pl.lit("in")).otherwise("prep"),
            gdepth=pl.col("gdepth") - pl.when("is_called").then(2).otherwise(0),
        )
        .select("p", "head_t", "feature", "sent", "prep", "goal", governor="governor2", gdepth="gdepth")
    )
    # "burned houses there": up to two words above
    adverbs = pick(tokens, (pl.col("lower") == "there") & (pl.col("dep") == "advmod"), head_t="t")
    there = (
        places.join(adverbs, on="head_t", how="semi")
        .join(hops.filter(pl.col("gdepth").is_between(1, 2)), on="head_t")
        .with_columns(prep=pl.lit("in"), goal=pl.lit(None, dtype=pl.Boolean), governor="governor2")
    )
    reach = pl.concat([reach, there.select(reach.columns)])
    # "the Tucson protest": a town before the noun
    before = pick(tokens, pl.col("dep").is_in(("compound", "nmod", "amod", "poss")), head_t="t", governor="head")
    owned = (
        places.filter((pl.col("feature") != "country") & (pl.col("rule") != "not in the gazetteer"))
        .select("p", "head_t", "feature", "sent")
        .join(before, on="head_t")
    )
    owned = owned.with_columns(prep=pl.lit(""), goal=pl.lit(None, dtype=pl.Boolean), gdepth=pl.lit(1, dtype=pl.Int64))
    reach = pl.concat([reach, owned.select(reach.columns), _through_nouns(owned, tokens).select(reach.columns)])
    reach = pl.concat([reach, _entered(places, tokens).select(reach.columns)])
    up = paths.filter(pl.col("depth") <= 6)
    pairs = up.join(reach, left_on="ancestor", right_on="governor").with_columns(
        cost=pl.col("depth") * 2
        + pl.col("gdepth")
        + pl.when(pl.col("prep").is_in(("to", "from", "of")) & pl.col("goal").is_null()).then(4).otherwise(0)
        + pl.col("feature").replace_strict(_FINE, default=2, return_dtype=pl.Int64)
        + ((pl.col("head_t").cast(pl.Int64) - pl.col("t").cast(pl.Int64)).abs() // 6)
    )
    best = first_by(pairs, ["t"], "cost", "p")
    return (
        best.filter(pl.col("t").is_in(targets.implode()))
        .select("t", "p", place_precision=pl.col("feature").replace_strict(_PRECISION, default="unknown"))
        .cast(WHERE)
    )


def without_parties(
    where: pl.DataFrame,
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    mentions: pl.DataFrame,
    places: pl.DataFrame,
) -> pl.DataFrame:
    """WHERE without places that are who says something or hears it ("lashed out at Washington", "pleas from Paris").

    `places`: PLACE_MENTIONS.
    """
    spoken = triggers.filter(pl.col("event_type").is_in(_SPOKEN)).select("t")
    parties = participants.join(spoken, on="t", how="semi").join(mentions.select("m", "head_t"), on="m")
    same = parties.join(places.select("p", "head_t"), on="head_t").select("t", "p").unique()
    return where.join(same, on=["t", "p"], how="anti", maintain_order="left")


def _through_nouns(owned: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Places before a noun for the verb that the noun hangs on ("abducted from a Karachi school").

    `owned`: what stands before which noun (`governor`). Up through objects and prepositions to the first verb.
    """
    verbs = pick(tokens, pl.col("pos") == "VERB", governor="t")
    acts = pl.col("dep").is_in(("dobj", "pobj", "nsubjpass", "prep", "agent", "compound", "nmod", "conj"))
    sits = (pl.col("dep") == "nsubj") & pl.col("lemma").is_in(_LOCAL)
    reach, found = owned.with_columns(gdepth=pl.lit(4, dtype=pl.Int64)), []
    for _ in range(_HOPS):
        reach = (
            look_up_known(reach, "governor", tokens, above="head", dep="dep", lemma="lemma")
            .filter(acts | sits)
            .with_columns(governor="above", gdepth=pl.col("gdepth") + 1)
            .drop("above", "dep", "lemma")
        )
        found.append(reach)
        reach = reach.join(verbs, on="governor", how="anti")
    return pl.concat(found)


def _entered(places: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Places as what verbs like "capture" and "visit" are done to ("captured Goma", "Goma was captured")."""
    verbs = pick(tokens, pl.col("lemma").is_in(_ENTERED) & (pl.col("pos") == "VERB"), head="t")
    objects = tokens.filter(pl.col("dep").is_in(("dobj", "nsubjpass"))).join(verbs, on="head", how="semi")
    joined = pick(tokens, pl.col("dep") == "conj", "t", first="head")
    joined = joined.join(objects.select(first="t", head="head"), on="first")
    things = pl.concat([objects.select("t", "head"), joined.select("t", "head")])
    known = places.filter(pl.col("rule") != "not in the gazetteer")
    return known.join(things.select(head_t="t", governor="head"), on="head_t").with_columns(
        prep=pl.lit("in"), goal=pl.lit(None, dtype=pl.Boolean), gdepth=pl.lit(1, dtype=pl.Int64)
    )


def _goals(tokens: pl.DataFrame) -> pl.DataFrame:
    """The "to" of what goes or is brought somewhere ("a visit to Kenya", "deliver food to Kenya"): prep_t, goal."""
    going = pick(tokens, pl.col("lemma").is_in(_GOING), head="t")
    to = tokens.filter((pl.col("lower") == "to") & pl.col("dep").is_in(("prep", "dative")))
    own = to.join(going, on="head", how="semi").select(prep_t="t")
    # "deliver food to Kenya" with "to" hung on the food
    objects = tokens.filter(pl.col("dep") == "dobj").join(going, on="head", how="semi").select(head="t")
    through = to.join(objects, on="head", how="semi").select(prep_t="t")
    return pl.concat([own, through]).unique().with_columns(goal=pl.lit(value=True))
