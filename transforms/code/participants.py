"""Who does it and to whom: from the roles that the lexicon names to actor mentions.

Covers: the roles in order of preference, conjuncts, a noun's possessor acting upon its "of" ("Chad's criticism of
Peru"), whoever owns the thing ("Syrian positions", "the group's offices") standing for it, whom a complement is about
("called for the army to withdraw", "threatened to invade Mexico"). In mutual acts every party is found: who is said to
do it acts, those it is done with are recipients. In a two-sided act ("clashes with X") whoever is around it is the
other side.
Does not cover: participants named only in another sentence, "each other".
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, pick
from transforms.link.compose import actor_key

PARTICIPANTS = pl.Schema({"t": pl.UInt32, "role": pl.String, "position": pl.Int64, "m": pl.UInt32, "rule": pl.String})
# Types whose recipient did what they are about
_HARM = ("ASSAULT", "COERCE", "SANCTION")
REACTING = ("ACCUSE", "REJECT", "SUPPORT")
_CONCERNED = ("subj", "obj", "to", "against", "on", "with", "from")
_OWNERS = ("poss", "mod", "of", "by", "from", "for")
_OPEN_NOUNS = ("role noun", "reference: where it is set")
_WEAPONS = r"subj:(?:bomb|blast|shell|rocket|missile|drone)\|"
_ROUNDS = 3  # "the positions of the fighters of X"


def find_participants(
    triggers: pl.DataFrame,
    relations: pl.DataFrame,
    mentions: pl.DataFrame,
    mutual_types: list[str],
    stands_for: pl.DataFrame,
) -> pl.DataFrame:
    """Participants of each trigger, schema PARTICIPANTS; an actor is on one side only and once.

    `triggers`: TRIGGERS. `relations`: RELATIONS. `mentions`: MENTIONS. `mutual_types`: types of acts
    that all parties do alike. `stands_for`: `mention_of_words`.
    """
    relations = pl.concat([_without_opposed(relations), _about(relations, stands_for)])
    holders = _holders(relations, stands_for)
    triggers = _possessed(triggers, relations, stands_for)
    asked = relations.filter(pl.col("pred").is_in(triggers["t"].implode()))
    sides = []
    for side, column in (("actor", "actor_roles"), ("recipient", "recipient_roles")):
        wanted = _wanted(triggers, column)
        found = (
            wanted.join(asked, left_on=["t", "grammatical"], right_on=["pred", "role"])
            .join(pl.concat([stands_for, holders]) if side == "actor" else stands_for, left_on="arg", right_on="word")
            .select(
                "t",
                "event_type",
                "two_sided",
                "rank",
                "grammatical",
                "m",
                "arg",
                "step",
                "actor_key",
                "first",
                rule=pl.concat_str("grammatical", pl.lit(": "), "rule", "step"),
                role=pl.lit(side),
            )
        )
        if side == "recipient":
            found = found.filter(~_is_of_an_act(triggers))
            favoured = (pl.col("event_type") == "REQUEST") & pl.col("step").str.contains("owner")
            others = found.filter(favoured).join(_favoured(relations, stands_for), on=["arg", "m"], how="semi")
            found = found.join(others.select("t", "arg", "m"), on=["t", "arg", "m"], how="anti")
        else:
            things = triggers.filter(by_a_thing()).select("t")
            theirs = pl.col("rule").str.contains("owner") | ~pl.col("t").is_in(things["t"].implode())
            found = found.filter(theirs | (pl.col("grammatical") != "subj"))
        # "a state visit" is of no particular state
        states = mentions.filter(pl.col("noun") == "state")["m"].implode()
        found = found.filter((pl.col("grammatical") != "mod") | ~pl.col("m").is_in(states))
        first_rank = found.group_by("t").agg(best=pl.col("rank").min())
        mutual = pl.col("event_type").is_in(mutual_types) | (pl.col("two_sided") & (side == "actor"))
        sides.append(
            found.join(first_rank, on="t", how="left").filter((pl.col("rank") == pl.col("best")) | mutual).drop("best")
        )
    both = pl.concat(sides)
    once = first_by(both, ["t", "actor_key"], "role", "rank", "first", "m", "rule")
    both = once.sort("t", "role", "rank", "first", "m")
    return (
        both.with_columns(position=pl.int_range(pl.len()).over("t", "role").cast(pl.Int64))
        .select(PARTICIPANTS.names())
        .cast(PARTICIPANTS)
    )


def _without_opposed(relations: pl.DataFrame) -> pl.DataFrame:
    """RELATIONS without the modifiers that a noun is against: "anti-government protests" are not the government's."""
    prefixed = relations.filter((pl.col("role") == "against") & (pl.col("rule") == "prefix")).select("pred", "arg")
    opposed = prefixed.with_columns(role=pl.lit("mod"))
    return relations.join(opposed, on=["pred", "arg", "role"], how="anti", maintain_order="left")


def _possessed(triggers: pl.DataFrame, relations: pl.DataFrame, stands_for: pl.DataFrame) -> pl.DataFrame:
    """Triggers with the roles of nouns that have both a possessor and an "of": the one does it to the other.

    "Chad's criticism of Peru", "the army's killing of villagers"; alone, either may be either.
    """
    nouns = triggers.filter(pl.col("is_noun") & ~pl.col("recipient_roles").list.contains("-"))
    owned = relations.filter(pl.col("role") == "poss").join(stands_for, left_on="arg", right_on="word", how="semi")
    of = relations.filter(pl.col("role") == "of")
    both = nouns.select("t").join(owned, left_on="t", right_on="pred", how="semi")
    both = both.join(of, left_on="t", right_on="pred", how="semi")
    told = pl.col("t").is_in(both["t"].implode())

    def roles(column: str, first: str, other: str) -> pl.Expr:
        rest = pl.col(column).list.eval(pl.element().filter(~pl.element().is_in((first, other))))
        return pl.when(told).then(pl.concat_list(pl.lit([first]), rest)).otherwise(pl.col(column)).alias(column)

    return triggers.with_columns(roles("actor_roles", "poss", "of"), roles("recipient_roles", "of", "poss"))


def _is_of_an_act(triggers: pl.DataFrame) -> pl.Expr:
    """Whether a recipient of a reaction only belongs to an act: the victim in "condemned the killing of X"."""
    acts = harms(triggers)["t"].implode()
    return (
        pl.col("event_type").is_in((*REACTING, "PROTEST"))
        & pl.col("arg").is_in(acts)
        & pl.col("step").str.contains("owner")
    )


def _favoured(relations: pl.DataFrame, stands_for: pl.DataFrame) -> pl.DataFrame:
    """For whom something is: "demanded action for the miners" demands nothing of the miners: arg, m."""
    behind = relations.filter(pl.col("role") == "for").join(stands_for, left_on="arg", right_on="word")
    return behind.select("m", arg="pred").unique()


def by_a_thing() -> pl.Expr:
    """Whether a trigger's line asks for a weapon as its subject: then whose weapon it is acts, and nobody else."""
    return pl.col("lexicon_entry").str.contains(_WEAPONS)


def harms(triggers: pl.DataFrame) -> pl.DataFrame:
    """Nouns that tell of harm done to somebody: their "of" names the victim, not who is to blame."""
    return triggers.filter(pl.col("is_noun") & pl.col("event_type").is_in(_HARM))


def _wanted(triggers: pl.DataFrame, column: str) -> pl.DataFrame:
    """The roles that hold a side, one a row, in order: t, event_type, two_sided, grammatical, rank."""
    # "with" on the actors' side says that both do it
    two_sided = pl.col("actor_roles").list.contains("with") & pl.col("is_noun")
    roles = pl.when(two_sided).then(pl.concat_list(pl.col(column), pl.lit(["around"]))).otherwise(pl.col(column))
    listed = triggers.select(
        "t", "event_type", two_sided=two_sided, grammatical=roles if column == "actor_roles" else column
    )
    return listed.with_columns(rank=pl.int_ranges(0, pl.col("grammatical").list.len())).explode("grammatical", "rank")


def _about(relations: pl.DataFrame, stands_for: pl.DataFrame) -> pl.DataFrame:
    """Whom the verb of a complement concerns, as an argument of the verb above: its own subject first, else its
    object.
    """
    order = {role: i for i, role in enumerate(_CONCERNED)}
    inner = relations.filter(pl.col("role").is_in(_CONCERNED) & ~pl.col("rule").str.starts_with("control"))
    reached = relations.filter(pl.col("role") == "comp").join(inner, left_on="arg", right_on="pred", suffix="_inner")
    reached = reached.join(stands_for.select(arg_inner="word").unique(), on="arg_inner", how="semi")
    ranked = reached.with_columns(order=pl.col("role_inner").replace_strict(order, return_dtype=pl.Int32))
    best = ranked.group_by("pred").agg(best=pl.col("order").min())
    return (
        ranked.join(best, on="pred")
        .filter(pl.col("order") == pl.col("best"))
        .select("pred", "role", arg="arg_inner", rule=pl.lit("complement's ") + pl.col("role_inner"))
    )


def _holders(relations: pl.DataFrame, stands_for: pl.DataFrame) -> pl.DataFrame:
    """Who speaks or acts through a thing: as `mention_of_words`, for nouns that stand for nobody themselves.

    "The ministry issued a statement calling ...": the statement calls, and it is the ministry's.
    """
    verbs = pick(relations, pl.col("role") == "head", word="pred", verb="arg")
    subjects = pick(relations, pl.col("role") == "subj", verb="pred", arg="arg")
    return (
        verbs.join(stands_for, on="word", how="anti")
        .join(subjects, on="verb")
        .filter(pl.col("word") != pl.col("arg"))
        .join(stands_for, left_on="arg", right_on="word")
        .select("word", "m", "actor_key", "first", step=pl.lit(", holder"))
        .unique()
    )


def _by_name(direct: pl.DataFrame, keyed: pl.DataFrame, own: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """`direct` with those whom an apposition names in place of a noun that names nobody: "its allies Iran and Russia".

    `keyed`: MENTIONS with actor_key. `own`: the mentions that words head.
    """
    resolved = keyed.filter(pl.col("is_resolved")).select("m")
    unnamed = keyed.filter(~pl.col("is_resolved") & pl.col("noun").is_not_null()).select(word="head_t")
    known = own.join(resolved, on="m", how="semi")
    # "refugees, most of them from Chad": them are no name
    plain = (pl.col("role") == "appos") & ~pl.col("rule").str.contains("partitive")
    named = relations.filter(plain).join(unnamed.unique(), left_on="pred", right_on="word", how="semi")
    found = (
        named.join(known, left_on="arg", right_on="word")
        .select(word="pred", m="m", actor_key="actor_key", first="first", step=pl.lit(""))
        .pipe(first_by, ["word", "actor_key"], "first", "m")
    )
    return pl.concat([direct.join(found, on="word", how="anti", maintain_order="left"), found])


def mention_of_words(relations: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Which mention a word stands for: word UInt32, m, actor_key, first, step ("" itself, else how it belongs).

    A word that heads no mention stands for its owner: what a country's planes do, the country does.
    """
    keyed = mentions.with_columns(actor_key=actor_key())
    own = first_by(keyed, ["head_t", "actor_key"], "m")
    own = own.select(word="head_t", m="m", actor_key="actor_key", first="first", step=pl.lit(""))
    inner = (
        keyed.filter(pl.col("last") > pl.col("first"))
        .select(
            "m", "actor_key", "first", word=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32), step=pl.lit("")
        )
        .explode("word")
        .join(own, on="word", how="anti")
        .pipe(first_by, ["word"], "first", "m")
        .select(own.columns)
    )
    direct = pl.concat([own, inner])
    # "the monitoring group, the Syrian Observatory, said": an open noun is whom the name beside it tells
    resolved = keyed.filter("is_resolved").select(arg="head_t").unique()
    open_nouns = keyed.filter(pl.col("rule").is_in(_OPEN_NOUNS) & ~pl.col("is_resolved")).select(pred="head_t").unique()
    told = (
        relations.filter((pl.col("role") == "appos") & (pl.col("rule") == "direct") & (pl.col("arg") > pl.col("pred")))
        .join(open_nouns, on="pred", how="semi")
        .join(resolved, on="arg", how="semi")
        .join(own, left_on="arg", right_on="word")
        .select(word="pred", m="m", actor_key="actor_key", first="first", step=pl.lit(""))
        .pipe(first_by, ["word"], "first", "m")
    )
    direct = pl.concat([direct.join(told, on="word", how="anti", maintain_order="left"), told])
    # "the UN chief, Antonio Guterres": the noun is the person
    named = (
        relations.filter(pl.col("role") == "appos")
        .join(direct.select("word"), left_on="pred", right_on="word", how="anti")
        .join(own, left_on="arg", right_on="word")
        .select(word="pred", m="m", actor_key="actor_key", first="first", step=pl.lit(""))
        .pipe(first_by, ["word", "actor_key"], "first", "m")
    )
    # "Karim Wade, an engineer who was accused": what is said of the noun behind a name is said of him
    behind = (
        relations.filter(pl.col("role") == "appos")
        .join(pl.concat([direct, named]).select("word"), left_on="arg", right_on="word", how="anti")
        .join(own, left_on="pred", right_on="word")
        .select(word="arg", m="m", actor_key="actor_key", first="first", step=pl.lit(""))
        .pipe(first_by, ["word"], "first", "m")
    )
    direct = _by_name(pl.concat([direct, named, behind]), keyed, own, relations)
    found = [direct]
    known = pl.concat(
        [
            own.join(direct, on=["word", "m"], how="semi"),
            direct.join(own, on=["word", "m"], how="anti").join(own, on="word", how="semi"),
        ]
    )
    order = {role: i for i, role in enumerate(_OWNERS)}
    owning = relations.filter(pl.col("role").is_in(_OWNERS)).with_columns(
        order=pl.col("role").replace_strict(order, return_dtype=pl.Int32)
    )
    for _ in range(_ROUNDS):
        taken = pl.concat([frame.select("word") for frame in found])
        owners = (
            owning.join(taken, left_on="pred", right_on="word", how="anti")
            .join(known, left_on="arg", right_on="word")
            .sort("pred", "order", "first")
        )
        nearest = owners.group_by("pred").agg(best=pl.col("order").min())
        owners = owners.join(nearest, on="pred").filter(pl.col("order") == pl.col("best"))
        known = owners.select(word="pred", m="m", actor_key="actor_key", first="first", step=pl.lit(", owner")).unique()
        if known.is_empty():
            break
        found.append(known)
    return pl.concat(found).sort("word", maintain_order=True)
