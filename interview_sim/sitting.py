"""One open session: the engine that decides, the desk that judges, the journal that keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from interview_sim.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from interview_sim.assessment.model import Scorecard
    from interview_sim.clock import Clock
    from interview_sim.judging.desk import Desk, Pending
    from interview_sim.judging.judgement import Judgement
    from interview_sim.judging.llm.writer import Writer
    from interview_sim.judging.protocol import Request
    from interview_sim.session.engine import Engine, Wording
    from interview_sim.session.events import Event
    from interview_sim.session.interviewer import Choice
    from interview_sim.session.state import Turn
    from interview_sim.transcript.journal import Journal


@dataclass(frozen=True, slots=True)
class FreshOpinion:
    """One more judgement of an answer, beside the one that counted before."""

    question: int
    before: Judgement | None
    after: Judgement

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of the points and groups on which the verdict is a different one."""
        known = self.before.by_id if self.before else {}
        return tuple(
            name
            for name, point in self.after.by_id.items()
            if name not in known or known[name].verdict is not point.verdict
        )


class Sitting:
    """One open session, as front ends use it."""

    def __init__(
        self,
        engine: Engine,
        journal: Journal,
        desk: Desk,
        second: Desk | None = None,
        writer: Writer | None = None,
    ) -> None:
        from interview_sim.transcript.copies import Copies

        self.engine = engine
        self.desk = desk
        """Where its answers are judged."""
        self._second = second
        self._writer = writer
        self._asked: list[tuple[Turn, Future[Judgement]]] = []
        self._lost = 0
        """Second opinions that had not come when it was closed."""
        self._journal = journal
        self._prepared = 0
        self._pending: tuple[Turn, Pending] | None = None
        self._held: tuple[Turn, Judgement, Choice] | None = None
        self._words: tuple[Future[str], float] | None = None
        """What the writer makes of the follow-up that waits, and until when it does."""
        self.holds_follow_ups = False
        """Whether each follow-up waits for `ask`, so that it can be put into other words."""
        self.copies = Copies(journal)
        """Copies of what the transcript cannot take."""

    @property
    def id(self) -> str:
        """The session's id."""
        return self._journal.header.id

    @property
    def path(self) -> Path:
        """The transcript."""
        return self._journal.path

    @property
    def problem(self) -> str | None:
        """What is wrong with saving, in plain words; None while all is well."""
        return self._journal.problem

    @property
    def unsaved(self) -> int:
        """Events that are in memory and not in the file."""
        return self._journal.backlog

    def take_notice(self) -> str | None:
        """Something that happened to the file and was put right, reported once."""
        return self._journal.take_notice()

    def tick(self, when_ready: Callable[[], None] | None = None) -> tuple[Event, ...]:
        """Let the engine catch up with the clock and the judge, and the journal with the disk.

        Args:
            when_ready: Called from another thread once the next tick may bring a judgement.
        """
        made = (*self.engine.tick(), *self._judge(when_ready))
        self._journal.sync_due()
        return made

    def keep_up(self) -> None:
        """Let judge and journal catch up; the clocks are not asked."""
        self._judge()
        self._journal.sync_due()

    def hint(self) -> tuple[Event, ...]:
        """Show the next hint that the draft does not make needless."""
        upcoming = self.engine.upcoming
        covered = () if upcoming is None else self.desk.covered_by_words(upcoming)
        return self.engine.hint(covered)

    # Judging

    def _judge(self, when_ready: Callable[[], None] | None = None) -> tuple[Event, ...]:
        """Have what was handed in judged, and take in what has been; returns at once."""
        engine = self.engine
        made: tuple[Event, ...] = ()
        if self._held is not None:
            if self._goes_on_waiting():
                return ()
            made = self.ask(*self._written())
        while True:
            if self._pending is None:
                turn = next(iter(engine.unjudged), None)
                if turn is None:
                    self._prepare()
                    return made
                # Playing the edits of a long answer takes longer than a frame may.
                request = partial(engine.request, turn)
                self._pending = turn, self.desk.begin(request, engine.t / 1000, when_ready)
            turn, pending = self._pending
            judgement = pending.poll(engine.t / 1000)
            if judgement is None:
                return made
            self._pending = None
            if self._holds(turn, judgement, when_ready):
                return made
            made = (*made, *self._take(turn, judgement))

    def _holds(
        self, turn: Turn, judgement: Judgement, when_ready: Callable[[], None] | None = None
    ) -> bool:
        """Let the follow-up to this answer wait, where it may get other words."""
        choice = None
        if self.holds_follow_ups or self._writer is not None:
            choice = self.engine.would_ask(turn.question, judgement)
        if choice is None:
            return False
        if not self.holds_follow_ups:
            from interview_sim.judging.background import in_background
            from interview_sim.judging.llm.writer import SECONDS
            from interview_sim.session.phases import FollowUpKind

            # What else is asked says itself what matters: a twist, something false on purpose.
            if self._writer is None or choice.kind is not FollowUpKind.PROBE:
                return False
            state = self.engine.state
            question = state.drawn(turn.question).question.prompt
            said = "\n\n".join(each.text for each in state.turns_of(turn.question))
            write = partial(self._writer.write, question, said, choice.ask)
            self._words = in_background(write, when_ready), self.engine.t / 1000 + SECONDS
        self._held = turn, judgement, choice
        return True

    def _goes_on_waiting(self) -> bool:
        """Whether the follow-up that waits has to wait on."""
        if self.engine.state.is_over:
            return False
        if self._words is None:
            return True
        written, due = self._words
        return not written.done() and self.engine.t / 1000 < due

    def _written(self) -> tuple[str, str]:
        """The words that came for the follow-up that waits, and whose they are; else nothing."""
        written = None if self._words is None else self._words[0]
        if self._writer is None or written is None or not written.done() or written.exception():
            return "", ""
        return written.result(), self._writer.name

    @property
    def follow_up(self) -> Choice | None:
        """The follow-up that waits for `ask`; None where none does."""
        return None if self._held is None else self._held[2]

    def ask(self, words: str = "", by: str = "") -> tuple[Event, ...]:
        """Ask the follow-up that waits, in these words unless they would give a point away."""
        if self._held is None:
            return ()
        from interview_sim.session.wording import reworded

        turn, judgement, _ = self._held
        self._held = self._words = None
        return self._take(
            turn, judgement, lambda choice: reworded(self.engine.state, choice, words, by)
        )

    def wait(self) -> tuple[Event, ...]:
        """Have what was handed in judged, and wait for it as long as judge and writer may take."""
        self._pending = None
        return (*self.ask(), *self._judge_all(self.desk.decide, waits=True))

    def settle(self) -> None:
        """Have everything judged before this returns: by words where no judge has answered yet."""
        self.ask()
        if self._pending is not None:
            turn, pending = self._pending
            self._pending = None
            self._take(turn, pending.finish())
        self._judge_all(self.desk.decide_at_once)

    def _judge_all(
        self, decide: Callable[[Request], Judgement], *, waits: bool = False
    ) -> tuple[Event, ...]:
        from concurrent.futures import wait

        from interview_sim.judging.llm.writer import SECONDS

        engine = self.engine
        made: tuple[Event, ...] = ()
        for turn in engine.unjudged:
            judgement = decide(engine.request(turn))
            if not (waits and self._holds(turn, judgement)):
                made = (*made, *self._take(turn, judgement))
                continue
            if self._words is not None:
                wait([self._words[0]], SECONDS)
            made = (*made, *self.ask(*self._written()))
        return made

    def _take(
        self, turn: Turn, judgement: Judgement, word: Wording | None = None
    ) -> tuple[Event, ...]:
        """Let a judgement count, and ask for a second opinion where one is wanted."""
        made = self.engine.judged(turn.question, judgement, word)
        if self._second is not None:
            self._asked.append((turn, self._ask(self._second, turn)))
        return made

    def _ask(self, second: Desk, turn: Turn) -> Future[Judgement]:
        """Ask in the background, for one answer at a time: nobody waits for it."""
        from concurrent.futures import wait

        from interview_sim.judging.background import in_background

        before = [future for _turn, future in self._asked[-1:]]

        def ask() -> Judgement:
            wait(before)
            if self._second is None:
                raise UsageError("The session was closed: nobody reads it any more.")
            return msgspec.structs.replace(second.decide(self.engine.request(turn)), beside=True)

        return in_background(ask)

    @property
    def awaited(self) -> int:
        """Second opinions that have not been recorded yet."""
        return len(self._asked)

    def take_second_opinions(self) -> tuple[Judgement, ...]:
        """Record the second opinions that have come.

        Not before something of them is to be shown: an interview must not hang on when they come.
        """
        come = [(turn, future) for turn, future in self._asked if future.done()]
        self._asked = [asked for asked in self._asked if asked not in come]
        good = [(turn, future.result()) for turn, future in come if future.exception() is None]
        for turn, judgement in good:
            self.engine.judged(turn.question, judgement)
        return tuple(judgement for _turn, judgement in good)

    def judge_again(self, turn: Turn) -> Judgement:
        """A fresh opinion on an answer, which is not recorded yet; may run in any thread."""
        return self.desk.decide(self.engine.request(turn))

    def judge_all_again(
        self, *, beside: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> tuple[FreshOpinion, ...]:
        """Record a fresh opinion on every answer of a session whose asking is over.

        Args:
            beside: Whether it stands beside what counts, and counts for nothing.
            progress: Called before each answer, with how many of how many are judged.

        Raises:
            UsageError: Its questions are still being asked.
        """
        if not self.engine.state.is_over:
            raise UsageError("This session is still under way: its answers are judged as it goes.")
        turns = self.engine.judgeable()
        made = []
        for done, turn in enumerate(turns):
            if progress is not None:
                progress(done, len(turns))
            after = msgspec.structs.replace(self.judge_again(turn), beside=beside)
            if beside and after.instead_of:
                # What stands in is no second opinion, and takes the place of none.
                before = self.engine.state.judgement(turn.question, turn.part)
                made.append(FreshOpinion(turn.question, before, after))
            else:
                made.append(self.take_opinion(turn, after))
        return tuple(made)

    def take_opinion(self, turn: Turn, after: Judgement) -> FreshOpinion:
        """Record one more judgement of an answer that was judged already."""
        before = self.engine.state.judgement(turn.question, turn.part)
        self.engine.judged(turn.question, after)
        return FreshOpinion(turn.question, before, after)

    def _prepare(self) -> None:
        """Let the judge get ready for what is being asked now, once."""
        turns = len(self.engine.state.turns)
        if turns == self._prepared:
            return
        upcoming = self.engine.upcoming
        if upcoming is not None:
            self._prepared = turns
            self.desk.prepare(upcoming)
            if self._writer is not None:
                from interview_sim.judging.background import in_background
                from interview_sim.judging.llm.client import get_ready

                in_background(get_ready)

    # Saving

    def save_now(self) -> bool:
        """Try once to get everything into the file and onto the disk; whether that worked."""
        self.engine.flush()
        return self._journal.retry()

    def scorecard(self) -> Scorecard:
        """The scorecard as things stand."""
        from interview_sim.assessment.scorecard import build_scorecard

        self.settle()
        self.take_second_opinions()
        return build_scorecard(self.engine.state)

    def discard(self) -> None:
        """Close, and take the transcript away: for a session that was never begun."""
        self._journal.discard()

    def close(self) -> None:
        """Flush, wait for the disk, and let others open the file; safe to call twice.

        A session that was opened and left as it was is not kept: its file goes to the trash.
        """
        self._second = None  # Nothing is sent for an opinion that nobody reads any more.
        if self.engine.state.is_over:
            self.settle()
        self.take_second_opinions()
        # What comes now finds the file closed.
        self._lost, self._asked = self._lost + self.awaited, []
        self._journal.close(to_trash=self.engine.state.is_untouched)

    def farewell(self) -> str:
        """What to tell whoever has closed it: what was saved elsewhere, and what did not come."""
        words = [self.copies.rescue()]
        if self._lost and self.path.exists():  # It may have been deleted since.
            from interview_sim.figures import counted

            later = "" if self.engine.state.is_over else ", once the session is over"
            words.append(
                f"Your model had not answered yet on {counted(self._lost, 'answer')}. To ask it "
                f"again{later}: interview-sim judge {self.id} --beside"
            )
        return "\n".join(filter(None, words))


def open_sitting(
    journal: Journal,
    clock: Clock,
    desk: Desk,
    second: Desk | None = None,
    writer: Writer | None = None,
    *,
    is_new: bool = True,
) -> Sitting:
    """A sitting that writes to `journal`, of a new session or of one that is resumed.

    Args:
        journal: The session's transcript.
        clock: Where time comes from.
        desk: Where its answers are judged.
        second: Where second opinions come from, if any are wanted.
        writer: Who puts follow-ups into other words, if anybody does.
        is_new: Whether nothing has happened in it yet.
    """
    from interview_sim.assessment.score import answer_score
    from interview_sim.session.answers import Answers
    from interview_sim.session.engine import Engine

    open_engine = Engine if is_new else Engine.resume
    engine = open_engine(
        journal.initial, clock, journal.record, score=answer_score, answers=Answers(journal.events)
    )
    return Sitting(engine, journal, desk, second, writer)
