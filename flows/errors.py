"""What a command can fail with that its user can mend; each message is one sentence: what, where, what to do."""

from __future__ import annotations


class UsageError(Exception):
    """A wrong argument, setting or source, or an environment that can't do what is asked (exit code 2)."""


class LoadedBeforeInterrupt(KeyboardInterrupt):
    """Ctrl-C after the load was committed; the message says so."""


class ServerError(UsageError):
    """The Prefect server does not start or answer."""
