"""Wiring and side effects: sources, the Prefect flow, the command line, reports. Nothing else imports this package."""

import os

# One process a core does the work; threads below them only get into each other's way. Read when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
