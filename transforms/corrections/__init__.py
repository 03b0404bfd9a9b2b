"""What people correct in the rows, as data: docs/corrections.md."""

from transforms.corrections.model import Corrections, Join, RowCorrection, Split

__all__ = ["Corrections", "Join", "RowCorrection", "Split"]
