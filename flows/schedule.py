"""The runner of `sitrep serve`, a process of its own: waits for the schedule and starts each run in a child.

python -m flows.schedule    (settings from the environment)
"""

from __future__ import annotations

import logging
from typing import Any

from flows import leash
from flows.settings import Settings, load

DEPLOYMENT = "scheduled"


def parameters(settings: Settings) -> dict[str, Any]:
    """What each run of the deployment is called with."""
    return {
        "sources": settings.sources,
        "warehouse": str(settings.warehouse),
        "model": settings.model,
        "batch_size": settings.batch_size,
    }


def main() -> None:
    """Serve the deployment until interrupted."""
    leash.hold()
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415 - after the leash, as it is slow

    from flows.build import build  # noqa: PLC0415 - as above

    # At its end the runner kills its runs, and logs an error with a traceback for one that ended by itself just before.
    logging.getLogger("prefect.runner.process_manager").setLevel(logging.CRITICAL)
    settings = load()
    every = settings.interval_seconds
    build.serve(
        name=DEPLOYMENT,
        interval=every,
        cron=None if every else settings.schedule,
        parameters=parameters(settings),
        limit=1,
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


if __name__ == "__main__":
    main()
