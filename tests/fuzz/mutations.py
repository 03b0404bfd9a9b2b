"""Damage to bytes: bits, cuts, doubled pieces, false lengths, foreign pieces; the same for the same generator."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Mutation = Callable[[bytearray, Random, bytes], None]

EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
#: What means something to some reader.
TOKENS = (
    *(b"\x00", b"\r", b"\r\n\r\n", b'"', b"'", b"\\", b"\x1b[31m", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff\x00"),
    *(b"\\ud800", b"\\u0000", b"\xed\xa0\x80", b"\xc2\x85", b"\xe2\x80\xa8", b"\xf4\x8f\xbf\xbf", b"\xf8\x88\x80"),
    *(b"NaN", b"1e999", b"-0", b"9" * 400, b"9" * 5000, b"[" * 2000, b'{"a":' * 2000, b"null", b"true", b"{}"),
    *(b"<!ENTITY a 'b'>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml version='1.0'?>", b"<html>", b"</p>"),
    *(b"<script>", b"<p " + b"a=1 " * 50 + b">", b"<div>" * 300, b"&#xD800;", b"&#0;", b"&#99999999999;", b"&amp;"),
    *(b"WARC/1.0\r\n", b"Content-Length: 99999999\r\n", b"Content-Type: text/html; charset=utf-7\r\n"),
    *(b"Content-Encoding: br\r\n", b"Transfer-Encoding: chunked\r\n", b"HTTP/1.1 200 OK\r\n", b" date 0000-00-00 "),
    *(b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"ustar", b"PAR1", b"ARROW1"),
    *(b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18", b"../", b"\t", b";"),
    *(b"charset=utf-7", b"charset=idna", b"encoding='utf-32'", b"charset=undefined", b"charset=rot13", b"%00"),
)
MAX_BYTES = 60_000


def mutated(data: bytes, random: Random, other: bytes) -> bytes:
    """The bytes with one to eight faults; `other`: where foreign pieces come from."""
    damaged = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3, 5, 8))):
        random.choice(MUTATIONS)(damaged, random, other)
    return bytes(damaged[:MAX_BYTES])


def _place(data: bytearray, random: Random) -> int:
    """A position; half of them in the first or last bytes, where headers and directories stand."""
    end = max(1, len(data))
    edge = min(200, end)
    return random.choice((random.randrange(end), random.randrange(edge), random.randrange(end), end - edge // 2))


def _span(data: bytearray, random: Random) -> slice:
    start = _place(data, random)
    return slice(start, start + random.choice((1, 2, 4, 16, 64, 256, 1024)))


def flip_bits(data: bytearray, random: Random, _: bytes) -> None:
    for _ in range(random.choice((1, 1, 4, 32))):
        if data:
            data[_place(data, random) % len(data)] ^= 1 << random.randrange(8)


def set_bytes(data: bytearray, random: Random, _: bytes) -> None:
    span = _span(data, random)
    data[span] = bytes([random.choice((0, 0xFF, 0x20, 0x0A, random.randrange(256)))]) * len(data[span])


def cut_out(data: bytearray, random: Random, _: bytes) -> None:
    del data[_span(data, random)]


def cut_off(data: bytearray, random: Random, _: bytes) -> None:
    del data[_place(data, random) :]


def cut_start(data: bytearray, random: Random, _: bytes) -> None:
    del data[: random.choice((1, 2, 10, 100))]


def insert_noise(data: bytearray, random: Random, _: bytes) -> None:
    at = _place(data, random)
    data[at:at] = random.randbytes(random.choice((1, 4, 30, 300)))


def insert_token(data: bytearray, random: Random, _: bytes) -> None:
    at = _place(data, random)
    data[at : at + random.choice((0, 0, 1, 8))] = random.choice(TOKENS)


def double(data: bytearray, random: Random, _: bytes) -> None:
    span, at = _span(data, random), _place(data, random)
    data[at:at] = data[span] * random.choice((1, 1, 2, 50))


def swap(data: bytearray, random: Random, _: bytes) -> None:
    one, two = _span(data, random), _span(data, random)
    first, second = bytes(data[one]), bytes(data[two])
    data[two] = first
    data[one] = second


def splice(data: bytearray, random: Random, other: bytes) -> None:
    start = random.randrange(max(1, len(other)))
    piece = other[start : start + random.choice((16, 100, 2000, len(other)))]
    at = _place(data, random)
    data[at : at + random.choice((0, len(piece)))] = piece


def join(data: bytearray, random: Random, other: bytes) -> None:
    data[len(data) if random.random() < 0.5 else 0 :] = bytes(data) + other if random.random() < 0.5 else other


def false_number(data: bytearray, random: Random, _: bytes) -> None:
    """A length, offset or count, binary."""
    size = random.choice((1, 2, 4, 8))
    at = _place(data, random)
    number = random.choice((*EDGES, len(data), random.randrange(100_000))) % 256**size
    data[at : at + size] = number.to_bytes(size, random.choice(("little", "big")))


def false_digits(data: bytearray, random: Random, _: bytes) -> None:
    """A length, date or number, written."""
    digits = [at for at, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    if digits:
        at = random.choice(digits)
        written = random.choice((b"0", b"-1", b"99999999", b"1e9", b"", b" ", b"007777777777", b"\xd9\xa3"))
        data[at : at + random.choice((1, 2, 4))] = written


MUTATIONS: tuple[Mutation, ...] = (
    *(flip_bits, set_bytes, cut_out, cut_off, cut_start, insert_noise, insert_token),
    *(double, swap, splice, join, false_number, false_digits),
)
