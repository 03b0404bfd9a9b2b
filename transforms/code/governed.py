"""Which verb or event an expression of time belongs to.

Covers: the nearest verb or event above it; a reporting verb right before it ("said on Friday"); a clause that says when
("in 2014, when war began"); a noun's own day, which is also that of what the noun did ("Friday's talks came when");
what began on a day ("since the war with X began on February 28"); in a sentence without a verb, or parsed as one, the
act told right before ("first test-fired rockets from the ship in April 2025"); what came earlier than a clock time of
the same clause ("will meet Kagame at 0730 GMT after an earlier call with Museveni").
Does not cover: a noun's own day for verbs that are about the noun ("condemned Monday's attack").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up_known, pick
from transforms.mentions.moments import CLOCK

GOVERNED = pl.Schema({"date_t": pl.UInt32, "governor": pl.UInt32})
_NOMINAL = ("nsubj", "nsubjpass", "dobj", "pobj", "compound", "poss", "appos")
_BEFORE_NOUN = ("poss", "compound", "nummod", "amod", "nmod")
_OCCASIONS = tuple("election vote poll race referendum ballot summit conference meeting rally ceremony result".split())
_AT = ("at", "in", "during", "following")
_BEGINNING = ("begin", "start", "erupt")
PROBES = tuple("investigation probe inquiry trial".split())
_NEAR = 5  # words between what began and the verb that says so
_BACK = 20  # words between an act and an expression of time that no verb governs


def governors(
    dates: pl.DataFrame, date_paths: pl.DataFrame, targets: pl.DataFrame, tokens: pl.DataFrame, saying: list[str]
) -> pl.DataFrame:
    """What each expression of time belongs to, schema GOVERNED; several where it belongs to several.

    `dates`: DATES with date_t. `date_paths`: their ANCESTORS. `targets`: t. `saying`: lemmas of reporting verbs.
    """
    # a name that the model takes for a verb governs nothing
    plain_verbs = pick(tokens, (pl.col("pos") == "VERB") & ~pl.col("dep").is_in(_NOMINAL), "t")
    # "has been on strike since Monday"
    copulas = pick(tokens, (pl.col("pos") == "AUX") & ~pl.col("dep").is_in((*_NOMINAL, "aux", "auxpass")), "t")
    stops = pl.concat([targets.select("t"), plain_verbs, copulas]).unique()
    owned = _owned_elsewhere(dates, date_paths, tokens)
    # what an expression hangs on; behind a reporting verb ("said on Friday") it dates the report
    above = (
        date_paths.filter(pl.col("depth") > 0)
        .join(stops, left_on="ancestor", right_on="t", how="semi")
        .join(copulas.select(ancestor="t", copula=pl.lit(value=True)), on="ancestor", how="left")
        .filter(pl.col("copula").is_null() | (pl.col("ancestor") < pl.col("t")))
        .pipe(first_by, ["t"], "depth")
        .select(date_t="t", governor="ancestor", hops="depth")
        .join(owned, on="date_t", how="left")
        .filter(pl.col("owner_depth").is_null() | (pl.col("hops") <= pl.col("owner_depth")))
        .join(_of_what_is_probed(dates, date_paths, tokens), on="date_t", how="left")
        .filter(pl.col("top").is_null() | (pl.col("hops") < pl.col("top")))
        .select("date_t", "governor")
    )
    reports = pick(tokens, pl.col("lemma").is_in(saying) & (pl.col("pos") == "VERB"), report="t")
    near = dates.select("date_t").with_columns(report=pl.col("date_t") - 2).join(reports, on="report", how="semi")
    direct = dates.select("date_t").with_columns(report=pl.col("date_t") - 1).join(reports, on="report", how="semi")
    behind = (
        pl.concat([near, direct])
        .pipe(first_by, ["date_t"], "report", descending=True)
        .join(owned, on="date_t", how="anti")
    )
    above = (
        above.join(behind, on="date_t", how="left")
        .with_columns(governor=pl.coalesce("report", "governor"))
        .select("date_t", "governor")
    )
    loose = dates.join(above, on="date_t", how="anti").join(owned, on="date_t", how="anti")
    found = [
        above, _earlier(above, dates, tokens), _when_clauses(dates, tokens), _of_the_subject(dates, date_paths, tokens),
        _begun(above, targets, tokens), _told_before(loose, targets, tokens),
    ]  # fmt: skip
    return pl.concat([frame.select(GOVERNED.names()).cast(GOVERNED) for frame in found]).unique()


def _of_what_is_probed(dates: pl.DataFrame, date_paths: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Expressions inside what a probe is about ("a probe into meddling in the 2016 vote"): date_t, depth of that."""
    probes = pick(tokens, pl.col("lemma").is_in(PROBES), head="t")
    into = tokens.filter(pl.col("lower").is_in(("into", "of")) & (pl.col("dep") == "prep"))
    into = into.join(probes, on="head", how="semi").select(ancestor="t")
    inside = date_paths.join(into, on="ancestor").select(date_t="t", top="depth")
    inside = inside.join(dates.select("date_t"), on="date_t", how="semi")
    return inside.group_by("date_t").agg(pl.col("top").max())


def _earlier(above: pl.DataFrame, dates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Nouns with "earlier" behind the verb of a clock time ("at 0730 GMT after an earlier call"): date_t, governor."""
    clocks = above.join(dates.filter(pl.col("date_rule") == CLOCK), on="date_t", how="semi")
    after = tokens.filter((pl.col("dep") == "prep") & pl.col("lower").is_in(("after", "following")))
    nouns = tokens.filter(pl.col("dep") == "pobj").join(after.select(head="t", verb="head"), on="head")
    earlier = pick(tokens, (pl.col("dep") == "amod") & (pl.col("lower") == "earlier"), t="head")
    nouns = nouns.join(earlier.unique(), on="t", how="semi").select("verb", noun="t")
    return clocks.join(nouns, left_on="governor", right_on="verb").select("date_t", governor="noun")


def _when_clauses(dates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs of clauses that hang on an expression of time ("in 2014, when war began")."""
    adverbs = pick(tokens, (pl.col("lower") == "when") & (pl.col("dep") == "advmod"), governor="head", w="t")
    inside = pick(tokens, pl.col("sent").is_in(dates["sent"].implode()), "end_char", "sent", end="t")
    ends = dates.select("date_t", "sent", "end_char").join(inside, on=["sent", "end_char"])
    near = ends.join(look_up_known(adverbs, "w", tokens, sent="sent"), on="sent")
    gap = pl.col("w").cast(pl.Int64) - pl.col("end").cast(pl.Int64)
    return near.filter(gap.is_between(1, 2)).select("date_t", "governor")


def _of_the_subject(dates: pl.DataFrame, date_paths: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs in the simple past whose subject has a day before it ("Friday's talks came when ...")."""
    noun = date_paths.filter(pl.col("depth") == 1).select(date_t="t", noun="ancestor")
    before = pick(tokens, pl.col("dep").is_in(("poss", "compound")), date_t="t")
    subjects = pick(tokens, pl.col("dep") == "nsubj", noun="t", governor="head")
    past = pick(tokens, (pl.col("tag") == "VBD") & (pl.col("pos") == "VERB"), governor="t")
    owned = dates.select("date_t").join(before, on="date_t", how="semi").join(noun, on="date_t")
    return owned.join(subjects, on="noun").join(past, on="governor", how="semi").select("date_t", "governor")


def _begun(above: pl.DataFrame, targets: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The event right before a verb of beginning, whatever the parse makes of it ("before the war began in May")."""
    verbs = pick(tokens, pl.col("lemma").is_in(_BEGINNING) & (pl.col("tag") == "VBD"), "sent", verb="t")
    nouns = tokens.join(targets.select("t"), on="t", how="semi").filter(pl.col("pos") == "NOUN")
    near = verbs.join(nouns.select("sent", event="t"), on="sent")
    gap = pl.col("verb").cast(pl.Int64) - pl.col("event").cast(pl.Int64)
    near = first_by(near.filter(gap.is_between(1, _NEAR)), ["verb"], "event", descending=[True])
    return above.join(near, left_on="governor", right_on="verb").select("date_t", governor="event")


def _told_before(loose: pl.DataFrame, targets: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The event told right before an expression that no verb governs, with no other verb between."""
    # of the sentence's verbs the last one before the expression has to be the event itself
    verbal = pl.col("tag").is_in(("VBD", "VBN", "VBG", "VBZ", "VBP", "VB", "MD"))
    verbs = pick(tokens, verbal, "sent", governor="t", tag="tag")
    before = loose.select("date_t", "sent").join(verbs, on="sent").filter(pl.col("governor") < pl.col("date_t"))
    last = first_by(before, ["date_t"], "governor", descending=[True])
    near = (pl.col("date_t").cast(pl.Int64) - pl.col("governor").cast(pl.Int64)) <= _BACK
    told = last.filter(near & pl.col("tag").is_in(("VBD", "VBN")))
    return told.join(targets.select(governor="t"), on="governor", how="semi").select("date_t", "governor")


def _owned_elsewhere(dates: pl.DataFrame, date_paths: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Expressions that date a noun only, not the verb that is about it ("condemned Monday's attack").

    The noun's own verb has its time ("Monday's attack killed ten"), and so has what happens "at Monday's meeting".
    Returns date_t and owner_depth: how far up the noun stands.
    """
    words = tokens.select("t", "dep", "pos", "head", "lower", "start_char", "lemma")
    owned = (
        dates.select("date_t", "end_char")
        .join(pick(words, pl.col("dep").is_in(_BEFORE_NOUN), date_t="t"), on="date_t")
        .join(date_paths.filter(pl.col("depth") == 1).select(date_t="t", noun="ancestor"), on="date_t")
        .join(words.select("start_char", "lemma", noun="t", noun_dep="dep", noun_pos="pos", above="head"), on="noun")
        .filter(pl.col("noun_pos").is_in(("NOUN", "PROPN")) & (pl.col("start_char") >= pl.col("end_char")))
        .join(words.select(above="t", prep="lower"), on="above")
    )
    shared = pl.col("noun_dep").is_in(("nsubj", "nsubjpass", "npadvmod")) | (
        (pl.col("noun_dep") == "pobj") & pl.col("prep").is_in(_AT)
    )
    # who disrupts an occasion does it on its day
    shared |= (pl.col("noun_dep") == "dobj") & pl.col("lemma").is_in(_OCCASIONS)
    return owned.filter(~shared).select("date_t", owner_depth=pl.lit(1, dtype=pl.Int64)).unique()
