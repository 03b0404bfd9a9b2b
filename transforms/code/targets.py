"""A place that force or aid is aimed at stands for the people who live there.

"Helicopters bombed the town of Sarmin": the people of Sarmin; "rockets fired into the capital", "the city is under
siege", "food for villages around Beira", "a curfew in Srinagar". The country is that of the place.
Covers: towns, regions, nouns for settlements ("a village near Mosul", "the city") and sites of civil life ("a market
in Ariha"), where they stand in a role that the lexicon gives to the recipient. A capital that is bombed or besieged is
its people, not its government, and an "Indian city" not the government of India.
Does not cover: where an act only happens ("clashes in Aleppo"), areas and posts ("positions near Hama"), troops sent
to a place, whole countries; an act that names somebody better.
"""

from __future__ import annotations

import polars as pl

from transforms.code.participants import PARTICIPANTS
from transforms.code.whereabouts import stand_ins
from transforms.frames import first_by, look_up_known, pick
from transforms.link.compose import MENTIONS
from transforms.mentions.spans import matches

#: Places that triggers are aimed at: `arg` is the word in the role, `p` the place of its own phrase, NULL where only
#: the place of the act tells; `named`: the word names the place or a settlement.
TARGETS = pl.Schema(
    {"t": pl.UInt32, "rank": pl.Int64, "arg": pl.UInt32, "p": pl.UInt32, "settled": pl.Boolean, "only": pl.Boolean}
)
_AIMED = ("ASSAULT", "COERCE", "AID", "CONCEDE")
_FURTHER = {"ASSAULT": ("on", "onto", "into", "against", "at", "upon"), "AID": ("to", "for", "into")}
# "attacks in Iraq" tells where; "the town was spared", "saved the town" are no concessions to it
_NEVER = {"ASSAULT": ("for", "with"), "CONCEDE": ("obj", "subj", "to", "for", "with"), "COERCE": ("at",)}
_SETTLEMENTS = tuple(
    (
        "city town village hamlet township settlement suburb capital neighbourhood neighborhood district slum enclave "
        "quarter"
    ).split()
)
SITES = tuple(
    (
        "market marketplace bazaar school kindergarten hospital clinic mosque church synagogue bus minibus train home "
        "house street shop mall cafe restaurant bar nightclub hotel wedding funeral bakery"
    ).split()
)
_NEAR = ("near", "around", "outside")
_INNER = ("of", "in", "at", "mod", "appos", "poss", *_NEAR)
_LIVED_IN = ("city", "region", "other")
_THROUGH = ("on", "onto", "into", "at", "over", "to")
_WAYS = r"^(?:north|south|east|west|(?:north|south)-?(?:east|west))$"
# so many of an article's places lie in the country of a target, or such a share; else it is a namesake
_OFTEN, _SHARE = 2, 0.5
# orders and help for a town: "threatened to impose a curfew in Algiers", "suspended deliveries in Baghdad"
_MEASURES = (
    "curfew",
    "siege",
    "lockdown",
    "blockade",
    "quarantine",
    "aid",
    "delivery",
    "relief",
    "electricity",
    "water",
)
_ORDERING = ("THREATEN", "COERCE", "CONCEDE", "SANCTION")
_SPAN = 5  # words from a settlement to the place that it is near
_RULE = "the people of its target"


def find_targets(
    triggers: pl.DataFrame, relations: pl.DataFrame, places: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """The places that triggers are aimed at, schema TARGETS.

    `triggers`: TRIGGERS, before those of one act are joined. `relations`: RELATIONS. `places`: PLACE_MENTIONS.
    """
    further = pl.col("event_type").replace_strict(_FURTHER, default=[], return_dtype=pl.List(pl.String))
    roles = (
        triggers.filter(pl.col("event_type").is_in(_AIMED) & ~pl.col("recipient_roles").list.contains("-"))
        .select(
            "t", "event_type", role=pl.concat_list("recipient_roles", further), takes=pl.col("event_mode") == "seize"
        )
        .with_columns(rank=pl.int_ranges(0, pl.col("role").list.len()))
        .explode("role", "rank")
    )
    only = pl.col("event_type").replace_strict(_NEVER, default=[], return_dtype=pl.List(pl.String))
    roles = roles.filter(~only.list.contains(pl.col("role")))
    aimed = roles.join(_reached(relations, roles["t"]), on=["t", "role"])
    words = tokens.select(arg="t", lemma="lemma", pos="pos")
    nouns = words.filter(pl.col("pos").is_in(("NOUN", "PROPN")))
    referring = stand_ins(places, tokens).select(pl.col("head_t").alias("arg"), "p")
    lived_in = _sure(places, tokens).filter(pl.col("feature").is_in(_LIVED_IN))
    named = lived_in.select(arg="head_t", p="p", settled=pl.lit(value=True))
    regions = lived_in.filter(pl.col("feature") == "region").select(arg="head_t", is_region=pl.lit(value=True))
    kinds = nouns.filter(pl.col("lemma").is_in(_SETTLEMENTS + SITES)).select(
        "arg", settled=pl.col("lemma").is_in(_SETTLEMENTS)
    )
    # "districts of the city": of that which "the city" stands for
    spots = pl.concat(
        [
            _sure(places, tokens).select(arg="head_t", p="p", land=pl.col("feature") == "country"),
            referring.with_columns(land=pl.lit(value=False)),
        ]
    )
    inner = (
        relations.filter(pl.col("role").is_in(_INNER))
        .join(kinds.select(pred="arg"), on="pred", how="semi")
        .join(spots, on="arg")
        .select("land", "p", arg="pred")
        .pipe(first_by, ["arg"], "land", "p")
        .select("arg", "p")
    )
    described = (
        kinds.join(named.select("arg"), on="arg", how="anti")
        .join(pl.concat([inner, referring.join(inner, on="arg", how="anti")]), on="arg", how="left")
        .select("arg", "p", "settled")
    )
    found = aimed.join(pl.concat([named, described]), on="arg").join(regions, on="arg", how="left")
    # who loses a region ("the annexation of Crimea") is a state or an army
    lost = pl.col("takes").fill_null(value=False) & pl.col("is_region").fill_null(value=False)
    # "bombings in Istanbul" tells where; but rather its people than the government of Turkey
    only = (pl.col("event_type") == "ASSAULT") & (pl.col("role") == "in")
    found = found.filter(~lost).with_columns(only=only)
    ordered = _ordered(triggers, relations, tokens).join(named, on="arg")
    found = pl.concat(
        [found.select(TARGETS.names()), ordered.with_columns(only=pl.lit(value=False)).select(TARGETS.names())]
    )
    return found.select(TARGETS.names()).cast(TARGETS).unique()


def _ordered(triggers: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Where a curfew is in force or help is cut off, also where it is only threatened: t, rank, arg."""
    nouns = pick(tokens, pl.col("lemma").is_in(_MEASURES), noun="t")
    objects = pick(relations, pl.col("role") == "obj", pred="pred", noun="arg").join(nouns, on="noun")
    inner = pick(relations, pl.col("role") == "comp", t="pred", pred="arg").join(objects, on="pred")
    held = pl.concat([objects.with_columns(t="pred"), inner.select("pred", "noun", "t")])
    held = held.join(triggers.filter(pl.col("event_type").is_in(_ORDERING)), on="t", how="semi")
    placed = pick(relations, pl.col("role").is_in(("in", "on", "across", "to")), "arg", at="pred")
    behind = pl.concat([held.select("t", at="pred"), held.select("t", at="noun")]).join(placed, on="at")
    return behind.select("t", "arg", rank=pl.lit(0, dtype=pl.Int64))


def _sure(places: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Places that are neither a dateline nor one of another country, nor only told by their direction from it."""
    doc_lands = places.drop_nulls("country").group_by("doc", "country").agg(n=pl.len())
    doc_lands = doc_lands.with_columns(
        alone=(pl.col("n") < _OFTEN) & (pl.col("n") < _SHARE * pl.col("n").sum().over("doc"))
    )
    before = pick(
        tokens,
        matches("lower", _WAYS),
        "sent",
        first=pl.col("t") + 2,
        way=pl.lit(value=True),
    )
    known = places.join(doc_lands, on=["doc", "country"], how="left").join(before, on=["sent", "first"], how="left")
    shortened = pl.col("name").str.starts_with(pl.col("surface") + " ") & (pl.col("feature") == "city")
    capitals = pl.col("surface").str.contains(r"^\p{Lu}{4,}$")
    return known.filter(
        ~pl.col("alone").fill_null(value=False) & ~shortened & ~capitals & ~pl.col("way").fill_null(value=False)
    )


def _reached(relations: pl.DataFrame, asked: pl.Series) -> pl.DataFrame:
    """What stands in a role of `asked` (t), also behind what is fired there ("rockets and shells into the capital")."""
    direct = relations.filter(pl.col("pred").is_in(asked.implode()))
    things = pick(direct, pl.col("role") == "obj", t="pred", pred="arg")
    behind = relations.filter(pl.col("role").is_in(_THROUGH)).join(things, on="pred").select("t", "role", "arg")
    return pl.concat([direct.select("pred", "role", "arg").rename({"pred": "t"}), behind]).unique()


def aim_at_people(
    targets: pl.DataFrame,
    acts: pl.DataFrame,
    participants: pl.DataFrame,
    mentions: pl.DataFrame,
    where: pl.DataFrame,
    places: pl.DataFrame,
    tokens: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Mentions (MENTIONS) and participants (PARTICIPANTS) with the people of the places that acts are aimed at.

    `targets`: TARGETS. `acts`: t, into (which trigger each one is told by). `where`: WHERE.
    """
    aimed = targets.join(acts, on="t").select(pl.exclude("t")).rename({"into": "t"})
    before = tokens.select("sent", first=pl.col("t") + 1, near=pl.col("lower").is_in(_NEAR))
    before = before.filter(pl.col("first").is_in(places["first"].implode()))
    told = places.join(before, on=["sent", "first"], how="left")
    told = told.select("p", "near", place="name", country="country", ahead=pl.col("first").cast(pl.Int64))
    # "the town", in an article of which only the country is known, is nobody's name
    lands = places.filter(pl.col("feature") == "country").select("p")
    spots = where.join(lands, on="p", how="anti").select("t", here="p")
    aimed = aimed.join(spots, on="t", how="left")
    aimed = aimed.with_columns(p=pl.coalesce("p", "here")).join(told, on="p")
    # "a village outside Mosul", but "the city", named before as being near something
    ahead = (pl.col("ahead") - pl.col("arg")).is_between(1, _SPAN)
    aimed = aimed.with_columns(near=pl.col("near").fill_null(value=False) & ahead)
    rough = _rough(participants, mentions)
    aimed = aimed.filter(~pl.col("only") | pl.col("t").is_in(rough["t"].implode()))
    better = participants.filter(pl.col("role") == "recipient").join(rough, on=["t", "m"], how="anti")
    aimed = aimed.filter(pl.col("country").is_not_null())
    chosen = aimed.join(better.select("t"), on="t", how="anti").pipe(first_by, ["t"], "rank", "arg", "p")
    people = _people(chosen, mentions, tokens)
    given = people.join(chosen, on=["arg", "place", "country", "near"]).select(
        "t", "m", role=pl.lit("recipient"), position=pl.lit(0, dtype=pl.Int64), rule=pl.lit(_RULE)
    )
    replaced = rough.join(aimed.filter("settled").select("t"), on="t", how="semi").select("t", "m")
    open_ones = given.join(rough.join(replaced, on=["t", "m"], how="anti").select("t"), on="t", how="anti")
    kept = participants.join(
        replaced.with_columns(role=pl.lit("recipient")), on=["t", "m", "role"], how="anti", maintain_order="left"
    )
    added = people.join(open_ones.select("m"), on="m", how="semi").select(MENTIONS.names()).cast(MENTIONS)
    return (
        pl.concat([mentions, added]),
        pl.concat([kept, open_ones.select(PARTICIPANTS.names()).cast(PARTICIPANTS)]),
    )


def _rough(participants: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Governments that are recipients only because the target is their capital, their town or near them: t, m."""
    states = mentions.filter(pl.col("kind") == "government").select("m", as_capital=pl.col("rule") == "capital")
    # "press their assault on Kobane, on the border with Turkey"
    near = pl.col("rule").str.contains("owner|^with: light verb|^nearest inside|^in: ")
    return (
        participants.filter(pl.col("role") == "recipient")
        .join(states, on="m")
        .filter(pl.col("as_capital") | near)
        .select("t", "m")
    )


def _people(chosen: pl.DataFrame, mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The people of each target as MENTIONS, with arg and place."""
    start = mentions["m"].max()
    first = 0 if start is None else int(str(start)) + 1
    spots = chosen.select("arg", "place", "country", "near").unique().sort("arg", "place", "country", "near")
    spots = look_up_known(spots, "arg", tokens, doc="doc", sent="sent")
    return spots.with_row_index("m", offset=first).with_columns(
        pl.col("arg").alias("first"),
        pl.col("arg").alias("last"),
        pl.col("arg").alias("head_t"),
        rule=pl.lit("people of the place"),
        name=pl.when("near").then(pl.lit("People near ")).otherwise(pl.lit("People of ")) + pl.col("place"),
        kind=pl.lit("population"),
        sector=pl.lit("CVL"),
        wikidata_id=pl.lit(None, dtype=pl.String),
        is_resolved=pl.lit(value=False),
        noun=pl.lit(None, dtype=pl.String),
        template=pl.lit(None, dtype=pl.String),
        is_group=pl.lit(value=True),
    )
