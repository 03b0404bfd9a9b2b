-- example: SELECT claimant, value, low, high, first_published, is_latest FROM claims_about((SELECT min(figure_id) FROM figure_claims))
CREATE OR REPLACE MACRO claims_about(figure) AS TABLE
SELECT c.*
FROM figure_claims AS c
WHERE c.figure_id = figure
ORDER BY c.first_published NULLS LAST, c.claimant, c.value;

COMMENT ON MACRO TABLE claims_about IS 'The claims of one figure (a figure_id of figure_claims, statistics or casualties), in the order in which they were first published; is_latest marks the newest of each claimant';
