"""Which language a text is in (py3langid, on its first 2,000 characters)."""

from __future__ import annotations

from py3langid.langid import classify

SAMPLE = 2_000
MIN_LETTERS = 20


def language_of(text: str) -> str | None:
    """ISO 639-1 code, or None where there are too few letters to tell."""
    sample = text[:SAMPLE]
    if sum(c.isalpha() for c in sample) < MIN_LETTERS:
        return None
    code, _ = classify(sample)
    return str(code)
