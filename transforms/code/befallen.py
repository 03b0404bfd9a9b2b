"""Whom violence befell, where the noun for it is called by them: "the Sony hacking", "the mosque shooting".

What stands before such a noun, or owns it, mostly did it ("the army shelling", "a rebel attack"). But companies, media,
schools, mosques, embassies and the like are attacked, and of a word for killing, abducting or arresting so is a person
or a people ("the Khashoggi murder", "journalist arrests", "George Floyd's killing").
Covers: nouns that tell of ASSAULT and COERCE, with an actor as modifier; those of one person's fate and of breaches of
what somebody keeps, also with a possessor, where they name no other victim; headlines that leave out the passive's
"were" ("Three officers shot dead in Nairobi").
Does not cover: states and armed groups as victims ("the Israel attacks"), which the words alone do not tell apart.
"""

from __future__ import annotations

import polars as pl

from transforms.code.participants import PARTICIPANTS
from transforms.frames import look_up_known, pick

_ATTACKED = ("company", "media", "ngo")
_BUILDINGS = tuple(
    (
        "embassy consulate parliament capitol legislature court courthouse ministry palace school church mosque "
        "hospital university college synagogue temple market supermarket airport station hotel mall theater theatre "
        "cinema club nightclub stadium museum office shop store restaurant bar cafe cathedral shrine monastery bank "
        "prison clinic camp"
    ).split()
)
_NEAR = 3  # words
# what a person undergoes, and is called by whom it befell
_FATES = tuple(
    (
        "massacre genocide killing murder assassination slaying abduction kidnapping death lynching beheading rape "
        "poisoning stabbing beating shooting execution slaughter disappearance arrest detention deportation expulsion "
        "imprisonment ouster torture pogrom"
    ).split()
)
_BREACHES = ("hack", "hacking", "breach")
_BREACHED = ("company", "media", "other_org", "ngo", "igo", "person")
_SHOOTING = ("shoot", "gun", "stab", "hack", "beat", "strike")
_TWO_SIDED = ("war", "battle", "fight", "feud", "clash", "conflict")
_DOING = "police|officer|soldier|troop|trooper|guard|gang|mob|gunman|settler|militant|terrorist"


def turn_befallen(
    participants: pl.DataFrame, triggers: pl.DataFrame, mentions: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) where such a modifier is the recipient; dropped where another one is told.

    `triggers`: TRIGGERS. `mentions`: MENTIONS. `tokens`: TOKENS.
    """
    harm = triggers.filter(pl.col("is_noun") & pl.col("event_type").is_in(("ASSAULT", "COERCE"))).select(
        "t",
        cyber_or_assault=(pl.col("event_type") == "ASSAULT") | (pl.col("event_mode") == "cyber").fill_null(value=False),
    )
    words = pick(tokens, ~pl.col("lemma").is_in(_TWO_SIDED), "t", act="lemma")
    whom = mentions.select("m", "kind", "last", "head_t").pipe(look_up_known, "head_t", tokens, word="lemma")
    person = pl.col("kind").is_in(("person", "population")) & ~pl.col("word").str.contains(rf"^(?:{_DOING})s?$")
    close = (pl.col("last") < pl.col("t")) & (pl.col("t") - pl.col("last") <= _NEAR)
    befallen = (pl.col("cyber_or_assault") & (pl.col("kind").is_in(_ATTACKED) | pl.col("word").is_in(_BUILDINGS))) | (
        person & pl.col("act").is_in(_FATES)
    )
    before = participants.filter((pl.col("role") == "actor") & pl.col("rule").str.starts_with("mod"))
    turned = (
        before.join(harm, on="t")
        .join(words, on="t")
        .join(whom, on="m")
        .filter(befallen & close)
        .select(participants.columns)
    )
    kept = participants.join(turned, on=["t", "m", "role"], how="anti", maintain_order="left")
    told = kept.filter(pl.col("role") == "recipient").select("t")
    given = turned.join(told, on="t", how="anti").with_columns(
        role=pl.lit("recipient"), rule=pl.lit("mod: whom it befell")
    )
    return pl.concat([kept, given.select(PARTICIPANTS.names()).cast(PARTICIPANTS)])


def called_by_victims(
    participants: pl.DataFrame, triggers: pl.DataFrame, mentions: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) with the victims whom nouns for their fate are called by, as recipients."""
    nouns = triggers.filter("is_noun").select("t").pipe(look_up_known, "t", tokens, lemma="lemma", tag="tag")
    one = pl.col("tag").is_in(("NN", "NNP"))
    fates = nouns.filter(one & (pl.col("lemma").is_in(_FATES) | pl.col("lemma").is_in(_BREACHES)))
    told = participants.filter(pl.col("role") == "recipient").select("t")
    kinds = mentions.select("m", "kind", named=pl.col("noun").is_null())
    called = (
        participants.filter((pl.col("role") == "actor") & pl.col("rule").str.contains("^(?:poss|mod): [a-z]+$"))
        .join(fates, on="t")
        .join(told, on="t", how="anti")
        .join(kinds, on="m")
        .filter(
            pl.col("named")
            & pl.when(pl.col("lemma").is_in(_FATES))
            .then(pl.col("kind") == "person")
            .otherwise(pl.col("kind").is_in(_BREACHED))
        )
        .select("t", "m", "position", role=pl.lit("actor"))
    )
    kept = participants.join(called, on=["t", "m", "role"], how="anti", maintain_order="left")
    victims = called.select("t", "m", "position", role=pl.lit("recipient"), rule=pl.lit("called by its victim"))
    return pl.concat([kept, victims.select(PARTICIPANTS.names()).cast(PARTICIPANTS)])


def turn_shot_dead(
    participants: pl.DataFrame, triggers: pl.DataFrame, mentions: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) where whoever is "shot dead" without an object behind it did not shoot."""
    verbs = triggers.filter(~pl.col("is_noun") & (pl.col("event_type") == "ASSAULT")).select("t")
    verbs = verbs.join(pick(tokens, pl.col("lemma").is_in(_SHOOTING), "t"), on="t", how="semi")
    dead = pick(tokens, pl.col("lower") == "dead", t=pl.col("t") - 1, dead="t").join(verbs, on="t", how="semi")
    objects = pick(tokens, pl.col("dep") == "dobj", "t", head="head").rename({"t": "dead", "head": "t"})
    bare = dead.join(objects.join(dead, on=["t", "dead"], how="anti"), on="t", how="anti")
    word = mentions.select("m", dead="head_t").join(dead, on="dead").select("m", "t")
    kept = participants.join(word, on=["t", "m"], how="anti", maintain_order="left")
    subject = (pl.col("role") == "actor") & pl.col("rule").str.contains("^subj: (?:shared )?subject")
    shot = subject & pl.col("t").is_in(bare["t"].implode())
    return kept.with_columns(role=pl.when(shot).then(pl.lit("recipient")).otherwise("role")).cast(PARTICIPANTS)
