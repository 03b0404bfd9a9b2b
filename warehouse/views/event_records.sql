-- inherits: event_mentions, articles
CREATE OR REPLACE VIEW event_records AS
SELECT
    e.event_mention_id,
    e.event_id,
    e.article_id,
    r.source_name,
    r.published_on,
    e.event_type,
    e.event_mode,
    e.contexts,
    e.quad_code,
    e.intensity,
    e.status,
    coalesce(sides.actor_names, []) AS actor_names,
    coalesce(sides.actor_countries, []) AS actor_countries,
    coalesce(sides.actor_sectors, []) AS actor_sectors,
    coalesce(sides.recipient_names, []) AS recipient_names,
    coalesce(sides.recipient_countries, []) AS recipient_countries,
    coalesce(sides.recipient_sectors, []) AS recipient_sectors,
    e.date_start,
    e.date_end,
    e.date_precision,
    e.date_text,
    e.date_rule,
    l.name AS place_name,
    l.country AS place_country,
    l.latitude,
    l.longitude,
    l.geonames_id,
    e.place_precision,
    coalesce(claims.attributed_to, []) AS attributed_to,
    claims.attribution_verb,
    e.text,
    e.start_char,
    e.end_char,
    s.text AS sentence_text,
    e.confidence
FROM event_mentions AS e
JOIN articles AS r USING (article_id)
JOIN sentences AS s USING (sentence_id)
LEFT JOIN places AS l USING (place_id)
-- LATERAL, so that lists are made for the rows a query asks for and not for all there are
LEFT JOIN LATERAL (
    SELECT
        list(a.name ORDER BY p.position, p.event_participant_id) FILTER (p.role = 'actor') AS actor_names,
        list(a.country ORDER BY p.position, p.event_participant_id) FILTER (p.role = 'actor') AS actor_countries,
        list(a.sector ORDER BY p.position, p.event_participant_id) FILTER (p.role = 'actor') AS actor_sectors,
        list(a.name ORDER BY p.position, p.event_participant_id) FILTER (p.role = 'recipient') AS recipient_names,
        list(a.country ORDER BY p.position, p.event_participant_id) FILTER (p.role = 'recipient') AS recipient_countries,
        list(a.sector ORDER BY p.position, p.event_participant_id) FILTER (p.role = 'recipient') AS recipient_sectors
    FROM event_participants AS p
    JOIN actors AS a USING (actor_id)
    WHERE p.event_mention_id = e.event_mention_id
) AS sides ON true
LEFT JOIN LATERAL (
    SELECT
        list(a.name ORDER BY t.position, t.attribution_id) AS attributed_to,
        arg_min(t.verb, t.position) AS attribution_verb
    FROM attributions AS t
    JOIN actors AS a USING (actor_id)
    WHERE t.event_mention_id = e.event_mention_id
) AS claims ON true;

COMMENT ON VIEW event_records IS 'One row for each event mention, flat: who did what to whom, when, where, and who says so';
COMMENT ON COLUMN event_records.actor_names IS 'Who does it, in the order of the text; empty where the text does not tell';
COMMENT ON COLUMN event_records.actor_countries IS 'ISO 3166-1 alpha-3 of each in actor_names, or NULL';
COMMENT ON COLUMN event_records.actor_sectors IS 'PLOVER sector of each in actor_names';
COMMENT ON COLUMN event_records.recipient_names IS 'To whom it is done, in the order of the text; empty where the text does not tell';
COMMENT ON COLUMN event_records.recipient_countries IS 'ISO 3166-1 alpha-3 of each in recipient_names, or NULL';
COMMENT ON COLUMN event_records.recipient_sectors IS 'PLOVER sector of each in recipient_names';
COMMENT ON COLUMN event_records.place_name IS 'Where: canonical English name';
COMMENT ON COLUMN event_records.place_country IS 'Where: ISO 3166-1 alpha-3';
COMMENT ON COLUMN event_records.latitude IS 'Degrees north (WGS 84) of the place';
COMMENT ON COLUMN event_records.longitude IS 'Degrees east (WGS 84) of the place';
COMMENT ON COLUMN event_records.geonames_id IS 'GeoNames id of the place, only where certain';
COMMENT ON COLUMN event_records.attributed_to IS 'Who says so, in the order of the text; empty: the article''s own voice';
COMMENT ON COLUMN event_records.attribution_verb IS 'The reporting verb of the first claimant that has one';
COMMENT ON COLUMN event_records.text IS 'The trigger: articles.text from start_char to end_char';
COMMENT ON COLUMN event_records.sentence_text IS 'The sentence the trigger stands in';
