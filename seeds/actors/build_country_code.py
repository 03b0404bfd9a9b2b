"""Make `warehouse/macros/country_code.sql`, by which macros take a country however it is named, out of countries.csv.

Run `python -m seeds.actors.build_country_code` after a change of that file; a test fails until then. Alpha-2 codes are
those of ISO 3166-1, from the package pycountry; Kosovo, which that does not have, is XK.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import polars as pl
import pycountry

MACRO = Path(__file__).parent.parent.parent / "warehouse" / "macros" / "country_code.sql"
COUNTRIES = Path(__file__).with_name("countries.csv")
_SQL = """\
-- example: SELECT country_code('Ivory Coast'), country_code('ci'), country_code('CIV')
-- Made by `python -m seeds.actors.build_country_code`: change seeds/actors/countries.csv, not this file.
CREATE OR REPLACE MACRO country_codes() AS '
{lines}';

-- What can be told from a constant is told before a table is read, so that a query is no slower for it.
CREATE OR REPLACE MACRO country_code(country) AS
CASE
    WHEN regexp_full_match(country, 'X[A-Z]{{2}}') THEN country  -- left by ISO 3166-1 to those who need one
    WHEN country IS NULL OR strpos(country_codes(), '|' || strip_accents(lower(trim(country))) || '|') > 0
    THEN regexp_extract(
        country_codes(),
        '(?m)^\\|(...)\\|(?:[^\\n]*\\|)?' || regexp_escape(strip_accents(lower(trim(country)))) || '\\|',
        1
    )
    ELSE error('There is no country ' || country || '; give an ISO 3166-1 code (SYR, SY) or an English name (Syria).')
END;

COMMENT ON MACRO country_code IS {comment};
COMMENT ON MACRO country_codes IS 'A line a country: its codes and names, in small letters without accents';
"""
_COMMENT = (
    "The ISO 3166-1 alpha-3 code of a country given by any code of that standard, or by its English name, in any case; "
    "XKX is Kosovo. What is no country is an error"
)


def render() -> str:
    """The file's text."""
    rows = pl.read_csv(COUNTRIES, infer_schema=False).sort("country")
    return _SQL.format(lines="\n".join(_line(row) for row in rows.iter_rows(named=True)), comment=f"'{_COMMENT}'")


def _line(row: dict[str, str | None]) -> str:
    code = row["country"] or ""
    known = pycountry.countries.get(alpha_3=code)
    two = known.alpha_2 if known else "XK"
    names = [code, two, row["name"] or "", *(row["aliases"] or "").split("|")]
    folded = dict.fromkeys(_folded(name) for name in names if name)
    return f"|{code}|{'|'.join(folded)}|".replace("'", "''")


def _folded(name: str) -> str:
    """As DuckDB has it by strip_accents(lower(name))."""
    parts = unicodedata.normalize("NFD", name.lower())
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


if __name__ == "__main__":
    MACRO.write_text(render(), encoding="utf-8")
