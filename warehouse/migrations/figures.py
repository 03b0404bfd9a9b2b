"""The migration that lets statistics say which figure they are claims of.

Statistics of before are each a figure of their own until one of their articles is loaded anew.
"""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE statistics ADD COLUMN figure_id VARCHAR",
    "ALTER TABLE statistics ADD COLUMN figure_reason VARCHAR",
    "UPDATE statistics SET figure_id = statistic_id",
    "COMMENT ON COLUMN statistics.figure_id IS"
    " 'The figure it is a claim of: hash of the statistic that founded it; stays as other claims come'",
    "COMMENT ON COLUMN statistics.figure_reason IS"
    " 'What speaks for that, and what against it; NULL for the first of a figure'",
)
