"""Real files in, records out."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from flows.sources import RawArticle, Reject, SourceSettings, read

if TYPE_CHECKING:
    from pathlib import Path

Loaded = tuple[list[RawArticle], list[Reject]]
Load = Callable[..., Loaded]


def parted(source: str | Path, **limits: float) -> Loaded:
    """The articles and the rejects of a source."""
    records = list(read(str(source), SourceSettings(**limits)))
    return [r for r in records if isinstance(r, RawArticle)], [r for r in records if isinstance(r, Reject)]


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return file.getvalue()


def tarred(members: Mapping[str, bytes | str | tarfile.TarInfo]) -> bytes:
    """A tar archive; of a member that is no file, its description."""
    with io.BytesIO() as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            for name, data in members.items():
                info, content = tarfile.TarInfo(name), b""
                if isinstance(data, tarfile.TarInfo):
                    info = data
                else:
                    content = data.encode() if isinstance(data, str) else data
                    info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        return file.getvalue()


def web_record(
    body: bytes,
    address: str = "http://example.org/a",
    media: str = "text/html",
    *,
    status: str = "200 OK",
    kind: str = "response",
    header: str = "",
) -> bytes:
    """A record of a WARC file; `header` has lines of the server's, each with its end."""
    block, declared = body, media
    if kind == "response":
        block = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{header}\r\n".encode() + body
        declared = "application/http; msgtype=response"
    fields = {"WARC-Type": kind, "WARC-Target-URI": address, "WARC-Date": "2020-02-22T00:00:00Z"}
    fields |= {"Content-Type": declared, "Content-Length": str(len(block))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write a file and read it."""

    def write_and_read(name: str, data: bytes | str, **limits: float) -> Loaded:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return parted(path, **limits)

    return write_and_read
