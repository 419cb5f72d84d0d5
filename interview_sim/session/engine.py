"""The engine: decides what happens, records it, then folds it.

A command first catches up with the clock, so a submit pressed after the deadline is a
time-out. Each returns the events it made, in order. An event is handed to `record` before it is
folded: what the state knows is in the journal.

After an answer was handed in, `unjudged` says what has to be judged; the interviewer goes on once
`judged` has brought the verdicts. Who judges, and how long it takes, is not the engine's business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from msgspec.structs import asdict, replace

from interview_sim.bank.model import Occasion
from interview_sim.clock import Clock, parse_stamp, stamp
from interview_sim.judging.judgement import Judgement
from interview_sim.judging.parts import MAIN
from interview_sim.judging.protocol import Request
from interview_sim.matching.model import Span, Verdict
from interview_sim.session import cases, rules
from interview_sim.session import events as ev
from interview_sim.session.answers import Answers, difference, printable_draft
from interview_sim.session.events import Event
from interview_sim.session.fold import apply
from interview_sim.session.interviewer import Choice, Scorer, bridge, choose, next_hint, occasion_of
from interview_sim.session.judgements import draft_request, is_judgeable, request_for, unjudged
from interview_sim.session.lines import line_for, opening
from interview_sim.session.phases import BREAK, EndReason, FollowUpKind, Outcome, Phase
from interview_sim.session.state import State, Turn

Events = tuple[Event, ...]
Wording = Callable[[Choice], Choice]

_FAREWELLS = {
    EndReason.COMPLETED: Occasion.CLOSING,
    EndReason.OUT_OF_TIME: Occasion.OUT_OF_TIME,
    EndReason.FINISHED_EARLY: Occasion.STOPPED,
}

_Given = ParamSpec("_Given")


def _command(
    act: Callable[Concatenate[Engine, _Given], None],
) -> Callable[Concatenate[Engine, _Given], Events]:
    """A command, which returns the events it made."""

    @wraps(act)
    def run(engine: Engine, /, *args: _Given.args, **kwargs: _Given.kwargs) -> Events:
        made = engine._made = []
        act(engine, *args, **kwargs)
        return tuple(made)

    return run


class Engine:
    """One session being sat, from its start to its scorecard.

    Args:
        state: The session as it stands.
        clock: Where time comes from.
        record: Takes each event before it counts; the journal.
        score: What an answer is worth, 0..100, from its judgement; conditions of follow-ups use it.
        answers: What was typed so far; nothing when absent.
    """

    def __init__(
        self,
        state: State,
        clock: Clock,
        record: Callable[[Event], None],
        *,
        score: Scorer,
        answers: Answers | None = None,
    ) -> None:
        self._state = state
        self._clock = clock
        self._record = record
        self._score = score
        self._answers = answers or Answers()
        self._made: list[Event] = []
        self._draft: str | None = None
        self._edited_at = state.t
        self._wall = clock.now()
        self._base = self._wall_base = clock.monotonic()
        self._base_t = state.t

    @classmethod
    def resume(
        cls,
        state: State,
        clock: Clock,
        record: Callable[[Event], None],
        *,
        score: Scorer,
        answers: Answers,
    ) -> Engine:
        """An engine that goes on where a transcript broke off.

        A session that was under way stands paused until `unpause`, with its clocks where they
        were.
        """
        engine = cls(state, clock, record, score=score, answers=answers)
        engine._note_absence()
        return engine

    # What can be read

    @property
    def state(self) -> State:
        """The session as folded so far."""
        return self._state

    @property
    def t(self) -> int:
        """Session time now, in ms."""
        return self._base_t + round((self._clock.monotonic() - self._base) * 1000)

    @property
    def question_left(self) -> float | None:
        """Seconds on the question clock, negative when over; None where none runs."""
        return _seconds(rules.question_left(self._state, self.t))

    @property
    def session_left(self) -> float | None:
        """Seconds on the session clock, negative when over; None before the start."""
        return _seconds(rules.session_left(self._state, self.t))

    @property
    def reading_left(self) -> float | None:
        """Seconds of reading time left; None when not reading."""
        return _seconds(rules.reading_left(self._state, self.t))

    @property
    def unjudged(self) -> tuple[Turn, ...]:
        """The answers that are to be judged, what the interviewer waits for first."""
        latest = self._state.turn
        return tuple(sorted(unjudged(self._state), key=lambda turn: turn is not latest))

    def judgeable(self, question: int | None = None) -> tuple[Turn, ...]:
        """The answers to a question, or to all that were asked, that a judge can look at."""
        return tuple(
            turn
            for turn in self._state.turns
            if question in {None, turn.question} and is_judgeable(self._state, turn)
        )

    def request(self, turn: Turn) -> Request:
        """What a judge is asked about one answer that is over; may be called from any thread."""
        return request_for(self._state, turn, self._answers)

    @property
    def upcoming(self) -> Request | None:
        """The answer being given now, as far as it is known: what a judge can prepare for."""
        turn = self._state.turn
        if turn is None or not turn.is_open:
            return None
        return draft_request(self._state, turn, self._draft or turn.text)

    @property
    def awaits_rating(self) -> bool:
        """Whether the last question is rated, and revealed if the plan says so, before the next."""
        return self._state.phase is Phase.BETWEEN and self._state.header.plan.reviews_each

    # The candidate's commands

    @_command
    def start(self) -> None:
        """Start the clocks and ask the first question."""
        if self._state.phase is Phase.PLANNED:
            self._set_clocks()
            self._emit(ev.Started)
            text = opening(self._state.header)
            self._emit(ev.Said, occasion=Occasion.OPENING, text=text)
            self._advance()

    @_command
    def begin(self) -> None:
        """End the reading time early."""
        if not self._caught_up_on_same():
            return
        if self._state.phase is Phase.READING:
            self._emit(ev.Began)

    @_command
    def draft(self, text: str) -> None:
        """Take the answer as it now stands in the editor; typing ends the reading time.

        Written at once or with the next tick, at most a quarter of a second later.
        """
        if not self._caught_up_on_same():
            return
        if self._state.phase is Phase.READING:
            self._emit(ev.Began)
        if self._state.phase is Phase.ANSWERING:
            self._draft = printable_draft(text)[: rules.MAX_ANSWER]
            if self.t - self._edited_at >= rules.EDIT_MS:
                self._write_draft(self.t)

    @_command
    def flush(self) -> None:
        """Write what was typed last at once, as before leaving."""
        if self._caught_up_on_same():
            self._write_draft(self.t)

    @_command
    def submit(self) -> None:
        """Submit the answer; nothing where it is blank, as passing is said with `skip`."""
        if not self._caught_up_on_same():
            return
        turn = self._state.turn
        if self._state.phase is Phase.ANSWERING and turn is not None:
            self._write_draft(self.t)
            if (self._state.turn or turn).text.strip():
                self._emit(ev.Submitted)
                self._advance()

    @_command
    def skip(self) -> None:
        """Pass; what was typed is kept in the transcript."""
        if not self._caught_up_on_same():
            return
        if self._state.is_live:
            self._write_draft(self.t)
            self._emit(ev.Skipped)
            self._advance()

    @_command
    def flag(self, question: int | None = None) -> None:
        """Flag a question, by default the current one, or take its flag back."""
        self._catch_up()
        index = self._state.question_index if question is None else question
        if 0 <= index < len(self._state.header.questions):
            self._emit(ev.Flagged, question=index, on=index not in self._state.flagged)

    @_command
    def hint(self, covered: Collection[str] = ()) -> None:
        """Show the next hint; nothing where the mode gives none or none is left.

        Args:
            covered: Points that the draft covers already; they get no hint.
        """
        if not self._caught_up_on_same():
            return
        if rules.can_hint(self._state):
            self._write_draft(self.t)
            text = next_hint(self._state, covered)
            if text is not None:
                self._emit(ev.HintShown, text=text)

    @_command
    def pause(self) -> None:
        """Stop both clocks, where the mode allows it."""
        if not self._caught_up_on_same():
            return
        if rules.can_pause(self._state):
            self._write_draft(self.t)
            self._emit(ev.Paused)

    @_command
    def unpause(self) -> None:
        """Let both clocks go on, after a pause, a break or after resuming."""
        was_break = self._state.is_break
        if self._state.phase is Phase.PAUSED:
            self._emit(ev.Resumed)
            if was_break:
                self._ask_next()
            else:
                self._advance()

    @_command
    def judged(self, question: int, judgement: Judgement, word: Wording | None = None) -> None:
        """Record what a judge made of an answer, and ask what comes next if that was waited for.

        Args:
            question: Which question it is an answer to.
            judgement: What the judge said.
            word: Puts a follow-up into other words, once the judgement counts.
        """
        self._catch_up()
        self._emit(ev.Judged, question=question, judgement=judgement)
        self._advance(word)

    def would_ask(self, question: int, judgement: Judgement) -> Choice | None:
        """The follow-up that comes once this judgement of the latest answer is recorded."""
        state = self._state
        turn = state.turn
        latest = None if turn is None else (turn.question, turn.part)
        if state.phase is not Phase.THINKING or latest != (question, judgement.part):
            return None
        seq, t = state.seq + 1, max(state.t, self.t)
        event = ev.Judged(seq=seq, t=t, at=state.at, question=question, judgement=judgement)
        return self._choice(apply(state, event))

    @_command
    def next_question(self) -> None:
        """Go on after a rating between questions, whether it was given or not."""
        if self.awaits_rating:
            self._ask_next()

    @_command
    def finish(self) -> None:
        """End the asking early; what is typed is handed in."""
        self._catch_up()
        if self._state.phase is Phase.PAUSED:
            self._emit(ev.Resumed)
        if self._state.is_live:
            self._write_draft(self.t)
            turn = self._state.turn
            typed = turn is not None and bool(turn.text.strip())
            self._emit(ev.Submitted if typed else ev.Skipped)
        if self._state.phase in {Phase.THINKING, Phase.BETWEEN}:
            self._end(EndReason.FINISHED_EARLY)

    @_command
    def tick(self) -> None:
        """Catch up with the clock: time-outs, warnings, pending edits, gaps. Idempotent."""
        self._catch_up()
        if self._draft is not None and self.t - self._edited_at >= rules.EDIT_MS:
            self._write_draft(self.t)
        for due in rules.due_warnings(self._state, self.t):
            self._emit(ev.Warned, scope=due.scope, mark=due.mark, left=due.left)
        is_running = self._state.is_live or self._state.phase in {Phase.PAUSED, Phase.THINKING}
        if is_running and self.t - self._state.t >= rules.HEARTBEAT_MS:
            self._emit(ev.Heartbeat)

    # The assessment

    @_command
    def predict(
        self, question: int, ratings: Mapping[str, int], confidence: float | None = None
    ) -> None:
        """Record the blind self-rating of one question, as far as it is given.

        A later one replaces it; an empty one takes it back.
        """
        self._emit(ev.Predicted, question=question, ratings=dict(ratings), confidence=confidence)

    @_command
    def reveal(self, question: int) -> None:
        """Record that model answer and verdicts of one question are shown, once."""
        if question not in self._state.revealed:
            self._emit(ev.Revealed, question=question)

    @_command
    def mark(
        self,
        question: int,
        point: str,
        verdict: Verdict | None,
        *,
        part: str = MAIN,
        evidence: tuple[Span, ...] = (),
    ) -> None:
        """Record the candidate's word on a point; None takes it back."""
        judgement = self._state.judgement(question, part)
        suggested = judgement.of(point) if judgement else None
        self._emit(
            ev.PointMarked,
            question=question,
            part=part,
            point=point,
            suggested=suggested.verdict if suggested else None,
            verdict=verdict,
            evidence=evidence,
            covered_at=self._answers.typing((question, part)).complete_at(evidence),
        )

    @_command
    def mark_claim(
        self, question: int, claim: str, confirmed: bool | None, *, part: str = MAIN
    ) -> None:
        """Record whether a misconception was really claimed; None takes it back."""
        self._emit(ev.ClaimMarked, question=question, part=part, claim=claim, confirmed=confirmed)

    @_command
    def note(
        self, text: str, question: int | None = None, *, part: str = MAIN, point: str = ""
    ) -> None:
        """Keep a note on the whole session, on a question, or one's own words for a point."""
        self._emit(ev.Noted, question=question, part=part, point=point, text=printable_draft(text))

    @_command
    def complete(self) -> None:
        """Close the assessment; marks and notes can still be changed afterwards."""
        if self._state.phase is Phase.ASSESSING:
            self._emit(ev.Finished)

    # How it decides

    def _write_draft(self, t: int) -> None:
        turn = self._state.turn
        draft, self._draft = self._draft, None
        if draft is None or turn is None or self._state.phase is not Phase.ANSWERING:
            return
        change = difference(turn.text, draft)
        if change is not None:
            at_char, delete, ins = change
            self._emit(ev.Edit, stamped=t, at_char=at_char, delete=delete, ins=ins)
            self._edited_at = self._state.t

    def _catch_up(self) -> None:
        """Let everything happen that the clock has made due, each at its own time."""
        self._notice_gap()
        while True:
            now = self.t
            end = rules.expiry(self._state, now)
            read = rules.reading_over(self._state, now)
            if read is not None and (end is None or read < end.at):
                self._emit(ev.Began, stamped=read)
            elif end is not None:
                self._expire(end)
            else:
                return

    def _caught_up_on_same(self) -> bool:
        """Catch up; whether what was asked is still the same, so that a late key hits no other."""
        before = len(self._state.turns)
        self._catch_up()
        return len(self._state.turns) == before

    def _expire(self, end: rules.Expiry) -> None:
        # An event already stamped later than the deadline cannot be: every command catches up
        # first. What is still pending was typed before it.
        self._write_draft(end.at)
        self._emit(ev.TimedOut, stamped=end.at, scope=end.scope)
        self._draft = None
        self._advance()

    def _advance(self, word: Wording | None = None) -> None:
        """Ask what comes next, if an answer has just closed."""
        if self._state.phase is not Phase.BETWEEN:
            return
        turn = self._state.turn
        # Who passes on "anything else?" has asked enough, and no more.
        goes_on = turn is not None and (
            turn.outcome is Outcome.SUBMITTED
            or (turn.kind is FollowUpKind.MORE and turn.outcome is Outcome.SKIPPED)
        )
        if turn is not None and goes_on:
            if turn in unjudged(self._state):
                return
            self._answer(turn)
            choice = self._choice(self._state)
            if choice is not None:
                self._ask_follow_up(choice, word)
                return
        if not self.awaits_rating or turn is None:
            self._ask_next()

    def _choice(self, state: State) -> Choice | None:
        # What was revealed is not asked about.
        is_revealed = state.question_index in state.revealed
        return None if is_revealed else choose(state, self.t, self._score)

    def _answer(self, turn: Turn) -> None:
        """Tell what was asked for of a case, each once."""
        if self._state.said_before(len(self._state.turns)):
            return
        facts = cases.to_tell(self._state)
        for fact in facts:
            self._emit(ev.Said, occasion=cases.TOLD, text=fact.tell, fact=fact.id)
        judgement = self._state.judgement(turn.question, turn.part)
        if judgement and judgement.asked_beyond and cases.is_clarifying(self._state, turn):
            self._say(Occasion.UNTOLD_REST if facts else Occasion.UNTOLD)

    def _ask_follow_up(self, choice: Choice, word: Wording | None) -> None:
        question = self._state.question_index
        if choice.kind is FollowUpKind.MORE:
            said = [line.text for line in self._state.said]
            ask = line_for(self._state.header, Occasion.MORE, said)
            choice = replace(choice, ask=ask)
        else:
            self._say(occasion_of(choice.kind, self._state.drawn(question)))
        if word is not None:
            choice = word(choice)
        left = rules.session_left(self._state, self.t) or 0
        self._emit(ev.FollowUpAsked, question=question, time_left=left, **asdict(choice))

    def _ask_next(self) -> None:
        state, turn = self._state, self._state.turn
        following = rules.following(state, self.t)
        if following is None:
            is_out = turn is not None and turn.timed_out_by is ev.Scope.SESSION
            if is_out or len(state.asked) < len(state.header.questions):
                self._end(EndReason.OUT_OF_TIME, stamped=state.t)
            else:
                self._end(EndReason.COMPLETED)
            return
        drawn = state.drawn(following)
        is_new_round = turn is not None and drawn.round != state.round
        if is_new_round and state.break_after != state.question_index:
            self._emit(ev.Paused, stamped=state.t, reason=BREAK)
            return
        if turn is not None and not is_new_round:
            self._say(bridge(state, turn, following))
            for number, fact in enumerate(cases.to_give(state, following)):
                if not number:
                    self._say(Occasion.GIVEN)
                self._emit(ev.Said, occasion=cases.TOLD, text=fact.tell, fact=fact.id)
        self._emit(
            ev.Asked,
            question=following,
            reading=round(state.header.plan.reading * 1000),
            budget=round(drawn.budget * 1000),
        )
        if not state.header.plan.reading:
            self._emit(ev.Began)

    def _end(self, reason: EndReason, *, stamped: int | None = None) -> None:
        self._say(_FAREWELLS[reason], stamped=stamped)
        self._emit(ev.Ended, stamped=stamped, reason=reason)

    def _say(self, occasion: Occasion, *, stamped: int | None = None) -> None:
        said = [line.text for line in self._state.said]
        text = line_for(self._state.header, occasion, said)
        self._emit(ev.Said, stamped=stamped, occasion=occasion, text=text)

    # How an event comes to count

    def _emit(
        self, event_type: type[Event], /, *, stamped: int | None = None, **fields: Any
    ) -> None:
        """Make an event, check it against the fold, record it, and let it count."""
        event = event_type(
            seq=self._state.seq + 1,
            t=max(self._state.t, self.t if stamped is None else stamped),
            at=stamp(self._clock.now()),
            **fields,
        )
        after = apply(self._state, event)
        self._record(event)
        self._state = after
        self._answers.take(event)
        self._made.append(event)

    # When clocks and machine do not agree

    def _notice_gap(self) -> None:
        wall, monotonic = self._clock.now(), self._clock.monotonic()
        apart = (wall - self._wall).total_seconds() - (monotonic - self._wall_base)
        self._wall, self._wall_base = wall, monotonic
        ms = round(apart * 1000)
        if abs(ms) >= rules.GAP_MS:
            self._emit(ev.ClockGap, ms=ms, cause="slept" if ms > 0 else "set")

    def _note_absence(self) -> None:
        state = self._state
        left_at = parse_stamp(state.at)
        if left_at is not None:
            away = round((self._clock.now() - left_at).total_seconds() * 1000)
            self._emit(ev.ClockGap, stamped=state.t, ms=away, cause="closed")
        if state.is_live or state.phase in {Phase.THINKING, Phase.BETWEEN}:
            self._emit(ev.Paused, stamped=state.t, reason="resumed_later")

    def _set_clocks(self) -> None:
        self._base_t = self._state.t
        self._wall = self._clock.now()
        self._base = self._wall_base = self._clock.monotonic()


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000
