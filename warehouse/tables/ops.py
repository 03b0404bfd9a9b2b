"""The operations tables, schema `ops`: what ran, what was refused, what was checked, what changed."""

from __future__ import annotations

import dataframely as dy

from warehouse.tables import values
from warehouse.tables.columns import ID, day, instant, key, one_of, strings, text
from warehouse.tables.core import Table


class Runs(Table):
    """One row a run of the main job, or one that removed an article or let it in again."""

    run_id = key("Random; a run is not content")
    started_at = instant("Start, UTC")
    finished_at = instant("End, UTC", nullable=True)
    status = one_of(values.RUN_STATUSES, "How it ended")
    message = text("One sentence: what happened")
    sources = dy.List(dy.String(), description="The sources as given")
    recipe = text("Hash of model, seeds and rules")
    articles_read = dy.Int64(min=0, description="Articles the sources held")
    articles_new = dy.Int64(min=0, description="Articles coded in this run")
    rows_inserted = dy.Int64(min=0, description="Rows new in the core tables")
    rows_updated = dy.Int64(min=0, description="Rows changed in the core tables")
    rows_deleted = dy.Int64(min=0, description="Rows gone from the core tables")
    rejects = dy.Int64(min=0, description="Rows this run sent to ops.rejects")
    recorded_at = instant("When its rows were written, UTC; later than that of every run before it")


class Rejects(Table):
    """One row for each thing refused or not fully read, with its reason."""

    reject_id = key("Hash of source, article, row, rule and evidence: the same fault is one row however often met")
    run_id = dy.String(description="The run that met it first")
    stage = one_of(values.STAGES, "Where it was refused")
    table_name = text("The table the row was meant for")
    rule = text("The rule it broke", nullable=False)
    source_uri = text("Where the source is")
    article_id = text("The article at fault")
    row_id = text("Key of the refused row")
    reason = text("One sentence: what, where, what to do", nullable=False)
    evidence = text("The refused row or input, shortened")


class Validations(Table):
    """One row for each expectation of each run."""

    validation_id = key("Hash of run and expectation")
    run_id = dy.String(description="The run")
    suite = text("Expectation suite: a table's name, or cross_table", nullable=False)
    expectation = text("Expectation type and what it looks at", nullable=False)
    severity = one_of(values.SEVERITIES, "critical holds the batch, warning does not")
    success = dy.Bool(description="Held")
    evaluated = dy.Int64(nullable=True, min=0, description="Rows looked at")
    failed = dy.Int64(nullable=True, min=0, description="Rows that broke it")
    examples = text("Keys of up to 20 failing rows")
    explanation = text("What it checks, in a sentence", nullable=False)


class Changes(Table):
    """One row for each core row that a run updated or deleted."""

    change_id = key("Hash of run, table and row")
    run_id = dy.String(description="The run")
    changed_at = instant("When, UTC")
    table_name = text("Table", nullable=False)
    row_id = text("Key of the row", nullable=False)
    action = one_of(("update", "delete"), "What happened to it")
    before = text(
        "Key, recorded_at and differing columns as they were, as JSON; the whole row where deleted; of a forgotten "
        "article's rows the key alone",
        nullable=False,
    )
    after = text("Key and the same columns as they became, as JSON; NULL where deleted")
    reason = text("Why", nullable=False)


class Repairs(Table):
    """One row a kind of repair that cleaning made in the articles of a run."""

    repair_id = key("Hash of run and kind")
    run_id = dy.String(description="The run")
    kind = one_of(values.REPAIR_KINDS, "What was repaired")
    articles = dy.Int64(min=1, description="Articles in which it was")
    repairs = dy.Int64(min=1, description="How many repairs those were")


class Fingerprints(Table):
    """One row an article: what near copies are found by, over all that the warehouse holds."""

    article_id = key("The article")
    fingerprint_version = dy.String(regex=ID, description="Hash of all that shapes a signature; others don't compare")
    signature = dy.List(dy.UInt32(), description="MinHash signature of the text's runs of three words")
    bands = dy.List(dy.UInt64(), description="Hash of each band of the signature; near copies share two or more")


class Removals(Table):
    """One row an article that was removed and is not loaded again; of a forgotten one no word is kept."""

    article_id = key("The article")
    kind = one_of(values.REMOVALS, "withdrawn: its rows stay in ops.changes; forgotten: nothing of its text does")
    source_uri = text("Where it was read", nullable=False)
    source_name = text("The record's own id or the file name", nullable=False)
    published_on = day("Day of publication; NULL where nothing told it")
    text_id = dy.String(regex=ID, description="Hash of its text, by which the same text under another name is told")
    removed_at = instant("When, UTC")
    run_id = dy.String(description="The run that removed it")
    reason = text("Why, as given")


class Corrections(Table):
    """One row a correction of the file that counts in the warehouse."""

    correction_id = key("Hash of what it does to which rows")
    run_id = dy.String(description="The run that applied it last")
    action = one_of(values.CORRECTIONS, "What it does")
    table_name = text("The table of the rows", nullable=False)
    row_ids = strings("Keys of the rows")
    apart_from = strings("Of split: the event mentions that they are of no event with")
    article_id = text("The article of the row; NULL for join and split, which may be of several")
    is_needed = dy.Bool(
        description="The row was as expected, or the event mentions are there; false: they are not, so it does nothing"
    )
    reason = text("Why, as the file says", nullable=False)
