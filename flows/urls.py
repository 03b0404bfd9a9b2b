"""Web addresses as they may be shown and stored, without what lets somebody in; and who we say we are there."""

from __future__ import annotations

import re
from hashlib import blake2b
from importlib.metadata import version
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag, urlsplit

_USERINFO = re.compile(r"^([a-z][a-z0-9+.-]*://)[^/?#]*@", re.IGNORECASE)
#: A parameter of a query (or a fragment) with a name that speaks of a secret.
_SECRET = re.compile(
    r"(?<=[?&;#])((?:[\w.%-]*[_.-])?"
    r"(?:\w*key|\w*token|\w*secret|passw(?:or)?d|pwd|pass|auth|authorization|sig|signature|credentials?|session(?:id)?"
    r"|jwt))=[^&;#]*",
    re.IGNORECASE,
)
HIDDEN = "***"
USER_AGENT = f"sitrep/{version('sitrep')} (turns news articles into tables of events)"


def shown(url: str) -> str:
    """Return a URL without user and password, and with `***` for the values of a query that are secret by their name.

    What is no URL comes back as it is.
    """
    if "://" not in url:
        return url
    return _SECRET.sub(rf"\1={HIDDEN}", _USERINFO.sub(r"\1", url))


def key_of(url: str) -> str:
    """Return a hash of a URL, which tells nothing of the secrets in it; a fragment never reaches the server."""
    return blake2b(urldefrag(url).url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def name_of(url: str) -> str:
    """Return the file name in a URL, else its host."""
    parsed = urlsplit(url)
    return unquote(PurePosixPath(parsed.path).name) or parsed.hostname or url
