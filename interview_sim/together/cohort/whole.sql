-- The cohort as a whole: one row.
WITH answers AS (
    SELECT session, number, any_value(score) AS score, any_value(outcome) AS outcome
    FROM points GROUP BY ALL
),
sessions AS (SELECT session, avg(score) AS score FROM answers GROUP BY session)
SELECT
    (SELECT count(*) FROM sessions) AS sessions,
    count(*) AS answers,
    (SELECT count(DISTINCT (bank, question)) FROM points) AS questions,
    count(*) FILTER (outcome = 'skipped') AS skipped,
    (SELECT avg(score) FROM sessions) AS score,
    (SELECT stddev_samp(score) FROM sessions) AS sd
FROM answers;
