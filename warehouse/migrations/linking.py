"""The migration that lets mentions say through which other one they are of their event.

Events of before keep their ids and their mentions; how many sources tell them is counted by outlet until one of their
articles is loaded anew.
"""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE events ADD COLUMN article_count BIGINT",
    "ALTER TABLE events ADD COLUMN source_count BIGINT",
    "UPDATE events SET article_count = told.articles, source_count = told.sources FROM ("
    "SELECT m.event_id, count(DISTINCT m.article_id) FILTER (a.duplicate_of IS NULL) AS articles,"
    " count(DISTINCT coalesce(a.publisher, m.article_id)) AS sources"
    " FROM event_mentions AS m JOIN articles AS a USING (article_id) GROUP BY ALL"
    ") AS told WHERE told.event_id = events.event_id",
    "COMMENT ON COLUMN events.event_id IS"
    " 'Hash of the event mention that founded it; stays as other mentions come and go'",
    "COMMENT ON COLUMN events.article_count IS 'Articles that tell it, without copies'",
    "COMMENT ON COLUMN events.source_count IS 'Independent sources: what one agency or outlet tells counts once'",
    "ALTER TABLE event_mentions ADD COLUMN linked_to VARCHAR",
    "ALTER TABLE event_mentions ADD COLUMN link_score DOUBLE",
    "ALTER TABLE event_mentions ADD COLUMN link_reason VARCHAR",
    "COMMENT ON COLUMN event_mentions.linked_to IS"
    " 'The mention through which it is of its event; NULL for the first of an event'",
    "COMMENT ON COLUMN event_mentions.link_score IS"
    " 'Weight of what speaks for that link; NULL where a correction made it'",
    "COMMENT ON COLUMN event_mentions.link_reason IS 'What speaks for that link, and what against it'",
    "COMMENT ON TABLE stories IS 'One row a story: articles about one course of events over days, with their copies.'",
    "COMMENT ON COLUMN stories.story_id IS 'Hash of the article that founded it; stays as other articles come and go'",
    "CREATE TABLE ops.corrections (correction_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, action VARCHAR NOT NULL,"
    " table_name VARCHAR NOT NULL, row_ids VARCHAR[] NOT NULL, apart_from VARCHAR[] NOT NULL, article_id VARCHAR,"
    " is_needed BOOLEAN NOT NULL, reason VARCHAR NOT NULL)",
    "COMMENT ON TABLE ops.corrections IS 'One row a correction of the file that counts in the warehouse.'",
    "COMMENT ON COLUMN ops.corrections.correction_id IS 'Hash of what it does to which rows'",
    "COMMENT ON COLUMN ops.corrections.run_id IS 'The run that applied it last'",
    "COMMENT ON COLUMN ops.corrections.action IS 'What it does'",
    "COMMENT ON COLUMN ops.corrections.table_name IS 'The table of the rows'",
    "COMMENT ON COLUMN ops.corrections.row_ids IS 'Keys of the rows'",
    "COMMENT ON COLUMN ops.corrections.apart_from IS 'Of split: the event mentions that they are of no event with'",
    "COMMENT ON COLUMN ops.corrections.article_id IS"
    " 'The article of the row; NULL for join and split, which may be of several'",
    "COMMENT ON COLUMN ops.corrections.is_needed IS"
    " 'The row was as expected; false: it was another, so nothing was corrected'",
    "COMMENT ON COLUMN ops.corrections.reason IS 'Why, as the file says'",
)
