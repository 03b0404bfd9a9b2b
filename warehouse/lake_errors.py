"""What can go wrong with a lake, each as one sentence."""

from __future__ import annotations

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
    if any(sign in folded for sign in _UNREACHABLE):
        why = " ".join(message.split())
        return errors.LakeUnreachable(
            f"{lake} can't be reached ({why[:300]}); see that it runs, and check the address."
        )
    return None


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
