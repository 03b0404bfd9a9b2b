import codecs
from io import BytesIO

import pytest

from flows.sources import Blob
from flows.sources.encodings import Encoding, UnknownEncodingError, detect, marked, opened

FRENCH = "Le président a déclaré que l'armée s'était retirée de la ville à l'aube. "
RUSSIAN = "Президент заявил, что войска покинули город в среду вечером. "


def blob(data: bytes) -> Blob:
    return Blob("/news/a.txt", "a.txt", lambda: BytesIO(data))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"Rain fell.", "utf-8"),
        (FRENCH.encode(), "utf-8"),
        (codecs.BOM_UTF8 + FRENCH.encode(), "utf-8-sig"),
        (FRENCH.encode("utf-16"), "utf-16"),
        (FRENCH.encode("utf-16-le"), "utf-16-le"),
        (FRENCH.encode("utf-16-be"), "utf-16-be"),
        (FRENCH.encode("utf-32"), "utf-32"),
        (FRENCH.encode("latin-1"), "cp1252"),
        ("He said “no” – again.".encode("cp1252"), "cp1252"),
        (RUSSIAN.encode("cp1251"), "cp1251"),
        (RUSSIAN.encode("koi8-r"), "koi8_r"),
    ],
)
def test_encodings(data, name):
    assert detect(blob(data)) == Encoding(name)


def test_a_late_byte_decides_too():
    data = b"Rain fell. " * 50_000 + "Il a été tué. ".encode("latin-1")
    assert detect(blob(data)).name == "cp1252"


def test_utf8_with_a_few_bad_bytes_is_damaged_utf8():
    assert detect(blob(FRENCH.encode() + b"\xff" + FRENCH.encode())) == Encoding("utf-8", is_damaged=True)


def test_a_character_cut_by_a_chunk_is_whole():
    data = b"x" * (64 * 1024 - 1) + "é".encode()
    assert detect(blob(data)) == Encoding("utf-8")


def test_half_a_character_at_the_end_is_damage():
    assert detect(blob("é".encode("utf-16") + b"\x00")) == Encoding("utf-16", is_damaged=True)


def test_bytes_of_no_encoding():
    with pytest.raises(UnknownEncodingError):
        detect(blob(bytes(range(0x80, 0x100)) * 20))


def test_zero_bytes_on_both_sides_are_no_mark():
    assert marked(b"a\x00\x00b" * 100) is None


def test_damaged_bytes_read_as_replacement_characters():
    with opened(blob(b"a\xffb"), Encoding("utf-8", is_damaged=True)) as text:
        assert text.read() == "a\ufffdb"
