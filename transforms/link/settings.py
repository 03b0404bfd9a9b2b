"""Where an article is set and which country it is about, as far as its names tell.

Covers: the country of a sentence's place ("in Aleppo"), the country an article's places lie in most often, and the one
whose government, people or bodies it speaks of most; whoever is the subject counts double, where a thing happens half,
and so does whoever only tells it. Where a teller is ("church officials in Kampala said") is not where it happened; nor
is where a group is at home ("the Britain-based group"); who is only told ("told the Kenyan paper") and who tells of all
the world (Reuters) says nothing of either.
Does not cover: articles that name no country.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up_known, pick

_SHARE = 0.34  # below that an article is not set in, or about, one country
_MAIN = 0.5  # from that it is about no other
_SAYING = ("say", "tell", "add")
_DEPTH = 3  # "a clerk of the French consulate"
_TOLD = 1  # who tells it counts no more than where it is
_HEARING = ("tell", "inform", "assure", "brief", "notify")
_LOCATIVE = ("in", "at", "near", "across", "outside", "inside", "around", "throughout", "on")


def settings(tokens: pl.DataFrame, names: pl.DataFrame, places: pl.DataFrame, tellers: list[str]) -> pl.DataFrame:
    """Where each sentence and its article are set, and which country the article is about.

    Columns as `refer_back` reads them. `tellers`: who tells of what happens elsewhere: they set no scene.
    """
    sentences = tokens.select("sent", "doc").unique()
    names, places = (frame.join(_homes(tokens), on="head_t", how="anti") for frame in (names, places))
    behind = pick(tokens, pl.col("dep") == "pobj", head_t="t", prep="head")
    locative = pick(tokens, pl.col("lower").is_in(_LOCATIVE), prep="t")
    # "Independence Square" lies in no town of that name
    longer = pick(tokens, pl.col("tag").is_in(("NNP", "NNPS")), last=pl.col("t") - 1)
    longer = longer.join(places.select(last=pl.col("first") - 1), on="last", how="anti")
    placed = places.drop_nulls("country").join(longer, on="last", how="anti", maintain_order="left")
    inside = behind.join(locative, on="prep", how="semi")
    # "in the northern province of Idlib"
    of = pick(tokens, pl.col("lower") == "of", prep="t", noun="head")
    called = behind.join(of, on="prep").join(inside.select(noun="head_t"), on="noun", how="semi")
    inside = pl.concat([inside.select("head_t"), called.select("head_t")]).unique()
    # "church officials in Kampala said" tells where they speak
    told = _tellers(tokens)
    located = placed.join(inside, on="head_t", how="semi").join(told, on="head_t", how="anti", maintain_order="left")
    here = first_by(located, ["sent"], "first").select("sent", set_in="country")
    scene = _commonest(
        pl.concat([located, placed.filter(pl.col("feature") != "country")])
        .unique()
        # in a capital people also only speak of what happens elsewhere
        .join(
            names.filter(pl.col("name_class") == "capital").select("head_t", speak=pl.lit(1)), on="head_t", how="left"
        )
        .select("doc", "country", "first", weight=2 - pl.col("speak").fill_null(0)),
        "doc_set_in",
    )
    spoken = names.filter(
        pl.col("name_class").is_in(("country", "demonym", "capital", "leader", "entity", "seat"))
    ).drop_nulls("country")
    spoken = spoken.filter(~pl.col("name").is_in(tellers)).join(_hearers(tokens), on="head_t", how="anti")
    # "in Syria" is where, not who; who stands in the subject matters more
    where = located.select("head_t", weight=pl.lit(1)).unique()
    told = told.join(where, on="head_t", how="anti").with_columns(weight=pl.lit(_TOLD))
    weights = pl.concat([where, told, _subject_words(tokens)]).unique("head_t", keep="first")
    said = (
        look_up_known(spoken, "first", tokens, doc="doc")
        .join(weights, on="head_t", how="left")
        .select("doc", "country", "first", weight=pl.col("weight").fill_null(2))
    )
    about = _commonest(said, "doc_about")
    main = _commonest(said, "doc_main", _MAIN)
    return (
        sentences.join(here, on="sent", how="left")
        .join(scene, on="doc", how="left")
        .join(about, on="doc", how="left")
        .join(main, on="doc", how="left")
        .drop("doc")
    )


def _homes(tokens: pl.DataFrame) -> pl.DataFrame:
    """Where somebody is at home ("the Britain-based group", "a group based in Britain"): head_t."""
    based = pick(tokens, pl.col("lower") == "based", "t")
    joined = pick(tokens, pl.col("text").is_in(("-", "–")), head_t=pl.col("t") - 1, t=pl.col("t") + 1)
    joined = joined.cast({"t": pl.UInt32, "head_t": pl.UInt32}).join(based, on="t", how="semi")
    behind = pick(tokens, pl.col("lower") == "in", prep="t", t="head").join(based, on="t", how="semi")
    behind = pick(tokens, pl.col("dep") == "pobj", head_t="t", prep="head").join(behind, on="prep", how="semi")
    return pl.concat([joined.select("head_t"), behind.select("head_t")]).unique()


def _hearers(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words of whoever is only told ("residents told the Kenyan paper")): head_t."""
    telling = pick(tokens, pl.col("lemma").is_in(_HEARING) & (pl.col("pos") == "VERB"), head="t")
    told = pick(tokens, pl.col("dep").is_in(("dobj", "dative")), "head", head_t="t")
    found = [told.join(telling, on="head", how="semi").select("head_t")]
    inner = pick(tokens, pl.col("dep").is_in(("amod", "compound", "nmod", "poss")), "head", head_t="t")
    found.append(inner.join(found[0].rename({"head_t": "head"}), on="head", how="semi").select("head_t"))
    return pl.concat(found).unique()


def _tellers(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words of whoever says what the sentence tells ("relief church officials in Kampala said"): head_t."""
    saying = pick(tokens, pl.col("lemma").is_in(_SAYING) & (pl.col("pos") == "VERB"), head="t")
    subjects = pick(tokens, pl.col("dep") == "nsubj", "head", head_t="t").join(saying, on="head", how="semi")
    found = [subjects.select("head_t")]
    inner = pick(tokens, pl.col("dep").is_in(("amod", "compound", "nmod", "poss", "prep", "pobj")), "head", head_t="t")
    for _ in range(_DEPTH):
        found.append(inner.join(found[-1].rename({"head_t": "head"}), on="head", how="semi").select("head_t"))
    return pl.concat(found).unique()


def _subject_words(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words of a sentence's subject and what modifies it ("Turkish forces said"): head_t, weight."""
    subjects = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), head="t")
    modifiers = tokens.filter(pl.col("dep").is_in(("amod", "compound", "nmod", "poss")))
    inner = modifiers.join(subjects, on="head", how="semi").select(head_t="t")
    return pl.concat([subjects.select(head_t="head"), inner]).unique().with_columns(weight=pl.lit(4))


def _commonest(frame: pl.DataFrame, alias: str, share: float = _SHARE) -> pl.DataFrame:
    """The country of most `weight` in each article, if that is at least `share` of all; of two, the one named first.

    Gives: doc, `alias` (country), `alias`_since (the token where the article first names it).
    """
    counted = frame.group_by("doc", "country").agg(n=pl.col("weight").sum(), first=pl.col("first").min())
    total = counted.group_by("doc").agg(total=pl.col("n").sum())
    first = first_by(counted, ["doc"], "n", "first", "country", descending=[True, False, False]).join(total, on="doc")
    return first.filter(pl.col("n") >= share * pl.col("total")).select(
        "doc", pl.col("country").alias(alias), pl.col("first").alias(f"{alias}_since")
    )
