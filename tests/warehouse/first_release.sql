-- A warehouse as the first release made it: its tables, a view, and the rows of two runs over one article and its copy.
CREATE SCHEMA ops;
CREATE TABLE actors(
    actor_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    country VARCHAR,
    sector VARCHAR NOT NULL,
    wikidata_id VARCHAR,
    is_resolved BOOLEAN NOT NULL
);
CREATE TABLE actor_mentions(
    article_id VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    actor_mention_id VARCHAR NOT NULL,
    sentence_id VARCHAR NOT NULL,
    actor_id VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL
);
CREATE TABLE articles(
    article_id VARCHAR NOT NULL,
    source_uri VARCHAR NOT NULL,
    source_name VARCHAR NOT NULL,
    publisher VARCHAR,
    title VARCHAR,
    published_on DATE,
    published_rule VARCHAR NOT NULL,
    language VARCHAR,
    text VARCHAR NOT NULL,
    repairs BIGINT NOT NULL,
    text_id VARCHAR NOT NULL,
    duplicate_of VARCHAR,
    story_id VARCHAR,
    recipe VARCHAR NOT NULL
);
CREATE TABLE attributions(
    article_id VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    attribution_id VARCHAR NOT NULL,
    event_mention_id VARCHAR,
    statistic_id VARCHAR,
    actor_id VARCHAR NOT NULL,
    actor_mention_id VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    verb VARCHAR,
    rule VARCHAR NOT NULL
);
CREATE TABLE events(
    event_id VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    event_mode VARCHAR,
    status VARCHAR NOT NULL,
    date_start DATE,
    date_end DATE,
    date_precision VARCHAR NOT NULL,
    place_id VARCHAR,
    rule VARCHAR NOT NULL
);
CREATE TABLE event_mentions(
    article_id VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    event_mention_id VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    sentence_id VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    event_mode VARCHAR,
    contexts VARCHAR[] NOT NULL,
    quad_code BIGINT NOT NULL,
    intensity DOUBLE NOT NULL,
    status VARCHAR NOT NULL,
    status_rule VARCHAR NOT NULL,
    date_start DATE,
    date_end DATE,
    date_precision VARCHAR NOT NULL,
    date_text VARCHAR,
    date_rule VARCHAR NOT NULL,
    place_id VARCHAR,
    place_mention_id VARCHAR,
    place_precision VARCHAR NOT NULL,
    lexicon_entry VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL
);
CREATE TABLE event_participants(
    article_id VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    event_participant_id VARCHAR NOT NULL,
    event_mention_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    actor_id VARCHAR NOT NULL,
    actor_mention_id VARCHAR NOT NULL,
    rule VARCHAR NOT NULL
);
CREATE TABLE places(
    place_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    country VARCHAR,
    feature VARCHAR NOT NULL,
    latitude DOUBLE,
    longitude DOUBLE,
    geonames_id BIGINT,
    is_resolved BOOLEAN NOT NULL
);
CREATE TABLE place_mentions(
    article_id VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    place_mention_id VARCHAR NOT NULL,
    sentence_id VARCHAR NOT NULL,
    place_id VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL
);
CREATE TABLE sentences(
    article_id VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    sentence_id VARCHAR NOT NULL,
    sentence_index BIGINT NOT NULL,
    paragraph_index BIGINT NOT NULL,
    kind VARCHAR NOT NULL
);
CREATE TABLE statistics(
    article_id VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    statistic_id VARCHAR NOT NULL,
    event_mention_id VARCHAR,
    sentence_id VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    value DOUBLE,
    low DOUBLE,
    high DOUBLE,
    qualifier VARCHAR NOT NULL,
    unit VARCHAR,
    subject VARCHAR,
    subject_actor_id VARCHAR,
    subject_country VARCHAR,
    by_actor_ids VARCHAR[] NOT NULL,
    place_id VARCHAR,
    period_start DATE,
    period_end DATE,
    kind VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL
);
CREATE TABLE stories(
    story_id VARCHAR NOT NULL,
    first_article_id VARCHAR NOT NULL,
    title VARCHAR
);
CREATE TABLE ops.changes(
    change_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    table_name VARCHAR NOT NULL,
    row_id VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    before VARCHAR NOT NULL,
    after VARCHAR,
    reason VARCHAR NOT NULL
);
CREATE TABLE ops.crosswalk_acled(
    event_type VARCHAR NOT NULL,
    event_mode VARCHAR,
    acled_event_type VARCHAR,
    acled_sub_event_type VARCHAR
);
CREATE TABLE ops.crosswalk_cameo(
    event_type VARCHAR NOT NULL,
    event_mode VARCHAR,
    cameo_root VARCHAR NOT NULL
);
CREATE TABLE ops.rejects(
    reject_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    table_name VARCHAR,
    rule VARCHAR NOT NULL,
    source_uri VARCHAR,
    article_id VARCHAR,
    row_id VARCHAR,
    reason VARCHAR NOT NULL,
    evidence VARCHAR
);
CREATE TABLE ops.runs(
    run_id VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    status VARCHAR NOT NULL,
    message VARCHAR,
    sources VARCHAR[] NOT NULL,
    recipe VARCHAR,
    articles_read BIGINT NOT NULL,
    articles_new BIGINT NOT NULL,
    rows_inserted BIGINT NOT NULL,
    rows_updated BIGINT NOT NULL,
    rows_deleted BIGINT NOT NULL,
    rejects BIGINT NOT NULL
);
CREATE TABLE ops.schema_versions(
    version BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    applied_at TIMESTAMP NOT NULL
);
CREATE TABLE ops.validations(
    validation_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    suite VARCHAR NOT NULL,
    expectation VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    success BOOLEAN NOT NULL,
    evaluated BIGINT,
    failed BIGINT,
    examples VARCHAR,
    explanation VARCHAR NOT NULL
);
INSERT INTO actors VALUES
    ('1744ffb7b18bce36', 'Armed forces of Northland', 'military', 'XNL', 'MIL', NULL, true),
    ('0b2819a04ffd086f', 'Civilians of Belmont', 'population', NULL, 'CVL', NULL, true),
    ('7675b702785207d6', 'Red Lantern group', 'ngo', NULL, 'NGO', NULL, true);
INSERT INTO actor_mentions VALUES
    ('a922a6c547a3b800', 24, 40, 'Northland forces', '09359907de6dadef', 'eada9fc2e21967ae', '1744ffb7b18bce36', 'alias', 0.9),
    ('a922a6c547a3b800', 51, 60, 'civilians', '8cca078d42fcd912', 'eada9fc2e21967ae', '0b2819a04ffd086f', 'alias', 0.9),
    ('a922a6c547a3b800', 87, 104, 'Red Lantern group', '63f631701aa85223', 'eada9fc2e21967ae', '7675b702785207d6', 'alias', 0.9);
INSERT INTO articles VALUES
    ('cd724b3409d2576a', 'articles/copy.txt', 'copy.txt', 'A Reprint', 'Shelling hits Belmont.', '2020-03-04', 'record', 'en', 'Shelling hits Belmont.

Northland forces killed 12 civilians in Belmont on Monday, the Red Lantern group said. Northland forces left Belmont a day later.', 0, 'cbe3db0df45adf60', 'a922a6c547a3b800', '165e9529c91ab793', 'd5badeebca43c94f'),
    ('a922a6c547a3b800', 'articles/article-0.txt', 'article-0.txt', 'The Test Courier', 'Shelling hits Belmont.', '2020-03-04', 'record', 'en', 'Shelling hits Belmont.

Northland forces killed 12 civilians in Belmont on Monday, the Red Lantern group said. Northland forces left Belmont a day later.', 0, 'cbe3db0df45adf60', NULL, '165e9529c91ab793', 'd5badeebca43c94f');
INSERT INTO attributions VALUES
    ('a922a6c547a3b800', 87, 104, 'Red Lantern group', '8e4541294f39e4ac', '669d6e36fda68b6f', NULL, '7675b702785207d6', '63f631701aa85223', 0, 'say', 'clause with a reporting verb'),
    ('a922a6c547a3b800', 87, 104, 'Red Lantern group', '93c35265979e2193', NULL, '4ad1b8649c46e976', '7675b702785207d6', '63f631701aa85223', 0, 'say', 'clause with a reporting verb');
INSERT INTO events VALUES
    ('900bcd6f398638b9', 'ASSAULT', NULL, 'actual', '2020-03-02', '2020-03-02', 'day', 'f74779ae7b4ff814', 'same type, participants, day and place');
INSERT INTO event_mentions VALUES
    ('a922a6c547a3b800', 41, 47, 'killed', '669d6e36fda68b6f', '900bcd6f398638b9', 'eada9fc2e21967ae', 'ASSAULT', NULL, ['military'], 4, -10.0, 'actual', 'indicative', '2020-03-02', '2020-03-02', 'day', 'Monday', 'weekday before publication', 'f74779ae7b4ff814', '1f175ca2beaef9c1', 'city', 'kill', 0.8);
INSERT INTO event_participants VALUES
    ('a922a6c547a3b800', 24, 40, 'Northland forces', 'b93f5a9eb053dd9a', '669d6e36fda68b6f', 'actor', 0, '1744ffb7b18bce36', '09359907de6dadef', 'subject'),
    ('a922a6c547a3b800', 51, 60, 'civilians', '249e95710b485906', '669d6e36fda68b6f', 'recipient', 0, '0b2819a04ffd086f', '8cca078d42fcd912', 'object');
INSERT INTO places VALUES
    ('f74779ae7b4ff814', 'Belmont', 'XNL', 'city', 52.5, 5.5, NULL, true);
INSERT INTO place_mentions VALUES
    ('a922a6c547a3b800', 64, 71, 'Belmont', '1f175ca2beaef9c1', 'eada9fc2e21967ae', 'f74779ae7b4ff814', 'gazetteer', 0.9);
INSERT INTO sentences VALUES
    ('a922a6c547a3b800', 0, 22, 'Shelling hits Belmont.', 'e92468a8ab996d05', 0, 0, 'headline'),
    ('a922a6c547a3b800', 24, 110, 'Northland forces killed 12 civilians in Belmont on Monday, the Red Lantern group said.', 'eada9fc2e21967ae', 1, 1, 'body'),
    ('a922a6c547a3b800', 111, 153, 'Northland forces left Belmont a day later.', 'd537e48571c6e6ff', 2, 1, 'body');
INSERT INTO statistics VALUES
    ('a922a6c547a3b800', 48, 50, '12', '4ad1b8649c46e976', '669d6e36fda68b6f', 'eada9fc2e21967ae', 'killed', 12.0, 12.0, 12.0, 'exact', 'civilian', 'civilians', '0b2819a04ffd086f', NULL, ['1744ffb7b18bce36'], 'f74779ae7b4ff814', '2020-03-02', '2020-03-02', 'flow', 'number and noun', 0.9);
INSERT INTO stories VALUES
    ('165e9529c91ab793', 'a922a6c547a3b800', 'Shelling hits Belmont.');
INSERT INTO ops.changes VALUES
    ('b6b1d6af95c4cba2', 'b1e89da43e7910e1', '2024-01-03 03:05:00', 'articles', 'a922a6c547a3b800', 'update', '{"article_id":"a922a6c547a3b800","source_uri":"articles/article-0.txt","source_name":"article-0.txt","publisher":"The Test Courier","title":"Shelling hits Belmont.","published_on":"2020-03-04","published_rule":"header","language":"en","text":"Shelling hits Belmont.\n\nNorthland forces killed 12 civilians in Belmont on Monday, the Red Lantern group said. Northland forces left Belmont a day later.","repairs":0,"text_id":"cbe3db0df45adf60","duplicate_of":null,"story_id":"165e9529c91ab793","recipe":"d5badeebca43c94f"}', '{"article_id":"a922a6c547a3b800","source_uri":"articles/article-0.txt","source_name":"article-0.txt","publisher":"The Test Courier","title":"Shelling hits Belmont.","published_on":"2020-03-04","published_rule":"record","language":"en","text":"Shelling hits Belmont.\n\nNorthland forces killed 12 civilians in Belmont on Monday, the Red Lantern group said. Northland forces left Belmont a day later.","repairs":0,"text_id":"cbe3db0df45adf60","duplicate_of":null,"story_id":"165e9529c91ab793","recipe":"d5badeebca43c94f"}', 'Its article was coded anew'),
    ('58abcf9b939728fb', 'b1e89da43e7910e1', '2024-01-03 03:05:00', 'articles', 'cd724b3409d2576a', 'update', '{"article_id":"cd724b3409d2576a","source_uri":"articles/copy.txt","source_name":"copy.txt","publisher":"A Reprint","title":"Shelling hits Belmont.","published_on":"2020-03-04","published_rule":"header","language":"en","text":"Shelling hits Belmont.\n\nNorthland forces killed 12 civilians in Belmont on Monday, the Red Lantern group said. Northland forces left Belmont a day later.","repairs":0,"text_id":"cbe3db0df45adf60","duplicate_of":"a922a6c547a3b800","story_id":"165e9529c91ab793","recipe":"d5badeebca43c94f"}', '{"article_id":"cd724b3409d2576a","source_uri":"articles/copy.txt","source_name":"copy.txt","publisher":"A Reprint","title":"Shelling hits Belmont.","published_on":"2020-03-04","published_rule":"record","language":"en","text":"Shelling hits Belmont.\n\nNorthland forces killed 12 civilians in Belmont on Monday, the Red Lantern group said. Northland forces left Belmont a day later.","repairs":0,"text_id":"cbe3db0df45adf60","duplicate_of":"a922a6c547a3b800","story_id":"165e9529c91ab793","recipe":"d5badeebca43c94f"}', 'Its article was coded anew');
INSERT INTO ops.runs VALUES
    ('a137313e3a96f9f3', '2024-01-02 03:04:00', '2024-01-02 03:05:00', 'loaded', NULL, ['articles'], NULL, 2, 2, 21, 0, 0, 0),
    ('b1e89da43e7910e1', '2024-01-03 03:04:00', '2024-01-03 03:05:00', 'loaded', NULL, ['articles'], NULL, 2, 2, 0, 2, 0, 0);
INSERT INTO ops.schema_versions VALUES
    (1, 'created', '2024-01-02 03:04:30');
CREATE VIEW actor_records AS SELECT actor_id, name, kind, country, sector, is_resolved AS resolved FROM actors;
COMMENT ON VIEW actor_records IS 'One row for each actor';
