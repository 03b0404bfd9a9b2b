-- inherits: statistics, articles
CREATE OR REPLACE VIEW statistic_records AS
SELECT
    f.statistic_id,
    e.event_id,
    f.article_id,
    r.source_name,
    r.published_on,
    f.measure,
    f.value,
    f.low,
    f.high,
    f.qualifier,
    f.unit,
    f.subject,
    f.subject_country,
    coalesce(causes.by_names, []) AS by_names,
    l.name AS place_name,
    l.country AS place_country,
    f.period_start,
    f.period_end,
    f.kind,
    coalesce(claims.attributed_to, []) AS attributed_to,
    claims.attribution_verb,
    f.text,
    f.start_char,
    f.end_char,
    s.text AS sentence_text,
    f.confidence
FROM statistics AS f
JOIN articles AS r USING (article_id)
JOIN sentences AS s USING (sentence_id)
LEFT JOIN event_mentions AS e USING (event_mention_id)
LEFT JOIN places AS l ON l.place_id = f.place_id
-- LATERAL, so that lists are made for the rows a query asks for and not for all there are
LEFT JOIN LATERAL (
    SELECT list(a.name ORDER BY by_whom.position) AS by_names
    FROM (
        -- of all statistics: no filter gets past an unnest() of f's own list
        SELECT statistic_id, unnest(by_actor_ids) AS actor_id, generate_subscripts(by_actor_ids, 1) AS position
        FROM statistics
    ) AS by_whom
    JOIN actors AS a USING (actor_id)
    WHERE by_whom.statistic_id = f.statistic_id
) AS causes ON true
LEFT JOIN LATERAL (
    SELECT
        list(a.name ORDER BY t.position, t.attribution_id) AS attributed_to,
        arg_min(t.verb, t.position) AS attribution_verb
    FROM attributions AS t
    JOIN actors AS a USING (actor_id)
    WHERE t.statistic_id = f.statistic_id
) AS claims ON true;

COMMENT ON VIEW statistic_records IS 'One row for each reported number: what is counted, how many, where, when, and who says so';
COMMENT ON COLUMN statistic_records.event_id IS 'The event it belongs to, where the text ties it to one';
COMMENT ON COLUMN statistic_records.by_names IS 'Who caused it, in the order of the text; empty where the text does not tell';
COMMENT ON COLUMN statistic_records.place_name IS 'Where: canonical English name';
COMMENT ON COLUMN statistic_records.place_country IS 'Where: ISO 3166-1 alpha-3';
COMMENT ON COLUMN statistic_records.attributed_to IS 'Who says so, in the order of the text; empty: the article''s own voice';
COMMENT ON COLUMN statistic_records.attribution_verb IS 'The reporting verb of the first claimant that has one';
COMMENT ON COLUMN statistic_records.text IS 'The number phrase: articles.text from start_char to end_char';
COMMENT ON COLUMN statistic_records.sentence_text IS 'The sentence the number stands in';
