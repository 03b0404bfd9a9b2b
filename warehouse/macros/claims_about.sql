-- example: SELECT claimant, value, low, high, first_published, is_latest FROM claims_about((SELECT min(figure_id) FROM figure_claims))
CREATE OR REPLACE MACRO claims_about(figure) AS TABLE
SELECT c.*
FROM figure_claims AS c
WHERE c.figure_id = figure
    AND (
        SELECT CASE
            WHEN figure IS NULL OR count(*) > 0 THEN true
            ELSE error(
                'There is no figure ' || figure || '; figure_claims and casualties() have the figure_id of each.'
            )::BOOLEAN
        END
        FROM statistics WHERE figure_id = figure
    )
ORDER BY c.first_published NULLS LAST, c.claimant, c.value;

COMMENT ON MACRO TABLE claims_about IS 'The claims of one figure (a figure_id of figure_claims, statistics or casualties), in the order in which they were first published; what is no figure_id is an error; is_latest marks the newest of each claimant';
