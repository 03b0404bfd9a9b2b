"""What a run leaves in Prefect: rows a table, rejects, the validation result and links to the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows.report import INDEX

if TYPE_CHECKING:
    from pathlib import Path

    from flows.outcome import Outcome


def publish(outcome: Outcome) -> None:
    """Leave the artifacts of a run; needs to be called inside the flow."""
    if outcome.added:
        create_table_artifact(
            [{"table": name, "rows": rows} for name, rows in outcome.added.items()],
            key="rows",
            description="Rows new or changed in this run, by table",
        )
    rejects = {**outcome.refused, **outcome.remarks} or {"none": 0}
    create_table_artifact(
        [{"rule": rule, "rows": rows} for rule, rows in rejects.items()],
        key="rejects",
        description="What this run refused or took with a remark, by rule (ops.rejects has each with its reason)",
    )
    create_markdown_artifact(validation_text(outcome), key="validation", description="Whether the batch passed")
    for key, folder, text in (
        ("situation-report", outcome.report, "Situation report"),
        ("validation-reports", outcome.validation, "Validation reports"),
    ):
        index = folder / INDEX
        if index.exists():
            create_link_artifact(_uri(index), link_text=text, key=key, description=str(index))


def validation_text(outcome: Outcome) -> str:
    """The result of the validation as Markdown."""
    lines = [f"**{outcome.status.replace('_', ' ')}**: {outcome.message}"]
    lines += [f"- {sentence}" for sentence in (*outcome.failures, *outcome.unread, *outcome.warnings)]
    return "\n".join(lines) + "\n"


def _uri(path: Path) -> str:
    return path.absolute().as_uri()
