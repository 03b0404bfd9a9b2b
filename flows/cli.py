"""The command `sitrep`; each subcommand is a thin call of a documented function.

Modules that load Prefect, spaCy or Great Expectations are imported by the command that needs them, so that the others
answer at once.
"""

# ruff: noqa: PLC0415 - slow modules are imported by the command that needs them

from __future__ import annotations

import gc
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.errors import UsageError
from flows.messages import counted
from flows.outcome import BAD_INPUT
from flows.output import outliving_readers
from flows.query import Format
from flows.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from warehouse.evidence import Kind

INTERRUPTED = 130
NO_REASON = "no reason given"

app = typer.Typer(
    name="sitrep",
    help="Raw news articles in; validated tables of events, actors and statistics out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Warehouse = Annotated[
    str | None,
    typer.Option(
        "--warehouse",
        help="The DuckDB file, or a lake (ducklake:postgres:...) [SITREP_WAREHOUSE, else data/sitrep.duckdb]",
        metavar="PATH",
    ),
]
Articles = Annotated[list[str], typer.Argument(metavar="ARTICLE_ID...", help="Keys of the table articles")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for ops.removals and ops.changes", metavar="TEXT")]
Undo = Annotated[bool, typer.Option("--undo", help="Let them be loaded again when their source is read")]


@app.command("run")
def run_command(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="A file, a folder, a glob, a URL, a store's address (s3://...), or - for standard input",
        ),
    ],
    warehouse: Warehouse = None,
) -> None:
    """Extract, transform, validate and load articles; the format of each source is recognised.

    Exit code: 0 loaded, 1 validation held the batch, 2 bad usage or an unreadable source.
    """
    from flows import progress, summary
    from flows.run import run

    with _explained() as settings_of:
        settings = settings_of(warehouse)
        with progress.shown(sys.stderr):
            outcome = run(sources, settings)
    for sentence in summary.complaints(outcome):
        typer.echo(sentence, err=True)
    typer.echo("\n".join(summary.lines(outcome)))
    _leave(outcome.exit_code)


@app.command("sql")
def sql_command(
    query: Annotated[str, typer.Argument(help="A SELECT over the tables and views; see docs/tables.md")],
    warehouse: Warehouse = None,
    form: Annotated[Format, typer.Option("--format", help="How to write the rows")] = Format.table,
) -> None:
    """Ask the warehouse a question in SQL; nothing is written."""
    from flows import query as rows
    from warehouse.query import query as ask

    with _explained() as settings_of:
        rows.write(ask(settings_of(warehouse).warehouse, query), form, sys.stdout)


@app.command("diff")
def diff_command(
    run_a: Annotated[str, typer.Argument(metavar="RUN_A", help="A run_id of ops.runs")],
    run_b: Annotated[str, typer.Argument(metavar="RUN_B", help="Another")],
    warehouse: Warehouse = None,
    each: Annotated[bool, typer.Option("--rows", help="Each row and why it changed, not how many")] = False,
    form: Annotated[Format, typer.Option("--format", help="How to write the rows")] = Format.table,
) -> None:
    """Show what was added, changed and removed between the states in which two runs left the warehouse."""
    from flows import diff
    from flows import query as rows

    with _explained() as settings_of:
        found = diff.rows(settings_of(warehouse).warehouse, run_a, run_b)
        rows.write(found if each else diff.summary(found), form, sys.stdout)


@app.command("withdraw")
def withdraw_command(
    articles: Articles, warehouse: Warehouse = None, reason: Reason = NO_REASON, undo: Undo = False
) -> None:
    """Take articles out of the tables, as their publisher did; what they told stays in the history."""
    _take_out("withdrawn", articles, warehouse, reason, undo=undo)


@app.command("forget")
def forget_command(
    articles: Articles, warehouse: Warehouse = None, reason: Reason = NO_REASON, undo: Undo = False
) -> None:
    """Remove the text of articles and every word made of it, for good; where it was read and why it is gone stays."""
    _take_out("forgotten", articles, warehouse, reason, undo=undo)


def _take_out(kind: Kind, articles: list[str], warehouse: str | None, reason: str, *, undo: bool) -> None:
    from flows import forget

    with _explained() as settings_of:
        settings = settings_of(warehouse)
        if undo:
            typer.echo(forget.undo(articles, kind, reason, settings))
        else:
            take_out = forget.withdraw if kind == "withdrawn" else forget.forget
            typer.echo("\n".join(forget.lines(take_out(articles, reason, settings), kind)))


@app.command("index")
def index_command(warehouse: Warehouse = None) -> None:
    """Make the full-text index of the articles anew, which search_articles() then uses; see docs/sql.md."""
    from warehouse import search

    with _explained() as settings_of:
        path = settings_of(warehouse).warehouse
        typer.echo(f"Indexed {counted(search.index(path), 'article')} of {path}.")


@app.command("score")
def score_command(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold records, one JSON file an article")],
    warehouse: Warehouse = None,
    misses: Annotated[
        bool, typer.Option(help="List each difference with the rule or the missing seed behind it")
    ] = True,
) -> None:
    """Precision, recall and F1 of the warehouse against gold records, and why what is missing or wrong is so."""
    from flows import score

    with _explained() as settings_of:
        settings = settings_of(warehouse)
        result = score.score(settings.warehouse, gold)
        typer.echo(score.table(result))
        if misses:
            from flows.misses import explain

            typer.echo("\n".join(explain(result, settings.warehouse, settings.model)))


@app.command("merge")
def merge_command(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Events or event mentions")] = None,
    warehouse: Warehouse = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show an event's mentions, each with its link")] = False,
    split: Annotated[bool, typer.Option("--split", help="Part event mentions from the others of their event")] = False,
    join: Annotated[bool, typer.Option("--join", help="Make one event of several")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Make the warehouse as the file of corrections says")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Link all anew, by the rules of now")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why, for --split and --join; kept in the file")] = "",
) -> None:
    """See and correct which mentions are one event; --split and --join write into corrections.yml beside the warehouse.

    To undo one, remove it there and --apply; docs/corrections.md.
    """
    from flows import merging_by_hand as by_hand
    from flows import query as rows
    from flows import relinking

    with _explained() as settings_of:
        settings, given = settings_of(warehouse), ids or []
        if explain + split + join + apply + rebuild != 1:
            raise UsageError(
                "Say one of --explain EVENT_ID, --split MENTION_ID..., --join EVENT_ID EVENT_ID, --apply, --rebuild."
            )
        if (split or join) and not reason.strip():
            raise UsageError("Say why with --reason; whoever reads the corrections later will want to know.")
        alone = "--apply" if apply else "--rebuild" if rebuild else None
        if bool(alone) == bool(given) or (explain and len(given) > 1):
            raise UsageError(f"{alone} takes no id." if alone else "Name the event or the event mentions by their ids.")
        if explain:
            told, mentions = by_hand.explain(settings.warehouse, given[0])
            typer.echo(told)
            rows.write(mentions, Format.table, sys.stdout)
        elif apply:
            typer.echo("\n".join(by_hand.lines(by_hand.apply(settings))))
        elif rebuild:
            typer.echo(relinking.told(relinking.rebuild(settings)))
        else:
            typer.echo((by_hand.split if split else by_hand.join)(settings, given, reason.strip()))


@app.command("serve")
def serve_command(warehouse: Warehouse = None) -> None:
    """Run a Prefect server on loopback and load SITREP_SOURCES whenever SITREP_SCHEDULE says; Ctrl-C ends both."""
    from flows.serve import serve

    with _explained() as settings_of:
        serve(settings_of(warehouse))


@app.command("report")
def report_command(
    warehouse: Warehouse = None,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Serve it on loopback until Ctrl-C")] = False,
) -> None:
    """Write the situation report anew, with links to the validation reports, and say where it is."""
    from flows import report

    with _explained() as settings_of:
        settings = settings_of(warehouse)
        index = report.write(settings.warehouse, settings.report, settings.validation)
        typer.echo(f"situation report   {index}")
        typer.echo(f"validation report  {settings.validation / report.INDEX}")
        if show:
            typer.launch(index.absolute().as_uri())
        if serve:
            report.serve(settings.home, settings.report_port, typer.echo)


@app.command("backup")
def backup_command(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="A folder to make, or a file if it ends in .zip")],
    warehouse: Warehouse = None,
) -> None:
    """Write the whole warehouse to a folder or file from which `sitrep restore` makes it again."""
    from warehouse.backup import backup

    with _explained() as settings_of:
        made = backup(settings_of(warehouse).warehouse, target)
        typer.echo(
            f"Backed up {counted(made.rows, 'row')} of {len(made.tables)} tables to {target} ({_mb(made.bytes)})."
        )


@app.command("restore")
def restore_command(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="What `sitrep backup` made")],
    warehouse: Warehouse = None,
    force: Annotated[bool, typer.Option("--force", help="In place of the warehouse that is there")] = False,
) -> None:
    """Make the warehouse from a backup: all of it, or nothing where the backup is not whole."""
    from warehouse.backup import restore

    with _explained() as settings_of:
        settings = settings_of(warehouse)
        done = restore(source, settings.warehouse, force=force)
        held, again = done.held, done.again
        typer.echo(
            f"Restored {counted(held.rows, 'row')} of {len(held.tables)} tables, of {held.made_at}, "
            f"to {settings.warehouse}."
        )
        if again:
            told = " and ".join(f"{count:,} {kind}" for kind, count in sorted(again.items()))
            typer.echo(f"Removed again, as in the warehouse that was there: articles {told}; ops.removals has them.")
        if done.is_unread:
            typer.echo(
                "The warehouse that was there could not be read; withdraw or forget again what has been so since the "
                "backup.",
                err=True,
            )


@app.command("export")
def export_command(
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="DIR", help="Tables and record views, with a data package")
    ] = None,
    plover: Annotated[
        Path | None, typer.Option("--plover", metavar="FILE", help="Events as PLOVER JSON, one object a line")
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Write what the warehouse holds for other tools; see docs/export.md."""
    with _explained() as settings_of:
        if parquet is None and plover is None:
            raise UsageError("Nothing is asked for; give --parquet DIR, --plover FILE or both.")
        place = settings_of(warehouse).warehouse
        if parquet is not None:
            from warehouse import export_parquet

            made = export_parquet.export(place, parquet)
            rows = sum(each.rows for each in made)
            typer.echo(f"Exported {rows:,} rows of {len(made)} tables and views to {parquet}.")
        if plover is not None:
            from warehouse import export_plover

            written = export_plover.export(place, plover)
            typer.echo(
                f"Exported {counted(written.events, 'event')} to {plover}; "
                f"{counted(written.others, 'other is', 'others are')} planned, possible or negated and "
                f"{'stays' if written.others == 1 else 'stay'} out."
            )


@contextmanager
def _explained() -> Iterator[Callable[[str | None], Settings]]:
    """Turn what goes wrong into one sentence and an exit code; gives the function that loads the settings."""
    settings: Settings | None = None

    def settings_of(warehouse: str | None) -> Settings:
        nonlocal settings
        settings = load(warehouse=warehouse)
        return settings

    try:
        yield settings_of
    except KeyboardInterrupt as interrupt:
        typer.echo(str(interrupt) or "Interrupted; the warehouse is as it was before.", err=True)
        _leave(INTERRUPTED)
    except Exception as error:
        if settings and settings.debug:
            traceback.print_exc()
        typer.echo(_sentence(error), err=True)
        _leave(BAD_INPUT)


def _sentence(error: Exception) -> str:
    """What the error says, if it is one that speaks to the user; else that it is our fault."""
    from seeds.loading import SeedError
    from warehouse.errors import WarehouseError

    kinds: tuple[type[Exception], ...] = (UsageError, SeedError, WarehouseError)
    # Errors of modules that were never imported can't have been raised.
    if annotate := sys.modules.get("transforms.annotate.model"):
        kinds = (*kinds, annotate.ModelMissing)
    if isinstance(error, kinds):
        return str(error)
    what = " ".join(str(error).split()) or "no reason given"
    return (
        f"sitrep failed unexpectedly ({type(error).__name__}: {what}); "
        "run it again with SITREP_DEBUG=1 and report what that shows."
    )


def _mb(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _leave(code: int) -> NoReturn:
    """End with an exit code. Freezing spares the interpreter a last look at all that Prefect allocated (0.5 s)."""
    gc.freeze()
    raise typer.Exit(code)


def main() -> None:
    """The entry point of the command."""
    with outliving_readers():
        app()


if __name__ == "__main__":
    main()
