-- inherits: event_records
CREATE OR REPLACE VIEW dyad_days AS
WITH dyads AS (
    SELECT DISTINCT
        e.event_id,
        one.country AS actor_country,
        other.country AS recipient_country,
        e.date_start AS day,
        e.event_type,
        e.intensity
    FROM event_mentions AS e
    JOIN event_participants AS does ON does.event_mention_id = e.event_mention_id AND does.role = 'actor'
    JOIN actors AS one ON one.actor_id = does.actor_id
    JOIN event_participants AS has ON has.event_mention_id = e.event_mention_id AND has.role = 'recipient'
    JOIN actors AS other ON other.actor_id = has.actor_id
    WHERE e.status = 'actual' AND e.date_precision = 'day' AND one.country IS NOT NULL AND other.country IS NOT NULL
)
SELECT
    actor_country,
    recipient_country,
    day,
    event_type,
    count(DISTINCT event_id) AS event_count,
    avg(intensity) AS mean_intensity
FROM dyads
GROUP BY ALL;

COMMENT ON VIEW dyad_days IS 'What the actors of one country did to those of another (or their own) on a day: events that happened, each counted once however many articles tell it';
COMMENT ON COLUMN dyad_days.actor_country IS 'ISO 3166-1 alpha-3 of whoever does it';
COMMENT ON COLUMN dyad_days.recipient_country IS 'ISO 3166-1 alpha-3 of whoever has it done to them';
COMMENT ON COLUMN dyad_days.day IS 'The day; events dated less precisely are left out';
COMMENT ON COLUMN dyad_days.event_count IS 'How many events';
COMMENT ON COLUMN dyad_days.mean_intensity IS 'Mean intensity, -10 to 10';
