"""Where a warehouse is: a file, or a lake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from warehouse import errors

SCHEME = "ducklake:"
_DATABASE = re.compile(r"\bdbname\s*=\s*([\w-]+)|://[^/]*/([\w-]+)")
_PASSWORD = re.compile(r"\bpassword\s*=|://[^/@\s]*:[^/@\s]*@", re.IGNORECASE)


@dataclass(frozen=True)
class Lake:
    """Where a lake is: `ducklake:postgres:` and how libpq finds the database; and where its files are to be.

    `data`, a folder or an address of an S3 store, counts when the lake is made; then the catalogue knows it.
    """

    address: str
    data: str | None = None

    def __post_init__(self) -> None:
        if not self.address.startswith(f"{SCHEME}postgres:"):
            raise errors.LakeUnfit(
                f"A lake is given as {SCHEME}postgres: and how to reach its database, such as "
                f"{SCHEME}postgres:dbname=sitrep host=127.0.0.1, not as {self.address.partition(' ')[0]}; a catalogue "
                "in a file lets in one program at a time, for which a plain warehouse file does."
            )
        if _PASSWORD.search(self.address):
            raise errors.LakeUnfit(
                "The address of a lake holds a password, which other programs could see; put that into PGPASSWORD or "
                "~/.pgpass, and leave it out of the address."
            )

    def __str__(self) -> str:
        return self.address

    @property
    def name(self) -> str:
        """What the lake is called: its database's name, where the address tells it."""
        found = _DATABASE.search(self.address)
        return found[1] or found[2] if found else "lake"

    @property
    def catalogue(self) -> str:
        """How libpq finds the database: words such as dbname=sitrep, or postgresql://..."""
        return self.address.removeprefix(f"{SCHEME}postgres:")


Place: TypeAlias = Path | Lake
