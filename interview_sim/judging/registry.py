"""Which judges there are: every entry point in the group `interview_sim.judges`.

Our own lexical judge is registered in the same way as anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from interview_sim.config import Endpoint, Settings
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.judging.desk import PATIENCE, Desk
from interview_sim.judging.protocol import AsksModel, Judge
from interview_sim.plugins import PluginError, load_plugin, plugin_names

if TYPE_CHECKING:
    from interview_sim.judging.llm.writer import Writer

GROUP = "interview_sim.judges"
LEXICAL = "lexical"
MODEL = "llm"


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


def desk_for(
    settings: Settings,
    env: Mapping[str, str],
    name: str = "",
    *,
    patience: float = 0,
    is_inline: bool = False,
) -> Desk:
    """Where answers are judged: by the judge of that name, else by the one in the settings.

    Args:
        settings: Name a judge, the model it may ask, and the seconds it has for an answer.
        env: Where the key of the model's endpoint is looked for.
        name: Of another judge.
        patience: The least seconds that it has for an answer.
        is_inline: See `Desk`.

    Raises:
        NotFoundError: No such judge is installed.
        UsageError: It cannot be loaded.
    """
    chosen = name or settings.judge
    return Desk(
        None if chosen == LEXICAL else find_judge(chosen, settings.endpoint, env),
        deadline=max(settings.judge_seconds, patience),
        is_inline=is_inline,
    )


def second_desk(settings: Settings, env: Mapping[str, str]) -> Desk | None:
    """Where a second opinion on every answer comes from; None where the settings want none."""
    endpoint = settings.endpoint
    if endpoint.when == "never" or not endpoint.is_set_up or settings.judge == MODEL:
        return None
    return desk_for(settings, env, MODEL, patience=PATIENCE)


def writer_for(settings: Settings, env: Mapping[str, str]) -> Writer | None:
    """Who words the interviewer's follow-ups; None where the settings leave that to the bank."""
    endpoint = settings.endpoint
    if endpoint.when != "follow-ups" or not endpoint.is_set_up:
        return None
    from interview_sim.judging.llm.writer import Writer

    return Writer(endpoint, env)
