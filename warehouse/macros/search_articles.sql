-- example: SELECT title, published_on, score FROM search_articles('Idlib air strike')
CREATE OR REPLACE MACRO excerpt(told, word) AS
CASE
    WHEN strpos(lower(told), word) > 81  -- begins with a whole word, and ends with one
    THEN '… ' || regexp_replace(substr(told, strpos(lower(told), word) - 80, 80), '^\S*\s+', '')
    ELSE substr(told, 1, greatest(0, strpos(lower(told), word) - 1))
END
|| CASE
    WHEN length(told) > strpos(lower(told), word) + 159
    THEN regexp_replace(substr(told, greatest(1, strpos(lower(told), word)), 160), '\s+\S*$', '') || ' …'
    ELSE substr(told, greatest(1, strpos(lower(told), word)))
END;

COMMENT ON MACRO excerpt IS 'Up to 240 characters of a text, of which 80 before a word; the word is in small letters';

CREATE OR REPLACE MACRO search_articles(words) AS TABLE
WITH held AS (
    -- the words stand here and not in a subquery of their own, as a join with that would take many times as long
    SELECT
        r.*, lower(concat_ws(' ', r.title, r.text)) AS folded,
        list_distinct(list_filter(regexp_split_to_array(lower(words), '[^\p{L}\p{N}]+'), lambda w: w <> '')) AS terms
    FROM articles AS r
),
counted AS (
    SELECT
        *,
        -- only what holds all the words is parted, which takes long
        CASE WHEN len(terms) > 0 AND list_bool_and(list_transform(terms, lambda w: contains(folded, w))) THEN
            list_transform(
                terms,
                lambda w: len(list_filter(regexp_split_to_array(folded, '[^\p{L}\p{N}]+'), lambda t: starts_with(t, w)))
            )
        END AS times
    FROM held
)
SELECT
    article_id, source_name, publisher, title, published_on, duplicate_of,
    -- how often the words come in a thousand characters, each word counting less the more it comes
    round(list_sum(list_transform(times, lambda n: ln(1 + n))) / ln(2.7 + length(folded) / 1000.0), 4) AS score,
    excerpt(text, terms[1]) AS excerpt
FROM counted
WHERE list_min(times) > 0
ORDER BY score DESC, published_on DESC NULLS LAST, article_id;

COMMENT ON MACRO TABLE search_articles IS 'Articles that hold all of these words, in any case, also as beginnings of longer ones, best first: score grows with how often they come and falls with the length of the text (it is BM25 after `sitrep index`); excerpt is the text around the first of the words';
