-- example: SELECT measure, value, low, high, claimants, published_on FROM casualties('SYR', DATE '2020-01-01', DATE '2020-03-31') ORDER BY published_on
CREATE OR REPLACE MACRO casualties(country, since := NULL, until := NULL) AS TABLE
SELECT
    s.measure, s.value, s.low, s.high, s.qualifier, s.unit, s.subject, s.place_name, s.period_start, s.period_end,
    s.kind, s.by_names, s.attributed_to AS claimants, s.event_id, s.statistic_id, s.article_id, s.source_name,
    s.published_on, s.sentence_text, s.confidence, f.figure_id
FROM statistic_records AS s
JOIN statistics AS f USING (statistic_id)
WHERE s.measure IN ('killed', 'injured', 'casualties', 'missing', 'abducted', 'detained')
  AND coalesce(s.place_country, s.subject_country) = country_code(country)
  AND (since IS NULL OR coalesce(s.period_end, s.period_start, s.published_on) >= since)
  AND (until IS NULL OR coalesce(s.period_start, s.period_end, s.published_on) <= until);

COMMENT ON MACRO TABLE casualties IS 'One row a reported number of people killed, injured, missing, abducted or detained in a country (any that country_code knows: SYR, SY, Syria; where no place is told, of its people), whose period touches the days from since to until (DATE or NULL: open); a number without a period is taken at its day of publication. Numbers are as told, so they overlap: those of one figure_id are claims of one figure, which claims_about puts side by side';
