"""DuckDB's extensions, from installed packages: nothing is fetched."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.ddl import literal
from warehouse.errors import LakeUnfit

if TYPE_CHECKING:
    import duckdb


def load(con: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Load extensions (ducklake, httpfs ...) out of their packages. Raises LakeUnfit where one is not installed."""
    (version,) = con.execute("SELECT library_version FROM pragma_version()").fetchone() or ("",)
    for name in names:
        found = find_spec(f"duckdb_extension_{name}")
        folder = Path(found.origin).parent / "extensions" / str(version) if found and found.origin else None
        if folder is None or not folder.is_dir():
            package = f"duckdb-extension-{name.replace('_', '-')}"
            raise LakeUnfit(f"A lake needs the package {package} for DuckDB {version}; install it.")
        con.execute(f"LOAD {literal(str(folder / f'{name}.duckdb_extension'))}")
