"""Which judges there are: every entry point in the group `interview_sim.judges`.

Our own lexical judge is registered in the same way as anybody's.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from interview_sim.errors import NotFoundError, UsageError
from interview_sim.judging.protocol import Judge

GROUP = "interview_sim.judges"
LEXICAL = "lexical"


def judge_names() -> tuple[str, ...]:
    """The names of all judges that are installed."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def find_judge(name: str) -> Judge:
    """The judge called `name`; a new one each time.

    Raises:
        NotFoundError: No such judge is installed.
        UsageError: It is installed and cannot be loaded, or is no judge.
    """
    point = next(iter(entry_points(group=GROUP, name=name)), None)
    if point is None:
        known = ", ".join(judge_names()) or "none"
        raise NotFoundError(f"There is no judge called “{name}”. Installed: {known}.")
    return _loaded(point)


def _loaded(point: EntryPoint) -> Judge:
    # Whatever a plug-in raises while it loads is its own fault, and said as such.
    try:
        judge = point.load()()
    except Exception as error:
        raise UsageError(f"The judge “{point.name}” cannot be loaded: {error}") from error
    if not isinstance(judge, Judge):
        raise UsageError(
            f"The judge “{point.name}” ({point.value}) is not a judge: it needs `name`, "
            "`version`, `prepare` and `judge`."
        )
    return judge
