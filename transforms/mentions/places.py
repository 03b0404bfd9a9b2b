"""Places in the text: gazetteer names, and what the model takes for a place.

Covers: countries, regions and crossings of the seeds, cities of GeoNames, names the gazetteer lacks (unresolved): what
the model takes for a place, and what the text calls one ("the town of Jisreen", "the Vila Cruzeiro slum").
Does not cover: descriptions without a name ("a village near the border").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from seeds.loading import Seeds, items
from transforms.frames import look_up, pick
from transforms.mentions.spans import Phrases, find_phrases, fold, head_of, keep_longest, spelt

GAZETTEER = pl.Schema(
    {
        "phrase": pl.String,
        "name": pl.String,
        "country": pl.String,
        "feature": pl.String,
        "latitude": pl.Float64,
        "longitude": pl.Float64,
        "geonames_id": pl.Int64,
        "population": pl.Int64,
        "is_alias": pl.Boolean,
        "is_well_known": pl.Boolean,  # what news means by the name where nothing tells another place
    }
)
#: Candidate spans: one row a span and a place it may mean; name NULL where the gazetteer lacks it.
CANDIDATES = pl.Schema(
    {
        "first": pl.UInt32(),
        "last": pl.UInt32(),
        "sent": pl.UInt32(),
        "head_t": pl.UInt32(),
        "surface": pl.String(),
        **{k: v for k, v in GAZETTEER.items() if k != "phrase"},
    }
)
_PLACE_ENTITIES = ("GPE", "LOC", "FAC")
_LOCATIVE = tuple(
    (
        "in at near from to outside around across into toward towards inside of on over off through between above "
        "via for"
    ).split()
)
_IN = ("in", "near", "outside", "around", "across", "throughout", "through", "inside", "nearby", "downtown")
_GENERIC = tuple(
    (
        "province region city town village district governorate state county crossing camp airport area valley island "
        "prefecture oblast suburb neighborhood neighbourhood peninsula"
    ).split()
)
# "the town of X", "the X slum": what the noun says that X is
_CALLED = {
    **dict.fromkeys("city town village hamlet township settlement suburb capital port".split(), "city"),
    **dict.fromkeys(
        "district province region governorate county prefecture municipality neighborhood".split(), "region"
    ),
    **dict.fromkeys("neighbourhood area".split(), "region"),
    **dict.fromkeys("island peninsula valley jungle mountain".split(), "landform"),
    **dict.fromkeys("slum".split(), "region"),
}
# "the towns of Jibrin and Hama"
_PLURAL = {re.sub("(?<!e)y$", "ie", word) + "s": kind for word, kind in _CALLED.items()}
_TAKING = tuple("capture recapture seize retake besiege liberate overrun storm shell bombard evacuate encircle".split())
_SITES = tuple(
    "school court hospital airport market mosque church hotel prison jail suburb street taxi bus slum".split()
)
_PLIGHTS = ("siege", "blockade", "curfew", "lockdown", "bombardment", "shelling")
_STRIKES = ("strike", "airstrike", "raid", "bombardment", "bombing", "shelling", "siege", "offensive")
_LISTED = 5  # names of a list of places, less one
_LONGEST = 3  # words of a name called a place, less one


@dataclass(frozen=True)
class PlaceIndex:
    """The gazetteer by folded name, schema GAZETTEER."""

    gazetteer: pl.DataFrame

    @cached_property
    def phrases(self) -> Phrases:
        """What places are looked up by."""
        return Phrases.of(self.gazetteer["phrase"])

    @cached_property
    def regions(self) -> pl.DataFrame:
        """The names of regions: phrase, region."""
        regions = self.gazetteer.filter(pl.col("feature") == "region")
        return regions.select("phrase", region=pl.lit(value=True)).unique()


def place_index(seeds: Seeds) -> PlaceIndex:
    """Countries and regions of the seeds, and the cities made from GeoNames."""
    countries = seeds.table("actors/countries.csv").select(
        "name", "country", alias=pl.concat_list(pl.concat_list("name"), items("aliases")), feature=pl.lit("country")
    )
    regions = seeds.table("places/regions.csv").select(
        "name",
        "country",
        "feature",
        pl.col("latitude").cast(pl.Float64),
        pl.col("longitude").cast(pl.Float64),
        pl.col("geonames_id").cast(pl.Int64),
        alias=pl.concat_list(pl.concat_list("name"), items("aliases")),
    )
    cities = seeds.parquet("places/cities.parquet").select(
        "name",
        "country",
        # kept as single floats, to 0.01 degrees
        pl.col("latitude", "longitude").cast(pl.Float64).round(2),
        pl.col("geonames_id").cast(pl.Int64),
        pl.col("population").cast(pl.Int64),
        alias=pl.concat_list(pl.concat_list("name"), pl.col("aliases").fill_null([])),
        feature=pl.lit("city"),
    )
    named = pl.concat([countries, regions, cities], how="diagonal").explode("alias")
    well_known = seeds.table("places/well_known.csv").select(
        "country", phrase=fold(pl.col("name")), is_well_known=pl.lit(value=True)
    )
    return PlaceIndex(
        named.with_columns(phrase=fold(pl.col("alias")), is_alias=pl.col("alias") != pl.col("name"))
        .join(well_known, on=["phrase", "country"], how="left", maintain_order="left")
        .with_columns(pl.col("is_well_known").fill_null(value=False))
        .filter(pl.col("phrase").str.len_chars() >= 2)
        .select(GAZETTEER.names())
        .cast(GAZETTEER)
        .unique(["phrase", "name", "country", "feature", "geonames_id"], keep="first", maintain_order=True)
    )


def find_places(
    tokens: pl.DataFrame, index: PlaceIndex, *, taken: pl.DataFrame, countries: pl.DataFrame
) -> pl.DataFrame:
    """Place spans with the places each may mean, schema CANDIDATES.

    `tokens`: TOKENS. `taken`: first, last of what is no place (persons, organisations, dates). `countries`: first,
    last of names of countries and capitals, which are places whatever the model says.
    """
    words = spelt(tokens)
    sites = _at_sites(tokens).join(
        tokens.filter(pl.col("tag").is_in(("NNP", "NNPS"))), left_on="last", right_on="t", how="semi"
    )
    likely = pl.concat([_likely(tokens), _cells(countries).select("t"), sites.select(t="last")]).unique().sort("t")
    known = _all_in(find_phrases(words, index.phrases, at=likely["t"]), likely)
    # towns are called Valley and Bay, but "the Zorva valley" is none of them
    known = known.filter(~pl.col("phrase").is_in(_GENERIC))
    called = _called(tokens)
    modelled = pl.concat([_modelled(tokens), called.select("first", "last", "sent")]).unique(maintain_order=True)
    spans = pl.concat(
        [
            known.with_columns(is_known=pl.lit(value=True)),
            modelled.with_columns(is_known=pl.lit(value=False), phrase=pl.lit(None, dtype=pl.String)),
        ],
        how="diagonal",
    ).with_columns(unknown=(~pl.col("is_known")).cast(pl.Int8))
    spans = _outside(spans, taken)
    # a known name inside a longer unknown one ("northern Aleppo") wins: what is known is worth more than what is long
    known_only = keep_longest(spans.filter("is_known"))
    rest = _outside(spans.filter(~pl.col("is_known")), known_only.select("first", "last"))
    kept = pl.concat([known_only, rest]).select("first", "last", "sent", "phrase")
    joined = head_of(kept, tokens).join(index.gazetteer, on="phrase", how="left", maintain_order="left")
    joined = joined.join(
        called.select("first", "last", "said"), on=["first", "last"], how="left", maintain_order="left"
    )
    joined = joined.with_columns(feature=pl.coalesce("feature", "said"))
    surfaces = _surfaces(kept, words)
    return joined.join(surfaces, on=["first", "last"], how="left").select(CANDIDATES.names()).cast(CANDIDATES)


def without_places(names: pl.DataFrame, tokens: pl.DataFrame, index: PlaceIndex) -> pl.DataFrame:
    """NAMES without what only the model takes for a person or organisation, where it stands as a place.

    That is a name of the gazetteer, whole, behind "in" or "near" ("in Noida", "in India's Noida"), or a region behind
    "of"; what is called a place ("the city of Goma"), is taken ("captured Goma") or has a school, a court or the like
    ("a Karachi school"); and the same word elsewhere in the article.

    `names`: NAMES. `tokens`: TOKENS.
    """
    modelled = names.filter(~pl.col("is_known") & pl.col("name_class").is_in(("person", "org")))
    words = spelt(tokens)
    spans = _surfaces(modelled.select("first", "last", "sent"), words).with_columns(phrase=fold(pl.col("surface")))
    known = spans.filter(index.phrases.nearest(spans["phrase"]) == spans["phrase"])
    known = known.join(index.regions, on="phrase", how="left").pipe(look_up, "first", tokens, doc="doc", sent="sent")
    country = names.filter(pl.col("name_class") == "country").select(owner_first="first", owner_last="last")
    before = tokens.select("sent", first=pl.col("t") + 1, prep="lower")
    owner = pick(tokens, pl.col("lower").is_in(("'s", "’s")), first=pl.col("t") + 1, owner_last=pl.col("t") - 1)
    owned = owner.join(country, on="owner_last").select("first", first_of_all="owner_first")
    stands = (
        known.join(owned, on="first", how="left")
        .with_columns(start=pl.coalesce("first_of_all", "first"))
        .join(before.rename({"first": "start"}), on=["start", "sent"])
        .filter(pl.col("prep").is_in(_IN) | ((pl.col("prep") == "of") & pl.col("region")))
    )
    before_hit = _struck(tokens).join(known, on="first").select(known.columns)
    sited = known.join(_at_sites(tokens), on="last", how="semi")
    named = look_up(spans, "first", tokens, doc="doc")
    called = named.join(_called(tokens).select("first", "last"), on=["first", "last"], how="semi")
    told = pl.concat([frame.select("doc", "phrase") for frame in (stands, called, sited, before_hit)]).unique()
    places = named.join(told, on=["doc", "phrase"], how="semi")
    return names.join(places.select("first", "last"), on=["first", "last"], how="anti", maintain_order="left")


def _struck(tokens: pl.DataFrame) -> pl.DataFrame:
    """Names right behind "the strike on": first."""
    before = pick(tokens, pl.col("lemma").is_in(_STRIKES), on=pl.col("t") + 1).cast({"on": pl.UInt32})
    behind = pick(tokens, pl.col("lower").is_in(("on", "of")), on="t")
    return behind.join(before, on="on", how="semi").select(first=pl.col("on") + 1).cast({"first": pl.UInt32})


def _likely(tokens: pl.DataFrame) -> pl.DataFrame:
    """Capitalised words that the model calls a place, or that stand behind a locative preposition or before
    "province".
    """
    capital = pl.col("text").str.contains(r"^[\p{Lu}]") | pl.col("lower").is_in(
        ("al", "el", "-", "de", "la", "of", "and", "'s")
    )
    place = pl.col("ent_type").is_in(_PLACE_ENTITIES)
    before = pl.col("lower").shift(1).is_in(_LOCATIVE)
    # "in India's Noida"
    owned = pl.col("lower").shift(1).is_in(("'s", "’s")) & (pl.col("ent_type").shift(2) == "GPE")
    before |= owned & pl.col("lower").shift(3).is_in(_LOCATIVE)
    behind = pl.col("lower").shift(-1).is_in(_GENERIC)
    behind_name = pl.col("lower").is_in(_GENERIC)
    proper = pl.col("pos").is_in(("PROPN",)) | pl.col("tag").is_in(("NNP", "NNPS"))
    marked = tokens.with_columns(
        starts=(place | ((before | behind) & proper)) & capital, goes_on=(capital & (proper | place)) | behind_name
    )
    # a run of capitalised words goes on from where it starts
    start = pl.col("starts")
    reach = start
    for step in range(1, 4):
        reach = reach | (
            start.shift(step).fill_null(value=False)
            & pl.all_horizontal([pl.col("goes_on").shift(k).fill_null(value=False) for k in range(step)])
        )
        reach = reach | (
            start.shift(-step).fill_null(value=False)
            & pl.all_horizontal([pl.col("goes_on").shift(-k).fill_null(value=False) for k in range(step)])
        )
    return marked.filter(reach).select("t")


def _at_sites(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words that are taken ("captured Goma"), under siege, or before what towns have ("a Karachi school"): last."""
    verbs = pick(tokens, pl.col("lemma").is_in(_TAKING) & (pl.col("pos") == "VERB"), head="t")
    taken = tokens.filter(pl.col("dep").is_in(("dobj", "nsubjpass"))).join(verbs, on="head", how="semi")
    plight = pick(tokens, pl.col("lower").is_in(_PLIGHTS) & (pl.col("dep") == "pobj"), t="head")
    under = tokens.filter(pl.col("lower") == "under").join(plight, on="t", how="semi").select("head")
    suffering = tokens.filter(pl.col("dep") == "nsubj").join(under, on="head", how="semi")
    local = pick(tokens, pl.col("lower").is_in(_SITES), last=pl.col("t") - 1)
    names = pl.concat([taken.select(last="t"), suffering.select(last="t")])
    # "Eastern Ghouta has been under siege"
    longer = tokens.filter(pl.col("dep") == "compound").join(names, left_on="head", right_on="last", how="semi")
    return pl.concat([names, longer.select(last="t"), local]).unique()


def _called(tokens: pl.DataFrame) -> pl.DataFrame:
    """Names that the text calls places ("the town of Jisreen", "northern Basilan island"): first, last, sent, said."""
    tagged, joint = pl.col("tag").is_in(("NNP", "NNPS")), pl.col("lower").is_in(("-", "al", "el", "de", "ibn", "abu"))
    proper = pl.col("text").str.contains(r"^\p{Lu}[\p{L}'’-]*$") & tagged
    breaks = (pl.col("t") != pl.col("t").shift(1) + 1) | (pl.col("sent") != pl.col("sent").shift(1))
    runs = (
        pick(tokens, tagged | joint, "t", "sent", "lower", "text", "tag")
        .filter(proper | joint)
        .with_columns(proper=proper, run=breaks.fill_null(value=True).cum_sum())
        .group_by("run", maintain_order=True)
        .agg(pl.first("sent"), first=pl.col("t").min(), last=pl.col("t").max(), proper=pl.col("proper").any())
        .filter(pl.col("proper") & (pl.col("last") - pl.col("first") <= _LONGEST))
    )
    said = pl.col("lower").replace_strict(_CALLED | _PLURAL, return_dtype=pl.String)
    nouns = pick(tokens, pl.col("lower").is_in([*_CALLED, *_PLURAL]), "t", "sent", "lower", next=pl.col("t") + 1)
    nouns = look_up(nouns, "next", tokens, behind="lower").with_columns(said=said, of=pl.col("behind") == "of")
    several = pl.col("lower").is_in(list(_PLURAL))
    before = nouns.filter("of").select("sent", "said", first=pl.col("t") + 2, several=several)
    behind = nouns.filter(~several).select("sent", "said", last=pl.col("t") - 1)
    named = runs.join(before, on=["sent", "first"])
    places = pl.concat(
        [
            named.select("first", "last", "sent", "said"),
            runs.join(behind, on=["sent", "last"]).select("first", "last", "sent", "said"),
            _joined(named.filter("several"), runs, tokens),
        ]
    )
    return places.unique(["first", "last"], keep="first", maintain_order=True)


def _joined(named: pl.DataFrame, runs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Further names of such a list: first, last, sent, said. `named`: the first of each. `runs`: first, last, sent."""
    links = pick(tokens, pl.col("lower").is_in(("and", ",")), link="t")
    found = [named.select("first", "last", "sent", "said")]
    for _ in range(_LISTED):
        ends = found[-1].select("sent", "said", link=pl.col("last") + 1).join(links, on="link", how="semi")
        found.append(
            ends.with_columns(first=pl.col("link") + 1)
            .join(runs, on=["sent", "first"])
            .select("first", "last", "sent", "said")
        )
    return pl.concat(found[1:])


def _modelled(tokens: pl.DataFrame) -> pl.DataFrame:
    inside = tokens.filter(pl.col("ent_type").is_in(_PLACE_ENTITIES))
    starts_new = pl.col("ent_begins") | (pl.col("t") != pl.col("t").shift(1) + 1)
    return (
        inside.with_columns(span=starts_new.fill_null(value=True).cum_sum())
        .filter(~pl.col("lower").is_in(("the", "'s", "’s", "'", "’")))
        .group_by("span", maintain_order=True)
        .agg(
            pl.first("sent"),
            first=pl.col("t").min(),
            last=pl.col("t").max(),
            capitals=pl.col("text").str.contains(r"^\p{Lu}").sum(),
        )
        .filter(pl.col("capitals") > 0)
        .select("first", "last", "sent")
    )


def _cells(spans: pl.DataFrame) -> pl.DataFrame:
    """The tokens of each span: first, last, t."""
    return spans.select("first", "last", t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32)).explode("t")


def _outside(spans: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """Spans that share no token with `taken`."""
    hit = _cells(spans).join(_cells(taken).select("t"), on="t", how="semi").select("first", "last").unique()
    return spans.join(hit, on=["first", "last"], how="anti", maintain_order="left")


def _all_in(spans: pl.DataFrame, likely: pl.DataFrame) -> pl.DataFrame:
    """Spans all of whose words are likely."""
    odd = _cells(spans).join(likely, on="t", how="anti").select("first", "last").unique()
    return spans.join(odd, on=["first", "last"], how="anti", maintain_order="left")


def _surfaces(spans: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    return (
        spans.select("first", "last")
        .unique(maintain_order=True)
        .with_columns(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("t")
        .pipe(look_up, "t", words, text="text", gap="gap")
        .group_by("first", "last", maintain_order=True)
        .agg(surface=(pl.col("text") + pl.col("gap")).str.join("").str.strip_chars())
    )
