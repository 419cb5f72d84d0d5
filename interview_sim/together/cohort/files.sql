-- Every transcript, and what is wrong with it, if anything is.
CREATE TABLE files AS
WITH seen AS (
    SELECT
        f, any_value(file) AS file,
        count(*) AS lines,
        count(*) FILTER (type IS NULL AND is_passed IS NOT TRUE) AS unread,
        count(*) FILTER (type = 'header') AS headers,
        coalesce(max(seq), 0) + 1 AS numbered,
        any_value(left(md5(concat_ws('|', id, "at", seed)), 16)) FILTER (type = 'header')
            AS session,
        try_cast(regexp_extract(
            any_value(format) FILTER (type = 'header'), '^interview-sim/transcript@(\d+)$', 1
        ) AS INTEGER) AS version
    FROM lines
    GROUP BY f
)
SELECT
    file, f, session, version,
    CASE
        WHEN headers = 0 THEN 'no first line that can be read: left out'
        WHEN headers > 1 THEN 'several sessions in one file: left out'
        WHEN version IS NULL OR version > $newest THEN 'of a format that is not known: left out'
    END AS unusable,
    CASE
        WHEN unread > 0 THEN unread || ' of ' || lines || ' lines cannot be read'
        WHEN numbered > lines THEN (numbered - lines) || ' lines are missing'
    END AS damage,
    -- Of the same session in several places the best file counts.
    unusable IS NULL AND row_number() OVER (
        PARTITION BY session, unusable IS NULL
        ORDER BY damage IS NOT NULL, lines DESC, file
    ) > 1 AS is_copy
FROM seen;
