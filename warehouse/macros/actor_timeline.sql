-- example: SELECT date_start, event_type, role, other_side, source_name FROM actor_timeline('Turkish Armed Forces')
CREATE OR REPLACE MACRO actor_timeline(actor) AS TABLE
WITH meant AS (
    SELECT a.actor_id, a.name FROM actors AS a WHERE contains(lower(a.name), lower(actor))
),
sides AS (
    SELECT p.event_mention_id, p.role, m.name, any_value(p.position) AS position
    FROM event_participants AS p
    JOIN meant AS m USING (actor_id)
    GROUP BY ALL
)
SELECT
    coalesce(e.date_start, e.published_on) AS on_day, e.date_start, e.date_end, e.date_precision, e.event_type,
    e.event_mode, e.status, s.name, s.role,
    CASE
        WHEN s.role = 'recipient' THEN e.actor_names
        WHEN len(e.recipient_names) > 0 THEN e.recipient_names
        ELSE list_filter(e.actor_names, lambda n: n <> s.name)
    END AS other_side,
    e.place_name, e.place_country, e.attributed_to AS claimants, e.event_id, e.event_mention_id, e.article_id,
    e.source_name, e.published_on, e.sentence_text, e.confidence
FROM sides AS s
JOIN event_records AS e USING (event_mention_id)
ORDER BY on_day NULLS LAST, e.event_mention_id, s.name, s.role;

COMMENT ON MACRO TABLE actor_timeline IS 'One row an event mention in which an actor takes part whose canonical name holds these words (in any case), in order of time; other_side: whom it acts upon, who acts upon it, or with whom it acts; on_day is the first day it can have happened on, else the day of publication';
