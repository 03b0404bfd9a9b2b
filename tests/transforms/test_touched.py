"""Which articles a change of seeds can touch, told from small tables."""

from datetime import date

import polars as pl
import pytest

from seeds.loading import ROOT, SeedError, seed_files
from transforms.touched import NOT_CODED_BY, TABLES, Touch, index_of, touched, touching

WORD = "lexicon/verbs_conflict.csv"
LINES = [{"word": "raid", "type": "ASSAULT", "example": "a"}, {"word": "shut down", "type": "COERCE", "example": "b"}]
BODIES = [
    {"name": "Dune Watch", "country": "TCD", "kind": "ngo", "aliases": "Dune Watch|DW"},
    {"name": "Turkish Navy", "country": "TUR", "kind": "military", "aliases": None},
]
SHORTS = [{"short": "Watch", "country": "TCD", "name": "Dune Watch"}]
COUNTRIES = [
    {"country": "TUR", "name": "Turkey", "adjectives": "Turkish|Turk", "government": "Government of Turkey"},
    {"country": "TCD", "name": "Chad", "adjectives": "Chadian", "government": "Government of Chad"},
]
ROLES = [{"noun": "navy", "name": None}, {"noun": "fleet", "name": "{adjective} Navy"}, {"noun": "army", "name": None}]
LEADERS = [{"name": "Ada Obi", "country": "TCD", "sector": "GOV", "aliases": "Obi"}]
OFFICES = [{"office": "head_of_state", "titles": "president", "sector": "GOV"}]
TERMS = [{"person": "Ada Obi", "office": "head_of_state", "of": "TCD", "start": "2010", "end": "2012-03"}]
EXECUTIVES = [{"country": "TCD", "office": "head_of_state"}]
ALL = {
    WORD: LINES, "actors/ngos.csv": BODIES, "actors/short_names.csv": SHORTS, "actors/countries.csv": COUNTRIES,
    "actors/roles.csv": ROLES, "actors/leaders.csv": LEADERS, "actors/offices.csv": OFFICES,
    "actors/terms.csv": TERMS, "actors/executives.csv": EXECUTIVES,
}  # fmt: skip


def tables(**changed):
    """The tables, some of them with other lines: reads one by its name."""
    lines = ALL | changed

    def read(name: str) -> pl.DataFrame:
        if name not in lines:
            raise SeedError(name)
        columns = dict.fromkeys(ALL.get(name, lines[name])[0], pl.String)
        if name == "actors/countries.csv":
            columns |= dict.fromkeys(("aliases", "inhabitants", "capital", "seats"), pl.String)
        return pl.DataFrame(lines[name], columns)

    return read


def words(name, lines):
    """The sets of words that touch where `name` has these lines instead; None: everything is touched."""
    found = touching(tables(), tables(**{name: lines}), [name])
    return None if found is None else {" ".join(sorted(touch.words)) for touch in found}


def test_a_line_that_comes_or_goes_touches_by_its_words():
    assert words(WORD, [*LINES, {"word": "cut off", "type": "COERCE"}]) == {"cut off"}
    assert words(WORD, LINES[:1]) == {"down shut"}


def test_an_altered_line_touches_by_what_it_was_and_is():
    assert words(WORD, [LINES[0] | {"word": "storm"}, LINES[1]]) == {"raid", "storm"}
    assert words(WORD, [LINES[0] | {"type": "COERCE"}, LINES[1]]) == {"raid"}


def test_an_example_touches_nothing():
    assert words(WORD, [LINES[0] | {"example": "c"}, LINES[1]]) == set()


def test_lines_that_change_places_touch_everything():
    assert words(WORD, LINES[::-1]) is None


@pytest.mark.parametrize("name", ["ontology/types.csv", "boilerplate/lines.csv", "lexicon/new.csv"])
def test_a_file_that_is_not_declared_touches_everything(name):
    assert touching(tables(), tables(), [name]) is None


def test_a_form_without_a_word_touches_everything():
    assert words(WORD, [*LINES, {"word": "+", "type": "COERCE"}]) is None


def test_crosswalks_touch_nothing():
    assert touching(tables(), tables(), NOT_CODED_BY) == frozenset()


def test_an_alias_touches_by_itself():
    assert words("actors/ngos.csv", [BODIES[0] | {"aliases": "Dune Watch|DW|The Dune"}, BODIES[1]]) == {"dune the"}


def test_a_body_altered_otherwise_touches_by_all_its_names_and_its_short_one():
    assert words("actors/ngos.csv", [BODIES[0] | {"kind": "igo"}, BODIES[1]]) == {"dune watch", "dw", "watch"}


def test_a_name_that_role_nouns_compose_touches_by_the_nouns_too():
    assert words("actors/ngos.csv", BODIES[:1]) == {"navy turkish", "@TUR navy", "@TUR fleet"}


def test_the_union_touches_everything():
    assert words("actors/ngos.csv", [*BODIES, {"name": "European Union", "country": None, "kind": "igo"}]) is None


def test_of_a_country_only_names_may_change():
    told = [COUNTRIES[0] | {"adjectives": "Turkish|Turk|Turkic"}, COUNTRIES[1]]
    assert words("actors/countries.csv", told) == {"turkic"}
    told = [COUNTRIES[0] | {"adjectives": "Turkic|Turkish|Turk"}, COUNTRIES[1]]
    assert words("actors/countries.csv", told) is None
    assert words("actors/countries.csv", [COUNTRIES[0] | {"government": "Turkey"}, COUNTRIES[1]]) is None


def test_a_term_touches_in_its_days_by_office_and_holder():
    found = touching(tables(), tables(**{"actors/terms.csv": []}), ["actors/terms.csv"])
    assert found == {
        Touch(frozenset(form.split()), date(2010, 1, 1), date(2012, 3, 28), dated=True)
        for office in ("president", "leader", "counterpart")
        for form in ("ada obi", "obi", f"{office} @TCD", f"{office} @")
    }


def test_a_leader_other_than_in_aliases_changes_the_terms_too():
    assert words("actors/leaders.csv", [LEADERS[0] | {"aliases": "Obi|Mother Obi"}]) == {"mother obi"}
    assert "@TCD president" in words("actors/leaders.csv", [LEADERS[0] | {"sector": "OPP"}])


def test_who_governs_touches_by_the_words_for_it():
    assert words("actors/executives.csv", []) == {
        " ".join(sorted((place, word))) for word in ("leader", "counterpart") for place in ("@TCD", "@")
    }


def test_every_file_is_declared_or_known_to_touch_everything():
    everything = {
        "boilerplate/lines.csv", "ontology/modes.csv", "ontology/types.csv", "places/cities.parquet"
    }  # fmt: skip
    files = {name for name, _ in seed_files(ROOT) if not name.startswith("merging/")}
    assert files - everything == {*TABLES, *NOT_CODED_BY}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_declared_stands_in_the_file(name):
    columns = pl.read_csv(ROOT / name, n_rows=1).columns
    table = TABLES[name]
    assert {*table.forms, *table.items, *table.key, *table.unread} <= {*columns}


INDEX = pl.DataFrame(
    {"article_id": ["a", "a", "b", "c"], "word": ["shut", "down", "shut", "raid"]},
)
DAYS = pl.DataFrame({"article_id": ["a", "b", "c"], "published_on": [date(2011, 1, 1), date(2012, 1, 1), None]})


@pytest.mark.parametrize(
    ("touch", "hit"),
    [
        (Touch(frozenset({"shut", "down"})), ["a"]),
        (Touch(frozenset({"shut"})), ["a", "b"]),
        (Touch(frozenset({"raid"})), ["c"]),
        (Touch(frozenset({"raid"}), date(2011, 1, 1), dated=True), []),
        (Touch(frozenset({"shut"}), date(2011, 6, 1), dated=True), ["b"]),
        (Touch(frozenset({"shut"}), date(2010, 6, 1), date(2011, 6, 1), dated=True), ["a"]),
    ],
)
def test_an_article_is_touched_that_holds_all_words_on_the_day(touch, hit):
    assert sorted(touched(INDEX, [touch], DAYS)) == hit


def test_the_index_holds_text_base_forms_and_what_else_they_could_be():
    doc = pl.Series("doc", [0], pl.UInt32)
    articles = pl.DataFrame([doc, pl.Series("article_id", ["a"]), pl.Series("text", ["Güler’s cease-fire talks"])])
    tokens = pl.DataFrame([doc, pl.Series("lower", ["talks"]), pl.Series("lemma", ["talk"])])
    place, actor = pl.DataFrame({"article_id": ["a"], "place_id": ["p"]}), {"kind": "person", "sector": "IGO"}
    coded = {
        "place_mentions": place, "places": pl.DataFrame({"place_id": ["p"], "country": ["TUR"]}),
        "actor_mentions": pl.DataFrame({"article_id": ["a"], "actor_id": ["x"]}),
        "actors": pl.DataFrame([{"actor_id": "x", "country": None, **actor}], schema_overrides={"country": pl.String}),
    }  # fmt: skip
    index = index_of(articles, tokens, coded, lambda word: {word, "base"} if word == "fire" else {word})
    told = ["", "@", "@TUR", "base", "cease", "fire", "guler", "s", "talk", "talks"]
    assert index["word"].to_list() == told
