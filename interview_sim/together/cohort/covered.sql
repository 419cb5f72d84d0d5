-- How many cover each point: those that nobody covers first. Members of a group are left out, as no
-- answer needs all of them.
SELECT
    bank, question, min(title) AS title, point, min(words) AS words, min(need) AS need,
    count(*) AS n,
    count(*) FILTER (share >= 1) AS covered,
    count(*) FILTER (share > 0 AND share < 1) AS partly
FROM points
WHERE member_of IS NULL
GROUP BY bank, question, point
ORDER BY n < $few, (covered + partly) / n, n DESC, bank, question, point;
