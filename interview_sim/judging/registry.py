"""Which judges there are: every entry point in the group `interview_sim.judges`.

Our own lexical judge is registered in the same way as anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping

from interview_sim.config import Endpoint
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.judging.protocol import AsksModel, Judge
from interview_sim.plugins import PluginError, load_plugin, plugin_names

GROUP = "interview_sim.judges"
LEXICAL = "lexical"


def judge_names() -> tuple[str, ...]:
    """The names of all judges that are installed."""
    return plugin_names(GROUP)


def find_judge(name: str, endpoint: Endpoint | None = None, env: Mapping[str, str] = {}) -> Judge:
    """The judge called `name`; a new one each time.

    Args:
        name: As people choose it.
        endpoint: The model in the settings, for a judge that asks one.
        env: Where the key of the endpoint is looked for.

    Raises:
        NotFoundError: No such judge is installed.
        UsageError: It is installed and cannot be loaded, or is no judge.
    """
    if name not in judge_names():
        known = ", ".join(judge_names()) or "none"
        raise NotFoundError(f"There is no judge called “{name}”. Installed: {known}.")
    try:
        judge = load_plugin(GROUP, name, Judge)  # type: ignore[type-abstract]
    except PluginError as error:
        raise UsageError(f"The judge {error}.") from error
    if endpoint is not None and isinstance(judge, AsksModel):
        judge.set_up(endpoint, env)
    return judge
