"""Coded frames to rows of the core tables: batch numbers become ids made from content, token numbers become offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms.code.belonging import events_of
from transforms.code.counted import THEM
from transforms.code.parties import FAR
from transforms.code.repeated import WORD_FOR_WORD, headlines, told_once
from transforms.frames import first_by, look_up
from transforms.link.acting import acting
from transforms.link.crowds import crowds
from transforms.mentions.spans import fold_lower
from transforms.merge.single import each_alone
from warehouse.tables import CORE
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from transforms.knowledge import Knowledge

# "them" in "half of them were children": the children are counted
_PART_OF = rf"^of (?:{'|'.join(THEM)}|the victims)\b(?:.* (?:were|are|have been|had been)\b)? ?"
_CAUSED = tuple(
    (
        "killed injured casualties abducted detained captured destroyed damaged attacked displaced strikes deployed "
        "missing"
    ).split()
)
# what the further tellings of a figure add, each group as a whole
_ADDED = (
    ("event_mention_id", "by", "event_start", "event_end"),
    ("date_start", "date_end", "pred_start", "pred_end"),
    ("place_id", "pred_place"),
)


@dataclass(frozen=True)
class Coded:
    """What `code` found in a batch; the fields are the frames of the stages, described where they are made."""

    sentences: pl.DataFrame
    tokens: pl.DataFrame
    mentions: pl.DataFrame
    places: pl.DataFrame
    triggers: pl.DataFrame
    participants: pl.DataFrame
    acts: pl.DataFrame
    status: pl.DataFrame
    when: pl.DataFrame
    where: pl.DataFrame
    claims: pl.DataFrame
    figures: pl.DataFrame
    figure_when: pl.DataFrame
    figure_where: pl.DataFrame
    stands_for: pl.DataFrame
    dates: pl.DataFrame
    known: Knowledge


def to_tables(coded: Coded, articles: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """A frame for each core table. `articles`: columns of the table articles and doc.

    Each mention is an event of its own and each article, with its copies, a story of its own: what is one is told where
    a batch meets what the warehouse holds (`transforms.merge`).
    """
    texts = articles.select("doc", "article_id", article_text="text")
    sentences = _sentences(coded, texts)
    keys = sentences.select("sent", "doc", "article_id", "sentence_id")
    actor_mentions, actors = _actor_mentions(coded, texts, keys)
    place_mentions, places = _place_mentions(coded, texts, keys)
    mentions, participants, events = _events(coded, texts, keys, actor_mentions, place_mentions)
    statistics = _statistics(coded, texts, keys, actor_mentions, place_mentions, mentions, participants)
    attributions = _attributions(coded, actor_mentions, mentions, statistics)
    first = pl.coalesce("duplicate_of", "article_id")
    articles = articles.with_columns(story_id=id_of(first))
    stories = articles.filter(pl.col("duplicate_of").is_null()).select(
        "story_id", "title", first_article_id="article_id"
    )
    frames = {
        "articles": articles, "sentences": sentences, "actors": actors, "actor_mentions": actor_mentions,
        "places": places, "place_mentions": place_mentions, "events": events, "event_mentions": mentions,
        "event_participants": participants, "statistics": statistics, "attributions": attributions, "stories": stories,
    }  # fmt: skip
    return {name: _as_declared(name, frame) for name, frame in frames.items()}


def _as_declared(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    schema = pl.Schema(CORE[name])
    return frame.select([pl.col(c).cast(t) for c, t in schema.items()]).sort(CORE[name].primary_key())


def _spans(
    frame: pl.DataFrame, coded: Coded, texts: pl.DataFrame, *, first: str = "first", last: str = "last"
) -> pl.DataFrame:
    """Add article_id, start_char, end_char and text to rows with token numbers and doc."""
    starts = look_up(frame, first, coded.tokens, start_char="start_char")
    return _cut(look_up(starts, last, coded.tokens, end_char="end_char"), texts)


def _cut(frame: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Add article_id and the text between start_char and end_char."""
    joined = frame.join(texts, on="doc", how="left", maintain_order="left")
    length = pl.col("end_char") - pl.col("start_char")
    return joined.with_columns(text=pl.col("article_text").str.slice(pl.col("start_char"), length)).drop("article_text")


def _sentences(coded: Coded, texts: pl.DataFrame) -> pl.DataFrame:
    cut = _cut(coded.sentences, texts).sort("sent")
    return cut.with_columns(
        sentence_id=id_of("article_id", "start_char", "end_char"),
        sentence_index=pl.int_range(pl.len()).over("doc"),
    )


def _actor_mentions(coded: Coded, texts: pl.DataFrame, keys: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    sure = {
        "entity": 0.95,
        "leader": 0.95,
        "country": 0.9,
        "composed": 0.85,
        "member of": 0.8,
        "seat": 0.9,
        "capital": 0.7,
        "demonym": 0.6,
        "person": 0.7,
        "org": 0.6,
        "surname": 0.85,
        "role noun": 0.5,
    }
    told = look_up(coded.mentions, "head_t", coded.tokens, tag="tag")
    told = told.with_columns(is_plural=pl.col("tag").is_in(("NNS", "NNPS"))).drop("tag")
    mentions = crowds(told, coded.claims["m"], coded.known.actors.countries)
    found = _spans(mentions, coded, texts).join(keys.select("sent", "sentence_id"), on="sent", how="left")
    found = found.with_columns(
        actor_id=id_of("name", "kind", "country", "sector", "is_resolved"),
        confidence=pl.col("rule").replace_strict(sure, default=0.5, return_dtype=pl.Float64),
    ).with_columns(
        actor_mention_id=id_of("article_id", "start_char", "end_char", "actor_id"),
        is_acting=pl.col("m").is_in(acting(coded.mentions, coded.tokens)["m"].implode()),
    )
    actors = (
        found.sort("actor_mention_id")
        .group_by("actor_id", maintain_order=True)
        .agg(
            pl.first("name", "kind", "country", "sector"),
            pl.col("wikidata_id").drop_nulls().first(),
            pl.col("is_resolved").any(),
        )
    )
    return found, actors


def _place_mentions(coded: Coded, texts: pl.DataFrame, keys: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = _spans(coded.places, coded, texts).join(keys.select("sent", "sentence_id"), on="sent", how="left")
    by_id = id_of("geonames_id")
    found = found.with_columns(
        place_id=pl.when(pl.col("geonames_id").is_not_null())
        .then(by_id)
        .otherwise(id_of("name", "country", "feature")),
        is_resolved=pl.col("rule") != "not in the gazetteer",
    ).with_columns(place_mention_id=id_of("article_id", "start_char", "end_char", "place_id"))
    places = found.sort("place_mention_id").unique("place_id", keep="first", maintain_order=True)
    return found, places


def _events(
    coded: Coded, texts: pl.DataFrame, keys: pl.DataFrame, actor_mentions: pl.DataFrame, place_mentions: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    known = coded.known
    cut = _spans(coded.triggers.pipe(look_up, "t", coded.tokens, doc="doc"), coded, texts)
    cut = cut.with_columns(event_mention_id=id_of("article_id", "start_char", "end_char", "event_type"))
    placed = coded.where.join(place_mentions.select("p", "place_id", "place_mention_id"), on="p", how="left")
    rows = (
        cut.join(keys.select("sent", "sentence_id"), on="sent", how="left")
        .join(known.types.select("event_type", "quad_code", "intensity"), on="event_type", how="left")
        .join(known.modes, on=["event_type", "event_mode"], how="left")
        .with_columns(intensity=pl.coalesce("mode_intensity", "intensity"))
        .join(coded.status, on="t", how="left")
        .join(coded.when, on="t", how="left")
        .join(placed.select("t", "place_id", "place_mention_id", "place_precision"), on="t", how="left")
        .join(_contexts(coded), on="sent", how="left")
        .with_columns(pl.col("place_precision").fill_null("unknown"), pl.col("contexts").fill_null([]))
    )
    who = coded.participants.join(
        actor_mentions.select(
            "m", "actor_id", "actor_mention_id", "article_id", "start_char", "end_char", "text", is_known="is_resolved"
        ),
        on="m",
        how="inner",
    ).join(rows.select("t", "event_mention_id"), on="t", how="inner")
    who = who.with_columns(event_participant_id=id_of("event_mention_id", "role", "actor_mention_id")).unique(
        "event_participant_id", keep="first", maintain_order=True
    )
    guessed = pl.col("rule").str.contains(FAR)
    support = who.group_by("event_mention_id").agg(resolved=pl.col("is_known").mean(), guessed=guessed.mean())
    rows = rows.join(support, on="event_mention_id", how="left").with_columns(
        confidence=(
            0.45
            + 0.1 * pl.col("n_terms").clip(0, 2)
            + 0.25 * pl.col("resolved").fill_null(0)
            + 0.05 * (pl.col("date_start").is_not_null()).cast(pl.Float64)
            - 0.3 * pl.col("guessed").fill_null(0)
        ).round(3)
    )
    unlinked = {"linked_to": pl.String, "link_score": pl.Float64, "link_reason": pl.String}
    rows = rows.with_columns(
        event_id=id_of("event_mention_id"), **{name: pl.lit(None, dtype) for name, dtype in unlinked.items()}
    )
    return rows, who, each_alone(rows)


def _contexts(coded: Coded) -> pl.DataFrame:
    """The contexts that a sentence's words speak of: sent, contexts."""
    words = coded.tokens.select("sent", word=fold_lower(pl.col("lemma")))
    told = words.join(coded.known.contexts, on="word").select("sent", "context").unique()
    return told.group_by("sent").agg(contexts=pl.col("context").sort())


def _statistics(
    coded: Coded, texts: pl.DataFrame, keys: pl.DataFrame, actor_mentions: pl.DataFrame, place_mentions: pl.DataFrame,
    mentions: pl.DataFrame, participants: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    cut = _cut(coded.figures, texts)
    cut = cut.with_columns(statistic_id=id_of("article_id", "start_char", "end_char", "measure"))
    told = mentions.select("event_mention_id", "event_type", into="t").join(coded.acts, on="into")
    rows = cut.join(events_of(coded.figures, told.drop("into"), coded.tokens), on="f", how="left")
    counted = actor_mentions.select("m", "actor_id", subject_actor_country="country")
    subject = (
        coded.stands_for.filter(pl.col("step") == "")
        .join(counted, on="m")
        .select(t="word", subject_actor_id="actor_id", subject_country="subject_actor_country")
        .pipe(first_by, ["t"], "subject_actor_id")
    )
    # whoever gives, promises or demands money
    givers = coded.stands_for.join(actor_mentions.select("m", "actor_id"), on="m").select("word", "first", "actor_id")
    givers = first_by(givers, ["word"], "first", "actor_id").select("word", giver="actor_id")
    country = _countries_of_counted(coded, actor_mentions, place_mentions)
    authors = (
        participants.filter(pl.col("role") == "actor")
        .sort("event_mention_id", "position")
        .group_by("event_mention_id", maintain_order=True)
        .agg(by="actor_id")
    )
    placed = coded.figure_where.join(place_mentions.select("p", "place_id"), on="p", how="left")
    rows = (
        rows.join(keys.select("sent", "sentence_id"), on="sent", how="left")
        .join(subject, on="t", how="left")
        .join(authors, on="event_mention_id", how="left")
        .join(placed.select("t", "place_id"), on="t", how="left")
        .join(placed.select(pred="t", pred_place="place_id"), on="pred", how="left")
        .join(coded.figure_when.select("t", "date_start", "date_end"), on="t", how="left")
        .join(coded.figure_when.select(pred="t", pred_start="date_start", pred_end="date_end"), on="pred", how="left")
        .join(_subjects(coded), on="f", how="left")
        .join(country, on="f", how="left")
        .join(givers, left_on="holder", right_on="word", how="left")
        .join(
            mentions.select("event_mention_id", event_start="date_start", event_end="date_end"),
            on="event_mention_id",
            how="left",
        )
    )
    rows = _told_once(rows, coded, place_mentions, texts)
    dated = pl.any_horizontal(pl.col("date_start", "date_end", "pred_start", "pred_end").is_not_null())
    rows = rows.with_columns(told_start=pl.when(~dated).then("event_start"), told_end=pl.when(~dated).then("event_end"))
    flow = pl.col("kind") == "flow"
    return rows.with_columns(
        figure_id=id_of("statistic_id"),
        figure_reason=pl.lit(None, dtype=pl.String),
        subject_country=pl.coalesce("subject_country", "counted_country"),
        # part of a whole is nobody of its own
        subject_actor_id=pl.when(pl.col("value").is_not_null()).then("subject_actor_id"),
        by_actor_ids=pl.when(pl.col("measure").is_in(_CAUSED))
        .then("by")
        .when((pl.col("measure") == "money") & ~pl.col("is_got") & pl.col("giver").is_not_null())
        .then(pl.concat_list("giver"))
        .fill_null([]),
        place_id=pl.coalesce("place_id", "pred_place"),
        period_start=pl.when(flow).then(pl.coalesce("date_start", "pred_start", "told_start")),
        period_end=pl.when(flow).then(pl.coalesce("date_end", "pred_end", "told_end")),
        confidence=pl.when(pl.col("measure") == "other").then(0.5).otherwise(0.8),
    ).unique("statistic_id", keep="first", maintain_order=True)


def _countries_of_counted(coded: Coded, actor_mentions: pl.DataFrame, place_mentions: pl.DataFrame) -> pl.DataFrame:
    """Whose the counted are where they have no name of their own: f, counted_country.

    The country of whoever owns, sends or loses them ("its targets"), else of the place, else the one that the article
    names most.
    """
    figures = coded.figures
    who = coded.stands_for.join(actor_mentions.select("m", "country"), on="m").drop_nulls("country")
    owned = first_by(who.filter(pl.col("step") != "").select(t="word", owner="country", first="first"), ["t"], "first")
    held = first_by(who.select(holder="word", held_by="country", first="first"), ["holder"], "first")
    places = coded.figure_where.join(place_mentions.select("p", "country"), on="p").drop_nulls("country")
    places = first_by(places.select("t", "country"), ["t"], "country")
    named = pl.concat(
        [
            actor_mentions.filter(~pl.col("rule").str.starts_with("reference")).select("doc", "country"),
            place_mentions.select("doc", "country"),
        ]
    ).drop_nulls()
    most = named.group_by("doc", "country").agg(n=pl.len())
    about = first_by(most, ["doc"], "n", "country", descending=[True, False]).select("doc", about="country")
    joined = (
        figures.select("f", "doc", "t", "pred", "holder")
        .join(owned.select("t", "owner"), on="t", how="left")
        .join(held.select("holder", "held_by"), on="holder", how="left")
        .join(places.rename({"country": "at"}), on="t", how="left")
        .join(places.rename({"country": "at_pred", "t": "pred"}), on="pred", how="left")
        .join(about, on="doc", how="left")
    )
    return joined.select("f", counted_country=pl.coalesce("owner", "held_by", "at", "at_pred", "about"))


def _told_once(rows: pl.DataFrame, coded: Coded, place_mentions: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Without the further tellings of a figure in its article; what the first leaves open is as in these."""
    names = coded.mentions.select("m", "name")
    claimants = coded.claims.join(rows.select("t", "f"), on="t").join(names, on="m").select("f", "name")
    towns = place_mentions.join(coded.places.select("p", "feature"), on="p").filter(pl.col("feature") != "country")
    fine = towns.select("place_id", town="place_id").unique()
    lands = place_mentions.select("place_id", land="country").drop_nulls().unique("place_id", keep="first")
    placed = rows.with_columns(place=pl.coalesce("place_id", "pred_place"))
    for known in (fine, lands):
        placed = placed.join(known, left_on="place", right_on="place_id", how="left", maintain_order="left")
    behind = pl.col("article_text").str.slice(pl.col("start_char"), WORD_FOR_WORD)
    placed = placed.join(texts.select("doc", "article_text"), on="doc", how="left", maintain_order="left")
    placed = placed.with_columns(day=pl.coalesce("date_start", "pred_start"), words=behind)
    again = told_once(placed, claimants, headlines(_cut(coded.sentences, texts), coded.tokens))
    kept = rows.join(again, on="f", how="anti", maintain_order="left").sort("start_char", "end_char")
    # sums and other numbers may be the same by chance
    others = rows.filter(~pl.col("measure").is_in(("money", "other"))).join(again.select("f", stands="by"), on="f")
    for added in _ADDED:
        told = others.filter(pl.any_horizontal(pl.col(added).is_not_null()))
        told = first_by(told, ["stands"], "start_char").select(f="stands", **{f"{c}_told": c for c in added})
        kept = kept.join(told, on="f", how="left", maintain_order="left")
        is_open = pl.all_horizontal(pl.col(added).is_null())
        kept = kept.with_columns(pl.when(is_open).then(f"{c}_told").otherwise(c).alias(c) for c in added)
    return kept


def _subjects(coded: Coded) -> pl.DataFrame:
    """The words from behind the number to the noun: f, subject; a lone number has none."""
    counted = coded.figures.filter(
        (pl.col("t") > pl.col("number_t")) & (pl.col("unit_class") != "money").fill_null(value=True)
    )
    spans = counted.select("f", t=pl.int_ranges(pl.col("number_t") + 1, pl.col("t") + 1, dtype=pl.UInt32))
    single = coded.figures.filter(
        (pl.col("rule") != "number and noun") & (pl.col("t") == pl.col("number_t")) & (pl.col("value") == 1)
    )
    spans = pl.concat([spans.explode("t"), single.select("f", "t")]).unique().sort("f", "t")
    words = look_up(spans, "t", coded.tokens, text="text")
    joined = words.group_by("f", maintain_order=True).agg(subject=pl.col("text").str.join(" "))
    return joined.with_columns(
        pl.col("subject")
        .str.replace(_PART_OF, "")
        .str.replace(r"^(?:of )?(?:the )?(?:\d[\d,.]*(?: \b|$))?", "")
        .replace("", None)
    )


def _attributions(
    coded: Coded, actor_mentions: pl.DataFrame, mentions: pl.DataFrame, statistics: pl.DataFrame
) -> pl.DataFrame:
    claimant = actor_mentions.select(
        "m", "actor_id", "actor_mention_id", "article_id", "start_char", "end_char", "text"
    )
    of_events = coded.claims.join(mentions.select("t", "event_mention_id"), on="t").with_columns(
        statistic_id=pl.lit(None, dtype=pl.String)
    )
    by_noun = coded.claims.join(statistics.select("t", "statistic_id"), on="t")
    of_figures = by_noun.with_columns(event_mention_id=pl.lit(None, dtype=pl.String)).select(of_events.columns)
    claims = pl.concat([of_events, of_figures]).join(claimant, on="m")
    return claims.with_columns(attribution_id=id_of("event_mention_id", "statistic_id", "actor_mention_id")).unique(
        "attribution_id", keep="first", maintain_order=True
    )
