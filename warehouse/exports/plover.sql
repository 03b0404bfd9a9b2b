-- One row an event that happened; parameters: version. The names of the columns are the keys of the JSON objects.
WITH sides AS (
    SELECT
        p.event_mention_id,
        p.role,
        list(a.name ORDER BY p.position, p.event_participant_id) AS names,
        list(a.country ORDER BY p.position, p.event_participant_id) AS countries,
        list(a.sector ORDER BY p.position, p.event_participant_id) AS sectors,
        list(p.text ORDER BY p.position, p.event_participant_id) AS raw_names,
        list(a.wikidata_id ORDER BY p.position, p.event_participant_id) AS wikidata_ids,
        list(a.kind ORDER BY p.position, p.event_participant_id) AS kinds
    FROM event_participants AS p
    JOIN actors AS a USING (actor_id)
    GROUP BY p.event_mention_id, p.role
),
told AS (
    SELECT
        m.*,
        r.publisher,
        r.source_name,
        r.source_uri,
        r.published_on,
        r.language,
        r.story_id,
        count(*) OVER every AS mention_count,
        list(m.article_id) OVER every AS article_ids
    FROM event_mentions AS m
    JOIN articles AS r USING (article_id)
    WINDOW every AS (PARTITION BY m.event_id)
    -- the mention that speaks for the event: the surest, then the first
    QUALIFY row_number() OVER (
        PARTITION BY m.event_id ORDER BY m.confidence DESC, r.published_on NULLS LAST, m.event_mention_id
    ) = 1
),
people AS (
    SELECT
        n.article_id,
        list(DISTINCT a.name ORDER BY a.name) FILTER (a.kind = 'person') AS persons,
        list(DISTINCT a.name ORDER BY a.name) FILTER (a.kind NOT IN ('person', 'population')) AS organizations
    FROM actor_mentions AS n
    JOIN actors AS a USING (actor_id)
    GROUP BY n.article_id
),
locations AS (
    SELECT n.article_id, list(DISTINCT l.name ORDER BY l.name) AS locations
    FROM place_mentions AS n
    JOIN places AS l USING (place_id)
    GROUP BY n.article_id
)
SELECT
    -- as POLECAT names them
    e.event_id,
    e.date_start::VARCHAR AS event_date,
    e.event_type,
    e.event_mode,
    t.intensity,
    t.quad_code,
    t.contexts,
    coalesce(does.names, []) AS actor_name,
    coalesce(does.countries, []) AS actor_country,
    does.sectors[1] AS primary_actor_sector,
    coalesce(does.sectors, []) AS actor_sectors,
    coalesce(does.raw_names, []) AS actor_name_raw,
    coalesce(has.names, []) AS recipient_name,
    coalesce(has.countries, []) AS recipient_country,
    has.sectors[1] AS primary_recipient_sector,
    coalesce(has.sectors, []) AS recipient_sectors,
    coalesce(has.raw_names, []) AS recipient_name_raw,
    l.name AS placename,
    CASE WHEN l.feature = 'city' THEN l.name END AS city,
    CASE WHEN l.feature = 'region' THEN l.name END AS province,
    l.country,
    l.latitude,
    l.longitude,
    l.geonames_id,
    w.text AS raw_placename,
    l.feature AS feature_type,
    coalesce(t.publisher, t.source_name) AS source,
    t.published_on::VARCHAR AS publication_date,
    coalesce(people.persons, []) AS story_people,
    coalesce(people.organizations, []) AS story_organizations,
    coalesce(locations.locations, []) AS story_locations,
    t.language,
    $version AS version,
    -- of our own
    e.date_end::VARCHAR AS event_date_end,
    e.date_precision,
    t.place_precision,
    coalesce(does.kinds, []) AS actor_kind,
    coalesce(does.wikidata_ids, []) AS actor_wikidata_id,
    coalesce(has.kinds, []) AS recipient_kind,
    coalesce(has.wikidata_ids, []) AS recipient_wikidata_id,
    v.attributed_to,
    v.attribution_verb,
    t.confidence,
    t.mention_count,
    len(list_distinct(t.article_ids)) AS article_count,
    t.article_id,
    t.event_mention_id,
    t.start_char,
    t.end_char,
    t.source_uri,
    t.story_id
FROM events AS e
JOIN told AS t USING (event_id)
JOIN event_records AS v USING (event_mention_id)
LEFT JOIN places AS l ON l.place_id = coalesce(e.place_id, t.place_id)
LEFT JOIN place_mentions AS w ON w.place_mention_id = t.place_mention_id AND w.place_id = l.place_id
LEFT JOIN sides AS does ON does.event_mention_id = t.event_mention_id AND does.role = 'actor'
LEFT JOIN sides AS has ON has.event_mention_id = t.event_mention_id AND has.role = 'recipient'
LEFT JOIN people ON people.article_id = t.article_id
LEFT JOIN locations ON locations.article_id = t.article_id
WHERE e.status = 'actual'
ORDER BY e.date_start NULLS LAST, e.event_id
