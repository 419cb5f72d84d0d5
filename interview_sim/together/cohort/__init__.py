"""Many people: what the transcripts of a course or of a round of hiring say together.

DuckDB reads the lines where they lie, and goes on with a disk where memory ends; the questions that
are put to it are the `.sql` files beside this module. It is installed with the extra `cohort`, and
imported here only.

What counts is each answer to a whole question: follow-ups depend on it, so no two candidates are
asked the same.
Item difficulty and item-rest correlation are those of classical test theory (F. M. Lord and M. R.
Novick, Statistical Theories of Mental Test Scores, 1968); kappa is that of `together.agreement`.
"""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview_sim.assessment.scoring import load_scoring
from interview_sim.bank.terms import Need
from interview_sim.errors import UsageError
from interview_sim.together.agreement import ENOUGH
from interview_sim.together.marking import INFIX, MARKING_FORMAT
from interview_sim.transcript.codec import VERSION
from interview_sim.transcript.trash import FOLDER as TRASH

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEW = 10
"""Answers from which on a mean or a share is given: below, one answer moves it by too much."""

WEAK = 0.2
"""A correlation below which a question tells little (R. L. Ebel, Essentials of Educational
Measurement, 1972: from 0.2 on marginal, from 0.4 on very good)."""

MEMORY = "1GB"
"""What DuckDB keeps in memory before it goes on with the disk."""
_MOST_THREADS = 4
"""Each has buffers of its own, which MEMORY does not bound."""

_REMEDY = (
    "This reads transcripts with DuckDB, which is not installed. Install it with "
    "`pip install 'interview-sim[cohort]'`."
)
_GIVES_AWAY = ("id", "started", "file", "plan", "paper", "others")
"""What an anonymous table is without."""

_STEPS = 4
"""Of reading: what is there, its lines, whether they are whole, what they are worth."""

_NOTHING = str(Path(__file__).with_name("macros.sql"))
"""Stands for no file: it holds no line of JSON, and is not reported."""

Row = dict[str, Any]
Progress = Callable[[int, int], None]


class Cohort:
    """The points of many sessions in a database of its own, which goes when `opened` is left."""

    def __init__(self, database: DuckDBPyConnection, folder: Path) -> None:
        self._database, self._folder = database, folder
        self.damaged: list[Row] = []
        """Files that are left out or read in part: `file`, `what`."""
        self.copies = 0
        """Files that hold a session which another one holds as well."""

    def report(self) -> Row:
        """Everything there is to say; figures that rest on too little are None."""
        return {
            "few": FEW,
            "enough": ENOUGH,
            "copies": self.copies,
            "damaged": self.damaged,
            **self._whole(),
            "by_topic": [
                _kept_back(row, row["n"] >= FEW, "score", "sd", "low", "middle", "high")
                for row in self._ask("topics")
            ],
            "by_question": [_question(row) for row in self._ask("questions")],
            "by_point": [
                _kept_back(row, row["n"] >= FEW, "covered", "partly")
                for row in self._ask("covered")
            ],
            "agreement": [
                _kept_back(row, row["n"] >= ENOUGH, "rate", "chance", "kappa", "weighted")
                for row in self._ask("agreement")
            ],
        }

    @property
    def columns(self) -> list[str]:
        """What the table has of each point."""
        return self._database.table("points").columns

    def table(self, *, is_anonymous: bool = False) -> bytes:
        """The points as a file of Parquet, a row each."""
        # What is left out keeps its type.
        empty = ", ".join(f"CASE WHEN false THEN {name} END AS {name}" for name in _GIVES_AWAY)
        chosen = f"* REPLACE ({empty})" if is_anonymous else "*"
        ordered = f"SELECT {chosen} FROM points ORDER BY session, number, member_of, point"  # noqa: S608
        path = self._folder / "points.parquet"
        self._database.sql(ordered).write_parquet(str(path), compression="zstd")
        return path.read_bytes()

    def _whole(self) -> Row:
        (row,) = self._ask("whole")
        return _kept_back(row, row["sessions"] >= FEW, "score", "sd")

    def _ask(self, name: str) -> list[Row]:
        done = _execute(self._database, name)
        names = [column[0] for column in done.description or ()]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


@contextmanager
def opened(sources: Sequence[str], progress: Progress | None = None) -> Iterator[Cohort]:
    """The sessions in these folders, files, globs, addresses and tables of Parquet.

    Args:
        sources: What is read.
        progress: Is told how many steps are done, and how many there are.

    Raises:
        UsageError: DuckDB is not installed, or there is nothing to read.
    """
    try:
        import duckdb
    except ImportError:
        raise UsageError(_REMEDY) from None
    with tempfile.TemporaryDirectory(prefix="interview-sim-cohort-") as folder:
        settings: dict[str, Any] = {
            "memory_limit": MEMORY,
            "threads": min(_MOST_THREADS, os.cpu_count() or 1),
            "temp_directory": folder,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(str(Path(folder) / "cohort.duckdb"), config=settings) as database:
            cohort = Cohort(database, Path(folder))
            try:
                _read(cohort, database, sources, progress or (lambda _done, _of: None))
                yield cohort
            except duckdb.Error as error:
                said = str(error).partition("\n\nLINE")[0]
                raise UsageError(f"DuckDB could not read that: {said}") from error


def query(name: str) -> str:
    """The SQL of that name."""
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def verdict_on(row: Row) -> str:
    """What the correlation of a question amounts to, in a few words; empty where all is well."""
    if row["rest_n"] < ENOUGH:
        return "too early to tell"
    if row["r"] is None:
        return "all score the same"
    if row["r_to"] is not None and row["r_to"] < WEAK:
        return "does not tell strong from weak"
    return "unclear" if row["r"] < WEAK else ""


def _question(row: Row) -> Row:
    row["verdict"] = verdict_on(row)
    row = _kept_back(row, row["n"] >= FEW, "score", "sd", "skipped")
    row = _kept_back(row, row["rest_n"] >= ENOUGH, "r", "r_from", "r_to")
    return _kept_back(row, row["marked"] >= ENOUGH, "overruled")


def _kept_back(row: Row, is_enough: bool, *figures: str) -> Row:
    return row if is_enough else row | dict.fromkeys(figures)


# Reading


def _read(
    cohort: Cohort, database: DuckDBPyConnection, sources: Sequence[str], progress: Progress
) -> None:
    """Fill the table `points`."""
    found: dict[str, None] = {}
    for source in sources:
        named = list(_named(database, source))
        if not named:
            raise UsageError(f"There is no transcript (*.jsonl) in {source}.")
        found |= dict.fromkeys(named)
    tables = [path for path in found if path.endswith(".parquet")]
    markings = [path for path in found if _is_marking(path)]
    transcripts = [path for path in found if path not in {*tables, *markings}]
    progress(0, _STEPS)
    _execute(database, "macros")
    _run(cohort, database, "markings", markings)
    progress(1, _STEPS)
    usable = _run(cohort, database, "lines", transcripts)
    progress(2, _STEPS)
    _execute(database, "files")
    progress(3, _STEPS)
    _execute(database, "points")
    progress(_STEPS, _STEPS)
    of_files = database.execute(
        "SELECT file, coalesce(unusable, damage) AS what, is_copy FROM files "
        "WHERE (what IS NOT NULL OR is_copy) AND file <> $nothing ORDER BY file",
        {"nothing": _NOTHING},
    )
    for file, what, is_copy in of_files.fetchall():
        if what is not None:
            cohort.damaged.append({"file": file, "what": what})
        cohort.copies += is_copy
    whole = {row[0] for row in database.execute("SELECT file FROM files").fetchall()}
    cohort.damaged += [{"file": path, "what": "empty"} for path in usable if path not in whole]
    for table in tables:
        # A session that is there already is not counted again.
        database.execute(
            "INSERT INTO points BY NAME SELECT * FROM read_parquet($table) "
            "WHERE session NOT IN (SELECT session FROM points)",
            {"table": _escaped(table)},
        )


def _run(cohort: Cohort, database: DuckDBPyConnection, name: str, paths: list[str]) -> list[str]:
    """Run a statement that reads these files; those that could be read.

    A file that DuckDB gives up on is named and left out, and the statement is run again.
    """
    import duckdb

    while True:
        # It wants at least one file to read, and takes each name for a pattern.
        escaped = [_escaped(path) for path in paths] or [_NOTHING]
        try:
            _execute(database, name, files=escaped)
        except duckdb.Error as error:
            said = str(error)
            culprit = next((p for p in paths if f'"{p}"' in said or f"'{p}'" in said), None)
            if culprit is None:
                raise
            paths = [path for path in paths if path != culprit]
            what = " ".join(said.splitlines()[0].replace(culprit, "it").split())
            cohort.damaged.append({"file": culprit, "what": f"left out: {what}"})
        else:
            return paths


def _execute(database: DuckDBPyConnection, name: str, **given: Any) -> DuckDBPyConnection:
    """Run the statement of that name with the values that it asks for."""
    sql, scoring = query(name), load_scoring()
    values = {
        "few": FEW,
        "enough": ENOUGH,
        "newest": VERSION,
        "format": MARKING_FORMAT,
        "partly": scoring.partly,
        **{need.value: scoring.needs.of(need) for need in Need},
        **given,
    }
    return database.execute(sql, {key: value for key, value in values.items() if f"${key}" in sql})


def _named(database: DuckDBPyConnection, source: str) -> Iterator[str]:
    """The files that a source names: transcripts, markings, tables."""
    path = Path(source)
    if "://" in source:
        pattern = source if _is_file(source) else f"{source.rstrip('/')}/**/*.json*"
        found = "SELECT file FROM glob($pattern) ORDER BY file"
        rows = database.execute(found, {"pattern": pattern})
        yield from (name for (name,) in rows.fetchall() if pattern == source or _counts(name))
    elif path.is_dir():
        for parent, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if name != TRASH and name[0] != ".")
            yield from (os.path.join(parent, name) for name in sorted(names) if _counts(name))  # noqa: PTH118
    elif path.exists():
        yield source
    else:
        for name in sorted(glob.glob(source, recursive=True)):  # noqa: PTH207
            yield from _named(database, name)


def _is_file(source: str) -> bool:
    return ".json" in source or source.endswith(".parquet")


def _is_marking(path: str) -> bool:
    return INFIX in path.rsplit("/", 1)[-1] and path.endswith(".json")


def _counts(path: str) -> bool:
    """Whether a file is read where only the folder was named."""
    name = path.rsplit("/", 1)[-1]
    is_kept = f"/{TRASH}/" not in path and not name.startswith(".")
    return is_kept and (name.endswith((".jsonl", ".jsonl.gz")) or _is_marking(path))


def _escaped(path: str) -> str:
    return path if path.startswith(("http://", "https://")) else glob.escape(path)
