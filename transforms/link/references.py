"""Reference back: "the ministry", "the group", "his office", "he", "they".

Covers: a definite role noun that an earlier mention in the article explains by the same noun; a domestic one
("rebels", "lawmakers", "residents") by the country that the sentence or the article is set in, though not anybody's
("a man"); a body of state ("the ministry", "the army") by the country the article speaks of most, as its officials and
"the president"; "its troops" by whom the pronoun means; pronouns by the nearest earlier mention that fits in kind,
subjects first, within three sentences. "We" and "I" in a quotation are the speaker. Only bodies of state are named
after the country; others keep the words of the text.
Does not cover: reference forward, "it" for things.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up_known, pick
from transforms.link.compose import fill_template, fled_abroad

HE = ("he", "him", "his", "she", "her", "hers", "himself", "herself")
THEY = ("they", "them", "their", "theirs", "themselves")
WE = ("we", "us", "our", "ours", "i", "me", "my", "mine", "ourselves", "myself")
IT = ("it", "its", "itself")
REACH = 3
_SUBJECT_FORMS = {
    **dict.fromkeys(("him", "his", "himself"), "he"),
    **dict.fromkeys(("her", "hers", "herself"), "she"),
    **dict.fromkeys(("them", "their", "theirs", "themselves"), "they"),
}
_HANDS = 8  # how often a pronoun is handed on
_HEADS = tuple(
    word.replace("_", " ")
    for word in (
        "president prime_minister premier chancellor king queen vice_president foreign_minister defence_minister "
        "defense_minister finance_minister interior_minister secretary_of_state defense_secretary vice-president"
    ).split()
)
_ABROAD = r"leader|diplomat|envoy|ambassador|delegate|counterpart|negotiator|mediator|consul|foreign"
_OF_MANY = r"coalition |international|multinational|allied|peace|observer|monitoring|\bun\b"
_BODIES = ("armed_group", "igo", "ngo", "company")
_STATES = ("country", "nation", "state", "republic", "island nation", "homeland")
# Forms of state that only some states have
_FORMS = {
    "emirate": ("QAT", "KWT", "ARE"),
    "sultanate": ("OMN", "BRN"),
    "administration": ("USA",),  # elsewhere it is a government
    "kingdom": tuple("SAU GBR JOR MAR BHR THA NLD BEL ESP SWE NOR DNK KHM BTN LSO SWZ TON NPL".split()),
}
# Whom the reader places in the country the story is set in
_DOMESTIC = tuple("REB OPP COP JUD LEG CVL REF MED LAB EDU JRN CRM UAF REL ELI AGR SOC PTY PRM".split())
# Anybody: the country the story is set in says little about them
_ANYBODY = tuple(
    (
        "man woman person individual victim passenger tourist attacker assailant hacker bomber gunman foreigner "
        "migrant immigrant seeker traveller traveler expatriate national visitor user consumer customer investor critic"
    ).split()
)
_OFFICIALS = (
    r"(?:health|security|police|intelligence|enforcement|army|military|defen[cs]e|border) (?:official|officer|agent)$"
)
# Bodies that federal states have in their parts, and call otherwise as a whole
_OF_PARTS = {
    "legislature": ("USA", "CAN", "IND", "BRA", "AUS"),
    "legislative assembly": ("CAN", "IND", "AUS", "BRA", "MYS"),
    "legislative council": ("IND", "AUS"),
    "house of assembly": ("NGA", "CAN", "AUS"),
}
_AT_HOME = ("JUD", "COP", "LEG", "MED")
_AT_SCHOOL = ("teacher", "schoolteacher", "headmaster", "headteacher", "student", "pupil", "schoolboy", "schoolgirl")
_OF_STATE = pl.col("kind").is_in(("government", "military"))
_CARRIED = ("name", "kind", "country", "sector", "wikidata_id", "is_resolved")


def refer_back(
    mentions: pl.DataFrame, tokens: pl.DataFrame, settings: pl.DataFrame, countries: pl.DataFrame
) -> pl.DataFrame:
    """Resolve role mentions that name no country of their own. `mentions`: MENTIONS, any order.

    `settings`: sent, set_in (the country of a place the sentence is set in), doc_set_in, doc_about (the countries most
    spoken of as place and as actor, each with `_since`, the token that first names it), doc_main (as doc_about, of at
    least half of what is said), at most one row a sentence. `countries`: as for `compose`.
    """
    openly = (pl.col("rule") == "role noun") & pl.col("country").is_null()
    definite = pick(
        tokens,
        (pl.col("dep").is_in(("det", "poss")))
        & pl.col("lower").is_in(("the", "this", "that", "its", "his", "her", "their", "these", "those")),
        head_t="head",
        is_definite=pl.lit(value=True),
    ).unique()
    marked = mentions.join(definite, on="head_t", how="left").with_columns(pl.col("is_definite").fill_null(value=False))
    open_ones = marked.filter(openly).sort("first")
    explained = marked.filter(~openly & pl.col("name").is_not_null() & pl.col("noun").is_not_null()).sort("first")
    tail = pl.col("noun").str.split(" ").list.last().alias("tail")
    same_noun = _nearest(
        # refugees are those told of before, not people of the country that takes them in
        open_ones.filter(pl.col("is_definite") | fled_abroad()).with_columns(tail),
        explained.with_columns(tail),
        by=["doc", "tail"],
        rule="same noun",
    )
    states = marked.filter(pl.col("rule").is_in(("country", "capital", "demonym"))).sort("first")
    # "the two countries" are no single one
    several = pick(tokens, pl.col("lower").is_in(("both", "two", "three")), "head")["head"]
    one_state = pl.col("noun").is_in(_STATES) & ~pl.col("head_t").is_in(several.implode())
    same_state = _nearest(open_ones.filter(pl.col("is_definite") & one_state), states, by=["doc"], rule="the country")
    forms = [
        _nearest(
            open_ones.filter(pl.col("is_definite") & (pl.col("noun") == form)),
            states.filter(pl.col("country").is_in(of_form)),
            by=["doc"],
            rule="the country",
        )
        for form, of_form in _FORMS.items()
    ]
    same_state = pl.concat([same_state, *forms])
    same_noun = pl.concat([same_noun.join(same_state, on="m", how="anti"), same_state])
    of = tokens.filter((pl.col("lower") == "of") & (pl.col("dep") == "prep"))
    of = of.select(head_t="head", has_of=pl.lit(value=True)).unique()
    open_ones = open_ones.join(of, on="head_t", how="left").with_columns(pl.col("has_of").fill_null(value=False))
    rest = open_ones.join(same_noun, on="m", how="anti", maintain_order="left").join(settings, on="sent", how="left")
    domestic = pl.col("sector").is_in(_DOMESTIC) | pl.col("noun").str.contains(
        r"^(?:government|regime|opposition|security) "
    )
    anybody = pl.col("noun").str.split(" ").list.last().is_in(_ANYBODY)
    # "foreign fighters" are of no country of the story
    foreign = pick(tokens, (pl.col("lower") == "foreign") & (pl.col("dep") == "amod"), "head")["head"]
    anybody |= pl.col("head_t").is_in(foreign.implode()) & pl.col("sector").is_in(("REB", "UAF"))
    official = (
        (pl.col("kind") == "person") & pl.col("sector").is_in(("GOV", "MIL")) & ~pl.col("noun").str.contains(_ABROAD)
    )
    # "government helicopters" are of the government where they fly
    inner = tokens.filter(pl.col("dep").is_in(("compound", "amod", "nmod")))["t"]
    own = (pl.col("noun") == "government") & pl.col("head_t").is_in(inner.implode())
    # "a regime that jails students" may be any
    any_of = pick(tokens, pl.col("lower").is_in(("a", "an")) & (pl.col("dep") == "det"), "head")["head"]
    regime = (pl.col("noun") == "regime") & ~pl.col("head_t").is_in(any_of.implode())
    unnamed = (pl.col("kind") == "person") & pl.col("template").is_null() & pl.col("noun").str.contains(_OFFICIALS)
    at_home = (domestic & ~anybody) | regime | own | (unnamed & pl.col("sector").is_in(("GOV", "MIL", "SPY")))
    # "the president" and the like hold office in the country the article is about
    office = pl.col("is_definite") & pl.col("noun").is_in(_HEADS) & ~pl.col("has_of")
    # what the article comes to speak of later explains nothing that is told before
    ahead = (pl.col("doc_about_since") > pl.col("first")).fill_null(value=False)
    set_before = pl.when(pl.col("doc_set_in_since") <= pl.col("first")).then("doc_set_in")
    spoken_of = (
        pl.when(ahead)
        .then(pl.coalesce("set_in", set_before, "doc_about"))
        .otherwise(pl.coalesce("doc_about", "doc_set_in"))
    )
    country = (
        pl.when(at_home)
        .then(pl.coalesce("set_in", "doc_set_in", "doc_about"))
        .when(office | official | (_OF_STATE & ~pl.col("noun").str.contains(_OF_MANY)))
        .then(spoken_of)
    )
    placed = rest.with_columns(country=country).drop_nulls("country")
    of_part = pl.any_horizontal(
        [(pl.col("noun") == noun) & pl.col("country").is_in(federal) for noun, federal in _OF_PARTS.items()]
    )
    body = _OF_STATE & pl.col("template").is_not_null() & ~of_part
    # what is no body of a state stays itself ("aid workers"), only with a country
    by_setting = placed.join(countries, on="country", how="inner").select(
        "m",
        new_name=pl.when(body).then(fill_template(pl.col("template"))),
        new_kind="kind",
        new_country="country",
        new_sector="sector",
        new_wikidata_id=pl.lit(None, dtype=pl.String),
        new_is_resolved=body,
        new_rule=pl.lit("reference: where it is set"),
    )
    found = pl.concat([same_noun, by_setting])
    updated = marked.drop("is_definite").join(found, on="m", how="left")
    hit = pl.col("new_rule").is_not_null()
    return updated.with_columns(
        [pl.when(hit).then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in (*_CARRIED, "rule")]
    ).select(mentions.columns)


def own_by_pronoun(
    mentions: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, countries: pl.DataFrame
) -> pl.DataFrame:
    """Let "its troops", "their nationals", "his government" belong to whom the pronoun means.

    Troops of an armed group or organisation are the group itself; of a state they are composed as "Turkish troops" is.
    """
    owned = pick(relations, pl.col("role") == "poss", head_t="pred", owner_t="arg")
    meant = pronouns(mentions, tokens).select(
        owner_t="head_t", o_name="name", o_kind="kind", o_country="country", o_sector="sector",
        o_wikidata_id="wikidata_id", o_resolved="is_resolved",
    )  # fmt: skip
    openly = (pl.col("rule") == "role noun") & pl.col("country").is_null() & (pl.col("kind") != "person")
    pairs = mentions.filter(openly).select("m", "head_t").join(owned, on="head_t").join(meant, on="owner_t")
    pairs = first_by(pairs, ["m"], "owner_t").drop("head_t", "owner_t")
    joined = mentions.join(pairs, on="m", how="left", maintain_order="left")
    joined = joined.with_columns(country=pl.coalesce("country", "o_country")).join(
        countries, on="country", how="left", maintain_order="left"
    )
    hit = pl.col("o_name").is_not_null()
    body = hit & pl.col("o_kind").is_in(_BODIES) & pl.col("kind").is_in(("military", "armed_group", "other_org"))
    state = hit & ~body & _OF_STATE & pl.col("template").is_not_null() & pl.col("country_name").is_not_null()
    return joined.with_columns(
        name=pl.when(body).then("o_name").when(state).then(fill_template(pl.col("template"))).otherwise("name"),
        kind=pl.when(body).then("o_kind").otherwise("kind"),
        sector=pl.when(body).then("o_sector").otherwise("sector"),
        wikidata_id=pl.when(body).then("o_wikidata_id").otherwise("wikidata_id"),
        is_resolved=pl.when(body).then("o_resolved").when(state).then(True).otherwise("is_resolved"),
        rule=pl.when(body).then(pl.lit("member of")).when(hit).then(pl.lit("reference: its")).otherwise("rule"),
    ).select(mentions.columns)


def adopt_bodies(mentions: pl.DataFrame, relations: pl.DataFrame, *, of_pronouns: bool = False) -> pl.DataFrame:
    """Let whoever speaks for a body that reference resolved be that body.

    "A spokesman for the ministry"; with `of_pronouns` also anybody of "its" ("its coordinator", "its troops").
    """
    speaks = (pl.col("rule") == "role noun") & (pl.col("kind") == "person")
    if not of_pronouns:
        speaks &= pl.col("sector") == "UNK"
    bodies = mentions.filter((pl.col("kind") != "person") & pl.col("name").is_not_null())
    if of_pronouns:
        bodies = bodies.filter(pl.col("rule") == "reference: pronoun")
    bodies = bodies.select("head_t", *[pl.col(c).alias(f"new_{c}") for c in _CARRIED])
    owned = (
        mentions.filter(speaks)
        .select("m", "head_t")
        .join(
            relations.filter(pl.col("role").is_in(("for", "of", "from", "with", "poss"))),
            left_on="head_t",
            right_on="pred",
        )
        .join(bodies, left_on="arg", right_on="head_t")
        .pipe(first_by, ["m"], "arg")
    )
    joined = mentions.join(
        owned.select("m", *[f"new_{c}" for c in _CARRIED]), on="m", how="left", maintain_order="left"
    )
    hit = pl.col("new_name").is_not_null()
    return joined.with_columns(
        *[pl.when(hit).then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in _CARRIED],
        rule=pl.when(hit).then(pl.lit("member of")).otherwise("rule"),
    ).select(mentions.columns)


def _nearest(open_ones: pl.DataFrame, explained: pl.DataFrame, *, by: list[str], rule: str) -> pl.DataFrame:
    carried = explained.select(*by, "first", *[pl.col(c).alias(f"new_{c}") for c in _CARRIED])
    carried = first_by(carried, [*by, "first"]).sort("first")
    found = (
        open_ones.select("m", "first", *by).sort("first").join_asof(carried, on="first", by=by, check_sortedness=False)
    )
    return found.drop_nulls("new_name").select(
        "m", *[f"new_{c}" for c in _CARRIED], new_rule=pl.lit(f"reference: {rule}")
    )


def pronouns(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Mentions for pronouns: as MENTIONS without m, with the actor of the antecedent.

    A pronoun that is the subject of an earlier clause hands on whom it means ("He was freed by the governor's office.
    He was arrested again": both are the same).
    """
    groups = {**dict.fromkeys(HE, "he"), **dict.fromkeys(THEY, "they"), **dict.fromkeys(IT, "it")}
    words = pick(
        tokens,
        pl.col("lower").is_in(list(groups)) & (pl.col("pos").is_in(("PRON", "DET"))),
        "t",
        "sent",
        "doc",
        "lower",
        group=pl.col("lower").cast(pl.String).replace(groups),
        form=pl.col("lower").cast(pl.String).replace(_SUBJECT_FORMS),
    )
    subjects = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), head_t="t", is_subject=pl.lit(True))
    # "the radio quoted the army as saying it ...": who is quoted speaks
    quoting = pick(tokens, pl.col("lemma").is_in(("quote", "cite")) & (pl.col("pos") == "VERB"), head="t")
    quoted = pick(tokens, pl.col("dep") == "dobj", "head", head_t="t").join(quoting, on="head", how="semi")
    subjects = pl.concat([subjects, quoted.select("head_t", is_subject=pl.lit(True))])
    # "leaders" are they, and not he or it; a name of many words ("White Helmets") may be it
    many = pick(tokens, pl.col("tag") == "NNS", head_t="t", is_many=pl.lit(True))
    person = pl.col("kind") == "person"
    fits = (
        pl.when((pl.col("kind") == "population") | (pl.col("is_many") & pl.col("noun").is_not_null()))
        .then(pl.lit(["they"]))
        .when(person)
        .then(pl.lit(["he"]))
    )
    antecedents = (
        mentions.filter(pl.col("name").is_not_null() & (pl.col("rule") != "demonym"))
        .join(subjects, on="head_t", how="left")
        .join(many, on="head_t", how="left")
        .with_columns(
            group=fits.otherwise(pl.lit(["they", "it"])), is_subject=pl.col("is_subject").fill_null(value=False)
        )
        .explode("group")
    )
    named = antecedents.select("doc", "group", "m", "last", a_first="first", a_sent="sent", is_subject="is_subject")
    again = (
        words.join(subjects, left_on="t", right_on="head_t", how="semi")
        .filter(pl.col("lower").is_in(("he", "she", "they")))
        .select(
            "doc", "group", by="t", last="t", a_first="t", a_sent="sent", same="form", is_subject=pl.lit(value=True)
        )
    )
    candidates = pl.concat([named, again], how="diagonal")
    fitting = pl.col("last") < pl.col("t")
    fitting &= pl.col("same").is_null() | (pl.col("same") == pl.col("form"))
    meant = (
        words.with_columns(a_sent=pl.concat_list([pl.col("sent").cast(pl.Int64) - back for back in range(REACH + 1)]))
        .explode("a_sent")
        .join(candidates.with_columns(pl.col("a_sent").cast(pl.Int64)), on=["doc", "group", "a_sent"])
        .filter(fitting)
        .pipe(first_by, ["t"], "a_sent", "is_subject", "a_first", "m", descending=[True, True, True, False])
        .select("t", "doc", "sent", "m", "by")
    )
    for _ in range(_HANDS):
        further = meant.select(by="t", further_m="m", further_by="by")
        meant = meant.join(further, on="by", how="left").select(
            "t", "doc", "sent", m=pl.coalesce("m", "further_m"), by="further_by"
        )
    meant = meant.drop_nulls("m").select("t", "doc", "sent", "m")
    # "he did not speak with him": two persons
    names = mentions.select("m", "name")
    beside = _beside_subjects(tokens).join(
        meant.join(names, on="m").select(subject="t", name="name"), on="subject", how="left"
    )
    own = mentions.select(subject="head_t", own_name="name").pipe(first_by, ["subject"], "own_name")
    beside = beside.join(own, on="subject", how="left").select("t", name=pl.coalesce("name", "own_name")).drop_nulls()
    wrong = meant.join(names, on="m").join(beside, on=["t", "name"], how="semi").select("t")
    others = (
        words.join(wrong, on="t", how="semi")
        .join(named.join(names, on="m"), on=["doc", "group"])
        .filter((pl.col("last") < pl.col("t")) & (pl.col("sent") - pl.col("a_sent") <= REACH))
        .join(beside, on=["t", "name"], how="anti")
        .pipe(first_by, ["t"], "a_sent", "is_subject", "a_first", "m", descending=[True, True, True, False])
        .select("t", "doc", "sent", "m")
    )
    meant = pl.concat([meant.join(wrong, on="t", how="anti", maintain_order="left"), others])
    pairs = meant.join(mentions.drop("doc", "sent"), on="m", maintain_order="left")
    return pairs.select(
        "doc",
        "sent",
        first="t",
        last="t",
        head_t="t",
        rule=pl.lit("reference: pronoun"),
        name="name",
        kind="kind",
        country="country",
        sector="sector",
        wikidata_id="wikidata_id",
        is_resolved="is_resolved",
        noun=pl.lit(None, dtype=pl.String),
        template=pl.lit(None, dtype=pl.String),
        is_group="is_group",
    )


def _beside_subjects(tokens: pl.DataFrame) -> pl.DataFrame:
    """Pronouns that are object of a verb, itself or behind a preposition, and that verb's subject: t, subject."""
    words = tokens.filter(pl.col("lower").is_in(("him", "her", "them")))
    direct = pick(words, pl.col("dep").is_in(("dobj", "dative")), "t", verb="head")
    behind = pick(words, pl.col("dep") == "pobj", "t", prep="head")
    preps = pick(tokens, pl.col("dep").is_in(("prep", "dative")), prep="t", verb="head")
    objects = pl.concat([direct, behind.join(preps, on="prep").select("t", "verb")])
    verbs = pick(tokens, pl.col("pos") == "VERB", verb="t")
    subjects = pick(tokens, pl.col("dep") == "nsubj", verb="head", subject="t")
    return objects.join(verbs, on="verb", how="semi").join(subjects, on="verb").select("t", "subject")


def speakers(claims: pl.DataFrame, mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Mentions for "we" and "I": as MENTIONS without m, with the actor who speaks. `claims`: CLAIMS of these words."""
    first = claims.filter(pl.col("position") == 0).select("t", "m")
    who = first.join(mentions.drop("doc", "sent", "first", "last", "head_t", "rule"), on="m").drop("m")
    placed = look_up_known(who, "t", tokens, doc="doc", sent="sent")
    return placed.with_columns(
        first="t", last="t", head_t="t", rule=pl.lit("reference: speaker"), noun=pl.lit(None, dtype=pl.String)
    ).drop("t")


def place_people(mentions: pl.DataFrame, settings: pl.DataFrame) -> pl.DataFrame:
    """Give a person of whom the text says nothing more the country that the article is about, and no office.

    Whose title is one of a country's own life ("Magistrate Joyce Wafula") belongs where the sentence is set; so does
    anybody in an article that speaks of no country as an actor, and whoever is "ethnic".

    `settings`: as for `refer_back`.
    """
    # whoever works for all countries, or is asked as an expert, may be from anywhere
    anywhere = pl.col("sector").is_in(("IGO", "EDU")) & ~pl.col("noun").is_in(_AT_SCHOOL).fill_null(value=False)
    lone = (
        ~anywhere & (pl.col("kind") == "person") & ~pl.col("is_resolved") & pl.col("rule").is_in(("person", "surname"))
    )
    scene = settings.select("sent", "set_in", "doc_set_in", "doc_about", "doc_main")
    joined = mentions.join(scene, on="sent", how="left", maintain_order="left")
    titled = pl.col("noun").is_not_null() & (pl.col("sector").is_in(_AT_HOME) | pl.col("noun").is_in(_AT_SCHOOL))
    unsaid = pl.col("doc_about").is_null()
    ethnic = (pl.col("rule") == "inhabitants") & pl.col("country").is_null()
    return joined.with_columns(
        country=pl.when(ethnic)
        .then(pl.coalesce("set_in", "doc_set_in"))
        .when(lone & titled)
        .then(pl.coalesce("country", "set_in", "doc_set_in", "doc_main"))
        .when(lone)
        .then(pl.coalesce("country", "doc_main", pl.when(unsaid).then(pl.coalesce("set_in", "doc_set_in"))))
        .otherwise("country"),
        sector=pl.when(lone & (pl.col("sector") == "UNK")).then(pl.lit("CVL")).otherwise("sector"),
    ).select(mentions.columns)
