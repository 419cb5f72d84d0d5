-- Which answers are held against the whole question; interview_sim.judging.parts has the names.
CREATE MACRO is_whole(part) AS
    coalesce(part, '') IN ('', '@again') OR starts_with(part, '@more');
-- What a verdict is: among what was said of a point, and as a share of the point.
CREATE MACRO verdict_of(said, point) AS
    [s.verdict FOR s IN said IF s.id = point AND s.verdict IN ('missed', 'partly', 'covered')][1];
CREATE MACRO worth(verdict, partly) AS
    CASE verdict WHEN 'covered' THEN 1.0 WHEN 'partly' THEN partly ELSE 0.0 END;
-- A group that the candidate did not mark itself is worth what its best members are.
CREATE MACRO enough_of(pick, members) AS
    greatest(1, least(coalesce(pick, len(members)), len(members)));
CREATE MACRO whole_of(shares, enough) AS
    list_sum(list_reverse_sort(shares)[:enough]::DOUBLE[]) / enough;
-- What was said of a point in the answer that has it best: of equals the one with a word of the
-- candidate's own, and then the earlier one.
CREATE MACRO best_of(told, point, members, pick, partly) AS
    list_sort([{
        'less': -CASE WHEN len(members) > 0 AND verdict_of(t.said, point) IS NULL
            THEN whole_of([
                worth(coalesce(verdict_of(t.said, m.id), verdict_of(t.suggested, m.id)), partly)
                FOR m IN members
            ], enough_of(pick, members))
            ELSE worth(coalesce(verdict_of(t.said, point), verdict_of(t.suggested, point)), partly)
        END,
        'is_unmarked': verdict_of(t.said, point) IS NULL, 'part': t.part,
        'own': verdict_of(t.said, point), 'suggested': verdict_of(t.suggested, point)
    } FOR t IN told])[1];
CREATE MACRO share_of(best) AS coalesce(-best.less, 0.0);
