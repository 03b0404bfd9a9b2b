"""One event told more than once in an article: what one telling says of day and place holds for the others.

Covers: a headline repeats what the lead tells with its day; "the attack" further down means the one told before. Two
tellings are taken for one where type and status are the same, modes, sides, days and towns do not contradict each
other, and something ties them: the one is the headline of the other, it refers back with "the" or by its day
("Monday's attack"), it has both sides in common, or the same word and a side. An act right behind another by the same
actor and in the simple past ("They also seized rifles.") is of the same day, and what is agreed or said of a meeting
by those who met is of its day. All tellings that are tied alike have to agree, else nothing is filled.
Does not cover: one event told with words of two types, habits ("often attacked"), what the text sets apart ("another
attack", "previous protests").
"""

from __future__ import annotations

import polars as pl

from transforms.code.distance import at_distance, nth_days, since_begun
from transforms.code.scene import at_the_scene
from transforms.code.together import days_of_references, happened_together
from transforms.frames import first_by, look_up_known, pick
from transforms.link.compose import actor_key

#: A telling and another that it takes day and place from, the smallest rank first.
TIES = pl.Schema({"t": pl.UInt32, "d": pl.UInt32, "rank": pl.Int64, "distance": pl.Int64})
_LEAD = 3  # how many sentences of the body a headline may sum up
_NEXT = 1  # how many sentences an act may go on behind another
_ALSO = 12  # the same for "also" beside the same word
_TALKS = 4  # the same for what those who met agreed on
_APART = tuple("another other previous earlier past similar new further more separate second third several".split())
_HABIT = tuple("often regularly repeatedly frequently routinely usually always never previously earlier ever".split())
_STATE = ("GOV", "MIL", "COP", "SPY", "JUD", "LEG")
_OUTCOMES = ("AGREE", "CONSULT", "REQUEST", "ACCUSE", "SUPPORT", "REJECT", "COOPERATE", "CONCEDE")
_PERFECT = ("had", "has", "have", "'s", "'d", "’d", "will", "would", "could", "may", "might")
_REPEATED = ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST")
_RULES = {
    0: "same event as told: headline",
    1: "same event as told: both sides",
    2: "same event as told: word and side",
    3: "same event as told: refers back",
    4: "same event as told: referred to later",
    8: "outcome of the meeting told before",
    9: "goes on from the act of the sentence before",
    10: "also done when the same was done",
}
_DAY = ("date_start", "date_end", "date_precision", "date_text")


def from_other_tellings(
    when: pl.DataFrame, where: pl.DataFrame, triggers: pl.DataFrame, status: pl.DataFrame, participants: pl.DataFrame,
    mentions: pl.DataFrame, places: pl.DataFrame, tokens: pl.DataFrame, sentences: pl.DataFrame,
    references: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """Fill WHEN and WHERE of triggers from what other tellings say; `sentences`: sent, doc, kind of those coded.

    `references`: words that only refer back ("the attack"), `find_references`.
    """
    ties = find_ties(triggers, status, participants, mentions, when, where, places, tokens, sentences)
    dated = same_day(when, ties)
    referred = days_of_references(references, triggers, dated, tokens)
    dated = happened_together(dated, status, referred, references, tokens, sentences)
    dated = same_day(at_distance(dated, tokens), ties)
    dated = since_begun(same_span(nth_days(dated, tokens), ties), tokens, sentences)
    where = same_place(where, ties, places)
    return dated, at_the_scene(where, triggers, status, places, tokens)


def same_day(when: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    """Fill WHEN of tellings without any expression of time from those tied to them that have one day."""
    one_day = (pl.col("date_precision") == "day") & (pl.col("date_start") == pl.col("date_end"))
    return _same_time(when, ties, when.filter(one_day))


def same_span(when: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    """The same for what lasts ("since May 1", "last week"), where the one is the other's headline or refers to it."""
    lasting = when.drop_nulls("date_start").filter(pl.col("date_precision") != "year")
    return _same_time(when, ties.filter(pl.col("rank").is_in((0, 3, 4))), lasting)


def _same_time(when: pl.DataFrame, ties: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    given = dated.select(d="t", **{f"new_{c}": c for c in _DAY})
    bare = when.filter(pl.col("date_start").is_null() & pl.col("date_text").is_null())
    tied = ties.join(bare.select("t"), on="t", how="semi").join(given, on="d")
    chosen = _agreed(tied, "new_date_start").select("t", "rank", *[f"new_{c}" for c in _DAY])
    joined = when.join(chosen, on="t", how="left", maintain_order="left")
    hit = pl.col("rank").is_not_null()
    rule = pl.col("rank").replace_strict(_RULES, default=None, return_dtype=pl.String)
    return joined.with_columns(
        *[pl.when(hit).then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in _DAY],
        date_rule=pl.coalesce(rule, "date_rule"),
    ).select(when.columns)


def same_place(where: pl.DataFrame, ties: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Fill WHERE of tellings that name no place, or only the country, from those tied to them that name one.

    `places`: PLACE_MENTIONS.
    """
    named = where.join(places.select("p", "name", "country", "feature"), on="p")
    fine = named.filter(pl.col("feature") != "country")
    given = fine.select(d="t", new_p="p", new_precision="place_precision", new_name="name", new_country="country")
    # what was also done may have been done elsewhere
    tied = (
        ties.filter(pl.col("rank") != 10)
        .join(given, on="d")
        .join(named.select("t", "country", "feature"), on="t", how="left")
    )
    coarse = (pl.col("feature") == "country") & (pl.col("country") == pl.col("new_country"))
    tied = tied.filter(pl.col("feature").is_null() | coarse)
    chosen = _agreed(tied, "new_name").select("t", p="new_p", place_precision="new_precision")
    rest = where.join(chosen, on="t", how="anti", maintain_order="left")
    return pl.concat([rest, chosen.cast(where.schema)])


def _agreed(tied: pl.DataFrame, key: str) -> pl.DataFrame:
    """The nearest of the ties of the best kind, where all of that kind say the same."""
    best = tied.group_by("t").agg(pl.col("rank").min())
    tied = tied.join(best, on=["t", "rank"])
    agreed = tied.group_by("t").agg(kinds=pl.col(key).n_unique()).filter(pl.col("kinds") == 1)
    return first_by(tied.join(agreed.select("t"), on="t"), ["t"], "distance", "d")


def find_ties(
    triggers: pl.DataFrame,
    status: pl.DataFrame,
    participants: pl.DataFrame,
    mentions: pl.DataFrame,
    when: pl.DataFrame,
    where: pl.DataFrame,
    places: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
) -> pl.DataFrame:
    """Which tellings are one event or one scene, schema TIES. `sentences`: sent, doc, kind of those coded."""
    spots = where.join(places.filter(pl.col("feature") != "country").select("p", spot="name"), on="p").select(
        "t", "spot"
    )
    tellings = _tellings(triggers, status, when, spots, tokens, sentences)
    sides = _sides(participants, mentions, triggers)
    return pl.concat(
        [_same_event(tellings, sides), _goes_on(tellings, sides, tokens), _also(tellings, sides, tokens)]
    ).cast(TIES)


def _tellings(
    triggers: pl.DataFrame,
    status: pl.DataFrame,
    when: pl.DataFrame,
    spots: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
) -> pl.DataFrame:
    """Triggers with all that is compared; `nth`: number of the sentence in its article."""
    order = sentences.select("sent", "doc", "kind").sort("sent")
    order = order.with_columns(nth=pl.int_range(pl.len()).over("doc").cast(pl.Int64)).drop("doc")
    below = tokens.filter(pl.col("t") != pl.col("head"))
    apart = pick(below, pl.col("lower").is_in((*_APART, *_HABIT)), t="head", is_apart=pl.lit(value=True))
    # "attacked another village"
    other = pick(below, pl.col("lower").is_in(("another", "other")), thing="head")
    things = pick(below, pl.col("dep").is_in(("dobj", "nsubjpass")), "head", thing="t")
    other = things.join(other, on="thing").select(t="head", is_apart=pl.lit(value=True))
    apart = pl.concat([apart, other])
    the = pl.col("lower").is_in(("the", "this", "that", "these", "those")) & (pl.col("dep") == "det")
    definite = pick(below, the, t="head", is_definite=pl.lit(value=True))
    day = below.filter(pl.col("lower").cast(pl.String).str.ends_with("day") & (pl.col("dep") == "poss"))
    day = day.select(t="head", is_owned=pl.lit(value=True))
    lasts = pick(below, (pl.col("dep") == "aux") & pl.col("lower").is_in(("has", "have")), t="head")
    lasts = lasts.unique().with_columns(lasts=pl.lit(value=True))
    # "had attacked" is told as something apart
    had = pick(below, (pl.col("dep") == "aux") & pl.col("lower").is_in(("had", "'d", "’d")), t="head")
    return (
        triggers.select("t", "sent", "event_type", "event_mode", "is_noun")
        .join(status.select("t", "status"), on="t")
        .join(when.select("t", day="date_start"), on="t")
        .pipe(look_up_known, "t", tokens, doc="doc", lemma="lemma", tag="tag")
        .join(order, on="sent")
        .join(apart.unique(), on="t", how="anti")
        .join(had.unique(), on="t", how="anti")
        .join(day.unique(), on="t", how="left")
        .join(lasts, on="t", how="left")
        .join(definite.unique(), on="t", how="left")
        .join(spots, on="t", how="left")
        .with_columns(pl.col("is_definite", "is_owned", "lasts").fill_null(value=False))
    )


def _sides(participants: pl.DataFrame, mentions: pl.DataFrame, triggers: pl.DataFrame) -> pl.DataFrame:
    """Who is on each side, exactly and roughly (the state of a country, its rebels): t, role, key, rough."""
    sector = pl.when(pl.col("sector").is_in(_STATE)).then(pl.lit("state")).otherwise("sector")
    keys = mentions.select("m", key=actor_key(), rough=pl.concat_str("country", sector))
    # "civilians" are not the same people each time
    keys = keys.join(
        mentions.filter(pl.col("kind") == "population").select("m", crowd=pl.lit(value=True)), on="m", how="left"
    )
    keys = keys.with_columns(rough=pl.coalesce("rough", pl.when(pl.col("crowd")).then("key")))
    keys = keys.with_columns(key=pl.when(pl.col("crowd").is_null()).then("key"))
    told = participants.join(triggers.select("t"), on="t", how="semi")
    return told.join(keys, on="m").select("t", "role", "key", "rough")


def _shared(pairs: pl.DataFrame, sides: pl.DataFrame, role: str) -> pl.DataFrame:
    """Add how many of `role` a pair shares exactly, whether it shares roughly, and whether it contradicts itself."""
    mine = sides.filter(pl.col("role") == role).select("t", "key", "rough")
    theirs = mine.rename({"t": "d"})
    # from the pairs, not from all who have a side in common anywhere
    both = pairs.select("t", "d").unique().join(mine, on="t")
    exact = both.join(theirs, on=["d", "key"]).group_by("t", "d").agg(exact=pl.col("key").n_unique())
    rough = both.join(theirs, on=["d", "rough"]).select("t", "d", rough=pl.lit(value=True)).unique()
    return (
        pairs.join(exact, on=["t", "d"], how="left")
        .join(rough, on=["t", "d"], how="left")
        .join(mine.select("t", mine=pl.lit(value=True)).unique(), on="t", how="left")
        .join(theirs.select("d", theirs=pl.lit(value=True)).unique(), on="d", how="left")
        .with_columns(pl.col("exact").fill_null(0), pl.col("rough", "mine", "theirs").fill_null(value=False))
        .with_columns(shared=(pl.col("exact") > 0) | pl.col("rough"))
        .with_columns(apart=pl.col("mine") & pl.col("theirs") & ~pl.col("shared"))
        .rename({"exact": f"{role}_exact", "shared": f"{role}_shared", "apart": f"{role}_apart"})
        .drop("rough", "mine", "theirs")
    )


def _same_event(tellings: pl.DataFrame, sides: pl.DataFrame) -> pl.DataFrame:
    columns = ["doc", "event_type", "status"]
    other = tellings.select(*columns, **{f"d_{c}": c for c in ("t", "event_mode", "nth", "lemma", "spot", "day")},
                            d_owned=pl.col("is_owned") & pl.col("is_noun"),
                            d_the=pl.col("is_definite") & pl.col("is_noun")).rename({"d_t": "d"})  # fmt: skip
    pairs = (
        tellings.join(other, on=columns)
        .filter(pl.col("t") != pl.col("d"))
        .filter((pl.col("spot") == pl.col("d_spot")).fill_null(value=True))
        .filter((pl.col("day") == pl.col("d_day")).fill_null(value=True))
    )
    for role in ("actor", "recipient"):
        pairs = _shared(pairs, sides, role)
    mode = (pl.col("event_mode") == pl.col("d_event_mode")).fill_null(value=True)
    exact = (pl.col("actor_exact") > 0) | (pl.col("recipient_exact") > 0)
    some = exact | pl.col("actor_shared") | pl.col("recipient_shared")
    headline = (pl.col("nth") == 0) & pl.col("d_nth").is_between(1, _LEAD) & (pl.col("kind") != "caption")
    same_word = pl.col("lemma") == pl.col("d_lemma")
    # two sides at war do the same kind of thing again and again
    once = ~pl.col("event_type").is_in(_REPEATED) | same_word | pl.col("is_noun")
    both = (pl.col("actor_shared") & pl.col("recipient_shared") & exact) | (pl.col("actor_exact") > 1)
    both = mode & once & both & ~pl.col("lasts")
    # a person meets many
    alone = (pl.col("event_type") == "CONSULT") & (pl.col("actor_exact") < 2) & (pl.col("recipient_exact") == 0)
    word = mode & same_word & exact & ~alone & ~pl.col("lasts")
    back = mode & pl.col("is_noun") & pl.col("is_definite") & (pl.col("d") < pl.col("t"))
    later = (
        mode & (pl.col("d_owned") | (pl.col("d_the") & same_word)) & (pl.col("d") > pl.col("t")) & (pl.col("nth") <= 1)
    )
    # a headline names the victims in its own way
    fits = ~pl.col("actor_apart") & (~pl.col("recipient_apart") | (headline & (pl.col("actor_exact") > 0)))
    rank = (
        pl.when(~fits)
        .then(None)
        .when(headline & (mode | some))
        .then(0)
        .when(both)
        .then(1)
        .when(word)
        .then(2)
        .when(back)
        .then(3)
    )
    return (
        pairs.with_columns(rank=rank.when(later).then(4), distance=(pl.col("nth") - pl.col("d_nth")).abs())
        .drop_nulls("rank")
        .select(TIES.names())
        .cast(TIES)
    )


def _goes_on(tellings: pl.DataFrame, sides: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Acts in the simple past by the actor of an act in the sentence before, or by those who met."""
    perfect = pick(tokens, (pl.col("dep") == "aux") & pl.col("lower").is_in(_PERFECT), t="head")
    was = pick(tokens, (pl.col("dep") == "auxpass") & pl.col("lower").is_in(("was", "were")), t="head")
    actual = tellings.filter(pl.col("status") == "actual")
    passive = actual.filter(pl.col("tag") == "VBN").join(was.unique(), on="t", how="semi")
    simple = pl.concat([actual.filter(pl.col("tag") == "VBD"), passive]).join(perfect, on="t", how="anti")
    actors = sides.filter(pl.col("role") == "actor").select("t", "key")
    theirs = pl.concat([simple, actual.filter(pl.col("event_type") == "CONSULT")]).unique("t").join(actors, on="t")
    pairs = (
        simple.join(actors, on="t")
        .join(theirs.select("doc", "key", d="t", d_nth="nth", d_type="event_type"), on=["doc", "key"])
        .with_columns(distance=pl.col("nth") - pl.col("d_nth"))
        .filter(pl.col("distance") > 0)
    )
    outcome = (pl.col("d_type") == "CONSULT") & pl.col("event_type").is_in(_OUTCOMES)
    rank = pl.when(pl.col("distance") <= _NEXT).then(9).when(outcome & (pl.col("distance") <= _TALKS)).then(8)
    return pairs.with_columns(rank=rank).drop_nulls("rank").select(TIES.names()).unique().cast(TIES)


def _also(tellings: pl.DataFrame, sides: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Statements told with "also" behind one told with the same verb ("agreed a tax cut", "also agreed a bonus")."""
    also = pick(tokens, (pl.col("lower") == "also") & (pl.col("dep") == "advmod"), t="head")
    said = tellings.filter(
        pl.col("event_type").is_in(_OUTCOMES) & ~pl.col("is_noun") & (pl.col("status") == "actual")
    ).select("doc", "lemma", "event_type", "t", "nth")
    pairs = (
        said.join(also, on="t", how="semi")
        .join(said.rename({"t": "d", "nth": "d_nth"}), on=["doc", "lemma", "event_type"])
        .with_columns(distance=pl.col("nth") - pl.col("d_nth"))
        .filter(pl.col("distance").is_between(1, _ALSO))
    )
    # "France condemned it on Monday. Russia also condemned": another state's day is its own
    actors = sides.filter(pl.col("role") == "actor")
    asked = pairs.select("t", "d").join(actors.select("t", "key", "rough"), on="t")
    theirs = actors.select("key", "rough", d="t")
    same = [asked.join(theirs, on=["d", how]).select("t", "d") for how in ("key", "rough")]
    nobody = pairs.select("t", "d").join(actors.drop_nulls("rough").select("t"), on="t", how="anti")
    pairs = pairs.join(pl.concat([*same, nobody]).unique(), on=["t", "d"], how="semi")
    return first_by(pairs, ["t"], "distance", "d").select("t", "d", rank=pl.lit(10), distance="distance").cast(TIES)
