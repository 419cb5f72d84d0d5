-- What counts of every line of the transcripts: who was asked what, and which verdicts there are.
-- Typing and heartbeats, most of a file, are only counted. There is no WHERE, since what it leaves
-- over would be gathered, long first lines by the thousand, before they are taken apart.
CREATE TABLE lines AS
SELECT
    filename AS file,
    hash(filename) AS f,
    starts_with(json, '{"type":"edit"') OR starts_with(json, '{"type":"heartbeat"') AS is_passed,
    unnest(CASE WHEN NOT is_passed THEN json_transform(json, '{
        "type": "VARCHAR", "seq": "BIGINT", "at": "VARCHAR",
        "format": "VARCHAR", "id": "VARCHAR", "seed": "VARCHAR", "paper": "VARCHAR",
        "plan": {"title": "VARCHAR"},
        "questions": [{
            "bank": "VARCHAR", "plain": "MAP(VARCHAR, VARCHAR)",
            "question": {
                "id": "VARCHAR", "title": "VARCHAR", "prompt": "VARCHAR", "topic": "VARCHAR",
                "level": "VARCHAR", "kind": "VARCHAR",
                "rubric": [{
                    "id": "VARCHAR", "point": "VARCHAR", "need": "VARCHAR", "weight": "DOUBLE",
                    "pick": "INTEGER", "of": [{"id": "VARCHAR", "point": "VARCHAR"}]
                }]
            }
        }],
        "question": "INTEGER", "part": "VARCHAR", "point": "VARCHAR", "verdict": "VARCHAR",
        "judgement": {
            "part": "VARCHAR", "judge": "VARCHAR", "version": "VARCHAR", "beside": "BOOLEAN",
            "points": [{
                "id": "VARCHAR", "verdict": "VARCHAR",
                "members": [{"id": "VARCHAR", "verdict": "VARCHAR"}]
            }]
        },
        "suggestions": [{
            "part": "VARCHAR", "judge": "VARCHAR", "version": "VARCHAR", "beside": "BOOLEAN",
            "points": [{
                "id": "VARCHAR", "verdict": "VARCHAR",
                "members": [{"id": "VARCHAR", "verdict": "VARCHAR"}]
            }]
        }]
    }') END)
FROM read_ndjson_objects($files, filename = true, ignore_errors = true);
