"""What can go wrong with a lake, each as one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import duckdb

from warehouse import errors

if TYPE_CHECKING:
    from warehouse.place import Lake

_CONFLICT = ("transaction conflict", "could not serialize access", "conflict with", "duplicate key value")
_UNREACHABLE = (
    "unable to connect to postgres",
    "connection to server",
    "could not connect",
    "could not translate host name",
    "server closed the connection",
    "no connection to the server",
    "terminating connection",
    "http error",
    "http get error",
    "http put error",
    "unable to connect to url",
    "could not establish connection",
)
#: What libpq says of an address that it can't take apart.
_MISTYPED = ("in connection info string", "for connection option", "invalid connection option", "invalid URI")
#: What helps against what PostgreSQL says.
_TO_DO = {
    "password": "give the right one as PGPASSWORD or in ~/.pgpass, or another user in the address",
    "authentication failed": "check the user in the address, and what pg_hba.conf allows",
    "does not exist": "make it (createdb, createuser) or correct the address",
    "translate host name": "check the host in the address, and the network",
}
_UNWRITABLE = re.compile(
    r"Failed to create directory|Cannot open file|Could not (create|write|open)|Permission denied|No space left"
)


def translated(error: BaseException, lake: Lake) -> errors.WarehouseError | None:
    """The sentence for what DuckDB said of a lake; None where it is no fault of the lake."""
    if not isinstance(error, duckdb.Error):
        return None
    message = str(error)
    folded = message.lower()
    if "out of memory" in folded:
        return errors.memory_short(lake, message)
    if any(sign in folded for sign in _CONFLICT):
        return errors.WarehouseConflict(
            f"Another program changes the same rows of {lake} again and again, so nothing was loaded; run again when "
            "it has ended."
        )
    if "does not match existing data path" in folded:
        return errors.LakeUnfit(
            f"{lake} has its files in another place than SITREP_LAKE_DATA says; correct or unset it."
        )
    if "data_path is not set" in folded:
        return not_placed(lake)
    if "existing ducklake" in folded or "does not exist - cannot" in folded:
        return missing(lake)
    if _UNWRITABLE.search(message) and "connect to Postgres" not in message:
        return errors.LakeUnfit(
            f"The files of {lake} can't be written or read ({_said(message)}); see that their folder or store is there "
            "and that this user may use it."
        )
    if any(sign in folded for sign in _UNREACHABLE):
        return _unreachable(_said(message), lake)
    return None


def _unreachable(why: str, lake: Lake) -> errors.WarehouseError:
    """The sentence for what PostgreSQL or its client said."""
    if any(sign in why for sign in _MISTYPED):
        return errors.LakeUnfit(
            f"The address {lake} can't be read ({why}); after ducklake:postgres: come words such as "
            "dbname=sitrep host=127.0.0.1, or postgresql://user@host:port/database."
        )
    what = next((told for sign, told in _TO_DO.items() if sign in why), "see that it runs, and check host and port")
    return errors.LakeUnreachable(f"{lake} can't be reached ({why}); {what}.")


def _said(message: str) -> str:
    """What was said last in an error, without what DuckDB puts before it."""
    told = " ".join(message.split())
    for before in ('Unable to connect to Postgres at "', "Error: "):
        _, sign, rest = told.rpartition(before)
        if sign:
            told = rest.partition('": ')[2] if before.endswith('"') else rest
            break
    told = re.sub(r"^connection to server [^:]*(?<=failed): (FATAL: )?", "", told)
    return told.partition(" Is the server running")[0].rstrip(". ")[:200]


def not_placed(lake: Lake) -> errors.LakeUnfit:
    """A lake can't be made, as nothing says where its files are to be."""
    return errors.LakeUnfit(
        f"There is no lake in {lake} yet; set SITREP_LAKE_DATA to the folder or the s3:// address for its files."
    )


def missing(lake: Lake) -> errors.WarehouseMissing:
    """No warehouse in the catalogue of a lake, or not even a catalogue."""
    return errors.WarehouseMissing(
        f"There is no warehouse in {lake}; load one with `sitrep run SOURCE --warehouse '{lake}'` and SITREP_LAKE_DATA "
        "set to the folder or the s3:// address for its files."
    )
