"""Role nouns with what stands around them.

Covers: demonym, country, seat or organisation before the noun ("Turkish soldiers", "Turkey's defence ministry",
"Hamas officials"), behind it with of, for, in or from ("the president of Egypt", "a spokesman for the army"); a
backer is not the backed ("Russian-backed Syrian forces" are Syrian), whoever is for or against a state is not of it
("pro-Iran", "anti-Syrian"), whom a state leads is its where nothing else tells ("Saudi-led troops"). A town or region
gives its country and no more ("Seattle police", "the mayor of San Juan"); troops and refugees in a country are not its
own.
Several countries before or behind one plural noun make several actors ("the French and German leaders", "the
presidents of Turkey and Russia"); several nouns before one country share it ("the government and people of Vietnam").
Whoever is a state's ally, rival or neighbour is not that state. Whoever speaks for a body is the body ("a spokesman
for the foreign ministry", "Kremlin sources").
Does not cover: adverbs, bodies named only in the sentence before (that is reference).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up, pick

#: What a mention is: a span with the actor it names. `m` is its number in the batch.
MENTIONS = pl.Schema(
    {
        "m": pl.UInt32,
        "doc": pl.UInt32,
        "sent": pl.UInt32,
        "first": pl.UInt32,
        "last": pl.UInt32,
        "head_t": pl.UInt32,
        "rule": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "country": pl.String,
        "sector": pl.String,
        "wikidata_id": pl.String,
        "is_resolved": pl.Boolean,
        "noun": pl.String,  # the role noun, NULL for names
        "template": pl.String,
        "is_group": pl.Boolean,
    }
)
_BEHIND = ("of", "to", "for", "from", "in", "at")
_WINDOW = 6  # how many tokens before the noun its owner may stand
_NAMED_KINDS = ("media", "company", "ngo", "igo")
_OWNER = ("name", "kind", "country", "sector", "wikidata_id")
# Whoever is this to a state is another one ("Russia's ally", "India's neighbour")
_SOURCE = "source"
_RELATIVES = ("ally", "rival", "neighbour", "neighbor", "foe", "enemy", "partner", "adversary", "opponent", "backer")
_STATES = ("country", "demonym", "capital", "seat")
_AGAINST = ("anti", "pro", "non")  # "anti-Syrian", "pro-Iran": for or against a state is not of it
_REMOVAL = tuple(
    (
        "withdraw withdrawal pull pullout remove removal evacuate evacuation expel expulsion deport deportation oust "
        "recall drive release free return"
    ).split()
)
_FLED_ABROAD = r"(?:refugee|migrant|immigrant|asylum)"
_LED = ("led", "dominated", "commanded")
# Who belongs to an organisation speaks and acts for it; others that stand beside its name do not.
_OF_TOWNS = ("mayor", "governor", "prefect", "resident", "villager")
MEMBER_KINDS = ("person", "military", "armed_group", "other_org")


def fled_abroad() -> pl.Expr:
    """Whether a noun tells of people in a country that is not theirs ("refugees in Turkey"); of somebody's own
    country "displaced people" are.
    """
    return (pl.col("sector") == "REF") & pl.col("noun").str.contains(_FLED_ABROAD)


def actor_key() -> pl.Expr:
    """Whom a mention of MENTIONS means, within an article: one name, kind and country are one actor."""
    return pl.concat_str("name", "kind", pl.col("country").fill_null(""))


def compose(
    roles: pl.DataFrame,
    names: pl.DataFrame,
    towns: pl.DataFrame,
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    countries: pl.DataFrame,
) -> pl.DataFrame:
    """Role nouns as mentions (MENTIONS without m and doc), with country and actor where their own phrase tells.

    `roles`: ROLES. `names`: NAMES. `towns`: sent, first, last, head_t, country of towns and regions. `tokens`: TOKENS.
    `relations`: RELATIONS. `countries`: country, country_name, adjective, government. A mention's span is its noun
    with the modifiers before it; a noun with several countries is several mentions with one span.
    """
    owners = names.select("sent", *_OWNER, first="first", last="last", head_t="head_t", owner_class="name_class")
    local = towns.with_columns(*[pl.lit(None, dtype=pl.String).alias(c) for c in _OWNER if c != "country"])
    owners = pl.concat([owners, local.with_columns(owner_class=pl.lit("town")).select(owners.columns)])
    before = _modifiers_before(roles, owners, tokens)
    composed = _with_owner(roles, before, _modifiers_behind(roles, owners, relations, tokens), countries)
    # "a spokesman for the Turkish foreign ministry": the owner is itself composed
    known = composed.filter(pl.col("country").is_not_null() | pl.col("is_resolved"))
    told = composed.filter(pl.col("rule").is_in(("another", "of a place")))
    open_ones = roles.join(pl.concat([known, told]), on=["last"], how="anti")
    second = known.select("sent", *_OWNER, "first", "last", "head_t", owner_class=pl.lit("role"))
    people = names.filter(pl.col("name_class").is_in(("leader",))).select(
        "sent", *_OWNER, "first", "last", "head_t", owner_class=pl.lit("leader")
    )
    second = pl.concat([second, people])
    again = _with_owner(
        open_ones,
        _modifiers_before(open_ones, second, tokens),
        _modifiers_behind(open_ones, second, relations, tokens),
        countries,
    )
    together = pl.concat([composed.join(again, on="last", how="anti"), again])
    # "Russia's ally Iran" is Iran
    bearers = names.filter(~pl.col("name_class").is_in(("person", "leader"))).select(last=pl.col("first") - 1)
    said = together.filter(pl.col("rule") == "another").join(bearers, on="last", how="semi").select("last")
    return together.join(said, on="last", how="anti").sort("first", "last", "name")


def _with_owner(
    roles: pl.DataFrame, before: pl.DataFrame, behind: pl.DataFrame, countries: pl.DataFrame
) -> pl.DataFrame:
    """Put role nouns and their owners together; a noun without owner stays as it is."""
    owned = pl.concat([before, behind.join(before, on=["first", "last"], how="anti")], how="diagonal")
    joined = roles.join(owned, on=["first", "last"], how="left").with_columns(country="by_country")
    joined = joined.join(countries, on="country", how="left")
    joined = joined.with_columns(last_word=pl.col("noun").str.split(" ").list.last())
    body = pl.col("owner_class").is_in(("entity", "org"))
    # whoever only speaks for others ("spokesman") is who they speak for
    speaks = (pl.col("kind") == "person") & (pl.col("sector") == "UNK")
    role_body = (
        (pl.col("owner_class") == "role")
        & (pl.col("by_kind") != "person")
        & (pl.col("kind") == "person")
        & pl.col("template").is_null()
    )
    for_state = (
        speaks
        & pl.col("owner_class").is_in(("country", "demonym", "seat", "capital", "leader"))
        & pl.col("government").is_not_null()
    )
    not_a_state = ~pl.col("by_kind").is_in(("government", "military"))
    member = (
        body & (pl.col("kind").is_in(MEMBER_KINDS) | ((pl.col("kind") == "government") & not_a_state))
    ) | role_body
    relative = pl.col("last_word").is_in(_RELATIVES)
    # the state that a source works for is not said to say so
    source = (pl.col("last_word") == _SOURCE) & (~not_a_state).fill_null(value=True)
    # "the firm's miners" are not the firm
    staff = (pl.col("sector") == "LAB") & (pl.col("kind") == "person") & (pl.col("by_kind") == "company")
    # nor is the mayor of a town that the model takes for an organisation
    seated = pl.col("last_word").is_in(_OF_TOWNS) & (pl.col("by_sector") == "UNK")
    staff = staff.fill_null(value=False)
    member = member & ~relative & ~source & ~staff & ~seated.fill_null(value=False)
    for_state = for_state & ~relative & ~source
    other = relative & (body | pl.col("owner_class").is_in(_STATES))
    # "the Ansa news agency" is Ansa; the noun tells what an unknown name is
    named = body & pl.col("is_beside") & pl.col("kind").is_in(_NAMED_KINDS)
    named &= (pl.col("by_kind") == pl.col("kind")) | (pl.col("by_kind") == "other_org")
    unsaid = named & (pl.col("by_sector") == "UNK")
    member = (member | named).fill_null(value=False)
    led = (pl.col("owner_class") == "led").fill_null(value=False)
    filled = fill_template(pl.when(~led).then("template"))
    # a town's police is not the police of the country, though of it; nor are troops in a country its own
    local = (pl.col("owner_class") == "town") & (pl.col("kind") != "military")
    local |= (pl.col("owner_class") == "place") & pl.col("template").is_null()
    local = local.fill_null(value=False)
    abroad = pl.col("owner_class").is_in(("place", "town")) & ((pl.col("kind") == "military") | fled_abroad())
    other = other.fill_null(value=False)
    joined = joined.with_columns(
        country=pl.when(abroad | other).then(None).otherwise("country"),
        is_member=member, is_unsaid=unsaid, is_for_state=for_state, is_local=local, is_other=other,
        is_staff=staff & body,
    )  # fmt: skip
    member, unsaid, for_state, local, other = map(
        pl.col, ("is_member", "is_unsaid", "is_for_state", "is_local", "is_other")
    )
    has_country = pl.col("country").is_not_null() & ~local
    return joined.select(
        "sent",
        first=pl.min_horizontal("first", "np_first"),
        last="last",
        head_t="head_t",
        rule=pl.when(member | for_state)
        .then(pl.lit("member of"))
        .when(local | (abroad & fled_abroad()))
        .then(pl.lit("of a place"))
        .when(other)
        .then(pl.lit("another"))
        .when(has_country)
        .then(pl.lit("composed"))
        .otherwise(pl.lit("role noun")),
        name=pl.when(member)
        .then("by_name")
        .when(for_state)
        .then("government")
        .when("is_staff")
        .then(pl.concat_str("by_name", pl.lit(" "), "noun"))
        .when(has_country)
        .then(filled),
        kind=pl.when(member & ~unsaid).then("by_kind").when(for_state).then(pl.lit("government")).otherwise("kind"),
        country="country",
        sector=pl.when(member & ~unsaid).then("by_sector").when(for_state).then(pl.lit("GOV")).otherwise("sector"),
        wikidata_id=pl.when(member).then("by_wikidata_id"),
        is_resolved=member | for_state | (has_country & pl.col("template").is_not_null() & ~led),
        noun="noun",
        template="template",
        is_group="is_group",
    )


def fill_template(template: pl.Expr) -> pl.Expr:
    """A canonical name with its country put in; needs the columns country_name, adjective, government, noun.

    A government has its own name; a role without template becomes adjective and noun ("Turkish doctor").
    """
    return (
        pl.when(template == "Government of {country}")
        .then("government")
        .when(template.is_not_null())
        .then(
            template.str.replace("{country}", _with_article(), literal=True).str.replace(
                "{adjective}", pl.col("adjective"), literal=True
            )
        )
        .otherwise(
            pl.concat_str(
                # "palestinian faction" holds its adjective already
                pl.col("adjective"),
                pl.col("noun").str.strip_prefix(pl.col("adjective").str.to_lowercase() + " "),
                separator=" ",
            )
        )
    )


def _with_article() -> pl.Expr:
    """A country as it stands behind "of": "the United States"."""
    told = pl.col("government").str.strip_prefix("Government of ")
    article = told.str.starts_with("the ") & (told.str.strip_prefix("the ") == pl.col("country_name"))
    return pl.when(article.fill_null(value=False)).then(told).otherwise("country_name")


def _modifiers_before(roles: pl.DataFrame, owners: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The owners inside the noun phrase and before the noun: first, last, np_first, owner_class, by_*.

    The nearest one; a plural noun also has those conjoined to it.
    """
    # a title stands inside the phrase of its bearer: "Turkish President Tayyip Erdogan"
    np = look_up(roles, "head_t", tokens, head="head", dep="dep", left="left").pipe(
        look_up, "head", tokens, head_left="left"
    )
    inner = pl.col("dep").is_in(("compound", "nmod", "amod", "poss"))
    np = np.with_columns(
        left=pl.when(inner & (pl.col("head_left") <= pl.col("left"))).then("head_left").otherwise("left")
    ).select("first", "last", "sent", "left", n_kind="kind")
    # "the Syrian Observatory for Human Rights monitoring group": the noun right behind says what it is
    beside = pl.col("n_last") + 1 == pl.col("first")
    named = beside & (pl.col("owner_class") == "entity") & pl.col("n_kind").is_in(_NAMED_KINDS)
    named &= pl.col("n_kind") == pl.col("kind")
    # "IS militants": a short name may be read as a verb
    named |= beside & (pl.col("owner_class") == "entity") & _fights("kind") & _fights("n_kind")
    pairs = np.join(owners.rename({"first": "n_first", "last": "n_last", "head_t": "n_head"}), on="sent").filter(
        ((pl.col("n_first") >= pl.col("left")) | named)
        & (pl.col("n_last") < pl.col("last"))
        & (pl.col("n_first") <= pl.col("first"))
        & (pl.col("first").cast(pl.Int64) - pl.col("n_last").cast(pl.Int64) <= _WINDOW)
        & (pl.col("owner_class") != "person")
    )
    pairs = (
        pairs.with_columns(
            next_t=pl.col("n_last") + 1,
            next2=pl.col("n_last") + 2,
            back2=pl.when(pl.col("n_first") >= 2).then(pl.col("n_first") - 2),
        )
        .pipe(look_up, "next_t", tokens, next_lower="lower")
        .pipe(look_up, "next2", tokens, next2_tag="tag", next2_lower="lower")
        .pipe(look_up, "back2", tokens, before_lower="lower")
    )
    backer = (pl.col("next_lower") == "-") & pl.col("next2_tag").is_in(("VBN", "VBD", "VBG", "JJ"))
    backer |= pl.col("before_lower").is_in(_AGAINST).fill_null(value=False)
    broken = _has_break(pairs, tokens)
    near = pairs.filter(~backer).join(broken, on=["first", "n_last"], how="anti")
    nearest = first_by(near, ["first", "last"], "n_last", "n_first", descending=[True, False])
    shared = _conjoined(pairs.filter(~backer), nearest, tokens)
    # "Vietnamese-led forces" are of Vietnam, as far as anything tells, though not its army
    led = pairs.filter((pl.col("next_lower") == "-") & pl.col("next2_lower").is_in(_LED))
    led = led.join(nearest, on=["first", "last"], how="anti").with_columns(owner_class=pl.lit("led"))
    led = first_by(led, ["first", "last"], "n_last", "n_first", descending=[True, False])
    found = pl.concat([nearest.select(shared.columns), shared, led.select(shared.columns)])
    span = found.group_by("first", "last").agg(np_first=pl.col("n_first").min())
    return found.join(span, on=["first", "last"]).select(
        "first",
        "last",
        "np_first",
        "owner_class",
        (pl.col("n_last") + 1 == pl.col("first")).alias("is_beside"),
        *[pl.col(c).alias(f"by_{c}") for c in _OWNER],
    )


def _fights(column: str) -> pl.Expr:
    return pl.col(column) == "armed_group"


def _conjoined(pairs: pl.DataFrame, nearest: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Further countries before a plural noun, parted from the nearest only by commas and "and"."""
    plural = pick(tokens, pl.col("tag").is_in(("NNS", "NNPS")), last="t")
    countries = pairs.filter(pl.col("owner_class").is_in(("country", "demonym", "capital"))).join(
        plural, on="last", how="semi"
    )
    near = nearest.filter(pl.col("owner_class").is_in(("country", "demonym", "capital"))).select(
        "first", "last", near_first="n_first"
    )
    further = countries.join(near, on=["first", "last"]).filter(pl.col("n_last") < pl.col("near_first"))
    gap = (
        further.select("first", "n_last", "near_first")
        .unique()
        .with_columns(t=pl.int_ranges(pl.col("n_last") + 1, "near_first", dtype=pl.UInt32))
        .explode("t")
    )
    linking = pl.col("lower").is_in((",", "and", "&", "the")) | pl.col("ent_type").is_in(("NORP", "GPE"))
    linked = look_up(gap, "t", tokens, lower="lower", ent_type="ent_type")
    linked = linked.group_by("first", "n_last").agg(linking=linking.all())
    names = ["first", "last", "sent", "n_first", "n_last", "owner_class", *_OWNER]
    return further.join(linked.filter("linking"), on=["first", "n_last"], how="semi").select(names)


def _has_break(pairs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Pairs with a comma, preposition or finite verb between the name and the noun."""
    stops = pick(
        tokens,
        pl.col("lower").is_in((",", ";", ":", "(", ")", "–", "—"))
        | (pl.col("pos") == "ADP")
        | pl.col("tag").is_in(("VBD", "VBZ", "VBP", "MD")),
        stop="t",
    )
    spans = pairs.select("first", "n_last").unique()
    inside = spans.with_columns(stop=pl.int_ranges(pl.col("n_last") + 1, pl.col("first"), dtype=pl.UInt32)).explode(
        "stop"
    )
    return inside.join(stops, on="stop", how="semi").select("first", "n_last").unique()


def _modifiers_behind(
    roles: pl.DataFrame, owners: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """The owners behind the noun in "of X", "for X", "in X": first, last, owner_class, by_*; all that are conjoined.

    A noun right before "and" shares the owner "of" which the next noun is.
    """
    order = {role: i for i, role in enumerate(_BEHIND)}
    # "withdrew its forces from Panama": out of there, not theirs
    moved = pick(tokens, pl.col("lemma").is_in(_REMOVAL), mover="t")
    moved = relations.filter(pl.col("role").is_in(("obj", "of"))).join(
        moved, left_on="pred", right_on="mover", how="semi"
    )
    moved = moved.select(pred="arg", role=pl.lit("from")).unique()
    linked = (
        relations.filter(pl.col("role").is_in(_BEHIND) & ((pl.col("role") != "to") | (pl.col("rule") == "adjective")))
        .join(moved, on=["pred", "role"], how="anti")
        .join(owners.drop("first", "last", "sent"), left_on="arg", right_on="head_t")
        .filter(~pl.col("owner_class").is_in(("person", "demonym")))
        .with_columns(order=pl.col("role").replace_strict(order, return_dtype=pl.Int32))
    )
    joint = (pl.col("dep") == "conj") & (pl.col("lower").shift(1) == "and") & (pl.col("head") == pl.col("t") - 2)
    second = pick(tokens, joint, pred="t", partner="head")
    shared = linked.filter(pl.col("role") == "of").join(second, on="pred")
    shared = shared.join(linked.select("pred"), left_on="partner", right_on="pred", how="anti")
    shared = shared.with_columns(pred="partner").select(linked.columns)
    linked = pl.concat([linked, shared])
    best = linked.group_by("pred").agg(best=pl.col("order").min())
    linked = linked.join(best, on="pred").filter(pl.col("order") == pl.col("best")).sort("pred", "arg")
    located = pl.col("role").is_in(("in", "at"))
    return (
        roles.select("first", "last", "head_t")
        .join(linked, left_on="head_t", right_on="pred")
        .select(
            "first",
            "last",
            *[pl.col(c).alias(f"by_{c}") for c in _OWNER],
            # whoever is in an organisation's town is not the organisation
            owner_class=pl.when(located & (pl.col("owner_class") != "town"))
            .then(pl.lit("place"))
            .otherwise("owner_class"),
        )
    )
