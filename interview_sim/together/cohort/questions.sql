-- How hard each question is, and whether it tells strong candidates from weak ones: item difficulty,
-- and the correlation of its score with how the same people did on all their other questions.
-- People may have been asked different things, so what counts there is the distance from the mean of
-- each question; where all were asked the same, this is the usual item-rest correlation.
WITH answers AS (
    SELECT bank, question, session, number,
           any_value(title) AS title, any_value(score) AS score, any_value(outcome) AS outcome,
           count(*) FILTER (own IS NOT NULL AND suggested IS NOT NULL) AS marked,
           count(*) FILTER (own <> suggested) AS overruled
    FROM points GROUP BY ALL HAVING any_value(score) IS NOT NULL
),
apart AS (
    SELECT *, score - avg(score) OVER (PARTITION BY bank, question) AS above FROM answers
),
rested AS (
    SELECT *, (sum(above) OVER mine - above) / nullif(count(*) OVER mine - 1, 0) AS rest
    FROM apart
    WINDOW mine AS (PARTITION BY session)
),
items AS (
    SELECT
        bank, question, min(title) AS title,
        count(*) AS n,
        avg(score) AS score,
        stddev_samp(score) AS sd,
        avg((outcome = 'skipped')::INT) AS skipped,
        count(rest) AS rest_n,
        -- Where all have the same score there is nothing to correlate.
        CASE WHEN stddev_pop(score) > 0 AND stddev_pop(rest) > 0 THEN corr(score, rest) END AS r,
        sum(marked)::BIGINT AS marked,
        sum(overruled) / nullif(sum(marked), 0) AS overruled
    FROM rested
    GROUP BY bank, question
)
SELECT
    *,
    -- Ends of the interval in which r is with 95 %, by Fisher's z.
    CASE WHEN rest_n > 3 AND abs(r) < 1 THEN tanh(atanh(r) - 1.96 / sqrt(rest_n - 3)) END AS r_from,
    CASE WHEN rest_n > 3 AND abs(r) < 1 THEN tanh(atanh(r) + 1.96 / sqrt(rest_n - 3)) END AS r_to
FROM items
ORDER BY rest_n < $enough, r NULLS FIRST, bank, question;
