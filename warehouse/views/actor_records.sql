-- inherits: actors
CREATE OR REPLACE VIEW actor_records AS
WITH parts AS (
    SELECT actor_id, article_id FROM event_participants
    UNION
    SELECT actor_id, article_id FROM attributions
    UNION
    SELECT subject_actor_id, article_id FROM statistics WHERE subject_actor_id IS NOT NULL
    UNION
    SELECT unnest(by_actor_ids), article_id FROM statistics
    UNION
    SELECT actor_id, article_id FROM actor_mentions WHERE is_acting
),
in_articles AS (
    SELECT actor_id, count(*) AS article_count, list(article_id ORDER BY article_id) AS article_ids
    FROM parts
    GROUP BY actor_id
),
names AS (
    SELECT actor_id, list(DISTINCT text ORDER BY text) AS mentions
    FROM actor_mentions
    GROUP BY actor_id
)
SELECT
    a.actor_id,
    a.name,
    a.kind,
    a.country,
    a.sector,
    a.wikidata_id,
    a.is_resolved AS resolved,
    coalesce(names.mentions, []) AS mentions,
    in_articles.article_count,
    in_articles.article_ids
FROM actors AS a
JOIN in_articles USING (actor_id)
LEFT JOIN names USING (actor_id);

COMMENT ON VIEW actor_records IS 'One row for each actor that takes part: acts, is acted upon, makes a claim, causes a figure, is counted, or is who a sentence names as acting';
COMMENT ON COLUMN actor_records.resolved IS 'Known to the seeds or composed from known parts';
COMMENT ON COLUMN actor_records.mentions IS 'What the articles call it: the distinct words of all its mentions';
COMMENT ON COLUMN actor_records.article_count IS 'How many articles it takes part in';
COMMENT ON COLUMN actor_records.article_ids IS 'The articles it takes part in';
