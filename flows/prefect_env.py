"""The environment that Prefect is started with: files beside the warehouse, loopback only, no telemetry, quiet.

It has to be set before `prefect` is imported. What the user has set already wins.
"""

from __future__ import annotations

import os
from pathlib import Path

#: What the server of a single run does without: automations that events set off, and the blocks that Prefect brings.
WITHOUT = {
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}


def defaults(home: Path) -> dict[str, str]:
    """Variables and values for Prefect's files in `home` (absolute)."""
    return {
        "PREFECT_HOME": str(home),
        # This Prefect takes these two from ~/.prefect even where PREFECT_HOME is set.
        "PREFECT_LOCAL_STORAGE_PATH": str(home / "storage"),
        "PREFECT_MEMO_STORE_PATH": str(home / "memo_store.toml"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # The command says itself what went wrong, in one sentence.
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    }


def prepare(folder: Path) -> Path:
    """Set what is not set yet and return Prefect's home, by default in `folder`. Raises OSError where it can't be."""
    home = Path(os.environ.get("PREFECT_HOME") or folder.absolute() / ".prefect")
    home.mkdir(parents=True, exist_ok=True)
    for name, value in defaults(home).items():
        os.environ.setdefault(name, value)
    return home
