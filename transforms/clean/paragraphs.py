"""Paragraphs of a text and what each is: body, headline, caption, byline, credit or menu.

Marked, not deleted. A caption ("A convoy passes through ..., February 2, 2020. Name / Agency /") is coded without its
credit; datelines ("GENEVA, May 3 (Agency) -"), bylines, contributor lines and menus (`boilerplate`) are not coded.
Not covered: captions that look like any other paragraph.
"""

from __future__ import annotations

import re

import polars as pl

from transforms.clean.boilerplate import is_menu

PARAGRAPHS = pl.Schema(
    {
        "doc": pl.UInt32,
        "paragraph_index": pl.Int64,
        "kind": pl.String,
        "start_char": pl.Int64,
        "text": pl.String,
    }
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_TITLE_LENGTH, _TITLE_WORDS = 150, 3
# "GENEVA, May 3 (Agency) - ", "Reyhanli, Turkey – ", "BEIRUT (AP) — ", "LONDON: "
DATELINE = re.compile(
    rf"^(?:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,3}}(?:/[A-Z]\w+)?)"
    rf"(?:, (?:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,2}}|{_MONTH} \d{{1,2}}(?:, \d{{4}})?)){{0,2}}"
    r"(?:,? ?\([A-Z][\w /.&-]{1,30}\))?"
    r" ?(?:—|–|--| -) ?(?=[\"“'‘A-Z])"
)
_CAPS_DATELINE = re.compile(r"^[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][\w .'’-]{2,30})?: (?=[\"“'‘A-Z])")
_DATE_IN_CAPTION = re.compile(rf"{_MONTH} \d{{1,2}}, \d{{4}}\b|\b\d{{1,2}} {_MONTH} \d{{4}}\b")
_CREDIT = re.compile(
    r"(?P<credit>(?:(?<=[.!?] )|^)[\w .'’-]{2,60} ?/ ?(?:[\w .'’-]{2,40}|[A-Z]{2,6})(?: ?/.*)?|"
    r"\[[^\]]{3,60}\]|\((?:AP|AFP|Reuters|Getty)[^)]{0,60}\))\s*$"
)
_BYLINE = re.compile(r"^(?:By|Reporting by|Written by|Edited by|Editing by|Compiled by)\b.{2,80}$")
_CONTRIBUTOR = re.compile(
    r"^(?:\(?(?:Additional )?(?:reports?|reporting|writing|editing)\b.{0,20}\bby\b.*|"
    r".{1,60}\bcontributed to this (?:report|story|article)\b.*|"
    r"(?:Copyright|©|All rights reserved).{0,200})$",
    re.IGNORECASE,
)


def first_line_title(text: str) -> str:
    """The headline where a text begins with one: a short first paragraph that is no sentence; else nothing."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    short = len(first) <= _TITLE_LENGTH and len(first.split()) >= _TITLE_WORDS
    is_sentence = first.endswith((".", "!", ":", ",", ";", '"', "”")) or DATELINE.match(first)
    return first if rest.strip() and short and not is_sentence and not is_menu(first) else ""


def paragraphs_of(doc: int, text: str, title: str | None) -> list[tuple[int, int, str, int, str]]:
    """The pieces of one text as rows of PARAGRAPHS, in order; every character that is not white space is in one."""
    rows: list[tuple[int, int, str, int, str]] = []
    for index, match in enumerate(re.finditer(r"[^\n]+(?:\n(?!\n)[^\n]+)*", text)):
        start, paragraph = match.start(), match.group()
        # a title with the text right below it, in the next line
        cut = 0
        if title and index == 0 and (paragraph == title or paragraph.startswith(f"{title}\n")):
            cut = min(len(title) + 1, len(paragraph))
        pieces = [("headline", 0, cut), *((kind, cut + a, cut + b) for kind, a, b in _parts(paragraph[cut:]))]
        for kind, piece_start, piece_end in pieces:
            piece = paragraph[piece_start:piece_end]
            if piece.strip():
                rows.append((doc, index, kind, start + piece_start, piece))
    return rows


def _parts(paragraph: str) -> list[tuple[str, int, int]]:
    """The pieces of a paragraph, with its lines that are menus apart."""
    if "\n" not in paragraph:
        return [("menu", 0, len(paragraph))] if is_menu(paragraph) else _pieces(paragraph)
    menus = [(line.start(), line.end()) for line in re.finditer(r"[^\n]+", paragraph) if is_menu(line.group())]
    parts, at = [], 0
    for start, end in [*menus, (len(paragraph), len(paragraph))]:
        parts += [(kind, at + a, at + b) for kind, a, b in _pieces(paragraph[at:start]) if start > at]
        parts += [("menu", start, end)] if end > start else []
        at = end
    return parts


def _pieces(paragraph: str) -> list[tuple[str, int, int]]:
    end = len(paragraph)
    if _BYLINE.match(paragraph):
        return [("byline", 0, end)]
    if _CONTRIBUTOR.match(paragraph):
        return [("credit", 0, end)]
    dateline = DATELINE.match(paragraph) or _CAPS_DATELINE.match(paragraph)
    if dateline:
        return [("byline", 0, dateline.end()), ("body", dateline.end(), end)]
    credit = _CREDIT.search(paragraph) if end < 600 else None
    if credit and (_DATE_IN_CAPTION.search(paragraph) or credit.start() == 0):
        return [("caption", 0, credit.start("credit")), ("credit", credit.start("credit"), end)]
    if end < 300 and "\n" not in paragraph and re.search(f"(?:{_DATE_IN_CAPTION.pattern})\\.?$", paragraph):
        return [("caption", 0, end)]
    return [("body", 0, end)]
