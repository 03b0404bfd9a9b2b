"""What the text tells: events with their sides, status, time and place, and figures, by whom they are claimed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.code.accounts import by_own_account
from transforms.code.attribution import Hearing, find_claims, listen
from transforms.code.demands import demanded_verbs, find_demands
from transforms.code.domains import figurative
from transforms.code.events import absorbed, anchored, inherit, join_acts, same_act, without_references
from transforms.code.figures import find_figures
from transforms.code.hazards import hazardous
from transforms.code.intentions import as_statements, with_speakers
from transforms.code.leads import date_leads
from transforms.code.meetings import with_modes
from transforms.code.only_author import share_only_author
from transforms.code.opposite import find_opposites
from transforms.code.repeats import claims_of_both, find_repeats
from transforms.code.retell import retellings, share_participants, share_parties
from transforms.code.retold import from_other_tellings
from transforms.code.settled import claimed_as_elsewhere, claimed_by_doers, without_own_words
from transforms.code.sides import find_sides
from transforms.code.statements import date_statements
from transforms.code.status import find_status
from transforms.code.targets import aim_at_people, find_targets
from transforms.code.to_come import with_acts_to_come
from transforms.code.together import find_references
from transforms.code.tolls import find_tolls
from transforms.code.totals import days_of_telling
from transforms.code.unfit import without_unfit_days
from transforms.code.victims import find_victims, without_scenes
from transforms.code.when import Clauses, find_when, time_of_clauses
from transforms.code.where import find_where, without_parties
from transforms.frames import pick
from transforms.link.compose import actor_key
from transforms.mentions.triggers import facts_of, find_candidates, find_triggers
from transforms.reading import Reading, tokens_of
from transforms.tables import Coded

if TYPE_CHECKING:
    from transforms.knowledge import Knowledge


_POLITICS = ("GOV", "LEG", "PTY", "ELI", "OPP")


def tell(text: Reading, known: Knowledge) -> Coded:
    """Everything that a batch tells, as one row of `Coded` frames a telling."""
    tokens, related = text.tokens, text.related
    triggers = _find_triggers(text, known)
    figures = find_figures(text.quantities, text.dates, text.names, tokens, related, known.measures)
    hearing = listen(tokens, related, text.stands_for, known.reporting, text.phrases, text.quoted)
    demands, demanding = _demands(text, hearing)
    triggers = pl.concat([triggers.join(demands, on="t", how="anti", maintain_order="left"), demands]).sort("t")
    targets = (
        pl.concat([triggers["t"], figures["t"], figures["number_t"], figures["pred"].drop_nulls()]).unique().sort()
    )
    paths = ancestors(targets, tokens)
    claims = find_claims(targets, paths, tokens, text.texts, related, hearing)
    triggers, status = _with_status(triggers, demands, claims, paths, text, known)
    participants = find_sides(triggers, demanding, related, text.mentions, tokens, text.stands_for, claims, known)
    acts = same_act(triggers, _of(paths, triggers), participants, text.keys, tokens)
    aims = find_targets(triggers, related, text.places, tokens)
    words, sides = triggers, participants
    triggers, participants = join_acts(acts, words, sides, text.mentions)

    claims = without_own_words(claims, triggers, participants, text.mentions, status)
    claims = claimed_by_doers(claims, words, sides, acts, status)
    claims = by_own_account(claims, figures, tokens, text.stands_for)
    claims = claimed_as_elsewhere(claims, triggers, figures, text.texts, tokens)
    where = find_where(targets, paths, text.places, ancestors(text.places["head_t"], tokens), tokens)
    where = without_parties(where, triggers, participants, text.mentions, text.places)
    date_paths = ancestors(text.dates["date_t"], tokens)
    told_on = days_of_telling(figures, text.dates, date_paths, tokens, related)
    text = replace(text, dates=text.dates.join(told_on, on="date_t", how="anti", maintain_order="left"))
    date_paths = date_paths.join(told_on, left_on="t", right_on="date_t", how="anti", maintain_order="left")
    clauses = time_of_clauses(tokens)
    when, status = _when(acts, status, triggers, participants, paths, date_paths, clauses, text, known)
    told = Coded(
        sentences=text.sentences, tokens=tokens, mentions=text.mentions, places=text.places, triggers=triggers,
        participants=participants, acts=acts, status=status, when=when, where=where, claims=claims, figures=figures,
        figure_when=_when_counted(figures, paths, date_paths, clauses, text, known), figure_where=where,
        stands_for=text.stands_for, dates=text.dates, known=known,
    )  # fmt: skip
    return _across_sentences(told, text, aims)


def _of(paths: pl.DataFrame, triggers: pl.DataFrame) -> pl.DataFrame:
    return paths.join(triggers.select("t"), on="t", how="semi", maintain_order="left")


def _find_triggers(text: Reading, known: Knowledge) -> pl.DataFrame:
    """Words that tell of events, but not inside names and dates, in a figurative sense, or of nature's doing."""
    tokens, related = text.tokens, text.related
    candidates = find_candidates(tokens, known.lexicon)
    asked = candidates.select("t", "entry").join(known.lexicon.terms, on="entry", how="semi")
    party = (pl.col("sector") == "PTY") & (pl.col("kind") == "other_org")
    person = (pl.col("kind") == "person") & pl.col("sector").is_in(_POLITICS)
    politicians = pick(text.mentions, person | party, "head_t")
    facts = facts_of(
        tokens, related, asked=asked["t"].unique(),
        actor_heads=text.mentions.select("head_t"), place_heads=text.places.select("head_t"),
        politician_heads=politicians, currencies=known.numbers.units_of_money,
    )  # fmt: skip
    triggers = find_triggers(candidates, related, facts, known.lexicon)
    inside = text.names.select(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32)).explode("t")
    taken = pl.concat([inside, tokens_of(text.dates, tokens).select(t="first")])
    triggers = triggers.join(taken, on="t", how="anti", maintain_order="left")
    unmeant = [figurative(triggers, tokens, known.domains), hazardous(triggers, related, tokens, known.hazards)]
    return triggers.join(pl.concat(unmeant), on="t", how="anti", maintain_order="left")


def _demands(text: Reading, hearing: Hearing) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Triggers and participants of demands without a verb of demanding."""
    must = demanded_verbs(text.tokens)
    paths = ancestors(must["t"], text.tokens)
    said = find_claims(must["t"], paths, text.tokens, text.texts, text.related, hearing)
    return find_demands(must, said, text.related, text.stands_for, text.tokens)


def _with_status(
    triggers: pl.DataFrame,
    demands: pl.DataFrame,
    claims: pl.DataFrame,
    paths: pl.DataFrame,
    text: Reading,
    known: Knowledge,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Triggers that tell of something, and their status; what is only said to be meant is what the words are."""
    status = find_status(
        triggers, _of(paths, triggers), text.tokens, known.status_cues, light=known.light_verbs, saying=known.saying
    )
    triggers = triggers.join(status.filter(pl.col("status") == "-"), on="t", how="anti", maintain_order="left")
    triggers, status = as_statements(
        with_speakers(triggers, claims), status, claims, text.related, text.stands_for, text.mentions, text.tokens
    )
    dropped = absorbed(triggers, _of(paths, triggers), status)
    triggers = triggers.join(dropped, on="t", how="anti", maintain_order="left")
    demanded = pl.col("t").is_in(demands["t"].implode())
    return triggers, status.with_columns(status=pl.when(demanded).then(pl.lit("actual")).otherwise("status"))


def _when(
    acts: pl.DataFrame, status: pl.DataFrame, triggers: pl.DataFrame, participants: pl.DataFrame, paths: pl.DataFrame,
    date_paths: pl.DataFrame, clauses: Clauses, text: Reading, known: Knowledge,
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """WHEN, and STATUS in which what has a day to come is future."""
    targets = acts.select("t").join(status, on="t")
    when = find_when(targets, paths, text.dates, date_paths, text.tokens, text.texts, known.saying, clauses)
    status = with_acts_to_come(status, triggers, acts, when, text.tokens, text.texts)
    when = date_leads(when, status, text.dates, text.tokens, text.texts)
    when = without_unfit_days(when, status, text.tokens, text.texts)
    when = date_statements(
        when,
        triggers,
        status,
        participants,
        text.dates,
        date_paths,
        text.tokens,
        text.related,
        text.mentions,
        known,
        text.texts,
        clauses,
        text.stands_for,
    )
    return when, status


def _when_counted(
    figures: pl.DataFrame, paths: pl.DataFrame, date_paths: pl.DataFrame, clauses: Clauses, text: Reading,
    known: Knowledge,
) -> pl.DataFrame:  # fmt: skip
    counted = pl.concat([figures.select("t"), figures.select(t="pred").drop_nulls()]).unique()
    return find_when(
        counted.with_columns(status=pl.lit("actual")), paths, text.dates, date_paths, text.tokens, text.texts,
        known.saying, clauses,
    )  # fmt: skip


def _across_sentences(told: Coded, text: Reading, aims: pl.DataFrame) -> Coded:
    """What other sentences of the article add: tolls, days, places and parties of an act told more than once."""
    tokens, mentions, acts = text.tokens, text.mentions, told.acts
    triggers, participants, claims = told.triggers, told.participants, told.claims
    when, where = inherit(told.when, acts, "date_start"), inherit(told.where, acts, "p")
    tolls = find_tolls(triggers, participants, mentions, tokens, when, where, text.places)
    triggers, participants = join_acts(tolls, triggers, participants, mentions)
    when, where = inherit(when, tolls, "date_start"), inherit(where, tolls, "p")
    acts = acts.join(tolls.rename({"t": "into", "into": "told_by"}), on="into").select("t", into="told_by")
    triggers = anchored(triggers, participants, when, where, tokens)
    triggers = without_references(triggers, tokens, participants, when)
    when, where = from_other_tellings(
        when,
        where,
        triggers,
        told.status,
        participants,
        mentions,
        text.places,
        tokens,
        text.texts,
        find_references(acts, told.triggers, triggers, tokens),
    )
    unaimed = triggers.join(aims.join(acts, on="t").select(t="into"), on="t", how="anti")
    participants = without_scenes(participants, unaimed, mentions)
    retold = retellings(triggers, acts, participants, tokens, text.texts, text.keys, when)
    participants = share_participants(participants, retold, text.keys)
    participants = share_only_author(participants, triggers, mentions, tokens, text.keys)
    participants = share_parties(participants, triggers, tokens, mentions)
    participants = find_victims(participants, triggers, text.related, mentions, tokens)
    mentions, participants = aim_at_people(aims, acts, participants, mentions, where, text.places, tokens)
    participants = share_participants(participants, retold, mentions.select("m", actor_key=actor_key()))
    participants = find_opposites(participants, triggers, tokens, mentions)
    repeats = find_repeats(triggers, retold, tokens, text.texts)
    acts = acts.join(repeats.rename({"t": "into"}), on="into", how="left").select("t", into=pl.coalesce("by", "into"))
    triggers = with_modes(triggers, participants, mentions, where, text.places, tokens)
    return replace(
        told,
        triggers=triggers.join(repeats, on="t", how="anti", maintain_order="left"),
        participants=participants,
        mentions=mentions,
        acts=acts,
        when=when,
        where=where,
        claims=claims_of_both(claims, repeats),
    )
