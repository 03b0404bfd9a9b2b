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
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.errors import UsageError
from flows.outcome import BAD_INPUT
from flows.query import Format
from flows.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INTERRUPTED = 130

app = typer.Typer(
    name="sitrep",
    help="Raw news articles in; validated tables of events, actors and statistics out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Warehouse = Annotated[
    Path | None,
    typer.Option("--warehouse", help="The DuckDB file [SITREP_WAREHOUSE, else data/sitrep.duckdb]", metavar="PATH"),
]


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


@app.command("index")
def index_command(warehouse: Warehouse = None) -> None:
    """Make the full-text index of the articles anew, which search_articles() then uses; see docs/sql.md."""
    from warehouse import search

    with _explained() as settings_of:
        path = settings_of(warehouse).warehouse
        typer.echo(f"Indexed {search.index(path):,} articles of {path}.")


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


@contextmanager
def _explained() -> Iterator[Callable[[Path | None], Settings]]:
    """Turn what goes wrong into one sentence and an exit code; gives the function that loads the settings."""
    settings: Settings | None = None

    def settings_of(warehouse: Path | None) -> Settings:
        nonlocal settings
        settings = load(warehouse=warehouse)
        return settings

    try:
        yield settings_of
    except KeyboardInterrupt as interrupt:
        typer.echo(str(interrupt) or "Interrupted; the warehouse is as it was before.", err=True)
        _leave(INTERRUPTED)
    except BrokenPipeError:
        _leave(0)
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


def _leave(code: int) -> NoReturn:
    """End with an exit code. Freezing spares the interpreter a last look at all that Prefect allocated (0.5 s)."""
    gc.freeze()
    raise typer.Exit(code)


def main() -> None:
    """The entry point of the command."""
    app()


if __name__ == "__main__":
    main()
