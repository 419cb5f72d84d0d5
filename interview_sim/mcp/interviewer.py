"""What another interviewer can do: ask, hand in, judge afterwards. Clock and rules are ours.

While one of its sessions is under way here, whoever asks sees no rubric at all; what may be seen
else, `records` decides. What comes from outside is data, and texts are kept as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from interview_sim.errors import NotFoundError, UsageError
from interview_sim.judging.registry import judge_names
from interview_sim.mcp import records
from interview_sim.mcp.records import Reply
from interview_sim.mcp.verdicts import Proposed, coverage_of
from interview_sim.services import Services
from interview_sim.session import cases, rules
from interview_sim.session.draw import unknown_names
from interview_sim.session.events import FollowUpAsked
from interview_sim.session.phases import Outcome, Phase
from interview_sim.session.plan import Plan
from interview_sim.session.planning import changed_plan
from interview_sim.session.rounds import break_words
from interview_sim.session.state import State, Turn
from interview_sim.session.wording import LONGEST
from interview_sim.sitting import Sitting
from interview_sim.transcript.reader import Transcript

PATIENCE = 60
"""Seconds for which a follow-up waits to be put into words, while the clocks stand."""

_BLANK = "The answer is blank. To pass, use skip."
_NONE = "No session is under way. Begin one with start_session, or go on with resume_session."
_AFTER = (
    "The session is saved. Now read_rubric shows what was looked for, propose_verdicts takes what "
    "you make of the answers, and read_scorecard shows the result. The candidate rates and marks "
    "the answers in interview-sim; that word is final, and is not yours to give."
)
_NOT_TAKEN = {
    Outcome.SUBMITTED: "was handed in before",
    Outcome.SKIPPED: "was skipped before",
    Outcome.TIMED_OUT: "was over when this came: its time was up",
}


class Client(NamedTuple):
    """Who asks, as it says of itself."""

    name: str = ""
    version: str = ""

    @property
    def judge(self) -> str:
        """What its verdicts go by; never the name of a judge that is installed here."""
        name = records.shown(self.name) or "client"
        taken = {known.casefold() for known in judge_names()}
        return f"{name} (client)" if name.casefold() in taken else name

    @property
    def label(self) -> str:
        """Its version, and how it came here."""
        return f"mcp {records.shown(self.version)}".strip()


class Interviewer:
    """One session at a time, and those that are over; not to be called from two threads at once.

    Args:
        services: Banks, settings, clock and folder.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        services.judges_inline = True
        self._sitting: Sitting | None = None
        """The session under way, or the one that ended last."""
        self._waiting: tuple[int, int] | None = None
        """How many things were asked when a follow-up began to wait, and when that was."""
        self._is_open = False
        """Whether its transcript is open."""

    # Before

    def banks(self) -> Reply:
        """What can be asked."""
        return {
            "plans": [
                {
                    "name": plan.name,
                    "title": plan.title,
                    "description": plan.description,
                    "questions": plan.questions,
                    "minutes": plan.minutes,
                }
                for plan in self._services.plans
            ],
            "banks": [
                {
                    "id": bank.id,
                    "title": bank.title,
                    "questions": len(bank.questions),
                    "topics": sorted({question.topic for question in bank.questions}),
                }
                for bank in (loaded.outline for loaded in self._services.fresh_catalogue().banks)
            ],
        }

    def start(
        self,
        plan: str = "",
        banks: Sequence[str] = (),
        topics: Sequence[str] = (),
        seed: int | None = None,
        **changes: Any,
    ) -> Reply:
        """Draw the questions and ask the first; the clocks run.

        Raises:
            UsageError: A session is under way, or no question fits.
            NotFoundError: There is no such plan, bank or topic.
        """
        self._refuse_two()
        chosen = self._plan(plan, banks, topics, changes)
        # What a client chose is not what the user is offered next.
        self._sitting = self._open(self._services.start(chosen, seed, remember=False))
        self._sitting.engine.start()
        return self.now()

    def _plan(
        self, name: str, banks: Sequence[str], topics: Sequence[str], changes: dict[str, Any]
    ) -> Plan:
        services = self._services
        ids = [services.fresh_catalogue().bank(bank).id for bank in banks]
        changes = {key: value for key, value in changes.items() if value is not None}
        shipped = {plan.name: plan for plan in services.plans}
        if name in shipped:
            plan = shipped[name]
        elif name:
            try:
                plan = services.bank_plan(name)
            except NotFoundError:
                known = ", ".join(shipped)
                raise NotFoundError(
                    f"There is no plan “{records.shown(name)}”. There are: {known}, and the id of "
                    "each bank."
                ) from None
        elif len(ids) == 1:
            plan = services.bank_plan(ids[0])
        else:
            plan = services.last_plan
        if ids and tuple(ids) != plan.banks:
            changes["banks"] = ids
        if topics:
            outlines = [loaded.outline for loaded in services.catalogue.banks]
            if unknown := unknown_names(Plan(topics=tuple(topics)), outlines):
                raise NotFoundError("\n".join(unknown))
            changes["topics"] = topics
        try:
            return changed_plan(plan, changes)
        except msgspec.ValidationError as error:
            raise UsageError(f"This cannot be asked for: {error}.") from None

    def resume(self, session: str = "") -> Reply:
        """Go on with a session that was interrupted, or after a break; the clocks run again.

        Raises:
            NotFoundError: There is no such session, or none that waits.
            UsageError: Another is under way, or its questions are over.
            LockedError: It is open in another window.
        """
        live = self._live
        if live is None or session not in {"", live.id}:
            live = self._sitting = self._reopen(session or self._interrupted())
        if live.engine.state.phase is Phase.PLANNED:
            live.engine.start()
        live.engine.unpause()
        return self.now()

    def _interrupted(self) -> str:
        waiting = self._services.waiting()
        asked = (found for found in waiting if found.phase not in {Phase.ASSESSING, Phase.FINISHED})
        summary = next(asked, None)
        if summary is None:
            raise NotFoundError("No session waits to be gone on with. Begin one: start_session.")
        return summary.file.removesuffix(".jsonl")

    def _reopen(self, session: str) -> Sitting:
        self._refuse_two()
        sitting = self._services.resume(str(records.path_of(self._services, session)))
        if sitting.engine.state.is_over:
            sitting.close()
            raise UsageError(f"The questions of session {sitting.id} are over. {_AFTER}")
        return self._open(sitting)

    def _open(self, sitting: Sitting) -> Sitting:
        sitting.holds_follow_ups = True
        self._waiting, self._is_open = None, True
        return sitting

    # While it runs

    @property
    def _live(self) -> Sitting | None:
        sitting = self._sitting
        return None if sitting is None or sitting.engine.state.is_over else sitting

    def _refuse_two(self) -> None:
        self.tick()
        if self._live is not None:
            raise UsageError(
                f"Session {self._live.id} is under way. Go on with it (read_question), or end it "
                "first (finish_session)."
            )

    def _known(self) -> Sitting:
        self.tick()
        if self._sitting is None:
            raise UsageError(_NONE)
        return self._sitting

    def tick(self) -> None:
        """Let clocks, judge and disk catch up; to be called about once a second."""
        sitting = self._sitting
        if sitting is None or not self._is_open:
            return
        engine = sitting.engine
        sitting.tick()
        while engine.awaits_rating:
            # The candidate rates in the app, when all is over.
            engine.next_question()
            sitting.tick()
        if sitting.follow_up is None:
            self._waiting = None
        elif self._waiting is None:
            self._waiting = len(engine.state.turns), engine.t
        elif engine.t - self._waiting[1] >= PATIENCE * 1000:
            sitting.ask()
            self._waiting = None
        if engine.state.is_over:
            # The candidate may open it now.
            self.close()

    def now(self) -> Reply:
        """What is asked, and how much time is left.

        Raises:
            UsageError: There is no session.
        """
        sitting = self._known()
        state = sitting.engine.state
        reply: Reply = {"session": sitting.id, "title": state.title}
        if state.is_over:
            said = state.said_before(len(state.turns))
            return {**reply, "state": "over", "said": list(said), "next": _AFTER}
        if state.is_break:
            return {
                **reply,
                "state": "break",
                "said": [break_words(state)],
                "next": "When the candidate is ready: resume_session.",
            }
        choice = sitting.follow_up
        if choice is not None:
            return {
                **reply,
                "state": "follow-up to ask",
                "kind": choice.kind,
                "ask": choice.ask,
                "next": "Ask it with ask_follow_up, in these words or in your own. The clocks "
                f"stand; after {PATIENCE} seconds it is asked in these words.",
            }
        turn = state.turn
        return {**reply, **({} if turn is None else self._asked(sitting, turn))}

    def _asked(self, sitting: Sitting, turn: Turn) -> Reply:
        engine, state = sitting.engine, sitting.engine.state
        number = len(state.turns)
        reply: Reply = {
            "state": "reading" if state.phase is Phase.READING else "answering",
            "turn": number,
            "place": cases.place(state, turn.question, word="Question "),
            "subject": cases.subject(state, turn.question),
            "follow_up": not turn.is_main,
            "said": list(state.said_before(number - 1)),
            "known": [] if not turn.is_main else list(cases.known(state)),
            "ask": turn.ask,
        }
        if state.header.plan.hide_clock:
            reply["seconds_left"] = "hidden in this interview"
        else:
            reply["seconds_left"] = _whole(engine.question_left)
            reply["session_seconds_left"] = _whole(engine.session_left)
            if state.phase is Phase.READING:
                reply["reading_seconds_left"] = _whole(engine.reading_left)
        if turn.text:
            reply["answer_so_far"] = turn.text
        return reply

    def submit(self, turn: int, answer: str) -> Reply:
        """Hand an answer in, if its time is not up.

        Raises:
            UsageError: Nothing was asked under that number, or the answer cannot be taken.
        """
        engine = self._known().engine
        late = _over(engine.state, turn)
        if late is None:
            if not answer.strip():
                raise UsageError(_BLANK)
            if len(answer) > rules.MAX_ANSWER:
                raise UsageError(
                    f"The answer has {len(answer):,} characters, and {rules.MAX_ANSWER:,} can be "
                    "taken. Nothing was handed in."
                )
            engine.draft(answer)
            engine.submit()
        return self._taken(turn, late, Outcome.SUBMITTED)

    def skip(self, turn: int) -> Reply:
        """Pass, if its time is not up.

        Raises:
            UsageError: Nothing was asked under that number.
        """
        engine = self._known().engine
        late = _over(engine.state, turn)
        if late is None:
            engine.skip()
        return self._taken(turn, late, Outcome.SKIPPED)

    def _taken(self, turn: int, late: str | None, wanted: Outcome) -> Reply:
        state = self._known().engine.state
        if late is None and state.turns[turn - 1].outcome is not wanted:
            late = _over(state, turn)
        return {"taken": late is None, **({"why_not": late} if late else {}), **self.now()}

    def ask(self, words: str, client: Client) -> Reply:
        """Ask the follow-up that waits.

        Raises:
            UsageError: None waits, or the wording is too long.
        """
        sitting = self._known()
        if sitting.follow_up is None:
            raise UsageError(
                "No follow-up waits to be asked. Where one did, it has been asked in the bank's "
                "words meanwhile: read_question."
            )
        if len(words) > LONGEST:
            raise UsageError(f"A follow-up has at most {LONGEST} characters. Put it shorter.")
        made = sitting.ask(words, client.judge)
        asked = next((event for event in made if isinstance(event, FollowUpAsked)), None)
        note = {}
        if asked is not None and asked.refused_ask:
            note["note"] = "Your wording would have given a point away: ask it in these words."
        return {**note, **self.now()}

    def finish(self, session: str = "") -> Reply:
        """End the asking; what is asked now is passed.

        Raises:
            NotFoundError: There is no such session.
            UsageError: None is under way, or its questions are over.
        """
        self.tick()
        live = self._live
        if session and (live is None or session != live.id):
            live = self._sitting = self._reopen(session)
        if live is None:
            raise UsageError(_NONE)
        live.engine.finish()
        return self.now()

    def close(self) -> None:
        """Leave what is under way, so that it can be gone on with."""
        if self._sitting is not None and self._is_open:
            self._is_open = False
            self._sitting.close()

    # After

    def rubric(self, session: str = "") -> Reply:
        """What each answer is held against: nobody's verdicts are with it.

        Raises:
            NotFoundError: There is no such session.
            UsageError: Questions are still being asked.
        """
        return records.rubric(self._over(session)[1])

    def propose(
        self,
        turn: int,
        verdicts: Iterable[Proposed],
        client: Client,
        session: str = "",
        claims: Iterable[Proposed] | None = None,
    ) -> Reply:
        """Record what the client makes of an answer, as one more judge's opinion.

        Without `claims` the misconceptions are those that are found by words.

        Raises:
            NotFoundError: There is no such session or answer.
            UsageError: Questions are still being asked, or a verdict cannot be taken.
            LockedError: It is open in another window.
        """
        sitting = self._services.resume(str(self._over(session)[0]))
        try:
            engine, desk = sitting.engine, sitting.desk
            given = _turn(engine.state, turn)
            if given not in engine.judgeable():
                raise UsageError(f"Nothing was answered in turn {turn}, so nothing can be judged.")
            request = engine.request(given)
            judgement = desk.judgement(
                request,
                coverage_of(verdicts, claims, request.task, desk.stand_in),
                judge=client.judge,
                version=client.label,
            )
            opinion = sitting.take_opinion(given, judgement)
        finally:
            sitting.close()
        if sitting.unsaved:
            raise UsageError(f"It could not be saved: {sitting.problem}.")
        return {
            "session": sitting.id,
            "turn": turn,
            "changed": list(opinion.changed),
            "misconceptions": [claim.id for claim in judgement.claims],
        }

    def scorecard(self, session: str = "") -> Reply:
        """The result, with everything that was found.

        Raises:
            NotFoundError: There is no such session.
            UsageError: Questions are still being asked.
        """
        return records.scorecard(self._over(session)[1])

    def transcript(self, session: str) -> str:
        """A saved session as its file has it.

        Raises:
            NotFoundError: There is no such session.
            UsageError: Questions are still being asked.
        """
        return self._over(session)[0].read_text("utf-8", "replace")

    def sessions(self) -> Reply:
        """The saved sessions, newest first."""
        return records.sessions(self._services)

    def bank(self, bank: str) -> str:
        """A bank as JSON; what lists show and no more, while a session is open that it helps with.

        Raises:
            NotFoundError: There is none of that id.
        """
        self.tick()
        return records.bank(self._services, bank, self._live.id if self._live else "")

    def _over(self, session: str) -> tuple[Path, Transcript]:
        """A session that may be looked at."""
        self.tick()
        if self._live is not None:
            raise UsageError(
                f"Session {self._live.id} is not over, and until then nothing is shown that would "
                f"help with it. {records.GO_ON}"
            )
        if not session and self._sitting is not None:
            session = self._sitting.id
        return records.over(self._services, session)


def _over(state: State, number: int) -> str | None:
    """Why nothing can be handed in for that turn any more; None where it can."""
    turn = _turn(state, number)
    if turn.is_open:
        return None
    return f"Not taken: turn {number} {_NOT_TAKEN[turn.outcome]}."


def _turn(state: State, number: int) -> Turn:
    if not 1 <= number <= len(state.turns):
        raise NotFoundError(f"There is no turn {number}: {len(state.turns)} were asked so far.")
    return state.turns[number - 1]


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
