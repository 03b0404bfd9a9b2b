"""From raw articles to rows of every core table, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.annotate.clauses import across_clauses
from transforms.annotate.model import Model, load_model, model_version
from transforms.annotate.relations import relations
from transforms.annotate.tokens import annotate, mend_lemmas
from transforms.clean.articles import clean
from transforms.code.attribution import find_claims
from transforms.code.demands import demanded_verbs, find_demands
from transforms.code.domains import figurative
from transforms.code.events import absorbed, anchored, inherit, join_acts, same_act, without_references
from transforms.code.figures import find_figures
from transforms.code.hazards import hazardous
from transforms.code.intentions import as_statements, with_speakers
from transforms.code.participants import mention_of_words
from transforms.code.repeats import claims_of_both, find_repeats
from transforms.code.retell import retellings, share_participants, share_parties
from transforms.code.retold import from_other_tellings
from transforms.code.settled import claimed_as_elsewhere, without_own_words
from transforms.code.sides import find_sides
from transforms.code.sources import find_source_phrases
from transforms.code.statements import date_statements
from transforms.code.status import find_status
from transforms.code.tolls import find_tolls
from transforms.code.when import find_when, place_dates
from transforms.code.where import find_where
from transforms.knowledge import Knowledge, knowledge
from transforms.link.actors import add_speakers, link_actors
from transforms.link.places import link_places
from transforms.link.references import WE
from transforms.mentions.datelines import seen_from
from transforms.mentions.dates import find_dates
from transforms.mentions.names import find_names
from transforms.mentions.places import find_places, without_places
from transforms.mentions.quantities import find_quantities
from transforms.mentions.triggers import facts_of, find_triggers
from transforms.tables import Coded, to_tables
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from seeds.loading import Seeds

__all__ = ["Batch", "Model", "article_ids", "code", "load_model", "recipe_of", "transform"]

# Libraries whose next version could give other rows
_DECISIVE = ("spacy", "polars", "ftfy", "py3langid", "text2num", "python-dateutil")
CODED_KINDS = ("headline", "body", "caption")


@dataclass(frozen=True)
class Batch:
    """`tables`: a frame for each core table, with its schema. `rejects`: schema REJECTS."""

    tables: dict[str, pl.DataFrame]
    rejects: pl.DataFrame


def article_ids(raw: pl.DataFrame) -> pl.DataFrame:
    """Add `article_id` to raw articles (schema RAW_ARTICLES)."""
    return raw.with_columns(article_id=id_of("source_name", "text"))


def recipe_of(model_name: str, seeds: Seeds) -> str:
    """16 hexadecimal digits that change whenever the same article could give other rows: model, seeds or rules."""
    digest = blake2b(digest_size=8)
    digest.update(f"{model_name} {model_version(model_name)} {seeds.digest}".encode())
    digest.update(" ".join(f"{name} {version(name)}" for name in _DECISIVE).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def transform(
    raw: pl.DataFrame,
    *,
    model: Model,
    seeds: Seeds,
    recipe: str,
    known: pl.DataFrame | None = None,
    today: date | None = None,
) -> Batch:
    """Clean, parse and code a batch.

    `raw`: schema RAW_ARTICLES. `known`: article_id, text_id of articles loaded before, so that copies are found across
    runs. `today`: the last plausible day of publication, the current day in UTC if not given.
    """
    today = today or datetime.now(UTC).date()
    cleaned = clean(raw, today=today, known=known)
    articles = cleaned.articles.with_columns(recipe=pl.lit(recipe))
    sentences, tokens = annotate(cleaned.paragraphs, model)
    coded = code(sentences, tokens, articles, knowledge(seeds), today=today)
    return Batch(to_tables(coded, articles), cleaned.rejects)


def code(
    sentences: pl.DataFrame, tokens: pl.DataFrame, articles: pl.DataFrame, known: Knowledge, *, today: date
) -> Coded:
    """Everything after the parse. `articles`: doc, text, published_on; `sentences`, `tokens`: the parse.

    `today`: the day that undated articles are seen from.
    """
    told = sentences.filter(pl.col("kind").is_in(CODED_KINDS))
    tokens = tokens.join(told.select("sent"), on="sent", how="semi", maintain_order="left")
    tokens = mend_lemmas(tokens, known.lemmas)
    texts = (
        told.join(
            seen_from(articles).select("doc", "published_on", article_text="text"),
            on="doc",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            text=pl.col("article_text").str.slice(pl.col("start_char"), pl.col("end_char") - pl.col("start_char"))
        )
        .drop("article_text")
    )
    direct = relations(
        tokens,
        light_verbs=known.light_verbs,
        partitives=known.partitives,
        statives=known.statives,
        clipped=known.clipped,
    )
    related = across_clauses(direct, tokens)

    phrases = find_source_phrases(tokens, pl.Series(known.reporting.phrases, dtype=pl.String))
    dates = place_dates(find_dates(texts, today=today), tokens)
    names = without_places(find_names(tokens, known.actors.names), tokens, known.places)
    not_places = names.filter(~pl.col("name_class").is_in(("country", "capital", "demonym")))
    countries = names.filter(pl.col("name_class").is_in(("country", "capital")))
    taken = pl.concat([not_places.select("first", "last"), _tokens_of(dates, tokens)])
    places = link_places(find_places(tokens, known.places, taken=taken, countries=countries), names, tokens)
    mentions = link_actors(tokens, related, names, places, articles.select("doc", "published_on"), known.actors)
    quantities = find_quantities(texts, known.numbers)

    mentions = _with_speakers(mentions, tokens, texts, related, known, phrases)

    facts = facts_of(tokens, related, actor_heads=mentions.select("head_t"), place_heads=places.select("head_t"))
    triggers = find_triggers(tokens, related, facts, known.lexicon)
    triggers = _outside_names(triggers, names, dates, tokens)
    unmeant = [figurative(triggers, tokens, known.domains), hazardous(triggers, related, tokens, known.hazards)]
    triggers = triggers.join(pl.concat(unmeant), on="t", how="anti", maintain_order="left")
    figures = find_figures(quantities, dates, names, tokens, related, known.measures)

    stands_for = mention_of_words(related, mentions)
    must = demanded_verbs(tokens)
    said = find_claims(
        must["t"], ancestors(must["t"], tokens), tokens, texts, related, stands_for, known.reporting, phrases
    )
    demands, demanding = find_demands(must, said, related, stands_for, tokens)
    triggers = pl.concat([triggers.join(demands, on="t", how="anti", maintain_order="left"), demands]).sort("t")
    targets = (
        pl.concat([triggers["t"], figures["t"], figures["number_t"], figures["pred"].drop_nulls()]).unique().sort()
    )
    paths = ancestors(targets, tokens)
    trigger_paths = paths.join(triggers.select("t"), on="t", how="semi", maintain_order="left")
    status = find_status(
        triggers, trigger_paths, tokens, known.status_cues, light=known.light_verbs, saying=known.saying
    )
    claims = find_claims(targets, paths, tokens, texts, related, stands_for, known.reporting, phrases)
    triggers = triggers.join(status.filter(pl.col("status") == "-"), on="t", how="anti", maintain_order="left")
    triggers, status = as_statements(
        with_speakers(triggers, claims), status, claims, related, stands_for, mentions, tokens
    )
    trigger_paths = trigger_paths.join(triggers.select("t"), on="t", how="semi", maintain_order="left")
    dropped = absorbed(triggers, trigger_paths, status)
    triggers = triggers.join(dropped, on="t", how="anti", maintain_order="left")
    status = status.with_columns(
        status=pl.when(pl.col("t").is_in(demands["t"].implode())).then(pl.lit("actual")).otherwise("status")
    )
    participants = find_sides(triggers, demanding, related, mentions, tokens, stands_for, claims, known)
    keys = mentions.select("m", actor_key=pl.concat_str("name", "kind", pl.col("country").fill_null("")))
    acts = same_act(triggers, trigger_paths.join(triggers.select("t"), on="t", how="semi"), participants, keys)
    triggers, participants = join_acts(acts, triggers, participants, mentions)

    claims = without_own_words(claims, triggers, participants, mentions)
    claims = claimed_as_elsewhere(claims, triggers, figures, texts, tokens)
    date_paths = ancestors(dates["date_t"], tokens)
    when = find_when(acts.select("t").join(status, on="t"), paths, dates, date_paths, tokens, texts, known.saying)
    when = date_statements(when, triggers, status, participants, dates, date_paths, tokens, related, mentions, known)
    place_paths = ancestors(places["head_t"], tokens)
    where = find_where(targets, paths, places, place_paths, tokens)
    figure_when = find_when(
        pl.concat([figures.select("t"), figures.select(t="pred").drop_nulls()])
        .unique()
        .with_columns(status=pl.lit("actual")),
        paths, dates, date_paths, tokens, texts, known.saying,
    )  # fmt: skip
    when, where_told = inherit(when, acts, "date_start"), inherit(where, acts, "p")
    tolls = find_tolls(triggers, participants, mentions, tokens, when, where_told, places)
    triggers, participants = join_acts(tolls, triggers, participants, mentions)
    when, where_told = inherit(when, tolls, "date_start"), inherit(where_told, tolls, "p")
    acts = acts.join(tolls.rename({"t": "into", "into": "told_by"}), on="into").select("t", into="told_by")
    triggers = anchored(triggers, participants, when, where_told)
    triggers = without_references(triggers, tokens, participants, when)
    when, where_told = from_other_tellings(
        when, where_told, triggers, status, participants, mentions, places, tokens, texts
    )
    retold = retellings(triggers, acts, participants, tokens, texts, keys)
    participants = share_participants(participants, retold)
    participants = share_parties(participants, triggers, tokens, mentions)
    repeats = find_repeats(triggers, retold, tokens, texts)
    claims = claims_of_both(claims, repeats)
    triggers = triggers.join(repeats, on="t", how="anti", maintain_order="left")
    return Coded(
        sentences=sentences, tokens=tokens, mentions=mentions, places=places, triggers=triggers,
        participants=participants, acts=acts, status=status, when=when, where=where_told, claims=claims,
        figures=figures, figure_when=figure_when, figure_where=where, stands_for=stands_for, dates=dates, known=known,
    )  # fmt: skip


def _with_speakers(
    mentions: pl.DataFrame,
    tokens: pl.DataFrame,
    texts: pl.DataFrame,
    related: pl.DataFrame,
    known: Knowledge,
    phrases: pl.DataFrame,
) -> pl.DataFrame:
    """Let "we" and "I" stand for whoever the text says is speaking."""
    words = tokens.filter(pl.col("lower").is_in(WE) & (pl.col("pos") == "PRON"))["t"]
    said = find_claims(
        words,
        ancestors(words, tokens),
        tokens,
        texts,
        related,
        mention_of_words(related, mentions),
        known.reporting,
        phrases,
    )
    return add_speakers(mentions, said, tokens)


def _tokens_of(dates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The tokens inside expressions of time, as spans: first, last."""
    words = tokens.select("t", "sent", s="start_char", e="end_char")
    inside = words.join(dates.select("sent", "start_char", "end_char"), on="sent").filter(
        (pl.col("s") >= pl.col("start_char")) & (pl.col("e") <= pl.col("end_char"))
    )
    return inside.select(first="t", last="t").unique()


def _outside_names(
    triggers: pl.DataFrame, names: pl.DataFrame, dates: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """A word inside a name or a date ("Security Council", "March 5") tells of nothing."""
    inside = names.select(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32)).explode("t")
    taken = pl.concat([inside, _tokens_of(dates, tokens).select(t="first")])
    return triggers.join(taken, on="t", how="anti", maintain_order="left")
