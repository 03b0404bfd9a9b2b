"""Wiring and side effects: sources, the Prefect flow, the command line, reports. Nothing else imports this package."""
