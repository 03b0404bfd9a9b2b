-- inherits: event_records
CREATE OR REPLACE VIEW event_records_acled AS
SELECT
    e.*,
    CASE WHEN mode.event_type IS NOT NULL THEN mode.acled_event_type ELSE every.acled_event_type END
        AS acled_event_type,
    CASE WHEN mode.event_type IS NOT NULL THEN mode.acled_sub_event_type ELSE every.acled_sub_event_type END
        AS acled_sub_event_type
FROM event_records AS e
LEFT JOIN ops.crosswalk_acled AS mode ON mode.event_type = e.event_type AND mode.event_mode = e.event_mode
LEFT JOIN ops.crosswalk_acled AS every ON every.event_type = e.event_type AND every.event_mode IS NULL;

COMMENT ON VIEW event_records_acled IS 'event_records with the ACLED event and sub-event type of type and mode';
COMMENT ON COLUMN event_records_acled.acled_event_type IS 'ACLED event type; NULL where ACLED has none';
COMMENT ON COLUMN event_records_acled.acled_sub_event_type IS 'ACLED sub-event type; NULL where ACLED has none';
