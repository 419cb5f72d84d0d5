-- What counts of every line of the transcripts: who was asked what, and which verdicts there are.
-- The reader takes no more of a line than these columns, and passes over typing, which is most of a
-- file. A line that cannot be read stays, without a type, so that it can be counted.
CREATE TABLE lines AS
SELECT filename AS file, hash(filename) AS f, * EXCLUDE (filename)
FROM read_ndjson($files, filename = true, ignore_errors = true, columns = {
    'type': 'VARCHAR', 'seq': 'BIGINT', 'at': 'VARCHAR',
    'format': 'VARCHAR', 'id': 'VARCHAR', 'seed': 'VARCHAR', 'paper': 'VARCHAR',
    'plan': 'STRUCT(title VARCHAR)',
    'questions': 'STRUCT(
        bank VARCHAR, plain MAP(VARCHAR, VARCHAR),
        question STRUCT(
            id VARCHAR, title VARCHAR, prompt VARCHAR, topic VARCHAR, level VARCHAR, kind VARCHAR,
            rubric STRUCT(
                id VARCHAR, point VARCHAR, need VARCHAR, weight DOUBLE, pick INTEGER,
                "of" STRUCT(id VARCHAR, point VARCHAR)[]
            )[]
        )
    )[]',
    'question': 'INTEGER', 'part': 'VARCHAR', 'point': 'VARCHAR', 'verdict': 'VARCHAR',
    'judgement': 'STRUCT(
        part VARCHAR, judge VARCHAR, version VARCHAR,
        points STRUCT(
            id VARCHAR, verdict VARCHAR, members STRUCT(id VARCHAR, verdict VARCHAR)[]
        )[]
    )',
    'suggestions': 'STRUCT(
        part VARCHAR, judge VARCHAR, version VARCHAR,
        points STRUCT(
            id VARCHAR, verdict VARCHAR, members STRUCT(id VARCHAR, verdict VARCHAR)[]
        )[]
    )[]'
})
WHERE type IS NULL OR type NOT IN ('edit', 'heartbeat');
