-- example: SELECT date_start, event_type, role, other_side, source_name FROM actor_timeline('Turkish Armed Forces')
CREATE OR REPLACE MACRO actor_timeline(actor) AS TABLE
WITH meant AS (
    SELECT a.actor_id, a.name FROM actors AS a
    WHERE a.actor_id = actor
        OR CASE
            WHEN trim(actor) = '' THEN error('actor_timeline needs a name, a part of one or an actor_id.')::BOOLEAN
            ELSE contains(lower(a.name), lower(actor))
        END
),
sides AS (
    SELECT p.event_mention_id, p.role, m.name, any_value(p.position) AS position
    FROM event_participants AS p
    JOIN meant AS m USING (actor_id)
    GROUP BY ALL
)
SELECT
    coalesce(e.date_start, r.published_on) AS on_day, e.date_start, e.date_end, e.date_precision, e.event_type,
    e.event_mode, e.status, s.name, s.role,
    CASE
        WHEN s.role = 'recipient' THEN coalesce(parties.actors, [])
        WHEN len(parties.recipients) > 0 THEN parties.recipients
        ELSE list_filter(coalesce(parties.actors, []), lambda n: n <> s.name)
    END AS other_side,
    l.name AS place_name, l.country AS place_country, coalesce(claims.names, []) AS claimants, e.event_id,
    e.event_mention_id, e.article_id, r.source_name, r.published_on, t.text AS sentence_text, e.confidence
FROM sides AS s
-- not event_records: what is joined to that does not limit what it gathers
JOIN event_mentions AS e USING (event_mention_id)
JOIN articles AS r USING (article_id)
JOIN sentences AS t USING (sentence_id)
LEFT JOIN places AS l USING (place_id)
LEFT JOIN LATERAL (
    SELECT
        list(a.name ORDER BY p.position, p.event_participant_id) FILTER (p.role = 'actor') AS actors,
        list(a.name ORDER BY p.position, p.event_participant_id) FILTER (p.role = 'recipient') AS recipients
    FROM event_participants AS p
    JOIN actors AS a USING (actor_id)
    WHERE p.event_mention_id = e.event_mention_id
) AS parties ON true
LEFT JOIN LATERAL (
    SELECT list(a.name ORDER BY c.position, c.attribution_id) AS names
    FROM attributions AS c
    JOIN actors AS a USING (actor_id)
    WHERE c.event_mention_id = e.event_mention_id
) AS claims ON true
WHERE (
    SELECT CASE
        WHEN count(*) > 0 OR NOT regexp_full_match(actor, '[0-9a-f]{16}') THEN true
        ELSE error('There is no actor ' || actor || '; actor_records has the actor_id and name of each.')::BOOLEAN
    END
    FROM meant
)
ORDER BY on_day NULLS LAST, e.event_mention_id, s.name, s.role;

COMMENT ON MACRO TABLE actor_timeline IS 'One row an event mention in which an actor takes part whose canonical name holds these words (in any case) or whose actor_id this is, in order of time; other_side: whom it acts upon, who acts upon it, or with whom it acts; on_day is the first day it can have happened on, else the day of publication';
