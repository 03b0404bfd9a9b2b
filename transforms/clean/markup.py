"""HTML in a text to plain text (lxml): tags go, paragraphs stay, what only a browser reads (scripts, styles) goes too.

Only tags that HTML has are taken for tags: "5 < 6", "<name@example.org>" and "<unnamed>" stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = frozenset(
    "p div section article header footer nav aside main ul ol li dl dt dd table tr blockquote figure figcaption pre "
    "h1 h2 h3 h4 h5 h6 form fieldset hr body html head title".split()
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style", "noscript", "iframe", "template", "svg", "object", "head"})
_INLINE = (
    "a abbr address audio b big br button canvas center cite code col colgroup del em embed font i img input ins kbd "
    "label link mark meta noscript option param picture q s samp script select small source span strike strong style "
    "sub sup svg tbody td template textarea tfoot th thead time tt u var video wbr iframe object"
).split()
_NAMES = "|".join(sorted({*_BLOCKS, *_INLINE}))
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>|<!--.*?-->|<!doctype[^<>]*>", re.IGNORECASE | re.DOTALL)
_ESCAPED_TAG = re.compile(
    r"&lt;/?(?:p|br|div|span|img|a|b|i|em|strong|ul|li|h[1-6])\b[^<>]{0,2000}?&gt;", re.IGNORECASE
)
_OTHER_SIGN = re.compile(rf"<(?!/?(?:{_NAMES})(?:\s[^<>]*)?/?>|!--|!doctype)", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"<(?:{'|'.join(sorted(_BLOCKS))}|br)\b", re.IGNORECASE)
_EMPTY_LINE, _LINE_END = re.compile(r"\s*\n\s*\n\s*"), re.compile(r"\s*\n\s*")
_MARK = "\ue000"


def has_markup(text: str) -> bool:
    """Whether the text holds a tag or a comment of HTML."""
    return "<" in text and _TAG.search(text) is not None


def has_escaped_markup(text: str) -> bool:
    """Whether the text holds a tag written with entities, as feeds do."""
    return "&lt;" in text and _ESCAPED_TAG.search(text) is not None


def without_markup(text: str) -> tuple[str, int]:
    """The text that a reader of the page would see, and how many tags were taken out of it."""
    if not has_markup(text):
        return text, 0
    count = len(_TAG.findall(text))
    # In HTML a line end is a blank; where only words are tagged, the lines are the writer's own.
    is_laid_out = _BLOCK_TAG.search(text) is not None
    # entities are left to the repairs that follow, which count them
    source = _OTHER_SIGN.sub("&lt;", text.replace("&", _MARK)).replace("\x00", "")
    try:
        tree = html.fragment_fromstring(source, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):  # lxml asserts that what looks like a page has one body
        return _TAG.sub(" ", text), count
    seen = "".join(_seen(tree, is_laid_out=is_laid_out)).replace(_MARK, "&")
    lines = (" ".join(line.split(" ")).strip() for line in seen.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), count


def _seen(element: html.HtmlElement, *, is_laid_out: bool) -> Iterator[str]:
    name = element.tag if isinstance(element.tag, str) else None
    if name is not None and name not in _UNSEEN:
        around = "\n\n" if name in _BLOCKS else " " if name in _CELLS else ""
        yield "\n" if name == "br" else around
        yield _inner(element.text, is_laid_out=is_laid_out)
        for child in element:
            yield from _seen(child, is_laid_out=is_laid_out)
        yield around
    yield _inner(element.tail, is_laid_out=is_laid_out)


def _inner(text: str | None, *, is_laid_out: bool) -> str:
    if not text:
        return ""
    if not is_laid_out:
        return text
    # an empty line is a paragraph's end all the same
    return "\n\n".join(_LINE_END.sub(" ", part) for part in _EMPTY_LINE.split(text))
