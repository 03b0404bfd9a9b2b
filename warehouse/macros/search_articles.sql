-- example: SELECT title, published_on, score FROM search_articles('Idlib air strike')
CREATE OR REPLACE MACRO search_articles(words) AS TABLE
WITH asked AS (
    SELECT list_distinct(list_filter(regexp_split_to_array(lower(words), '[^\p{L}\p{N}]+'), lambda w: w <> '')) AS terms
),
held AS (
    SELECT r.article_id, r.source_name, r.publisher, r.title, r.published_on, r.duplicate_of, r.text,
        lower(concat_ws(' ', r.title, r.text)) AS folded
    FROM articles AS r
),
found AS (
    SELECT h.*, asked.terms
    FROM held AS h, asked
    WHERE len(asked.terms) > 0 AND list_bool_and(list_transform(asked.terms, lambda w: contains(h.folded, w)))
)
SELECT
    f.article_id, f.source_name, f.publisher, f.title, f.published_on, f.duplicate_of,
    -- how often the words come in a thousand characters, each word counting less the more it comes
    round(list_sum(list_transform(f.terms, lambda w: ln(1 + (length(f.folded) - length(replace(f.folded, w, ''))) / length(w))))
        / ln(2.7 + length(f.folded) / 1000.0), 4) AS score,
    substr(f.text, greatest(1, strpos(lower(f.text), f.terms[1]) - 80), 240) AS excerpt
FROM found AS f
ORDER BY score DESC, f.published_on DESC NULLS LAST, f.article_id;

COMMENT ON MACRO TABLE search_articles IS 'Articles that hold all of these words, in any case, also as beginnings of longer ones, best first: score grows with how often they come and falls with the length of the text; excerpt is the text around the first of the words';
