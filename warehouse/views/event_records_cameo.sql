-- inherits: event_records
CREATE OR REPLACE VIEW event_records_cameo AS
SELECT
    e.*,
    CASE WHEN mode.event_type IS NOT NULL THEN mode.cameo_root ELSE every.cameo_root END AS cameo_root
FROM event_records AS e
LEFT JOIN ops.crosswalk_cameo AS mode ON mode.event_type = e.event_type AND mode.event_mode = e.event_mode
LEFT JOIN ops.crosswalk_cameo AS every ON every.event_type = e.event_type AND every.event_mode IS NULL;

COMMENT ON VIEW event_records_cameo IS 'event_records with the CAMEO root code of type and mode';
COMMENT ON COLUMN event_records_cameo.cameo_root IS 'CAMEO root code, 01 to 20; NULL where CAMEO has none';
