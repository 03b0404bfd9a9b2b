"""HTML pages: the article of a page, and what the page itself says of its title, day, publisher and address."""

# ruff: noqa: PLC0415 - trafilatura is slow to import, and most sources don't need it

from __future__ import annotations

import codecs
import html
import logging
import re
from functools import cache
from typing import TYPE_CHECKING

from flows.sources import encodings
from flows.sources.base import Blob, RawArticle, Record, Reject, SourceSettings, admit, too_long
from flows.sources.columns import WEB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement
    from trafilatura.settings import Document

MAX_CHAR_BYTES = 4
#: A page of news has a few thousand tags; time goes up with them, to about 10 s at 50,000 (measured, trafilatura 2.3).
MAX_TAGS = 20_000
#: The parser's time goes up with the square of the attributes in one tag.
MAX_ATTRIBUTES = 1_000
MAX_SCRIPT_CHARS = 100_000
SCRIPT = re.compile(r"<script\b[^<>]*>", re.IGNORECASE)
SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)
LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
#: The encoding that a page names, in the part where the HTML standard has it looked for.
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
CHARSET_BYTES = 4096
#: Encodings that the WHATWG Encoding Standard takes for a wider one.
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre "
    "section table td th tr ul".split()
)
NO_TEXT = ("script", "style", "noscript", "template", "figure", "iframe", "object", "form", "button", "svg", "head")
SPACES = re.compile(r"\s+")


def read(blob: Blob, settings: SourceSettings, charset: str | None = None) -> Iterator[Record]:
    """Yield the article of a page, or the reason why there is none; `charset`: the encoding that a server tells.

    Its address is the blob's if that is on the web, else the one that the page gives itself.
    """
    limit = MAX_CHAR_BYTES * (settings.max_article_chars + 1)
    with blob.open() as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        yield too_long(blob.uri, "more characters", data[:1000].decode("ascii", "replace"), settings)
        return
    encoding = _encoding(blob, data, charset)
    yield from encodings.damage(blob, encoding)
    markup = data.decode(encoding.name, encoding.errors).replace("\x00", "")
    if is_overgrown(markup):
        yield _overgrown(blob)
        return
    document = _document(markup)
    if document is None or not (document.text or "").strip():
        yield _no_article(blob)
        return
    own = document.url if document.url and WEB.fullmatch(document.url) else blob.uri
    article = RawArticle(
        source_uri=blob.uri if WEB.fullmatch(blob.uri) else own,
        source_name=blob.name,
        text=_without_title(document.text or "", document.title),
        title=document.title,
        published=document.date,
        publisher=document.sitename,
    )
    yield admit(article, settings)


def plain(markup: str) -> str:
    """Return the text of a piece of HTML, a line a block; of what is no HTML, the text as it is."""
    if not TAG.search(markup):
        return html.unescape(markup).strip()
    if is_overgrown(markup):
        return html.unescape(TAG.sub(" ", markup)).strip()
    from lxml import etree
    from lxml.html import document_fromstring

    try:
        tree = document_fromstring(f"<div>{markup}</div>".replace("\x00", ""))
    except (etree.LxmlError, ValueError):
        return html.unescape(TAG.sub(" ", markup)).strip()
    etree.strip_elements(tree, *NO_TEXT, etree.Comment, with_tail=False)
    lines = (SPACES.sub(" ", line).strip() for line in "".join(_pieces(tree)).split("\x00"))
    return "\n".join(line for line in lines if line)


def is_overgrown(markup: str, tags: int = MAX_TAGS) -> bool:
    """Tell whether markup has so many tags, or a tag so many attributes, that reading it would take minutes."""
    if markup.count("<") > tags:
        return True
    return any(len(QUOTED.sub("", tag[0]).split()) > MAX_ATTRIBUTES for tag in LONG_TAG.finditer(markup))


def _without_long_scripts(markup: str) -> str:
    """Leave out scripts too long to be data on the article, which take the square of their length to be searched."""
    pieces, at = [], 0
    while begin := SCRIPT.search(markup, at):
        end = SCRIPT_END.search(markup, begin.end())
        stop = end.start() if end else len(markup)
        is_long = stop - begin.end() > MAX_SCRIPT_CHARS
        pieces += [markup[at : begin.end()], "" if is_long else markup[begin.end() : stop]]
        at = stop
    return "".join([*pieces, markup[at:]])


def _pieces(tree: HtmlElement) -> Iterator[str]:
    """Yield the texts of a tree, with a zero byte, which no text has, where a block begins or ends."""
    from lxml.etree import iterwalk

    for event, element in iterwalk(tree, events=("start", "end")):
        if element.tag in BLOCKS:
            yield "\x00"
        yield (element.text if event == "start" else element.tail) or ""


def _document(markup: str) -> Document | None:
    try:
        return _extractor()(_without_long_scripts(markup))
    except Exception:  # what a page can do to a parser of pages is without end; it is a page with no article then
        return None


@cache
def _extractor() -> Callable[[str], Document | None]:
    """Return what takes a page apart; nothing is fetched, and nothing is said on the way."""
    # Before the import, for they speak already then.
    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    import trafilatura

    def extract(markup: str) -> Document | None:
        # Without "precision" menus and captions come along: F1 0.94 for 0.96, on 24 pages with their true texts.
        document = trafilatura.bare_extraction(
            markup,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            # When it was published first, and only where the page says so: no guess from any date in the text.
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
        return document if not isinstance(document, dict) else None

    return extract


def _encoding(blob: Blob, data: bytes, charset: str | None) -> encodings.Encoding:
    """Return the encoding: Unicode where the bytes are that, else the one told, else the likeliest.

    Raises:
        UnknownEncodingError: it is text in no known encoding.

    """
    try:
        likeliest = encodings.detect(blob)
    except encodings.UnknownEncodingError:
        likeliest = None
    if likeliest and likeliest.name.startswith("utf") and not likeliest.is_damaged:
        return likeliest
    declared = CHARSET.search(data[:CHARSET_BYTES])
    for label in (charset, declared[1].decode("ascii", "replace") if declared else None):
        name = _codec(label)
        if name and _decodes(data, name):
            return encodings.Encoding(name)
    if likeliest is None:
        raise encodings.UnknownEncodingError
    return likeliest


def _codec(label: str | None) -> str | None:
    try:
        codec = codecs.lookup((label or "").strip())
    except (LookupError, ValueError):
        return None
    return WIDER.get(codec.name, codec.name) if codec._is_text_encoding else None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeError, ValueError):
        return False
    return True


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest if title and rest.strip() and first.strip() == title.strip() else text


def _no_article(blob: Blob) -> Reject:
    return Reject(
        rule="no_article",
        source_uri=blob.uri,
        reason=f"{blob.uri} is a page with no article in it: name the page of an article, or leave it out.",
    )


def _overgrown(blob: Blob) -> Reject:
    return Reject(
        rule="page_too_large",
        source_uri=blob.uri,
        reason=f"{blob.uri} has more than {MAX_TAGS:,} tags or {MAX_ATTRIBUTES:,} attributes in one: "
        "save the article alone.",
    )
