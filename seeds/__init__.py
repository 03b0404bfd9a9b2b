"""What sitrep knows before it reads: ontology, lexicon, actors, places, measures. All of it is data in CSV files.

A new verb, group or office is a new line in the right file. Cells that hold several items part them with `|`.
"""

from seeds.loading import Seeds, load, read_csv

__all__ = ["Seeds", "load", "read_csv"]
