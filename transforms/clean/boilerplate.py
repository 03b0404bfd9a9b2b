"""Lines of a page that are no part of its article: menus, share buttons, newsletters, cookies, related links.

The patterns are data, `seeds/boilerplate/lines.csv`: each has to match a whole line, in upper or lower case. They are
cautious, since a marked line is not coded: "Read more" alone is a menu, a sentence that begins with "Read" is not.
"""

from __future__ import annotations

import re
from functools import cache

from seeds.loading import ROOT, read_csv

FILE = "boilerplate/lines.csv"
LONGEST = 400
_EDGE = " \t.!?…:»›>→*-–—"


def is_menu(paragraph: str) -> bool:
    """Whether a paragraph is a line of the page and not of the article."""
    bare = paragraph.strip(_EDGE)
    if not 0 < len(bare) <= LONGEST or "\n" in bare:
        return False
    begins, holds = _patterns()
    if begins.fullmatch(bare):
        return True
    lower = bare.lower()
    return any(word in lower and pattern.fullmatch(bare) for word, pattern in holds)


@cache
def _patterns() -> tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]:
    """Those that a paragraph begins with, as one; those with `needs`, a word without which they can't match."""
    rows = read_csv(ROOT / FILE).select("pattern", "needs").rows()
    begins = "|".join(f"(?:{pattern})" for pattern, needs in rows if needs is None)
    holds = [(needs, re.compile(pattern, re.IGNORECASE)) for pattern, needs in rows if needs is not None]
    return re.compile(begins, re.IGNORECASE), holds
