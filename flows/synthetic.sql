-- A warehouse of made-up rows, for flows/bench_queries.py: one query for each declared table, after `-- table: NAME`.
-- What comes before the first is run as it is. $mentions and $articles are put in as numbers; everything else follows
-- from a number of the row by hash(), so that keys agree without a join and each build is the same.
-- The view `governments` (country, government) is there.
-- Skew: power laws over countries, actors, places and types; ten years of articles in order of their days, as loads add
-- them (nothing sorts: DuckDB keeps the order of what it streams); half of the events are told by more than one article.

CREATE TEMP MACRO pick(n, i, what) AS (hash(i, what) % n)::BIGINT;
CREATE TEMP MACRO chance(i, what) AS (hash(i, what) % 1000003) / 1000003.0;
CREATE TEMP MACRO id(what, i) AS lower(to_hex(hash(what, i) | 9223372036854775808::UBIGINT));
CREATE TEMP MACRO skewed(n, i, what, power) AS floor(n * pow(chance(i, what), power))::BIGINT;
CREATE TEMP MACRO day_of(article) AS DATE '2014-01-01' + (article * 3652 // $articles)::INTEGER;
CREATE TEMP MACRO article_of(mention) AS mention * $articles // $mentions;
-- 100 mentions after one another tell about 60 of 80 events
CREATE TEMP MACRO event_of(mention) AS (mention // 100) * 80 + skewed(80, mention, 'event', 1.3);
CREATE TEMP MACRO actor_of(country, i, what) AS
    CASE WHEN chance(i, what || 'abroad') < 0.25 THEN skewed(60, i, what || 'where', 2.5) ELSE country END * 3300
    + skewed(3300, i, what || 'who', 4);
CREATE TEMP MACRO place_of(country, i, what) AS
    CASE WHEN chance(i, what || 'nowhere') < 0.75 THEN country * 200 + skewed(200, i, what || 'where', 2) END;
CREATE TEMP MACRO sentence_of(article, i, what) AS article * 6 + pick(6, i, what);

CREATE TEMP TABLE countries AS
SELECT position - 1 AS n, code, g.government
FROM (SELECT unnest(codes) AS code, generate_subscripts(codes, 1) AS position FROM (SELECT string_split(
    'SYR UKR YEM SDN COD MMR AFG IRQ ISR PSE RUS TUR USA ETH SOM NGA MLI BFA NER LBY LBN IRN IND PAK CHN HTI MEX COL '
    || 'VEN PHL EGY TCD CAF SSD CMR MOZ KEN UGA RWA BDI ZWE ZAF DZA TUN SAU JOR GBR FRA DEU POL BLR GEO ARM AZE KGZ TJK '
    || 'THA BGD LKA PER', ' ') AS codes)) AS c
JOIN governments AS g ON g.country = c.code;

CREATE TEMP TABLE words AS
SELECT string_split(
    'the a of to in and on for with from said will after near rain river town army road school people minister talks '
    || 'fighters border bridge hospital village convoy officials families water power protest police city week truce aid '
    || 'shelling residents displaced camp ceasefire market sanctions forces killed wounded strike refugees election '
    || 'governor militia drone artillery siege checkpoint embassy parliament verdict flood harvest garrison tunnel',
    ' ') AS held;

CREATE TEMP TABLE pool AS
SELECT
    n,
    string_agg(held[1 + skewed(len(held), n * 100 + k, 'word', 1.6)], ' ' ORDER BY k)
    || CASE WHEN n % 2000 = 0 THEN ' near Taiz market' ELSE '' END AS text
FROM range(20000) AS p(n), range(16) AS w(k), words
GROUP BY n;

CREATE TEMP TABLE made_events AS
SELECT
    e,
    skewed(60, e, 'country', 2.5) AS country,
    1 + skewed(16, e, 'type', 1.7) AS type,
    day_of(least(article_of(e * 100 // 80), $articles - 1)) AS told_on,
    chance(e, 'precision') AS precision,
    CASE WHEN chance(e, 'status') < 0.85 THEN 'actual'
        ELSE ['future', 'hypothetical', 'negated'][1 + pick(3, e, 'not')] END AS status
FROM (SELECT DISTINCT event_of(m) AS e FROM range($mentions) AS r(m));

CREATE TEMP TABLE coded_events AS
SELECT
    e, country, status, told_on,
    ['ASSAULT', 'ACCUSE', 'CONSULT', 'SUPPORT', 'REQUEST', 'REJECT', 'PROTEST', 'COERCE', 'AID', 'COOPERATE', 'SANCTION',
        'THREATEN', 'MOBILIZE', 'RETREAT', 'AGREE', 'CONCEDE'][type] AS event_type,
    [['aerial', 'firearms', 'explosives', 'heavy-weapons', 'drone', 'abduct', NULL][1 + pick(7, e, 'mode')],
        ['disapprove', 'investigate', 'allege'][1 + pick(3, e, 'mode')],
        ['visit', 'meet', 'multilateral', 'phone'][1 + pick(4, e, 'mode')], NULL, 'assist', 'change',
        ['demo', 'riot', 'strike', 'obstruct'][1 + pick(4, e, 'mode')], ['arrest', 'seize', 'censor'][1 + pick(3, e, 'mode')],
        NULL, NULL, ['expel', 'convict', 'discontinue', NULL][1 + pick(4, e, 'mode')],
        ['violence', 'restrict'][1 + pick(2, e, 'mode')], 'troops', ['withdraw', 'ceasefire'][1 + pick(2, e, 'mode')],
        NULL, NULL][type] AS event_mode,
    [4, 3, 1, 1, 1, 3, 3, 4, 2, 2, 4, 3, 3, 2, 1, 1][type] AS quad_code,
    [-9, -4, 1, 4, 2, -4, -6, -7, 7, 6, -6, -6, -7, 6, 5, 5][type]::DOUBLE AS intensity,
    CASE WHEN precision < 0.25 THEN NULL WHEN precision < 0.32 THEN date_trunc('month', told_on)
        ELSE told_on - skewed(12, e, 'ago', 4)::INTEGER END::DATE AS date_start,
    CASE WHEN precision < 0.25 THEN NULL WHEN precision < 0.32 THEN last_day(told_on)
        ELSE told_on - skewed(12, e, 'ago', 4)::INTEGER END::DATE AS date_end,
    CASE WHEN precision < 0.25 THEN 'unknown' WHEN precision < 0.32 THEN 'month' ELSE 'day' END AS date_precision,
    place_of(country, e, 'event') AS place,
    CASE WHEN chance(e, 'some actor') < 0.85 THEN actor_of(country, e, 'does') END AS actor,
    CASE WHEN chance(e, 'some recipient') < 0.7 THEN actor_of(country, e, 'has') END AS recipient
FROM made_events;

CREATE TEMP TABLE coded_mentions AS
SELECT m, article_of(m) AS article, c.*
FROM (SELECT m, event_of(m) AS e FROM range($mentions) AS r(m)) AS told
JOIN coded_events AS c USING (e);

-- table: articles
SELECT
    id('article', a) AS article_id, 'synthetic/' || a || '.txt' AS source_uri, a || '.txt' AS source_name,
    'Outlet ' || skewed(2000, a, 'outlet', 3) AS publisher, p.text AS title, day_of(a) AS published_on,
    'record' AS published_rule, 'en' AS language,
    concat_ws('. ', p.text, p2.text, p3.text, p4.text, p5.text, p6.text || ' ' || a) AS text,
    0 AS repairs, id('text', a) AS text_id,
    CASE WHEN chance(a, 'copy') < 0.1 AND a > 100 THEN id('article', a - 1 - pick(90, a, 'of')) END AS duplicate_of,
    CASE WHEN chance(a, 'copy') < 0.1 AND a > 100 THEN 'near' END AS copy_kind,
    CASE WHEN chance(a, 'copy') < 0.1 AND a > 100 THEN 0.9 END AS copy_similarity,
    id('story', a // 3) AS story_id, id('recipe', 1) AS recipe
FROM range($articles) AS r(a)
JOIN pool AS p ON p.n = pick(20000, a, 1)
JOIN pool AS p2 ON p2.n = pick(20000, a, 2)
JOIN pool AS p3 ON p3.n = pick(20000, a, 3)
JOIN pool AS p4 ON p4.n = pick(20000, a, 4)
JOIN pool AS p5 ON p5.n = pick(20000, a, 5)
JOIN pool AS p6 ON p6.n = pick(20000, a, 6)

-- table: stories
SELECT id('story', s) AS story_id, id('article', s * 3) AS first_article_id, 'Story ' || s AS title
FROM range(($articles + 2) // 3) AS r(s)

-- table: sentences
SELECT
    id('article', s // 6) AS article_id, (s % 6) * 110 AS start_char, (s % 6) * 110 + 100 AS end_char,
    p.text || ' ' || s AS text, id('sentence', s) AS sentence_id, s % 6 AS sentence_index, s % 6 // 2 AS paragraph_index,
    'body' AS kind
FROM range($articles * 6) AS r(s)
JOIN pool AS p ON p.n = pick(20000, s // 6, 1 + s % 6)

-- table: actors
SELECT
    id('actor', a) AS actor_id,
    CASE a % 3300 WHEN 0 THEN government WHEN 1 THEN code || ' Armed Forces' WHEN 2 THEN code || ' civilians'
        WHEN 3 THEN code || ' Police' ELSE code || ' actor ' || a % 3300 END AS name,
    CASE a % 3300 WHEN 0 THEN 'government' WHEN 1 THEN 'military' WHEN 2 THEN 'population' WHEN 3 THEN 'government'
        ELSE ['person', 'armed_group', 'other_org', 'ngo'][1 + pick(4, a, 'kind')] END AS kind,
    CASE WHEN a % 10 <> 9 THEN code END AS country,
    CASE a % 3300 WHEN 0 THEN 'GOV' WHEN 1 THEN 'MIL' WHEN 2 THEN 'CVL' WHEN 3 THEN 'COP'
        ELSE ['ELI', 'REB', 'SOC', 'NGO'][1 + pick(4, a, 'kind')] END AS sector,
    NULL AS wikidata_id, a % 3300 < 1000 AS is_resolved
FROM range(60 * 3300) AS r(a) JOIN countries AS c ON c.n = a // 3300

-- table: places
SELECT
    id('place', p) AS place_id, CASE WHEN p % 200 = 0 THEN code ELSE code || ' town ' || p % 200 END AS name,
    code AS country, CASE WHEN p % 200 = 0 THEN 'country' ELSE 'city' END AS feature,
    chance(p, 'lat') * 120 - 60 AS latitude, chance(p, 'lon') * 360 - 180 AS longitude,
    CASE WHEN p % 4 <> 3 THEN p + 1 END AS geonames_id, p % 4 <> 3 AS is_resolved
FROM range(60 * 200) AS r(p) JOIN countries AS c ON c.n = p // 200

-- table: events
SELECT
    id('event', e) AS event_id, event_type, event_mode, status, date_start, date_end, date_precision,
    id('place', place) AS place_id, 'made up' AS rule, told.articles AS article_count, told.articles AS source_count
FROM coded_events
JOIN (SELECT e, count(DISTINCT article) AS articles FROM coded_mentions GROUP BY e) AS told USING (e)

-- table: event_mentions
SELECT
    id('article', article) AS article_id, 10 AS start_char, 16 AS end_char, 'attack' AS text,
    id('mention', m) AS event_mention_id, id('event', e) AS event_id,
    id('sentence', sentence_of(article, m, 'in')) AS sentence_id, event_type, event_mode,
    CASE WHEN quad_code > 2 THEN ['military'] ELSE ['diplomatic', 'executive'] END AS contexts, quad_code, intensity,
    status, 'tense' AS status_rule, date_start, date_end, date_precision,
    CASE WHEN date_start IS NOT NULL THEN 'on Monday' END AS date_text, 'weekday' AS date_rule,
    id('place', place) AS place_id, CASE WHEN place IS NOT NULL THEN id('place mention', m) END AS place_mention_id,
    CASE WHEN place IS NULL THEN 'unknown' WHEN place % 200 = 0 THEN 'country' ELSE 'city' END AS place_precision,
    'verbs' || pick(500, e, 'entry') AS lexicon_entry, 0.5 + 0.01 * (pick(50, m, 'sure')) AS confidence
FROM coded_mentions

-- table: event_participants
SELECT
    id('article', article) AS article_id, 0 AS start_char, 9 AS end_char, 'the party' AS text,
    id('participant' || role, m) AS event_participant_id, id('mention', m) AS event_mention_id, role, 0 AS position,
    id('actor', actor) AS actor_id, id('actor mention' || role, m) AS actor_mention_id, 'subject' AS rule
FROM (
    SELECT m, article, unnest(['actor', 'recipient']) AS role, unnest([actor, recipient]) AS actor FROM coded_mentions
)
WHERE actor IS NOT NULL

-- table: actor_mentions
SELECT
    id('article', article) AS article_id, 0 AS start_char, 9 AS end_char,
    ['the party', 'it', 'they', 'its forces'][1 + pick(4, m, role)] AS text,
    id('actor mention' || role, m) AS actor_mention_id, id('sentence', sentence_of(article, m, 'in')) AS sentence_id,
    id('actor', actor) AS actor_id, 'alias' AS rule, role = 'actor' AS is_acting, 0.9 AS confidence
FROM (
    SELECT m, article, unnest(['actor', 'recipient']) AS role, unnest([actor, recipient]) AS actor FROM coded_mentions
)
WHERE actor IS NOT NULL

-- table: place_mentions
SELECT
    id('article', article) AS article_id, 20 AS start_char, 28 AS end_char, 'the town' AS text,
    id('place mention', m) AS place_mention_id, id('sentence', sentence_of(article, m, 'in')) AS sentence_id,
    id('place', place) AS place_id, 'gazetteer' AS rule, 0.9 AS confidence
FROM coded_mentions
WHERE place IS NOT NULL

-- table: statistics
SELECT
    id('article', article) AS article_id, 30 AS start_char, 32 AS end_char, '12' AS text, id('statistic', m) AS statistic_id,
    -- those of one event and measure are one figure
    id('figure', e * 10 + measure) AS figure_id, NULL AS figure_reason,
    id('mention', m) AS event_mention_id, id('sentence', sentence_of(article, m, 'in')) AS sentence_id,
    ['killed', 'injured', 'displaced', 'detained', 'refugees', 'money', 'participants', 'other', 'abducted', 'in_need'
        ][1 + measure] AS measure,
    CASE WHEN sort < 0.8 THEN value END AS value, CASE WHEN sort < 0.6 THEN value WHEN sort < 0.8 THEN value * 0.9
        ELSE value END AS low, CASE WHEN sort < 0.6 THEN value WHEN sort < 0.8 THEN value * 1.1 END AS high,
    CASE WHEN sort < 0.6 THEN 'exact' WHEN sort < 0.8 THEN 'about' ELSE 'at_least' END AS qualifier,
    'person' AS unit, 'civilians' AS subject, NULL AS subject_actor_id,
    CASE WHEN chance(m, 'whose') < 0.5 THEN code END AS subject_country,
    CASE WHEN actor IS NOT NULL AND chance(m, 'blamed') < 0.4 THEN [id('actor', actor)] ELSE [] END AS by_actor_ids,
    id('place', place) AS place_id, date_start AS period_start, date_end AS period_end,
    CASE WHEN date_start IS NULL THEN 'stock' ELSE 'flow' END AS kind, 'number and noun' AS rule, 0.8 AS confidence
FROM (
    SELECT
        *, skewed(10, m, 'measure', 1.5) AS measure, chance(m, 'sort') AS sort,
        floor(3 * pow(10, 3 * pow(chance(e, 'value'), 2))) + pick(3, m, 'value') AS value
    FROM coded_mentions WHERE m % 5 = 0
) AS f
JOIN countries AS c ON c.n = f.country

-- table: attributions
SELECT
    id('article', article) AS article_id, 0 AS start_char, 9 AS end_char, 'the party' AS text,
    id('attribution' || of_statistic, m) AS attribution_id,
    CASE WHEN NOT of_statistic THEN id('mention', m) END AS event_mention_id,
    CASE WHEN of_statistic THEN id('statistic', m) END AS statistic_id,
    id('actor', actor_of(country, m, 'says')) AS actor_id, id('actor mention actor', m) AS actor_mention_id,
    0 AS position, 'say' AS verb, 'clause' AS rule
FROM (SELECT *, unnest(CASE WHEN m % 5 = 0 THEN [true, false] ELSE [false] END) AS of_statistic FROM coded_mentions)
WHERE chance(m, 'says so' || of_statistic) < 0.5

-- table: ops.runs
SELECT
    id('run', d) AS run_id, day_of(d * $articles // 3652) + INTERVAL 6 HOUR AS started_at,
    day_of(d * $articles // 3652) + INTERVAL 7 HOUR AS finished_at, 'loaded' AS status, 'Loaded.' AS message,
    ['feed'] AS sources, id('recipe', 1) AS recipe, $articles // 3652 AS articles_read, $articles // 3652 AS articles_new,
    0 AS rows_inserted, 0 AS rows_updated, 0 AS rows_deleted, 0 AS rejects,
    day_of(d * $articles // 3652) + INTERVAL 7 HOUR AS recorded_at
FROM range(3652) AS r(d)

-- table: ops.rejects
SELECT
    id('reject', n) AS reject_id, id('run', n * 3652 // ($articles // 10)) AS run_id,
    ['extract', 'clean', 'link', 'gate'][1 + skewed(4, n, 'stage', 2)] AS stage, NULL AS table_name,
    'rule ' || skewed(30, n, 'rule', 2) AS rule, 'synthetic/' || n * 10 || '.txt' AS source_uri,
    id('article', n * 10) AS article_id, NULL AS row_id, 'A made-up reason; do nothing.' AS reason, NULL AS evidence
FROM range($articles // 10) AS r(n)

-- table: ops.validations
SELECT
    id('validation', n) AS validation_id, id('run', n // 60) AS run_id, 'suite ' || n % 12 AS suite,
    'expectation ' || n % 60 AS expectation, ['critical', 'warning', 'info'][1 + n % 3] AS severity,
    chance(n, 'holds') < 0.97 AS success, 1000 AS evaluated, CASE WHEN chance(n, 'holds') < 0.97 THEN 0 ELSE 7 END AS failed,
    NULL AS examples, 'What it checks.' AS explanation
FROM range(3652 * 60) AS r(n)

-- table: ops.changes
SELECT
    id('change', n) AS change_id, id('run', n * 3652 // ($mentions // 10)) AS run_id,
    (day_of(n * $articles // ($mentions // 10)) + INTERVAL 7 HOUR) AS changed_at, 'event_mentions' AS table_name,
    id('mention', n * 10) AS row_id, ['update', 'delete'][1 + skewed(2, n, 'action', 3)] AS action,
    '{"status":"future"}' AS before, '{"status":"actual"}' AS after, 'Its article was coded anew' AS reason
FROM range($mentions // 10) AS r(n)
