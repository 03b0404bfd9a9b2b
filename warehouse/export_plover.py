"""Events as PLOVER JSON: one object a line, with the field names of POLECAT, the data set published in PLOVER.

`exports/plover.sql` says what each field is; `docs/export.md` which of them are published names and which our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.aside import aside
from warehouse.connect import read

if TYPE_CHECKING:
    from warehouse.place import Place

_SQL = Path(__file__).parent / "exports" / "plover.sql"
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Written:
    """How many events are in the file, and how many are not, as they did not happen (planned, possible, negated)."""

    events: int
    others: int


def fields() -> list[str]:
    """The keys of each object, in order."""
    import duckdb  # noqa: PLC0415 - only the docs and their test ask

    from warehouse import migrations  # noqa: PLC0415 - as above

    with duckdb.connect(":memory:") as con:
        migrations.create(con)
        return con.execute(_SQL.read_text(encoding="utf-8"), {"version": ""}).pl().columns


def export(place: Place, target: Path) -> Written:
    """Write every event that happened to a JSON Lines file, the earliest first; a file that is there is replaced.

    The file appears when it is whole. Raises TargetTaken for a folder, TargetUnwritable, and what `connect.read`
    raises.
    """
    target = target.resolve()
    sql = f"SELECT to_json(event)::VARCHAR FROM ({_SQL.read_text(encoding='utf-8')}) AS event"
    with read(place) as con, aside(target, may_replace=Path.is_file) as made:
        written = 0
        (others,) = con.execute("SELECT count(*) FROM events WHERE status <> 'actual'").fetchone() or (0,)
        found = con.execute(sql, {"version": f"sitrep {version('sitrep')}"})
        with made.open("w", encoding="utf-8") as out:
            while rows := found.fetchmany(_ROWS_AT_ONCE):
                out.writelines(f"{row}\n" for (row,) in rows)
                written += len(rows)
    return Written(written, int(others))
