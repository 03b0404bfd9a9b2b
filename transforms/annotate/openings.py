"""Words of time that open a sentence, where the parse reads them together with the subject behind them.

Covers: "In March gunmen abducted a priest" (no "March gunmen"), "On Saturday Turks protested" (they are the subject,
not what "on" governs), "On 5 May soldiers shot ...", "Early Monday gunmen attacked ...", "In 2014 militants seized
Mosul"; a number behind a month that is neither its day nor a year ("Since January 410 civilians have been killed").
Does not cover: times elsewhere in a sentence, numbers up to 31 behind a month, which are read as its day.
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.tokens import with_edges

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan\\.?|Feb\\.?|Aug\\.?|Sept\\.?|Oct\\.?|Nov\\.?|Dec\\.?"
)
_MONTH = rf"^(?:{_MONTHS})$"
_WEEKDAY = "^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$"
_YEAR = r"^(?:19|20)\d\d$"
_DAY = r"^(?:[12]?\d|3[01])(?:st|nd|rd|th)?$"
_PREPOSITIONS = ("in", "on", "since", "during", "by", "until", "from", "before", "after")
_TURNS = ("early", "late", "earlier", "later", "last", "this", "next")
_PARTS = ("morning", "afternoon", "evening", "night")
# "After Friday prayers", "In March Madness": no time of what follows
_NAMED_BY_DAY = ("prayer", "prayers", "sermon", "sermons", "mass", "service", "services", "madness", "fair", "day")
_NOUNS = ("NOUN", "PROPN")
_OBJECT = ("DT", "NNP", "NNPS", "CD", "JJ", "PRP", "PRP$", "NNS", "NN")
_REACH = 4  # words from a number to what it counts


def mend_openings(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens (TOKENS, before codes) with times at the head of sentences taken from the noun behind them."""
    run = _openings(tokens)
    wrong = _joined(run, tokens)
    counts = _counts(tokens)
    if not (wrong.height or counts.height):
        return tokens
    row = dict(zip(tokens["t"], range(tokens.height), strict=True))
    head, dep, tag, pos = (tokens[name].to_list() for name in ("head", "dep", "tag", "pos"))
    lower, entity = tokens["lower"].to_list(), tokens["ent_type"].to_list()
    for number, noun in counts.iter_rows():
        head[row[number]], dep[row[number]], entity[row[number]] = noun, "nummod", "CARDINAL"
    below: dict[int, list[int]] = {}
    for t, above in tokens.select("t", "head").iter_rows():
        below.setdefault(above, []).append(t)
    for first, last, main, noun in wrong.iter_rows():
        opens = first if lower[row[first]] in _PREPOSITIONS else None
        verb = _verb(row, head, dep, pos, below, opens, noun)
        if verb is None:
            continue
        if opens is not None and head[row[opens]] == opens:  # the clause hung on the preposition
            after = verb + 1
            if after not in row or tag[row[after]] not in _OBJECT:
                continue
            for other in below[opens]:
                head[row[other]] = verb
            head[row[verb]], dep[row[verb]] = verb, "ROOT"
            tag[row[verb]], pos[row[verb]] = "VBD", "VERB"
            head[row[opens]], dep[row[opens]] = verb, "prep"
        passive = any(dep[row[one]] == "auxpass" for one in below.get(verb, ()))
        if entity[row[noun]] == "NORP" and lower[row[noun]].endswith("s"):
            tag[row[noun]] = "NNPS"
        if dep[row[noun]] not in ("nsubj", "nsubjpass"):
            head[row[noun]], dep[row[noun]] = verb, "nsubjpass" if passive else "nsubj"
        head[row[main]], dep[row[main]] = (verb, "npadvmod") if opens is None else (opens, "pobj")
        for t in range(first + (opens is not None), last + 1):
            if t != main:
                head[row[t]] = main
                dep[row[t]] = "amod" if lower[row[t]] in _TURNS else "nummod" if tag[row[t]] == "CD" else "npadvmod"
    columns = {"head": head, "dep": dep, "tag": tag, "pos": pos, "ent_type": entity}
    mended = tokens.with_columns(pl.Series(name, values, dtype=tokens.schema[name]) for name, values in columns.items())
    return with_edges(mended)


def _openings(tokens: pl.DataFrame) -> pl.DataFrame:
    """Times that sentences begin with: sent, first, last, main (the month, the weekday or a lone year)."""
    text, lower = pl.col("text"), pl.col("lower")
    place = pl.col("t") - pl.col("t").min().over("sent")
    month, weekday, year = text.str.contains(_MONTH), text.str.contains(_WEEKDAY), text.str.contains(_YEAR)
    near = (pl.col("t") - pl.col("t").min().over("sent")) < 6
    early = tokens.filter(near).with_columns(
        place=place, month=month, weekday=weekday, year=year, day=text.str.contains(_DAY), part=lower.is_in(_PARTS)
    )
    before = {name: pl.col(name).shift(1, fill_value=False).over("sent") for name in ("month", "weekday", "day")}
    behind = pl.col("month").shift(-1, fill_value=False).over("sent")
    is_time = (
        pl.col("month")
        | pl.col("weekday")
        | (pl.col("day") & (before["month"] | behind))
        | (pl.col("year") & (before["month"] | (pl.col("place") == 1)))
        | (pl.col("part") & before["weekday"])
    )
    opener = (pl.col("place") == 0) & lower.is_in((*_PREPOSITIONS, *_TURNS))
    opener |= (pl.col("place") == 1) & lower.is_in(_TURNS)
    told = early.with_columns(is_time=is_time, within=is_time | opener)
    told = told.with_columns(within=pl.col("within").cum_min().over("sent")).filter("within")
    main = pl.when(pl.col("month") | pl.col("weekday") | pl.col("year")).then("t")
    runs = told.group_by("sent").agg(
        first=pl.col("t").min(),
        last=pl.col("t").max(),
        opens=pl.col("place").min().eq(0) & ~pl.col("is_time").first(),
        main=main.filter(pl.col("is_time")).drop_nulls().first(),
        ends=pl.col("is_time").last(),
    )
    return runs.filter("opens", "ends").drop_nulls("main").select("sent", "first", "last", "main")


def _joined(runs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Openings that hang on a noun behind them, or whose preposition governs one: first, last, main, noun."""
    words = tokens.select("t", "head", "pos", "lower", "dep")
    at = runs.join(words.select(main="t", noun="head"), on="main")
    nouns = words.select(noun="t", noun_pos="pos", noun_dep="dep", word="lower")
    following = tokens.select(after=pl.col("t") - 1, next_word="lower", next_sent="sent")
    found = at.join(nouns, on="noun").join(following, left_on="last", right_on="after", how="left")
    return (
        found.filter(
            (pl.col("noun") > pl.col("last"))
            & pl.col("noun_pos").is_in(_NOUNS)
            & pl.col("noun_dep").is_in(("nsubj", "nsubjpass", "pobj"))
            & ~pl.col("word").is_in(_NAMED_BY_DAY)
            & ~pl.col("next_word").is_in((*_NAMED_BY_DAY, "'s", "’s", "-", ","))
        )
        .select("first", "last", "main", "noun")
        .sort("first")
    )


def _counts(tokens: pl.DataFrame) -> pl.DataFrame:
    """Numbers hung on the month before them that are no day and no year: number, noun (what they count)."""
    text = pl.col("text")
    numbers = tokens.filter(
        (pl.col("tag") == "CD")
        & text.shift(1).str.contains(_MONTH)
        & (pl.col("head") == pl.col("t") - 1)
        & ~text.str.contains(_DAY)
        & ~text.str.contains(_YEAR)
    ).select("sent", number="t")
    nouns = tokens.filter(pl.col("tag").is_in(("NNS", "NN"))).select("sent", noun="t", dep="dep")
    found = numbers.join(nouns, on="sent").filter(
        (pl.col("noun") > pl.col("number"))
        & (pl.col("noun") - pl.col("number") <= _REACH)
        & (pl.col("dep") != "compound")
    )
    return found.group_by("number").agg(pl.col("noun").min()).sort("number")


def _verb(
    row: dict[int, int],
    head: list[int],
    dep: list[str],
    pos: list[str],
    below: dict[int, list[int]],
    opens: int | None,
    noun: int,
) -> int | None:
    """The verb that the noun is the subject of, if it can be told."""
    if dep[row[noun]] in ("nsubj", "nsubjpass"):
        return head[row[noun]]
    if opens is None or head[row[noun]] != opens:
        return None
    verb = head[row[opens]]
    if verb == opens:
        clauses = [t for t in below.get(noun, ()) if dep[row[t]] in ("acl", "relcl") and t == noun + 1]
        return clauses[0] if clauses and pos[row[clauses[0]]] == "VERB" else None
    has_subject = any(dep[row[t]] in ("nsubj", "nsubjpass") for t in below.get(verb, ()))
    return None if has_subject or verb < noun or pos[row[verb]] not in ("VERB", "AUX") else verb
