-- inherits: statistics
CREATE OR REPLACE VIEW figure_claims AS
WITH told AS (
    SELECT
        f.measure,
        f.unit,
        f.subject_country,
        l.country AS place_country,
        f.period_start,
        f.period_end,
        -- Without a period, or with neither a country nor a place, like figures of two stories are hardly the same one.
        CASE
            WHEN coalesce(f.period_start, f.period_end) IS NULL OR coalesce(f.subject_country, l.country) IS NULL
            THEN coalesce(r.story_id, r.article_id)
        END AS story_id,
        coalesce(a.name, r.publisher, r.source_name) AS claimant,
        f.value,
        f.low,
        f.high,
        f.article_id,
        r.published_on
    FROM statistics AS f
    JOIN articles AS r USING (article_id)
    LEFT JOIN places AS l ON l.place_id = f.place_id
    LEFT JOIN attributions AS t ON t.statistic_id = f.statistic_id
    LEFT JOIN actors AS a ON a.actor_id = t.actor_id
    WHERE coalesce(f.value, f.low, f.high) IS NOT NULL AND f.measure <> 'other'
),
keyed AS (
    SELECT
        substr(md5(concat_ws(
            chr(31),
            measure,
            coalesce(unit, ''),
            coalesce(subject_country, ''),
            coalesce(place_country, ''),
            coalesce(period_start::VARCHAR, ''),
            coalesce(period_end::VARCHAR, ''),
            coalesce(story_id, '')
        )), 1, 16) AS figure_id,
        * EXCLUDE (unit, story_id)
    FROM told
),
claims AS (
    SELECT
        * EXCLUDE (article_id, published_on),
        count(DISTINCT article_id) AS article_count,
        min(published_on) AS first_published,
        max(published_on) AS last_published
    FROM keyed
    GROUP BY ALL
),
latest AS (
    SELECT *
    FROM claims
    WHERE value IS NOT NULL
    QUALIFY dense_rank() OVER (PARTITION BY figure_id ORDER BY last_published DESC NULLS LAST) = 1
),
best AS (
    SELECT figure_id, quantile_disc(value, 0.5) AS figure_best
    FROM latest
    GROUP BY figure_id
),
figures AS (
    SELECT
        figure_id,
        count(DISTINCT value) > 1 AS contested,
        min(least(value, low)) AS figure_low,
        max(greatest(value, high)) AS figure_high
    FROM claims
    GROUP BY figure_id
)
SELECT
    claims.figure_id,
    claims.measure,
    claims.subject_country,
    claims.place_country,
    claims.period_start,
    claims.period_end,
    claims.claimant,
    claims.value,
    claims.low,
    claims.high,
    claims.article_count,
    claims.first_published,
    claims.last_published,
    figures.contested,
    figures.figure_low,
    best.figure_best,
    figures.figure_high,
    'low and high: the outermost bound or value claimed; best: the middle value of those claimed last' AS rule
FROM claims
JOIN figures USING (figure_id)
LEFT JOIN best USING (figure_id);

COMMENT ON VIEW figure_claims IS 'One row for each claim of a figure, each claimant beside the others. Claims are of one figure where measure, unit, subject_country, place_country and period are the same; where no period is told, or neither country is, they must be of one story too. Measure other is left out: what it counts is not known';
COMMENT ON COLUMN figure_claims.figure_id IS 'Hash of measure, unit, subject_country, place_country and period, and of the story where it takes that to be one figure';
COMMENT ON COLUMN figure_claims.place_country IS 'Where: ISO 3166-1 alpha-3';
COMMENT ON COLUMN figure_claims.claimant IS 'Who says so; where it is the article''s own voice its publisher, else its source_name; never NULL';
COMMENT ON COLUMN figure_claims.article_count IS 'Articles in which this claimant gives this figure';
COMMENT ON COLUMN figure_claims.first_published IS 'Day the claim was first published';
COMMENT ON COLUMN figure_claims.last_published IS 'Day the claim was last published';
COMMENT ON COLUMN figure_claims.contested IS 'Claims of this figure give different values';
COMMENT ON COLUMN figure_claims.figure_low IS 'The figure over all its claims: lowest';
COMMENT ON COLUMN figure_claims.figure_best IS 'The figure over all its claims: best; NULL where no claim has a value';
COMMENT ON COLUMN figure_claims.figure_high IS 'The figure over all its claims: highest';
COMMENT ON COLUMN figure_claims.rule IS 'How low, best and high come from the claims';
