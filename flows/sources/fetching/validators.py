"""ETag and Last-Modified, remembered between runs in a small file beside the warehouse that may be deleted at any time.

A run works on its own folder: `lay_out` puts there what it may send, `note` leaves there what it was given, and only
after the load `keep` takes that over into the file. What is remembered names the run that loaded the page, so that it
counts only in a warehouse that knows this run, and only while pages would be read and coded by the same rules.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

KNOWN, NOTED = "known.json", "noted"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS pages (page TEXT PRIMARY KEY, at TEXT NOT NULL, etag TEXT, last_modified TEXT, "
    "since TEXT NOT NULL, run_id TEXT NOT NULL, readers TEXT NOT NULL)"
)
_COLUMNS = "page, at, etag, last_modified, since"
_WAIT_SECONDS = 10.0


@dataclass(frozen=True)
class Validators:
    """What a server said of the state of a page.

    `page`, `at`: hashes of the URL and of the one it led to, as only that one gave the rest. `since`: when it was last
    changed as the server says, else when it was fetched.
    """

    page: str
    at: str
    etag: str | None
    last_modified: str | None
    since: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers that ask for the page only if it has changed."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


def lay_out(file: Path, runs: Container[str], folder: Path) -> None:
    """Put what was remembered from these runs, by the readers as they are now, into the folder of a run."""
    rows: list[tuple[str, ...]] = []
    # Without it all pages are read again, which costs time and nothing else.
    with suppress(sqlite3.Error, OSError):
        if file.exists():
            with closing(sqlite3.connect(file, timeout=_WAIT_SECONDS)) as db:
                rows = db.execute(f"SELECT run_id, {_COLUMNS} FROM pages WHERE readers = ?", (readers(),)).fetchall()
    pages = [asdict(Validators(*row)) for run_id, *row in rows if run_id in runs]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KNOWN).write_text(json.dumps(pages))


def known(folder: Path | None) -> dict[str, Validators]:
    """Return what was laid out in the folder of a run, by page."""
    if folder is None or not (folder / KNOWN).exists():
        return {}
    return {row["page"]: Validators(**row) for row in json.loads((folder / KNOWN).read_text())}


def note(validators: Validators, folder: Path) -> None:
    """Leave in the folder of a run what a page that was read whole came with."""
    noted = folder / NOTED
    noted.mkdir(parents=True, exist_ok=True)
    (noted / f"{validators.page}.json").write_text(json.dumps(asdict(validators)))


def keep(file: Path, run_id: str, folder: Path) -> None:
    """Remember what the run left, which is loaded now. A damaged file is made anew.

    Raises OSError or sqlite3.Error where it can't be written.
    """
    rows = [Validators(**json.loads(path.read_text())) for path in sorted((folder / NOTED).glob("*.json"))]
    if not rows:
        return
    try:
        _write(file, run_id, rows)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        file.unlink(missing_ok=True)
        _write(file, run_id, rows)


@cache
def readers() -> str:
    """Return a hash of the code that reads sources: what it would read out of a page may change with it."""
    digest = blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write(file: Path, run_id: str, rows: list[Validators]) -> None:
    with closing(sqlite3.connect(file, timeout=_WAIT_SECONDS)) as db, db:
        db.execute(_SCHEMA)
        db.executemany(
            f"INSERT OR REPLACE INTO pages ({_COLUMNS}, run_id, readers) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*asdict(row).values(), run_id, readers()) for row in rows],
        )
