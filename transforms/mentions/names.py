"""Names in the text: what the seeds know, and what the model takes for a person or an organisation.

Covers: names of the classes `entity` (an organisation, group or institution of the seeds), `leader`, `country`,
`demonym` ("Syrian", "Turks"), `capital`, `seat` ("the Kremlin"), `person` and `org` (known to the model only).
Example: "Russian President Vladimir Putin" holds the demonym "Russian" and the leader "Vladimir Putin".
Warships by their prefix ("USS Hopper"). A possessive whose apostrophe is lost is the name ("Assads warplanes", "Russias
military"), not a person that the model makes of it.
Does not cover: names in lower case, nicknames that are no alias.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from seeds.loading import Seeds, items
from transforms.frames import first_by, look_up, pick
from transforms.mentions.shared_names import not_of_nations, shared_countries
from transforms.mentions.ships import find_ships
from transforms.mentions.spans import Phrases, are_among, find_phrases, fold, head_of, keep_longest, matches, spelt

ORGANISATION_FILES = ("igos", "ngos", "armed_groups", "parties", "media", "companies", "religious", "institutions")
NAMES = pl.Schema(
    {
        "first": pl.UInt32,
        "last": pl.UInt32,
        "sent": pl.UInt32,
        "head_t": pl.UInt32,
        "name_class": pl.String,
        "name": pl.String,  # canonical, or the words where the seeds don't know it
        "kind": pl.String,
        "country": pl.String,
        "sector": pl.String,
        "wikidata_id": pl.String,
        "is_known": pl.Boolean,
    }
)
_CLASS_RANK = {"leader": 0, "entity": 1, "country": 2, "demonym": 3, "seat": 4, "capital": 5, "region": 6}
_TITLES = tuple(
    (
        "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir dame lord lady sergeant sgt sgt. captain capt capt. major "
        "lieutenant lt lt. colonel col col. general gen gen. sen sen. rep rep. gov gov. rev rev. father sister brother"
    ).split()
)
# Whose possessive may have lost its apostrophe
_OWNING = ("country", "capital", "seat", "leader", "entity")
_OWNING_KINDS = ("government", "military", "person", "igo", "armed_group", "other_org")
_SETTLEMENTS = ("town", "city", "village", "suburb", "district", "province", "region", "neighbourhood", "neighborhood")
# A headline with capitals throughout: at least so many of its words have one
_TITLE_WORDS = 5
_LOCATIVE = ("in", "near", "outside", "inside", "around")
# "Georgia Gov" is no person: the name stands behind it
_ENDS_IN_TITLE = r"(?i)\b(?:gov|sen|rep|gen|col|lt|sgt|president|minister|secretary|governor|senator|mayor|judge)\.?$"
# Nor is what holds a figure or a word of grammar ("Bill 757", "Our Standards")
_NO_PERSON = (
    r"(?:^|\s)(?:\p{N}\S*|(?i:our|your|their|its|my|this|that|these|those|not|is|are|was|were|who|what|how))(?:\s|$)"
)
# Role nouns behind a demonym that make a state's body or office, and no organisation with a name of its own
_PARTS = ("government", "military", "person")
_MODEL_CLASSES = {"PERSON": "person", "ORG": "org"}
# What the model often calls an organisation or a person and is none
_NOT_A_NAME = (
    r"(?i)^(?:the\s+)?(?:mr|mrs|ms|dr|covid(?:-19)?|congress|twitter|facebook|youtube|gmt|est|internet|quran|bible|"
    r"ramadan|christmas|obamacare|medicare|medicaid|nafta|usmca|brexit|big tech|left|right|healthcare|"
    r"wall street)\.?$|"
    # laws, treaties, works and meetings carry names, and do nothing
    r"(?:^|\s)(?:act|bill|deal|policy|ordinance|agreement|treaty|survey|caucuses|accord|accords|amendment|pact|law|"
    r"protocol|convention|charter|constitution|awards?|prize|cup|games|war|award|calls|guidelines|principles|investigation)$"
)


@dataclass(frozen=True)
class NameIndex:
    """`aliases`: every alias of the seeds, folded, with what it names (columns as in NAMES, and `phrase`, `exact`).
    `words`: word, kind, sector of words that tell what an organisation is. `prefixes`: prefix,
    country of warships. Made once a run.
    """

    aliases: pl.DataFrame
    words: pl.DataFrame
    prefixes: pl.DataFrame

    @cached_property
    def phrases(self) -> Phrases:
        """What names are looked up by."""
        return Phrases.of(self.aliases["phrase"])

    @cached_property
    def owning(self) -> NameIndex:
        """Those whose possessive may have lost its apostrophe."""
        kinds = pl.col("kind").is_in(_OWNING_KINDS) | pl.col("kind").is_null()
        return replace(self, aliases=self.aliases.filter(pl.col("name_class").is_in(_OWNING) & kinds))


def name_index(seeds: Seeds) -> NameIndex:
    """Build the alias table from the actor seeds."""
    organisations = pl.concat(
        [
            seeds.table(f"actors/{name}.csv").select("name", "kind", "country", "sector", "wikidata_id", "aliases")
            for name in ORGANISATION_FILES
        ]
    ).with_columns(name_class=pl.lit("entity"))
    leaders = seeds.table("actors/leaders.csv").select(
        "name",
        pl.lit("person").alias("kind"),
        "country",
        "sector",
        "wikidata_id",
        "aliases",
        name_class=pl.lit("leader"),
    )
    named = pl.concat([organisations, leaders], how="diagonal").with_columns(
        alias=pl.concat_list(pl.concat_list("name"), items("aliases"))
    )
    countries = seeds.table("actors/countries.csv")
    parts = [named.explode("alias")]
    for column, name_class in (
        ("aliases", "country"),
        ("adjectives", "demonym"),
        ("inhabitants", "demonym"),
        ("capital", "capital"),
        ("seats", "seat"),
    ):
        alias = items(column) if column != "aliases" else pl.concat_list(pl.concat_list("name"), items("aliases"))
        part = countries.select(
            alias=alias,
            name=pl.col("government"),
            kind=pl.lit("government"),
            country="country",
            sector=pl.lit("GOV"),
            name_class=pl.lit(name_class),
        )
        parts.append(part.explode("alias"))
    # first-level regions only tell the country of organisations named after them
    regions = seeds.table("places/regions.csv").filter(pl.col("feature") == "region").drop_nulls("country")
    parts.append(regions.select(alias="name", name="name", country="country", name_class=pl.lit("region")))
    aliases = pl.concat(parts, how="diagonal").drop_nulls("alias").filter(pl.col("alias") != "")
    letters = pl.col("alias").str.replace_all(r"[^\p{L}]", "")
    exact = (letters == letters.str.to_uppercase()) & (letters.str.len_chars() <= 5)
    return NameIndex(
        aliases.select(
            phrase=fold(pl.col("alias")),
            alias=pl.col("alias").str.replace_all("[’‘`]", "'"),
            exact=pl.when(exact).then(pl.col("alias").str.replace_all("[’‘`]", "'")),
            name_class="name_class",
            name="name",
            kind="kind",
            country="country",
            sector="sector",
            wikidata_id="wikidata_id",
            rank=pl.col("name_class").replace_strict(_CLASS_RANK, return_dtype=pl.Int32),
        ).unique(["phrase", "alias", "name_class", "name"], keep="first", maintain_order=True),
        seeds.table("actors/organisation_words.csv"),
        seeds.table("actors/ship_prefixes.csv"),
    )


def find_names(tokens: pl.DataFrame, index: NameIndex, roles: pl.DataFrame) -> pl.DataFrame:
    """Names of a batch, schema NAMES; none overlaps another. `tokens`: schema TOKENS. `roles`: schema ROLES."""
    known = not_of_nations(_known(tokens, index), tokens)
    known = pl.concat([known, shared_countries(known, tokens, index.aliases)])
    bare = _possessives(tokens, index, known)
    known = pl.concat([known, bare])
    modelled = _behind_articles(_modelled(tokens, _owned(known, tokens)), tokens)
    modelled = modelled.join(bare.select("first"), on="first", how="anti", maintain_order="left")
    modelled = _without_capitals(modelled, tokens)
    modelled = _without_known_persons(modelled, known, tokens)
    modelled = _without_role_phrases(_without_places(modelled, known, tokens), known, roles)
    modelled = _described(modelled, known, _nouns(roles, tokens, index.words), tokens)
    ships = find_ships(tokens, index.prefixes)
    regions = known.filter(pl.col("name_class") == "region").select("first", "last", "country")
    known = _apart(known.filter(pl.col("name_class") != "region"), ships)
    together = pl.concat([known, _apart(modelled, ships), ships], how="diagonal")
    kept = _of_parts(keep_longest(together, "rank"), regions, tokens)
    return head_of(kept, tokens).select(NAMES.names()).cast(NAMES)


def _of_parts(names: pl.DataFrame, regions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Names of a country's legislature behind "state" or a region as those of its part ("the state House Committee").

    `regions`: the known names of regions. They take in the word before and are not known.
    """
    state = pick(tokens, pl.col("lower") == "state", start="t", last=pl.col("t"), country=pl.lit(None, pl.String))
    parts = pl.concat([state, regions.select("last", "country", start="first")], how="diagonal").unique("last")
    marks = pick(tokens, pl.col("lower").is_in(("'s", "’s")), last=pl.col("t") - 1, mark="t")
    parts = parts.join(marks.cast({"last": pl.UInt32}), on="last", how="left")
    parts = parts.select(
        "start", part_of="country", first=pl.coalesce("mark", "last") + 1, bare=pl.col("mark").is_null()
    )
    joined = names.join(parts.cast({"first": pl.UInt32}), on="first", how="left", maintain_order="left")
    hit = (
        (pl.col("sector") == "LEG") & (pl.col("name_class") == "entity") & pl.col("start").is_not_null()
        & (pl.col("part_of").is_null() | (pl.col("part_of") == pl.col("country")))
    ).fill_null(value=False)  # fmt: skip
    joined = joined.with_columns(hit=hit).with_columns(
        first=pl.when(pl.col("hit") & pl.col("bare")).then("start").otherwise("first"),
        is_known=pl.col("is_known") & ~pl.col("hit"),
        name_class=pl.when("hit").then(pl.lit("org")).otherwise("name_class"),
    )
    spans = _surface(joined.filter("hit").select("first", "last").unique(), spelt(tokens))
    joined = joined.drop("surface").join(spans, on=["first", "last"], how="left", maintain_order="left")
    return joined.with_columns(name=pl.coalesce("surface", "name")).select(names.columns)


def _without_capitals(modelled: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Leave out what looks like a name only because a headline writes every word with a capital.

    A name that the model finds there stays if each of its words has a capital in the running text, too.
    """
    words = tokens.select("t", "sent", "doc", "text", "pos").filter(pl.col("text").str.contains(r"^\p{L}{2}"))
    capital = pl.col("text").str.contains(r"^\p{Lu}")
    plain = ~capital & pl.col("pos").is_in(("NOUN", "VERB", "ADJ", "ADV"))
    titled = (
        words.group_by("sent")
        .agg(plain=plain.any(), n=capital.sum(), doc=pl.col("doc").first())
        .filter(~pl.col("plain") & (pl.col("n") >= _TITLE_WORDS))
    )
    behind = words.join(titled, on="sent", how="anti", maintain_order="left")
    running = behind.filter(capital & (pl.col("sent") == pl.col("sent").shift(1)))
    told = running.join(titled.select("doc").unique(), on="doc", how="semi").select("doc", "text").unique()
    spans = modelled.join(titled, on="sent").select("first", "last", "doc")
    inside = spans.with_columns(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32)).explode("t")
    unseen = inside.join(pick(words, capital, "t", "text"), on="t").join(told, on=["doc", "text"], how="anti")
    # a headline alone tells nothing of how its words are written
    docs = behind.select("doc").unique()
    unseen = unseen.join(docs, on="doc", how="semi").select("first", "last").unique()
    return modelled.join(unseen, on=["first", "last"], how="anti", maintain_order="left")


def _apart(names: pl.DataFrame, ships: pl.DataFrame) -> pl.DataFrame:
    """Names that share no word with a ship's ("Charles de Gaulle" is no person behind "FS")."""
    cells = pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32)
    of_ships = ships.select(t=cells).explode("t")
    inside = names.select("first", "last", t=cells).explode("t").join(of_ships, on="t", how="semi")
    return names.join(inside.select("first", "last"), on=["first", "last"], how="anti", maintain_order="left")


def _without_known_persons(modelled: pl.DataFrame, known: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Leave out persons whose name holds the full name of a known one ("Crooked Hillary Clinton"), save a junior's."""
    junior = pick(tokens, matches("lower", r"^(?:jr|sr|ii|iii|junior|senior)\.?$"), j="t")
    full = known.filter((pl.col("name_class") == "leader") & (pl.col("last") > pl.col("first")))
    full = full.with_columns(j=pl.col("last") + 1).join(junior, on="j", how="anti")
    full = full.select("sent", k_first="first", k_last="last").unique()
    persons = modelled.filter(pl.col("name_class") == "person").select("first", "last", "sent")
    holding = persons.join(full, on="sent").filter(
        (pl.col("k_first") >= pl.col("first"))
        & (pl.col("k_last") <= pl.col("last"))
        & (pl.col("k_last") - pl.col("k_first") < pl.col("last") - pl.col("first"))
    )
    return modelled.join(holding.select("first", "last"), on=["first", "last"], how="anti", maintain_order="left")


def _without_role_phrases(modelled: pl.DataFrame, known: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Leave out what the model takes for an organisation and is a state's body or office, better read part by part.

    "Turkish Foreign Ministry" is a demonym and a role noun, "British Defence" a part of "British Defence Secretary",
    "CDU party" the party.
    """
    parts = ("country", "demonym", "leader", "entity")
    states = known.filter(pl.col("name_class").is_in(parts)).select("first", "name_class", n_last="last")
    organisations = modelled.filter(pl.col("name_class") == "org").select("first", "last", "sent")
    of_states = organisations.join(states, on="first", how="inner").filter(pl.col("n_last") < pl.col("last"))
    ends = roles.select("sent", r_first="first", r_last="last", of_state=pl.col("kind").is_in(_PARTS))
    told = of_states.join(ends, on="sent").filter(
        (pl.col("r_first") == pl.col("n_last") + 1)
        & (pl.col("r_last") >= pl.col("last"))
        & (pl.col("of_state") | (pl.col("name_class") == "entity"))
    )
    return modelled.join(told.select("first", "last"), on=["first", "last"], how="anti", maintain_order="left")


def _without_places(modelled: pl.DataFrame, known: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What stands behind "in" or "near", or is a region's name, is a place whatever the model says ("in Haas").

    So is a lone word, everywhere in an article, that stands behind "in" or "the town of" anywhere in it.
    """
    regions = known.filter(pl.col("name_class") == "region").select("first", "last")
    behind = pick(tokens, pl.col("lower").is_in(_LOCATIVE) & (pl.col("pos") == "ADP"), first=pl.col("t") + 1)
    rest = modelled.join(regions, on=["first", "last"], how="anti", maintain_order="left")
    rest = rest.join(behind, on="first", how="anti", maintain_order="left")
    of_town = (pl.col("lower") == "of") & pl.col("lower").shift(1).is_in(_SETTLEMENTS)
    towns = pl.concat([behind, pick(tokens, of_town, first=pl.col("t") + 1)])
    named = pick(
        tokens, pl.col("t").is_in(towns["first"].implode()), "doc", first="t", word="text", next=pl.col("t") + 1
    )
    # "in Paris Hilton's house" tells nothing of Paris
    named = look_up(named, "next", tokens, next_pos="pos")
    named = named.filter(~pl.col("next_pos").is_in(("PROPN", "NOUN", "PART")))
    told = look_up(rest.select("first", "last"), "first", tokens, doc="doc", word="text")
    told = told.filter(pl.col("first") == pl.col("last")).join(named, on=["doc", "word"], how="semi")
    return rest.join(told, on=["first", "last"], how="anti", maintain_order="left")


def _nouns(roles: pl.DataFrame, tokens: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Words that tell what an organisation is, as roles; a role noun of the same word comes after ("Bank", "Corp")."""
    few = tokens.filter(are_among(tokens["lower"], words["word"], strip="."))
    marked = few.with_columns(word=pl.col("lower").cast(pl.String).str.strip_chars(".")).join(words, on="word")
    told = marked.select("sent", "kind", "sector", first="t", last="t")
    rest = roles.join(told.select("last"), on="last", how="anti").select(told.columns)
    return pl.concat([told, rest])


def _described(modelled: pl.DataFrame, known: pl.DataFrame, roles: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Give unknown organisations the kind and sector of the role noun in their name, and the country it names.

    "Wisconsin Elections Commission" ends with its noun, "University of Leeds" begins with it; "Bank of Ghana" and
    "Nigerian Union of Teachers" name their country.
    """
    organisations = modelled.filter(pl.col("name_class") == "org").select("first", "last", "sent")
    bodies = roles.filter(pl.col("kind") != "person").select(
        "sent", r_first="first", r_last="last", r_kind="kind", r_sector="sector"
    )
    next_of = pick(tokens, pl.col("lower").is_in(("of", "for")), r_last=pl.col("t") - 1, before_of=pl.lit(True))
    nouns = organisations.join(bodies, on="sent").join(next_of, on="r_last", how="left")
    inside = (pl.col("r_first") >= pl.col("first")) & (pl.col("r_last") <= pl.col("last"))
    begins = inside & pl.col("before_of").fill_null(value=False) & (pl.col("r_last") < pl.col("last"))
    ends = inside & (pl.col("r_last") == pl.col("last"))
    nouns = nouns.filter((begins | ends) & (pl.col("last") > pl.col("first"))).with_columns(
        rank=pl.when(begins).then(0).otherwise(1)
    )
    noun = first_by(nouns, ["first", "last"], "rank", "r_first").select("first", "last", "r_kind", "r_sector")
    states = known.filter(pl.col("name_class").is_in(("country", "demonym", "capital", "region"))).select(
        "sent", n_first="first", n_last="last", n_country="country"
    )
    named = organisations.join(states, on="sent").filter(
        (pl.col("n_first") >= pl.col("first")) & (pl.col("n_last") <= pl.col("last"))
    )
    named = named.group_by("first", "last").agg(n_country=pl.col("n_country").unique())
    named = named.filter(pl.col("n_country").list.len() == 1).with_columns(pl.col("n_country").list.first())
    joined = modelled.join(noun, on=["first", "last"], how="left", maintain_order="left").join(
        named, on=["first", "last"], how="left", maintain_order="left"
    )
    international = pl.col("r_kind") == "igo"
    return joined.with_columns(
        kind=pl.coalesce("r_kind", "kind"),
        sector=pl.coalesce("r_sector", "sector"),
        country=pl.when(~international.fill_null(value=False)).then(pl.coalesce("country", "n_country")),
    ).select(modelled.columns)


def _known(tokens: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    words = spelt(tokens)
    return _fitting(_surface(find_phrases(words, index.phrases), words), index)


def _possessives(tokens: pl.DataFrame, index: NameIndex, known: pl.DataFrame) -> pl.DataFrame:
    """Names with an s right before a noun that are no names as they stand ("Syrias opposition", "the UNs envoy")."""
    before_noun = (
        pl.col("pos").shift(-1).is_in(("NOUN", "ADJ", "PROPN"))
        & (pl.col("sent").shift(-1) == pl.col("sent"))
        & pl.col("text").str.contains(r"^\p{Lu}.*[^sS]s$")
    ).fill_null(value=False)
    words = spelt(tokens).with_columns(is_bare=before_noun)
    ends = pick(words, "is_bare", "sent", last="t")
    words = words.filter(pl.col("sent").is_in(ends["sent"].implode())).with_columns(pl.col("word").cast(pl.String))
    words = words.with_columns(bare=pl.when("is_bare").then(pl.col("word").str.strip_suffix("s")).otherwise("word"))
    spans = find_phrases(words, index.owning.phrases, last="bare").join(ends, on="last", how="semi")
    spans = spans.join(known, on=["first", "last"], how="anti")
    surface = _surface(spans, words).with_columns(pl.col("surface").str.strip_suffix("s"))
    return _fitting(surface, index.owning)


def _fitting(surface: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """The aliases that spans mean as they are written. `surface`: as `_surface` gives."""
    matched = surface.join(index.aliases, on="phrase", how="inner")
    same = pl.struct("alias", "surface").map_batches(_same_capitals, return_dtype=pl.Boolean)
    fits = pl.when(pl.col("exact").is_not_null()).then(pl.col("surface") == pl.col("exact")).otherwise(same)
    return matched.filter(fits).with_columns(is_known=pl.lit(True))


def _same_capitals(pairs: pl.Series) -> pl.Series:
    """Whether the words are written with the capitals of the alias at least ("Russia today" is not "Russia Today")."""
    rows = zip(pairs.struct.field("alias").to_list(), pairs.struct.field("surface").to_list(), strict=True)
    fits = [
        any(c.isupper() for c in surface)
        and (
            alias == surface
            or len(alias) != len(surface)
            or all(not a.isupper() or s.isupper() for a, s in zip(alias, surface, strict=True))
        )
        for alias, surface in rows
    ]
    return pl.Series(fits, dtype=pl.Boolean)


def _surface(spans: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Add `surface`: the words of a span as written (kinds of apostrophe made one)."""
    inside = (
        spans.select("first", "last")
        .unique(maintain_order=True)
        .with_columns(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("t")
        .pipe(look_up, "t", words, text="text", gap="gap")
        .group_by("first", "last", maintain_order=True)
        .agg(surface=(pl.col("text") + pl.col("gap")).str.join("").str.strip_chars().str.replace_all("[’‘`]", "'"))
    )
    return spans.join(inside, on=["first", "last"], how="left", maintain_order="left")


def _owned(known: pl.DataFrame, tokens: pl.DataFrame) -> pl.Series:
    """The words right behind a known name and its possessive ending ("Trump's G-7 speech": G-7)."""
    endings = pick(tokens, pl.col("lower").is_in(("'s", "’s")), last=pl.col("t") - 1)
    owners = known.filter(pl.col("name_class").is_in(("leader", "country", "capital")))
    return owners.join(endings, on="last", how="semi").select(pl.col("last") + 2)["last"]


def _behind_articles(modelled: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Lone words behind "the" that the model takes for persons are organisations ("told the Bee")."""
    article = pick(tokens, pl.col("lower") == "the", first=pl.col("t") + 1)
    heads = pick(tokens, (pl.col("tag") == "NNP") & ~pl.col("dep").is_in(("compound", "nmod", "amod")), first="t")
    lone = modelled.filter((pl.col("name_class") == "person") & (pl.col("first") == pl.col("last")))
    lone = lone.join(article, on="first", how="semi").join(heads, on="first", how="semi")
    body = pl.col("first").is_in(lone["first"].implode()) & (pl.col("first") == pl.col("last"))
    return modelled.with_columns(
        name_class=pl.when(body).then(pl.lit("org")).otherwise("name_class"),
        kind=pl.when(body).then(pl.lit("other_org")).otherwise("kind"),
    )


def _modelled(tokens: pl.DataFrame, owned: pl.Series) -> pl.DataFrame:
    """Persons and organisations that the model found, without articles, titles apart, and possessive endings.

    `owned`: words that begin a name of their own (`_owned`).
    """
    inside = tokens.filter(pl.col("ent_type").is_in(list(_MODEL_CLASSES)))
    # a comma parts two names, save before "Inc"
    comma = (pl.col("lower").shift(1) == ",") & ~pl.col("lower").cast(pl.String).str.contains(
        r"^(?:inc|ltd|llc|corp|co|jr|sr)\b"
    )
    starts_new = (
        pl.col("ent_begins") | pl.col("t").is_in(owned.implode()) | (pl.col("t") != pl.col("t").shift(1) + 1) | comma
    )
    title = (pl.col("ent_type") == "PERSON") & pl.col("lower").is_in(_TITLES)
    grouped = (
        inside.with_columns(span=starts_new.fill_null(value=True).cum_sum())
        .filter(~(title & (pl.col("t") == pl.col("t").min().over("span")) & (pl.len().over("span") > 1)))
        # an article in front and a possessive or punctuation behind belong to the phrase, not the name
        .filter(
            ~pl.col("lower").is_in(("the", "'s", "’s", "'", "’", '"', "“", "”", "a", "an")) & (pl.col("pos") != "PUNCT")
            | (pl.col("lower") == "-")
        )
        .group_by("span", maintain_order=True)
        .agg(
            pl.first("sent", "ent_type"),
            first=pl.col("t").min(),
            last=pl.col("t").max(),
            capitals=(pl.col("text").str.contains(r"^\p{Lu}")).sum(),
        )
        .filter(pl.col("capitals") > 0)
    )
    spans = grouped.select("first", "last", "sent", "ent_type")
    surface = _surface(spans, spelt(tokens))
    title_only = (pl.col("ent_type") == "PERSON") & pl.col("surface").str.contains(_ENDS_IN_TITLE)
    title_only |= (pl.col("ent_type") == "PERSON") & pl.col("surface").str.contains(_NO_PERSON)
    return surface.filter(
        ~title_only & ~pl.col("surface").str.contains(_NOT_A_NAME) & pl.col("surface").str.contains(r"\p{L}{2}")
    ).select(
        "first",
        "last",
        "sent",
        name_class=pl.col("ent_type").cast(pl.String).replace(_MODEL_CLASSES),
        name="surface",
        kind=pl.when(pl.col("ent_type") == "PERSON").then(pl.lit("person")).otherwise(pl.lit("other_org")),
        country=pl.lit(None, dtype=pl.String),
        sector=pl.lit("UNK"),
        wikidata_id=pl.lit(None, dtype=pl.String),
        is_known=pl.lit(False),
        rank=pl.lit(9, dtype=pl.Int32),
    )
