-- inherits: statistics
CREATE OR REPLACE VIEW figure_claims AS
WITH qualifiers(qualifier, below, above, above_long, definite) AS (
    -- seeds/figures/qualifiers.csv: how far the bounds may lie off the value where the text gives none, as shares of it
    VALUES ('exact', 0.0, 0.0, 0.0, 1), ('range', 0.0, 0.0, 0.0, 1), ('about', 0.1, 0.1, 0.1, 2),
        ('nearly', 0.1, 0.0, 0.0, 2), ('at_least', 0.0, NULL, 0.2, 3), ('more_than', 0.0, NULL, 0.2, 3),
        ('at_most', NULL, 0.0, 0.0, 3), ('less_than', NULL, 0.0, 0.0, 3), ('vague', 0.0, NULL, NULL, 4)
),
told AS (
    SELECT
        f.figure_id,
        f.statistic_id,
        f.measure,
        f.subject,
        f.subject_country,
        l.country AS place_country,
        f.period_start,
        f.period_end,
        f.kind,
        coalesce(a.name, r.publisher, r.source_name) AS claimant,
        f.value,
        f.low,
        f.high,
        coalesce(f.low, f.value * (1 - q.below)) AS least,
        coalesce(f.high, f.value * (1 + q.above)) AS most,
        coalesce(f.high, f.value * (1 + q.above_long)) AS most_long,
        q.definite,
        f.article_id,
        r.published_on
    FROM statistics AS f
    JOIN articles AS r USING (article_id)
    JOIN qualifiers AS q USING (qualifier)
    LEFT JOIN places AS l ON l.place_id = f.place_id
    LEFT JOIN attributions AS t ON t.statistic_id = f.statistic_id
    LEFT JOIN actors AS a ON a.actor_id = t.actor_id
    WHERE coalesce(f.value, f.low, f.high) IS NOT NULL AND f.measure <> 'other'
),
claims AS (
    SELECT
        figure_id,
        measure,
        claimant,
        value,
        low,
        high,
        min(least) AS least,
        max(most) AS most,
        max(most_long) AS most_long,
        min(definite) AS definite,
        min(subject) AS subject,
        min(subject_country) AS subject_country,
        min(place_country) AS place_country,
        min(period_start) AS period_start,
        max(period_end) AS period_end,
        bool_or(kind = 'stock') OR coalesce(max(period_end) - min(period_start) > 2, false) AS is_long,
        count(DISTINCT article_id) AS article_count,
        min(published_on) AS first_published,
        max(published_on) AS last_published,
        list_sort(list_distinct(list(statistic_id))) AS statistic_ids
    FROM told
    GROUP BY figure_id, measure, claimant, value, low, high
),
dated AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY figure_id, measure, claimant
            ORDER BY first_published DESC NULLS LAST, definite, value DESC NULLS LAST, low DESC, high DESC
        ) = 1 AS is_latest,
        bool_or(is_long) OVER (PARTITION BY figure_id, measure) AS of_long,
        max(last_published) OVER (PARTITION BY figure_id, measure) AS last_day
    FROM claims
),
standing AS (
    SELECT
        *,
        -- others have gone on counting since: 3 days for what happened on a day, 30 for what lasts
        coalesce(
            last_published < last_day - CASE WHEN of_long THEN 30 ELSE 3 END
            AND value < max(value) FILTER (is_latest) OVER (PARTITION BY figure_id, measure),
            false
        ) AS is_outdated
    FROM dated
),
newest AS (
    SELECT
        *,
        is_latest AND NOT is_outdated AS stands,
        is_latest AND NOT is_outdated AND value IS NOT NULL
        AND first_published IS NOT DISTINCT FROM
            max(first_published) FILTER (is_latest AND NOT is_outdated AND value IS NOT NULL)
            OVER (PARTITION BY figure_id, measure) AS is_newest
    FROM standing
),
definite AS (
    SELECT
        *,
        is_newest AND definite = min(definite) FILTER (is_newest) OVER (PARTITION BY figure_id, measure) AS is_best
    FROM newest
),
rolled_up AS (
    SELECT
        *,
        coalesce(
            max(least) FILTER (stands) OVER figure
                > min(CASE WHEN of_long THEN most_long ELSE most END) FILTER (stands) OVER figure * 1.01,
            false
        ) AS contested,
        min(least(value, low)) FILTER (stands) OVER figure AS figure_low,
        quantile_disc(value, 0.5) FILTER (is_best) OVER figure AS figure_best,
        max(greatest(value, high)) FILTER (stands) OVER figure AS figure_high,
        CASE
            WHEN min(value) FILTER (is_best) OVER figure < max(value) FILTER (is_best) OVER figure
            THEN 'median of the most definite of the newest'
            WHEN min(value) FILTER (is_newest) OVER figure < max(value) FILTER (is_newest) OVER figure
            THEN 'most definite of the newest'
            WHEN min(value) FILTER (stands) OVER figure < max(value) FILTER (stands) OVER figure THEN 'newest'
            WHEN count(value) FILTER (stands) OVER figure > 0 THEN 'only value'
            ELSE 'no value'
        END AS rule
    FROM definite
    WINDOW figure AS (PARTITION BY figure_id, measure)
)
SELECT
    figure_id,
    measure,
    subject_country,
    place_country,
    period_start,
    period_end,
    claimant,
    value,
    low,
    high,
    article_count,
    first_published,
    last_published,
    contested,
    figure_low,
    figure_best,
    figure_high,
    rule,
    subject,
    is_latest,
    is_outdated,
    statistic_ids
FROM rolled_up;

COMMENT ON VIEW figure_claims IS 'One row for each claim of a figure: a claimant with a number, each beside the others. Which statistics are of one figure is told by statistics.figure_id. Of one claimant the newest number is its latest, the earlier ones stay. figure_low, figure_best, figure_high and contested are of the claims that stand: each claimant''s latest, unless outdated. Measure other is left out: what it counts is not known';
COMMENT ON COLUMN figure_claims.place_country IS 'Where: ISO 3166-1 alpha-3';
COMMENT ON COLUMN figure_claims.period_start IS 'First day the claim covers; NULL for a stock';
COMMENT ON COLUMN figure_claims.period_end IS 'Last day the claim covers';
COMMENT ON COLUMN figure_claims.claimant IS 'Who says so; where it is the article''s own voice its publisher, else its source_name; never NULL';
COMMENT ON COLUMN figure_claims.article_count IS 'Articles in which this claimant gives this figure';
COMMENT ON COLUMN figure_claims.first_published IS 'Day the claim was first published';
COMMENT ON COLUMN figure_claims.last_published IS 'Day the claim was last published';
COMMENT ON COLUMN figure_claims.contested IS 'Two claims that stand can''t both hold: their bounds lie apart by more than 1 %. Where no bound is told, about leaves 10 % either way, nearly 10 % below; at least and more than leave all above, but 20 % where the figure is of more than 3 days, or of a state';
COMMENT ON COLUMN figure_claims.figure_low IS 'The figure over the claims that stand: lowest value or bound';
COMMENT ON COLUMN figure_claims.figure_best IS 'The figure over the claims that stand: best, by rule; NULL where none has a value';
COMMENT ON COLUMN figure_claims.figure_high IS 'The figure over the claims that stand: highest value or bound';
COMMENT ON COLUMN figure_claims.rule IS 'What gave figure_best: only value (all that stand say the same), newest (first published last), most definite of the newest (exact before about, about before at least, at least before vague), median of the most definite of the newest (the lower middle one), no value';
COMMENT ON COLUMN figure_claims.is_latest IS 'The newest number of this claimant for this figure; false: superseded by it, and kept';
COMMENT ON COLUMN figure_claims.is_outdated IS 'Lower than what others say who went on counting: last published more than 3 days (30 where the figure is of more than 3 days, or of a state) before the last claim of the figure';
COMMENT ON COLUMN figure_claims.statistic_ids IS 'The statistics that make the claim';
