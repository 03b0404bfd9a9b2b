-- The same articles as the plain macro finds, by the index of `sitrep index`; those loaded since it was made are read.
CREATE OR REPLACE MACRO search_articles(words) AS TABLE
WITH asked AS (
    SELECT list_distinct(list_filter(regexp_split_to_array(lower(words), '[^\p{L}\p{N}]+'), lambda w: w <> '')) AS terms
),
each AS (SELECT unnest(terms) AS word FROM asked),
changed AS (SELECT (SELECT count(*) FROM ops.runs) <> (SELECT runs FROM fts_main_articles.made) AS is_old),
fresh AS (
    SELECT r.article_id, asked.terms, lower(concat_ws(' ', r.title, r.text)) AS folded
    FROM (SELECT * FROM articles WHERE (SELECT is_old FROM changed)) AS r
    ANTI JOIN (SELECT name FROM fts_main_articles.docs WHERE (SELECT is_old FROM changed)) AS d ON d.name = r.article_id
    CROSS JOIN asked
    WHERE list_bool_and(list_transform(asked.terms, lambda w: contains(folded, w)))
),
split AS (
    SELECT article_id, list_filter(regexp_split_to_array(folded, '[^\p{L}\p{N}]+'), lambda t: t <> '') AS held FROM fresh
),
counted AS (
    SELECT d.name AS article_id, meant.word, hits.times, d.len AS size
    FROM (
        SELECT t.docid, m.word, count(*) AS times
        FROM fts_main_articles.terms AS t
        JOIN (SELECT termid, word FROM fts_main_articles.dict JOIN each ON starts_with(term, word)) AS m USING (termid)
        GROUP BY t.docid, m.word
    ) AS hits
    JOIN each AS meant USING (word)
    JOIN fts_main_articles.docs AS d USING (docid)
    UNION ALL
    SELECT article_id, word, len(list_filter(held, lambda t: starts_with(t, word))), len(held) FROM split, each
),
rare AS (SELECT *, count(*) OVER (PARTITION BY word) AS articles FROM counted WHERE times > 0),
scored AS (
    SELECT
        article_id,
        -- Okapi BM25 with k1 = 1.2 and b = 0.75, as match_bm25 of DuckDB's fts extension
        sum(
            ln(1 + (num_docs - least(articles, num_docs) + 0.5) / (articles + 0.5))
            * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * size / avgdl))
        ) AS score
    FROM rare, fts_main_articles.stats
    GROUP BY article_id
    HAVING count(*) = (SELECT len(terms) FROM asked)
)
SELECT
    article_id, r.source_name, r.publisher, r.title, r.published_on, r.duplicate_of, round(scored.score, 4) AS score,
    excerpt(r.text, asked.terms[1]) AS excerpt
FROM scored
JOIN articles AS r USING (article_id)
CROSS JOIN asked
ORDER BY score DESC, published_on DESC NULLS LAST, article_id;

COMMENT ON MACRO TABLE search_articles IS 'Articles that hold all of these words, in any case, also as beginnings of longer ones, best first by BM25: rare words and short texts count more; excerpt is the text around the first of the words';
