-- inherits: statistics
CREATE OR REPLACE VIEW figure_claims AS
WITH told AS (
    SELECT
        substr(md5(concat_ws(
            chr(31),
            f.measure,
            coalesce(f.unit, ''),
            coalesce(f.subject_country, ''),
            coalesce(l.country, ''),
            coalesce(f.period_start::VARCHAR, ''),
            coalesce(f.period_end::VARCHAR, '')
        )), 1, 16) AS figure_id,
        f.measure,
        f.subject_country,
        l.country AS place_country,
        f.period_start,
        f.period_end,
        coalesce(a.name, r.publisher) AS claimant,
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
    WHERE coalesce(f.value, f.low, f.high) IS NOT NULL
),
claims AS (
    SELECT
        * EXCLUDE (article_id, published_on),
        count(DISTINCT article_id) AS article_count,
        min(published_on) AS first_published,
        max(published_on) AS last_published
    FROM told
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

COMMENT ON VIEW figure_claims IS 'One row for each claim of a figure: measure, unit, whose, where and period are one figure, each claimant beside the others';
COMMENT ON COLUMN figure_claims.figure_id IS 'Hash of measure, unit, subject_country, place_country and period';
COMMENT ON COLUMN figure_claims.place_country IS 'Where: ISO 3166-1 alpha-3';
COMMENT ON COLUMN figure_claims.claimant IS 'Who says so; the publisher where it is the article''s own voice';
COMMENT ON COLUMN figure_claims.article_count IS 'Articles in which this claimant gives this figure';
COMMENT ON COLUMN figure_claims.first_published IS 'Day the claim was first published';
COMMENT ON COLUMN figure_claims.last_published IS 'Day the claim was last published';
COMMENT ON COLUMN figure_claims.contested IS 'Claims of this figure give different values';
COMMENT ON COLUMN figure_claims.figure_low IS 'The figure over all its claims: lowest';
COMMENT ON COLUMN figure_claims.figure_best IS 'The figure over all its claims: best; NULL where no claim has a value';
COMMENT ON COLUMN figure_claims.figure_high IS 'The figure over all its claims: highest';
COMMENT ON COLUMN figure_claims.rule IS 'How low, best and high come from the claims';
