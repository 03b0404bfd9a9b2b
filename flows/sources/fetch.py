"""One download over http or https, into a temporary file."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import httpx

from flows.sources.base import Blob, SourceError, SourceSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

USER_AGENT = "sitrep (news reader; one request at a time)"


@contextmanager
def fetched(url: str, settings: SourceSettings) -> Iterator[Blob]:
    """Download what a URL gives: a blob that lasts as long as the context. Redirects are followed, on http(s) only.

    Raises:
        SourceError: the address is none, the server can't be reached or refuses, or the answer is too large.

    """
    with tempfile.TemporaryDirectory(prefix="sitrep-") as folder:
        path = Path(folder) / "download"
        try:
            is_unpacked = _download(url, path, settings)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise SourceError(f"{url} answers with status {status}: check the address, or try again later.") from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as error:
            what = str(error) or type(error).__name__
            raise SourceError(f"{url} can't be fetched ({what}): check the address and the network.") from None
        yield Blob(url, name_of(url), lambda: path.open("rb"), is_unpacked=is_unpacked)


def name_of(url: str) -> str:
    """Return the file name in a URL, else its host."""
    parsed = httpx.URL(url)
    return unquote(PurePosixPath(parsed.path).name) or parsed.host


def _download(url: str, path: Path, settings: SourceSettings) -> bool:
    """Write what the URL gives to a file; tells whether it was compressed on its way."""
    client = httpx.Client(
        timeout=settings.fetch_seconds, follow_redirects=True, max_redirects=5, headers={"User-Agent": USER_AGENT}
    )
    size = 0
    with client, client.stream("GET", url) as answer, path.open("wb") as file:
        answer.raise_for_status()
        for chunk in answer.iter_bytes():
            size += len(chunk)
            if size > settings.max_fetch_bytes:
                raise SourceError(
                    f"{url} gives more than {settings.max_fetch_bytes:,} bytes: download it and load the file."
                )
            file.write(chunk)
    return "content-encoding" in answer.headers
