-- example: SELECT date_start, event_type, actors, recipients, articles FROM events_in('SYR', DATE '2020-02-01', DATE '2020-02-29') ORDER BY date_start
CREATE OR REPLACE MACRO events_in(country, since := NULL, until := NULL) AS TABLE
WITH told AS (
    SELECT
        m.event_id,
        count(DISTINCT m.article_id) AS articles,
        min(m.published_on) AS first_published,
        max(m.published_on) AS last_published,
        list_sort(list_distinct(flatten(list(m.actor_names)))) AS actors,
        list_sort(list_distinct(flatten(list(m.recipient_names)))) AS recipients,
        list_sort(list_distinct(flatten(list(m.attributed_to)))) AS claimants,
        max(m.confidence) AS confidence
    FROM event_records AS m
    WHERE m.place_country = country_code(country)
    GROUP BY m.event_id
)
SELECT
    e.event_id, e.event_type, e.event_mode, e.status, e.date_start, e.date_end, e.date_precision,
    l.name AS place_name, l.latitude, l.longitude,
    t.actors, t.recipients, t.claimants, t.articles, t.first_published, t.last_published, t.confidence
FROM told AS t
JOIN events AS e USING (event_id)
LEFT JOIN places AS l ON l.place_id = e.place_id
WHERE (since IS NULL OR coalesce(e.date_end, t.last_published) >= since)
  AND (until IS NULL OR coalesce(e.date_start, t.first_published) <= until);

COMMENT ON MACRO TABLE events_in IS 'One row an event placed in a country (any that country_code knows: SYR, SY, Syria) whose days touch those from since to until (DATE or NULL: open); an event without a date is taken at its days of publication. actors, recipients and claimants are all that any article names';
