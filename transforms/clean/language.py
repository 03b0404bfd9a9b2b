"""Which language a text is in (py3langid, on its first 2,000 characters)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 2_000
MIN_LETTERS = 20
# The languages of the world's larger news media; rarer ones only draw short English texts away.
LANGUAGES = tuple(
    (
        "en ar az be bg bn bs ca cs da de el es et fa fi fr gu he hi hr hu hy id it ja ka kk kn ko lt lv mk ml mn mr "
        "ms ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tr uk ur vi zh"
    ).split()
)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - its model takes a second to load

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def language_of(text: str) -> str | None:
    """ISO 639-1 code, or None where there are too few letters to tell."""
    sample = text[:SAMPLE]
    if sum(c.isalpha() for c in sample) < MIN_LETTERS:
        return None
    code, _ = _identifier().classify(sample)
    return str(code)
