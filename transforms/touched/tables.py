"""Where the words stand that each file's lines are found by."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.mentions.names import ORGANISATION_FILES


@dataclass(frozen=True)
class Table:
    """Where the words stand that a file's lines are found by.

    `forms`: columns with one form each. `items`: columns with several, parted by `|`; each acts for itself, so that of
    a line with the same `key` only those touch that came or went. `only_items`: any other change touches everything.
    `apart`: each word of a form touches. `unread`: columns that no code reads.
    """

    forms: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    only_items: bool = False
    apart: bool = False
    unread: tuple[str, ...] = ()


BODIES = tuple(f"actors/{name}.csv" for name in ORGANISATION_FILES)
LEADERS, TERMS, OFFICES = "actors/leaders.csv", "actors/terms.csv", "actors/offices.csv"
COUNTRIES, ROLES, SHORTS = "actors/countries.csv", "actors/roles.csv", "actors/short_names.csv"
EXECUTIVES = "actors/executives.csv"
_NAMED = Table(forms=("name",), items=("aliases",), key=("name", "country"))
_LEXICON = Table(forms=("word",), unread=("example",))
TABLES: dict[str, Table] = {
    **dict.fromkeys((*BODIES, LEADERS), _NAMED),
    **dict.fromkeys(
        (f"lexicon/verbs_{name}.csv" for name in ("conflict", "cooperation", "coercion", "verbal")), _LEXICON
    ),
    "lexicon/nouns.csv": _LEXICON,
    "lexicon/adjectives.csv": _LEXICON,
    "lexicon/attribution_phrases.csv": Table(forms=("phrase",)),
    "lexicon/clipped.csv": Table(forms=("verb",), apart=True),
    "lexicon/domains.csv": Table(items=("words",), key=("domain",)),
    "lexicon/hazards.csv": Table(forms=("word",)),
    "lexicon/lemmas.csv": Table(forms=("form",)),
    "lexicon/light_verbs.csv": Table(forms=("verb",), apart=True),
    "lexicon/partitives.csv": Table(forms=("noun",), apart=True),
    "lexicon/reactions.csv": Table(forms=("noun",)),
    "lexicon/reporting.csv": Table(forms=("verb",)),
    "lexicon/statives.csv": Table(forms=("participle",), apart=True),
    "lexicon/status.csv": Table(forms=("word",)),
    "measures/currencies.csv": Table(items=("symbols", "names"), key=("currency", "unit")),
    "measures/nouns.csv": Table(forms=("noun",)),
    "measures/qualifiers.csv": Table(forms=("phrase",)),
    "measures/triggers.csv": Table(forms=("word",), apart=True),
    "measures/units.csv": Table(forms=("noun",)),
    "measures/vague.csv": Table(forms=("word",)),
    "ontology/contexts.csv": Table(items=("words",), key=("context",), unread=("definition",)),
    "places/regions.csv": _NAMED,
    "places/well_known.csv": Table(forms=("name",)),
    COUNTRIES: Table(
        items=("aliases", "adjectives", "inhabitants", "capital", "seats"), key=("country",), only_items=True
    ),
    EXECUTIVES: Table(),
    OFFICES: Table(items=("titles",), key=("office",), only_items=True),
    ROLES: Table(forms=("noun",)),
    SHORTS: Table(forms=("short",)),
    TERMS: Table(),
    "actors/organisation_words.csv": Table(forms=("word",)),
    "actors/ship_prefixes.csv": Table(forms=("prefix",)),
    "actors/tellers.csv": Table(forms=("name",)),
}
#: What no article is coded by: crosswalks, definitions, and what `cities.parquet` was made from.
NOT_CODED_BY = (
    "figures/causes.csv",
    "figures/groups.csv",
    "figures/qualifiers.csv",
    "figures/weights.csv",
    "merging/agencies.csv",
    "merging/kinds.csv",
    "merging/modes.csv",
    "merging/plain_words.csv",
    "merging/vague.csv",
    "merging/weights.csv",
    "ontology/acled.csv",
    "ontology/cameo.csv",
    "ontology/sectors.csv",
    "places/names.csv",
)
