"""Definite nouns for somebody whom the article names: "the company", "the group", "the governor".

Covers: a kind of organisation (the nearest earlier one of that kind); a title that one person of the article bears
("Governor to veto bill ... Gov. Nathan Deal", before or behind the name).
Covers too: "both sides", "the two leaders", the two who last dealt with each other, else those named last, and
"negotiators of the two sides".
Does not cover: indefinite nouns ("a company"), nouns with modifiers that tell another one ("the rival company").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, pick

# The last word of a noun, and what kinds and sectors of actors it can mean
_MEANS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(
        "company firm corporation manufacturer carmaker automaker airline retailer conglomerate startup giant".split(),
        (("company",), ()),
    ),
    **dict.fromkeys(("party",), ((), ("PTY",))),
    **dict.fromkeys(("militia", "outfit", "faction"), (("armed_group",), ())),
    **dict.fromkeys(("group", "organisation", "organization", "movement"), (("armed_group", "ngo"), ())),
    **dict.fromkeys(("charity", "watchdog", "ngo"), (("ngo",), ())),
    **dict.fromkeys(("bloc", "alliance"), (("igo",), ())),
    **dict.fromkeys(("newspaper", "paper", "broadcaster", "channel", "outlet", "magazine"), (("media",), ())),
    **dict.fromkeys(("union",), ((), ("LAB",))),
    **dict.fromkeys(("university", "school", "college", "institute"), ((), ("EDU",))),
    **dict.fromkeys(("court", "tribunal"), ((), ("JUD",))),
}
# State bodies are told apart by a word of their name
_NAMED = ("agency", "department", "bureau", "commission", "committee", "ministry", "council", "assembly", "parliament")
_NAMES = ("entity", "org", "composed", "short name")
_PERSONS = ("person", "leader", "surname")
_FULL = {"gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "col": "colonel"}
_OFFICES = ("GOV", "LEG", "JUD", "MIL", "REL", "COP")
_PERSON_PAIRS = ("leader", "president", "minister", "man", "chief", "diplomat", "candidate", "premier")
_BODY_PAIRS = (
    "side",
    "country",
    "nation",
    "government",
    "party",
    "neighbour",
    "neighbor",
    "ally",
    "rival",
    "state",
    "power",
    "delegation",
    "camp",
    "foe",
)
_SIDES = ("country", "capital", "entity", "org", "composed", "member of", "office on the day")
_OPEN = ("role noun", "reference: where it is set", "another")
_STATE_PAIRS = ("country", "nation", "state", "neighbour", "neighbor")
_HOW_MANY = {"both": 2, "two": 2, "three": 3}
_FULL_NAME = r"\p{Lu}\S+ .*\p{Lu}\S+$"
_BY_REFERENCE = (
    "reference: where it is set", "reference: same noun", "reference: named before", "of a place", "inhabitants",
)  # fmt: skip
_WITH = ("obj", "with", "against", "on", "at", "from", "of")
_DEALING = tuple(
    (
        "meet talk speak hold sign agree negotiate discuss clash fight battle exchange trade accuse blame attack "
        "threaten invade sue reach conclude strike resume restore sever cut open close share"
    ).split()
)
_CARRIED = ("name", "kind", "country", "sector", "wikidata_id", "is_resolved")


def name_by_kind(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Resolve definite open nouns by the named actors of the article. `mentions`: MENTIONS."""
    tail = pl.col("noun").str.split(" ").list.last()
    openly = (pl.col("rule") == "role noun") & pl.col("country").is_null() & pl.col("name").is_null()
    open_ones = mentions.filter(openly)
    words = _determined(tokens, open_ones["head_t"])
    open_ones = open_ones.join(words, on="head_t", how="left").with_columns(tail=tail)
    open_ones = open_ones.with_columns(pl.col("determiner").fill_null(""))
    singular = open_ones.filter("is_singular")
    bodies = _bodies(singular.filter(pl.col("determiner") == "the"), mentions)
    people = _bearers(
        singular.filter((pl.col("kind") == "person") & ~pl.col("determiner").is_in(("a", "an"))), mentions
    )
    found = pl.concat([bodies, people]).unique("m", keep="first", maintain_order=True)
    joined = mentions.join(found, on="m", how="left", maintain_order="left")
    hit = pl.col("new_name").is_not_null()
    return joined.with_columns(
        *[pl.when(hit).then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in _CARRIED],
        rule=pl.when(hit).then(pl.lit("reference: named before")).otherwise("rule"),
    ).select(mentions.columns)


def _determined(tokens: pl.DataFrame, asked: pl.Series) -> pl.DataFrame:
    """The determiner of each noun `asked` (NULL if none), whether it is singular: head_t, determiner, is_singular."""
    determiners = pick(tokens, pl.col("dep").is_in(("det", "poss")), head_t="head", determiner="lower")
    determiners = first_by(determiners, ["head_t"], "determiner", descending=True)
    own = pl.col("t").is_in(asked.implode())
    nouns = pick(tokens, own, head_t="t", is_singular=pl.col("tag").is_in(("NN", "NNP")))
    return nouns.join(determiners, on="head_t", how="left")


def _bodies(open_ones: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The nearest earlier organisation of the kind: m, new_*."""
    means = pl.DataFrame(
        [(tail, list(kinds), list(sectors)) for tail, (kinds, sectors) in _MEANS.items()],
        schema={"tail": pl.String, "kinds": pl.List(pl.String), "sectors": pl.List(pl.String)},
        orient="row",
    )
    wanted = open_ones.select("m", "doc", "first", "tail", o_kind="kind")
    named = mentions.filter(
        pl.col("rule").is_in(_NAMES) & (pl.col("kind") != "person") & pl.col("name").is_not_null()
    ).select("doc", a_first="first", **{f"new_{c}": pl.col(c) for c in _CARRIED})
    by_kind = (
        wanted.join(means, on="tail")
        .join(named, on="doc")
        .filter(pl.col("new_kind").is_in(pl.col("kinds")) | pl.col("new_sector").is_in(pl.col("sectors")))
    )
    in_name = pl.col("new_name").str.to_lowercase().str.contains(pl.col("tail"), literal=True)
    by_name = wanted.filter(pl.col("tail").is_in(_NAMED)).join(named, on="doc").filter(in_name)
    together = pl.concat([by_kind.drop("kinds", "sectors"), by_name])
    earlier = (pl.col("a_first") < pl.col("first")) & (pl.col("new_name").str.to_lowercase() != pl.col("tail"))
    together = together.filter(earlier)
    return first_by(together, ["m"], "a_first", "new_name", descending=[True, False]).select(
        "m", *[f"new_{c}" for c in _CARRIED]
    )


def _bearers(open_ones: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The one person of the article who bears the title: m, new_*."""
    bearers = (
        mentions.filter(pl.col("rule").is_in(_PERSONS) & pl.col("noun").is_not_null())
        .select(
            "doc",
            tail=pl.col("noun").str.strip_chars(".").replace(_FULL).str.split(" ").list.last(),
            **{f"new_{c}": pl.col(c) for c in _CARRIED},
        )
        .pipe(first_by, ["doc", "tail", "new_name"])
        .filter(~pl.struct("doc", "tail").is_duplicated())
    )
    titles = open_ones.filter(pl.col("sector").is_in(_OFFICES)).select("m", "doc", "tail")
    return titles.join(bearers, on=["doc", "tail"]).select("m", *[f"new_{c}" for c in _CARRIED])


def expand_pairs(mentions: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Let "both sides", "the two leaders" be two named before, as two mentions with one span.

    Those two who last dealt with each other, else the two who last stand together, else the two named last.
    `mentions`: MENTIONS, named. `relations`: RELATIONS. Where fewer than two are named before, the noun stays what it
    is.
    """
    both = pick(tokens, pl.col("lower").is_in(list(_HOW_MANY)), head_t="head", many="lower")
    both = both.with_columns(pl.col("many").cast(pl.String).replace_strict(_HOW_MANY, return_dtype=pl.Int64))
    both = both.unique("head_t", keep="first", maintain_order=True)
    # "three states that border Chad" are any
    definite = pick(tokens, pl.col("lower").is_in(("the", "these", "all", "those")), head_t="head")
    both = both.filter((pl.col("many") == _HOW_MANY["two"]) | pl.col("head_t").is_in(definite["head_t"].implode()))
    plural = pick(tokens, pl.col("tag").is_in(("NNS", "NNPS")), head_t="t")
    said_so = mentions.filter(
        pl.col("rule").is_in(_OPEN) & (~pl.col("is_resolved") | (pl.col("noun") == "delegation"))
    ).join(both, on="head_t", how="semi")
    # "the presidents", which a reference back took for one of them
    titled = mentions.filter((pl.col("rule") == "reference: same noun") & (pl.col("kind") == "person"))
    pairs = (
        pl.concat([said_so, titled])
        .join(plural, on="head_t", how="semi")
        .with_columns(tail=pl.col("noun").str.split(" ").list.last())
        .filter(pl.col("tail").is_in(_PERSON_PAIRS + _BODY_PAIRS))
        .with_columns(of_persons=pl.col("tail").is_in(_PERSON_PAIRS), of_states=pl.col("tail").is_in(_STATE_PAIRS))
        .join(both, on="head_t", how="left", maintain_order="left")
        .with_columns(pl.col("many").fill_null(_HOW_MANY["two"]))
    )
    known = pl.col("rule").is_in(_SIDES + _PERSONS)
    bodies = pl.col("rule").is_in(_BY_REFERENCE) & pl.col("kind").is_in(("government", "military", "armed_group"))
    named = mentions.filter(known | bodies).select(
        "doc",
        "head_t",
        a_first="first",
        is_known=known,
        is_state=pl.col("name").str.starts_with("Government of "),
        **{f"new_{c}": pl.col(c) for c in _CARRIED},
    )
    person = pl.col("new_kind") == "person"
    earlier = (
        pairs.select("m", "doc", "first", "of_persons", "of_states")
        .join(named, on="doc")
        .filter((pl.col("a_first") < pl.col("first")) & (person == pl.col("of_persons")))
        .filter(~pl.col("of_states") | pl.col("is_state"))
    )
    before = first_by(earlier.filter("is_known"), ["m", "new_name"], "a_first", descending=True).sort(
        "m", "a_first", "new_name", descending=[False, True, False]
    )
    dealing = _dealing(earlier, relations, tokens)
    last = pl.concat([frame.select(before.columns) for frame in (dealing, _together(before, mentions, tokens), before)])
    last = last.unique(["m", "new_name"], keep="first", maintain_order=True)
    last = last.join(pairs.select("m", "many"), on="m", how="left", maintain_order="left")
    last = last.filter(pl.int_range(pl.len()).over("m") < pl.col("many"))
    two = last.filter(pl.len().over("m") == pl.col("many")).drop("many")
    # "negotiators of the two sides" are the two sides too
    behind = pick(tokens, pl.col("dep") == "pobj", head_t="t", prep="head")
    owners = pick(tokens, pl.col("lower").is_in(("of", "from", "for", "between")), prep="t", owned_t="head")
    of_pairs = pairs.select("head_t", pair="m").join(behind, on="head_t").join(owners, on="prep")
    speaking = (pl.col("kind") == "person") & ~pl.col("is_resolved")
    members = mentions.filter(pl.col("rule").is_in(_OPEN) & (speaking | (pl.col("noun") == "delegation")))
    members = members.join(plural, on="head_t", how="semi")
    members = members.join(of_pairs.select(head_t="owned_t", pair="pair"), on="head_t")
    members = members.join(two.select(pl.col("m").alias("pair")).unique(), on="pair", how="semi")
    pairs = pl.concat(
        [
            pairs.drop("tail", "of_persons", "of_states", "many").with_columns(pair="m"),
            first_by(members, ["m"], "pair"),
        ]
    )
    two = pairs.select("m", "pair").join(two.rename({"m": "pair"}), on="pair", maintain_order="left_right")
    meant = pairs.drop("pair").join(two.select("m", *[f"new_{c}" for c in _CARRIED]), on="m", maintain_order="left")
    meant = meant.with_columns(
        *[pl.col(f"new_{c}").alias(c) for c in _CARRIED], rule=pl.lit("reference: the two")
    ).select(mentions.columns)
    kept = mentions.join(two.select("m"), on="m", how="anti", maintain_order="left")
    return pl.concat([kept, meant])


def _dealing(earlier: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Of those named before, the last two of whom one deals with the other, as rows of `earlier`.

    "Chad accused Sudan", "met his counterpart", "clashed with the rebels"; also two who do a thing together that is
    done to nobody else ("Serbia and Kosovo held talks", but not "France and Germany praised Chad").
    """
    verbs = pick(tokens, (pl.col("pos") == "VERB") & pl.col("lemma").is_in(_DEALING), pred="t")
    sides = relations.join(verbs, on="pred", how="semi")
    who = sides.filter((pl.col("role") == "subj") & ~pl.col("rule").str.contains("shared|control|infinitive"))
    whom = sides.filter(pl.col("role").is_in(_WITH))
    crossed = who.select("pred", one_t="arg").join(whom.select("pred", other_t="arg"), on="pred")
    # "welcomed them"
    aimed = whom.filter(pl.col("role") == "obj").join(
        pl.concat([earlier.select(arg="head_t"), pick(tokens, pl.col("tag") == "PRP", arg="t")]).unique(),
        on="arg",
        how="semi",
    )
    free = who.join(aimed.select("pred"), on="pred", how="anti").select("pred", one_t="arg")
    both = free.join(free.rename({"one_t": "other_t"}), on="pred").filter(pl.col("one_t") < pl.col("other_t"))
    between = relations.filter(pl.col("role") == "between").select("pred", one_t="arg")
    between = between.join(between.rename({"one_t": "other_t"}), on="pred").filter(pl.col("one_t") < pl.col("other_t"))
    # of persons only those with a name
    person = pl.col("new_kind") == "person"
    sure = ~person | pl.col("new_is_resolved") | pl.col("new_name").str.contains(_FULL_NAME)
    sure &= pl.col("new_kind") != "population"
    sides = earlier.select("m", "head_t", "new_name", a_first="a_first", sure=sure)
    one, other = (
        sides.rename({"head_t": f"{who}_t", "a_first": who, "new_name": f"{who}_name", "sure": f"{who}_sure"})
        for who in ("one", "other")
    )
    found = (
        pl.concat([crossed, both, between])
        .unique()
        .join(one, on="one_t")
        .join(other, on=["m", "other_t"])
        .filter(pl.col("one_name") != pl.col("other_name"))
        .filter("one_sure", "other_sure")
        .pipe(first_by, ["m"], "pred", "other", "one", descending=True)
    )
    pair = pl.concat([found.select("m", a_first=who, new_name=f"{who}_name") for who in ("one", "other")])
    rows = earlier.join(pair, on=["m", "a_first", "new_name"], how="semi", maintain_order="left")
    return first_by(rows, ["m", "new_name"], "a_first").sort("m", "a_first")


def _together(before: pl.DataFrame, mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Of those named before, the last two that stand together ("Serbia and Kosovo"), as rows of `before`."""
    conjuncts = pick(tokens, pl.col("dep") == "conj", one_t="head", other_t="t")
    heads = mentions.select("head_t", "first")
    pairs = (
        conjuncts.join(heads.select(one_t="head_t", one="first"), on="one_t")
        .join(heads.select(other_t="head_t", other="first"), on="other_t")
        .select("one", "other")
        .unique()
    )
    sides = before.select("m", "a_first", "new_name")
    found = (
        pairs.join(sides.rename({"a_first": "one", "new_name": "one_name"}), on="one")
        .join(sides.rename({"a_first": "other", "new_name": "other_name"}), on=["m", "other"])
        .filter(pl.col("one_name") != pl.col("other_name"))
        .pipe(first_by, ["m"], "other", "one", descending=True)
    )
    both = pl.concat([found.select("m", a_first="one"), found.select("m", a_first="other")])
    return before.join(both, on=["m", "a_first"], how="semi", maintain_order="left")
