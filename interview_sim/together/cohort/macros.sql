-- What a verdict is: among what was said of a point, and as a share of the point.
CREATE MACRO verdict_of(said, point) AS
    [s.verdict FOR s IN said IF s.id = point AND s.verdict IN ('missed', 'partly', 'covered')][1];
CREATE MACRO worth(verdict, partly) AS
    CASE verdict WHEN 'covered' THEN 1.0 WHEN 'partly' THEN partly ELSE 0.0 END;
