-- One row for each point of each question: what was suggested, what the candidate and others said,
-- and what it is worth, at its best in any answer to the whole question. A group has a row, and so
-- has each of its members.
CREATE TABLE points AS
WITH sessions AS (
    SELECT f, files.session, files.file, files.version, damage IS NOT NULL AS is_damaged,
           id, try_cast("at" AS TIMESTAMP) AS started, lines.plan.title AS plan, paper, questions,
           count(*) OVER (PARTITION BY id) AS of_this_id
    FROM files JOIN lines USING (f)
    WHERE type = 'header' AND unusable IS NULL AND NOT is_copy
),
drawn AS (
    SELECT * EXCLUDE (questions), unnest(questions) AS d,
           unnest(range(len(questions)))::INTEGER AS number
    FROM sessions
),
closed AS (
    -- An answer that is still open is nobody's last word.
    SELECT f, question AS number, any_value(outcome) AS outcome
    FROM (
        SELECT f, type, question, lead(type) OVER (PARTITION BY f ORDER BY seq) AS outcome
        FROM lines
        WHERE type IN
            ('asked', 'follow_up_asked', 'submitted', 'timed_out', 'skipped', 'ended')
    )
    WHERE type = 'asked' AND outcome IS NOT NULL
    GROUP BY ALL
),
judged AS (
    SELECT
        f, question AS number, coalesce(judgement.part, '') AS part,
        arg_max(judgement, seq) AS judgement
    FROM (
        SELECT f, seq, question, judgement FROM lines
        WHERE type = 'judged' AND judgement.beside IS NOT TRUE
        UNION ALL  -- as format 1 has it
        SELECT f, seq, question, unnest(suggestions) FROM lines WHERE type = 'revealed'
    )
    WHERE is_whole(judgement.part)
    GROUP BY ALL
),
marked AS (
    SELECT f, number, part, list({'id': point, 'verdict': verdict}) AS said
    FROM (
        SELECT f, question AS number, coalesce(part, '') AS part, point,
               arg_max(coalesce(verdict, ''), seq) AS verdict
        FROM lines
        WHERE type = 'point_marked' AND is_whole(part)
        GROUP BY ALL
    )
    WHERE verdict IN ('missed', 'partly', 'covered')
    GROUP BY ALL
),
told AS (
    SELECT
        f, number, any_value(judgement) FILTER (part = '') AS judgement,
        list({
            'part': part, 'said': coalesce(said, []),
            'suggested':
                [{'id': p.id, 'verdict': p.verdict} FOR p IN coalesce(judgement.points, [])]
                || flatten([coalesce(p.members, []) FOR p IN coalesce(judgement.points, [])])
        }) AS told
    FROM judged FULL JOIN marked USING (f, number, part)
    GROUP BY ALL
),
given AS (
    SELECT f, ref, part, point, "by", again, arg_max(verdict, changed) AS verdict
    FROM markings JOIN sessions
        -- Two sessions can have one id; then the one beside the marking is meant.
        ON sessions.id = markings.session AND (
            of_this_id = 1
            OR parse_dirpath(sessions.file) = parse_dirpath(markings.file)
        )
    GROUP BY ALL
),
others AS (
    SELECT f, ref, list({'point': point, 'by': "by", 'again': again, 'verdict': verdict}
                        ORDER BY again, "by") AS others
    FROM (
        SELECT f, ref, point, "by", again, arg_max(verdict, worth(verdict, $partly)) AS verdict
        FROM given
        GROUP BY ALL
    )
    GROUP BY ALL
),
answers AS (
    SELECT
        session, id, started, file, plan, paper, d.bank AS bank, d.question.id AS question, number,
        coalesce(nullif(d.question.title, ''), d.plain[d.question.prompt], d.question.prompt)
            AS title,
        coalesce(nullif(d.question.topic, ''), 'general') AS topic,
        coalesce(d.question.level, 'core') AS level,
        coalesce(d.question.kind, 'conceptual') AS kind,
        outcome,
        nullif(concat_ws(' ', judgement.judge, judgement.version), '') AS judge,
        d.question.rubric AS rubric,
        coalesce(told, []) AS told,
        coalesce(others, []) AS others
    FROM drawn
    JOIN closed USING (f, number)
    LEFT JOIN told USING (f, number)
    LEFT JOIN others ON others.f = drawn.f AND ref = d.bank || ':' || d.question.id
    -- Nobody judges an answer without a word: it missed all. But a judgement can be lost, too.
    WHERE judgement IS NOT NULL
        OR NOT (is_damaged OR version < 2 OR outcome NOT IN ('submitted', 'timed_out', 'skipped'))
),
items AS (
    SELECT
        * EXCLUDE (rubric, told),
        [{
            'point': i.id, 'words': i.point, 'need': coalesce(i.need, 'must'),
            'weight': coalesce(i.weight, 1),
            'enough': enough_of(i.pick, i."of"),
            'best': best_of(told, i.id, i."of", i.pick, $partly),
            'members': [{
                'point': m.id, 'words': m.point, 'best': best_of(told, m.id, [], NULL, $partly)
            } FOR m IN coalesce(i."of", [])]
        } FOR i IN coalesce(rubric, [])] AS items
    FROM answers
),
shared AS (
    -- A group that the candidate did not mark itself is worth what its best members are.
    SELECT
        *,
        [CASE WHEN len(i.members) > 0 AND i.best.own IS NULL
            THEN whole_of([share_of(m.best) FOR m IN i.members], i.enough)
            ELSE share_of(i.best)
        END FOR i IN items] AS shares,
        [i.weight * CASE i.need WHEN 'bonus' THEN $bonus WHEN 'should' THEN $should ELSE $must END
         FOR i IN items] AS counts
    FROM items
),
scored AS (
    -- What is asked is the whole of it, and a bonus comes on top, unless there is nothing else.
    SELECT
        * EXCLUDE (counts),
        least(100, 100 * list_inner_product(counts, shares) / coalesce(
            nullif(list_sum([counts[n] FOR n IN range(1, len(items) + 1)
                             IF items[n].need <> 'bonus']), 0),
            nullif(list_sum(counts), 0)
        )) AS score
    FROM shared
    WHERE len(items) > 0
),
flat AS (
    SELECT
        * EXCLUDE (items, shares),
        unnest(flatten([
            [{
                'point': items[n].point, 'words': items[n].words, 'need': items[n].need,
                'weight': items[n].weight, 'member_of': NULL::VARCHAR,
                'is_group': len(items[n].members) > 0, 'suggested': items[n].best.suggested,
                'own': items[n].best.own, 'share': shares[n]
            }] || [{
                'point': m.point, 'words': m.words, 'need': items[n].need,
                'weight': items[n].weight / items[n].enough, 'member_of': items[n].point,
                'is_group': false, 'suggested': m.best.suggested,
                'own': m.best.own, 'share': share_of(m.best)
            } FOR m IN items[n].members]
            FOR n IN range(1, len(items) + 1)
        ]), recursive := true)
    FROM scored
)
SELECT
    * REPLACE ([{'by': o."by", 'again': o.again, 'verdict': o.verdict}
                FOR o IN others IF o.point = flat.point] AS others)
FROM flat;
