"""Raw articles to clean ones: repair what is certainly broken, find date and language, mark paragraphs and copies."""

from transforms.clean.articles import REPAIRS, Cleaned, clean, clean_apart, paragraphs_to_code
from transforms.clean.copies import COPIES, KNOWN, SHARED_BANDS, find_copies, mark_copies
from transforms.clean.fingerprints import FINGERPRINTS, fingerprint_version, fingerprints

__all__ = [
    "COPIES",
    "FINGERPRINTS",
    "KNOWN",
    "REPAIRS",
    "SHARED_BANDS",
    "Cleaned",
    "clean",
    "clean_apart",
    "find_copies",
    "fingerprint_version",
    "fingerprints",
    "mark_copies",
    "paragraphs_to_code",
]
