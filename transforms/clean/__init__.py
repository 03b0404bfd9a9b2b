"""Raw articles to clean ones: repair what is certainly broken, find date and language, mark paragraphs and copies."""

from transforms.clean.articles import Cleaned, clean

__all__ = ["Cleaned", "clean"]
