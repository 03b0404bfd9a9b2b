"""Victims whom no relation of the act itself names, but the sentences around it do.

Covers, each only where an act of force names nobody upon whom: whose seat it happens at ("a blast near the headquarters
of X"); who died of it ("died in air strikes"); the protesters whom police fire upon ("fired tear gas as a march of
nurses turned violent"); whoever began it, where it is told as an answer ("responded to the attack by Y by attacking
200 targets"); whose goods are taken by those who fought him just before ("killed two herders. ... took 60 goats"); the
army whose bases and weapons rebels attack and take, where the article names it; whose post ("their outpost") others
take.
Does not cover: victims told only by the sense, whom the noun itself names (that is `befallen`), objects of civil life
without an owner (that is `targets`).
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.code.parties import as_participants, concerned, lacking
from transforms.frames import first_by, look_up_known, pick
from transforms.link.compose import actor_key

_FORCE = ("ASSAULT", "COERCE")
_SEATS = tuple(
    (
        "hq headquarters headquarter embassy consulate checkpoint base barracks office compound home house residence "
        "convoy post outpost station"
    ).split()
)
_BESIDE = ("near", "outside", "at", "beside", "inside")
_DYING = ("die", "perish", "suffer", "survive")
_LANDS = ("country", "capital")
_SENDING = tuple("send fly dispatch deploy deliver ship donate offer contribute airlift lend hand".split())
_ANSWERS = tuple("respond retaliate retaliation reply response revenge reprisal avenge".split())
_GOODS = tuple(
    (
        "weapon gun rifle ammunition arm vehicle truck car goat cow cattle sheep camel livestock money cash food goods "
        "equipment supply computer phone document fuel medicine"
    ).split()
)
_POSTS = tuple(
    (
        "base barracks outpost checkpoint post position garrison convoy airbase patrol camp weapon ammunition tank "
        "weaponry arsenal depot armory armoury"
    ).split()
)
_REBELS = ("armed_group",)
_FIGHTING = ("armed_group", "military", "government")
_JUST_BEFORE = 1  # sentences


def without_what_is_sent(
    participants: pl.DataFrame,
    triggers: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    tokens: pl.DataFrame,
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) but for who is sent: "sent a team of doctors to Bhuj" is no aid to them."""
    sending = pick(tokens, pl.col("lemma").is_in(_SENDING), "t")
    missions = (
        triggers.filter(pl.col("event_type").is_in(("AID", "CONSULT", "COOPERATE")))
        .join(sending, on="t", how="semi")
        .select(pred="t")
    )
    things = relations.filter(pl.col("role") == "obj").join(missions, on="pred", how="semi")
    sent = things.join(stands_for, left_on="arg", right_on="word").select("m", t="pred", role=pl.lit("recipient"))
    return participants.join(sent.unique(), on=["t", "m", "role"], how="anti", maintain_order="left")


def without_scenes(participants: pl.DataFrame, triggers: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) but for governments in whose country violence happens: "the attacks in Libya"."""
    violence = triggers.filter(pl.col("event_type") == "ASSAULT").select("t")
    states = mentions.filter((pl.col("kind") == "government") & pl.col("rule").is_in(_LANDS)).select("m")
    scenes = (
        participants.filter((pl.col("role") == "recipient") & pl.col("rule").str.contains("^in: preposition$"))
        .join(violence, on="t", how="semi")
        .join(states, on="m", how="semi")
        .select("t", "m", "role")
    )
    return participants.join(scenes, on=["t", "m", "role"], how="anti", maintain_order="left")


def reach_seats(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    tokens: pl.DataFrame,
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of violence at somebody's seat, or that somebody died in."""
    open_ones = lacking("recipient", triggers.filter(pl.col("event_type") == "ASSAULT"), participants)
    seats = pick(tokens, pl.col("lower").is_in(_SEATS) | pl.col("lemma").is_in(_SEATS), arg="t")
    beside = (
        relations.filter(pl.col("role").is_in(_BESIDE))
        .join(seats, on="arg", how="semi")
        .select("arg", t="pred", rule=pl.lit("at whose seat"))
    )
    verbs = pick(tokens, pl.col("lemma").is_in(_DYING) & (pl.col("pos") == "VERB"), ancestor="t")
    nouns = open_ones.filter("is_noun")["t"]
    along = pick(tokens, pl.col("lower") == "with", below="t")
    dying = ancestors(nouns, tokens).join(verbs, on="ancestor").join(along, on="below", how="anti")
    subjects = pick(relations, pl.col("role") == "subj", ancestor="pred", arg="arg")
    died = dying.join(subjects, on="ancestor").select("arg", "t", rule=pl.lit("who died of it"))
    found = (
        pl.concat([beside, died])
        .join(open_ones.select("t"), on="t", how="semi")
        .join(stands_for, left_on="arg", right_on="word")
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t"], "rule", "first", "m")
    )
    return as_participants(found, "recipient")


def find_victims(
    participants: pl.DataFrame, triggers: pl.DataFrame, relations: pl.DataFrame, mentions: pl.DataFrame,
    tokens: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """`participants` (PARTICIPANTS) with the victims whom the acts beside an act tell. `triggers`: one for each act."""
    placed = triggers.select("t", "sent", "event_type", "event_mode").pipe(
        look_up_known, "t", tokens, doc="doc", lemma="lemma"
    )
    keys = mentions.select("m", "kind", key=actor_key(), land="country")
    for rule in (_fired_upon, _answered, _theirs, _robbed, _held_by_army):
        told = participants.join(keys, on="m")
        open_ones = lacking("recipient", placed.filter(pl.col("event_type").is_in(_FORCE)), participants)
        own = pick(told, pl.col("role") == "actor", "t", "key")
        found = rule(open_ones, _Article(placed, told, relations, tokens, mentions))
        found = found.join(keys.select("m", "key"), on="m").join(own, on=["t", "key"], how="anti")
        once = first_by(found, ["t", "key"], "first", "m")
        participants = pl.concat([participants, as_participants(once, "recipient")])
    return participants


class _Article(NamedTuple):
    """What the rules read: `placed`, triggers with doc; `told`, PARTICIPANTS with kind, key and land of each."""

    placed: pl.DataFrame
    told: pl.DataFrame
    relations: pl.DataFrame
    tokens: pl.DataFrame
    mentions: pl.DataFrame

    def side(self, role: str) -> pl.DataFrame:
        """Who is on that side of each act: by (the act), m, position, key, kind."""
        return self.told.filter(pl.col("role") == role).select("m", "position", "key", "kind", by="t")

    def aimed_at(self, things: pl.DataFrame, *roles: str) -> pl.DataFrame:
        """The words with one of the `things` (arg) in one of the roles: t."""
        aimed = self.relations.filter(pl.col("role").is_in(roles)).join(things, on="arg", how="semi")
        return aimed.select(t="pred").unique()


def _of_nearest(pairs: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Of acts beside an act (t, by, m, position) those who belong to the nearest one: t, m, first, rule."""
    nearest = pairs.with_columns(apart=(pl.col("by").cast(pl.Int64) - pl.col("t")).abs())
    best = first_by(nearest, ["t"], "apart", "by").select("t", "by")
    return pairs.join(best, on=["t", "by"]).select("t", "m", first="position", rule=pl.lit(rule))


def _fired_upon(open_ones: pl.DataFrame, article: _Article) -> pl.DataFrame:
    """Protesters of the same sentence, where a crowd is dispersed or people are arrested: t, m, first, rule."""
    crowd = open_ones.filter(pl.col("event_mode").is_in(("crowd-control", "arrest")))
    # an object that is nobody known is not the crowd
    objects = (
        article.relations.filter((pl.col("role") == "obj") & (pl.col("arg") != pl.col("pred")))
        .select(t="pred")
        .unique()
    )
    held = (pl.col("event_mode") == "arrest") & pl.col("t").is_in(objects["t"].implode())
    crowd = crowd.filter(~held)
    protests = article.placed.filter(pl.col("event_type") == "PROTEST").select("sent", by="t")
    doers = article.side("actor")
    pairs = crowd.join(protests, on="sent").join(doers, on="by")
    return _of_nearest(pairs, "who protests beside it")


def _answered(open_ones: pl.DataFrame, article: _Article) -> pl.DataFrame:
    """Whoever did what a violent act is told to answer, in the same sentence: t, m, first, rule."""
    answers = article.tokens.filter(pl.col("lemma").is_in(_ANSWERS)).select("sent").unique()
    violent = open_ones.filter(pl.col("event_type") == "ASSAULT").join(answers, on="sent", how="semi")
    others = article.placed.filter(pl.col("event_type") == "ASSAULT").select("sent", by="t")
    doers = article.side("actor")
    pairs = violent.join(others, on="sent").filter(pl.col("by") != pl.col("t")).join(doers, on="by")
    return pairs.select("t", "m", first="position", rule=pl.lit("whom it answers"))


def _theirs(open_ones: pl.DataFrame, article: _Article) -> pl.DataFrame:
    """Whoever acted just before, where "their" post is taken by others: t, m, first, rule."""
    owned = article.tokens.filter(pl.col("lower").is_in(("their", "its")) & (pl.col("dep") == "poss")).select(
        arg="head"
    )
    upon = article.aimed_at(owned, "obj", "on", "against", "of")
    before = article.placed.select("doc", by="t", by_sent="sent")
    doers = article.side("actor").filter(pl.col("kind").is_in(_FIGHTING))
    own = article.side("actor").select("key", t="by")
    near = (
        open_ones.join(upon, on="t", how="semi")
        .join(before, on="doc")
        .filter((pl.col("by") < pl.col("t")) & (pl.col("sent") - pl.col("by_sent") == _JUST_BEFORE))
        .join(doers, on="by")
        .join(own, on=["t", "key"], how="anti")
        .join(own.select("t"), on="t", how="semi")
    )
    return _of_nearest(near, "whose it was just before")


def _robbed(open_ones: pl.DataFrame, article: _Article) -> pl.DataFrame:
    """Victims of the violence, arrest or search just before, where goods are taken: t, m, first, rule."""
    goods = article.tokens.filter(pl.col("lemma").is_in(_GOODS)).select(arg="t")
    taking = open_ones.filter(pl.col("event_mode") == "seize").join(article.aimed_at(goods, "obj"), on="t", how="semi")
    before = article.placed.filter(
        (pl.col("event_type") == "ASSAULT")
        | pl.col("event_mode").is_in(("arrest", "investigate")).fill_null(value=False)
    ).select("doc", by="t", by_sent="sent")
    victims = article.side("recipient")
    near = (
        taking.join(before, on="doc")
        .filter((pl.col("by") < pl.col("t")) & (pl.col("sent") - pl.col("by_sent") <= _JUST_BEFORE))
        .join(victims, on="by")
    )
    return _of_nearest(near, "victim of the same raid")


def _held_by_army(open_ones: pl.DataFrame, article: _Article) -> pl.DataFrame:
    """The army of the rebels' country, whose posts and arms they attack or take: t, m, first, rule."""
    posts = article.tokens.filter(pl.col("lemma").is_in(_POSTS)).select(arg="t")
    aimed = article.aimed_at(posts, "obj", "on", "against", "of", "at")
    rebels = (
        article.told.filter((pl.col("role") == "actor") & pl.col("kind").is_in(_REBELS))
        .select("t", "land")
        .drop_nulls()
    )
    armies = article.mentions.filter((pl.col("kind") == "military") & (pl.col("sector") == "MIL")).select(
        "doc", "m", "first", land="country"
    )
    pairs = open_ones.join(aimed, on="t", how="semi").join(rebels, on="t").join(armies, on=["doc", "land"])
    apart = (pl.col("first").cast(pl.Int64) - pl.col("t")).abs()
    nearest = first_by(pairs.with_columns(apart=apart), ["t"], "apart", "m")
    return nearest.select("t", "m", first=pl.lit(0, dtype=pl.Int64), rule=pl.lit("the army that holds it"))
