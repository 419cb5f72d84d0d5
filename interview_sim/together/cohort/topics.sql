-- How answers are spread, by topic: the hardest first.
WITH answers AS (
    SELECT split_part(topic, '/', 1) AS topic, session, number, any_value(score) AS score
    FROM points GROUP BY ALL
)
SELECT
    topic,
    count(score) AS n,
    count(DISTINCT session) AS sessions,
    avg(score) AS score,
    stddev_samp(score) AS sd,
    quantile_cont(score, 0.25) AS low,
    median(score) AS middle,
    quantile_cont(score, 0.75) AS high
FROM answers
GROUP BY topic
ORDER BY n < $few, score, topic;
