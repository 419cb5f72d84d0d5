-- How far two who gave verdicts on the same points agree, and how far that is more than chance:
-- Cohen's kappa, and with linear weights. Points and members of groups count, groups do not.
WITH given AS (
    SELECT
        CASE WHEN suggested IS NULL THEN []
            ELSE [{'kind': 'judge', 'name': '', 'verdict': suggested}] END
        || CASE WHEN own IS NULL THEN [] ELSE [{'kind': 'candidate', 'name': '', 'verdict': own}] END
        || [{'kind': CASE WHEN o.again THEN 'again' ELSE 'person' END,
             'name': CASE WHEN o.again THEN '' ELSE o."by" END, 'verdict': o.verdict}
            FOR o IN coalesce(others, [])] AS said
    FROM points
    -- An answer that nobody judged has no words, so there is nothing to disagree on.
    WHERE NOT is_group AND (judge IS NOT NULL OR suggested IS NOT NULL)
        AND (own IS NOT NULL OR len(others) > 0)
),
firsts AS (SELECT said, unnest(range(len(said))) AS n FROM given),
paired AS (SELECT said[n + 1] AS a, unnest(said[n + 2:]) AS b FROM firsts),
numbered AS (
    SELECT
        a.kind AS a_kind, a.name AS a, b.kind AS b_kind, b.name AS b,
        list_position(['missed', 'partly', 'covered'], a.verdict) AS x,
        list_position(['missed', 'partly', 'covered'], b.verdict) AS y
    FROM paired
),
counted AS (
    -- Besides each pair by name, the judge and all people together who marked without seeing it.
    SELECT
        a_kind, a, b_kind, b,
        count(*) AS n,
        count(*) FILTER (x = y) AS agreed,
        count(*) FILTER (x > y) AS a_milder,
        count(*) FILTER (x < y) AS b_milder,
        count(*) FILTER (abs(x - y) = 1) AS near,
        count(*) FILTER (x = 1) AS a1, count(*) FILTER (x = 2) AS a2, count(*) FILTER (x = 3) AS a3,
        count(*) FILTER (y = 1) AS b1, count(*) FILTER (y = 2) AS b2, count(*) FILTER (y = 3) AS b3
    FROM numbered
    GROUP BY GROUPING SETS ((a_kind, a, b_kind, b), (a_kind, b_kind))
    HAVING grouping(b) = 0 OR (a_kind = 'judge' AND b_kind = 'person')
),
rates AS (
    SELECT
        *,
        agreed / n AS rate,
        (a1 * b1 + a2 * b2 + a3 * b3) / (n * n) AS chance,
        (agreed + near / 2) / n AS near_rate,
        chance + (a1 * b2 + a2 * b1 + a2 * b3 + a3 * b2) / (2 * n * n) AS near_chance
    FROM counted
)
SELECT
    a_kind, a, b_kind, b, n, agreed, a_milder, b_milder, rate, chance,
    (rate - chance) / nullif(1 - chance, 0) AS kappa,
    (near_rate - near_chance) / nullif(1 - near_chance, 0) AS weighted
FROM rates
ORDER BY a_kind <> 'judge', b_kind, b IS NOT NULL, n DESC, a, b;
