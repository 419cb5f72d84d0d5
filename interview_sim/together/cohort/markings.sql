-- What others said in markings beside the transcripts, a verdict on a point in each row.
CREATE TABLE markings AS
WITH marking AS (
    SELECT filename AS file, json_transform(content, '{
        "format": "VARCHAR", "session": "VARCHAR", "by": "VARCHAR", "again": "BOOLEAN",
        "changed": "VARCHAR",
        "answers": [{"ref": "VARCHAR", "part": "VARCHAR", "points": "MAP(VARCHAR, VARCHAR)"}]
    }') AS m
    FROM read_text($files)
    WHERE json_valid(content)
),
answers AS (SELECT file, m, unnest(m.answers) AS answer FROM marking WHERE m.format = $format)
SELECT
    file, m.session AS session, coalesce(m."by", '') AS "by", coalesce(m.again, false) AS again,
    coalesce(m.changed, '') AS changed, answer.ref AS ref,
    coalesce(answer.part, '') AS part, entry.key AS point, entry.value AS verdict
FROM (SELECT file, m, answer, unnest(map_entries(answer.points)) AS entry FROM answers)
WHERE is_whole(answer.part) AND entry.value IN ('missed', 'partly', 'covered');
