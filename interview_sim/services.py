"""Builds the object graph once, for the command line, the screens and the tests alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from interview_sim import __version__, files
from interview_sim.clock import Clock, SystemClock
from interview_sim.config import (
    ConfigError,
    Endpoint,
    Settings,
    change_settings,
    interview_day,
    load_settings,
)
from interview_sim.errors import NotFoundError, UsageError
from interview_sim.paths import Origin, Paths, find_paths
from interview_sim.sitting import FreshOpinion, Sitting, open_sitting

if TYPE_CHECKING:
    from datetime import date

    from interview_sim.assessment.model import Scorecard, StudyItem
    from interview_sim.bank.cache import Progress
    from interview_sim.bank.catalogue import Catalogue
    from interview_sim.bank.loading import Fingerprint
    from interview_sim.bank.model import Bank, Source
    from interview_sim.bank.resume import OwnResume
    from interview_sim.judging.desk import Desk
    from interview_sim.progress.agenda import Agenda
    from interview_sim.progress.forecast import Outlook
    from interview_sim.progress.history import History
    from interview_sim.progress.samples import Sample, Samples
    from interview_sim.progress.standing import Standing
    from interview_sim.progress.summary import SessionSummary
    from interview_sim.session.plan import Plan
    from interview_sim.together.paper import Paper, PaperCheck
    from interview_sim.transcript.journal import Journal
    from interview_sim.transcript.reader import Transcript
    from interview_sim.transcript.store import Store

DEFAULT_PLAN = "data-scientist"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line may fix for a whole run."""

    transcripts: Path | None = None
    banks: tuple[Path, ...] = ()
    resume: Path | None = None
    """The candidate's résumé, instead of the one that was taken over."""


class Services:
    """Everything a front end needs; made by `build_services`."""

    def __init__(
        self, paths: Paths, clock: Clock, settings: Settings, config_problem: str | None = None
    ) -> None:
        self.paths = paths
        self.clock = clock
        self.settings = settings
        self.config_problem = config_problem
        """Why the settings file could not be used; the defaults are in effect then."""
        self.given_resume: Path | None = None
        """The résumé that the command line names."""
        self.env: Mapping[str, str] = {}
        """Where the key of a model's endpoint is looked for."""
        self.judges_inline = False
        """Whether front ends wait for judgements, as line by line ones do."""
        self._catalogue: Catalogue | None = None
        self._catalogue_of: Fingerprint | None = None
        self._reading = Lock()
        self._listing = Lock()
        self.being_read: tuple[int, int] | None = None
        """How many of how many new and changed sessions are read, while they are."""

    @cached_property
    def store(self) -> Store:
        """The folder of transcripts."""
        from interview_sim.transcript.store import Store

        return Store(
            self.paths.transcripts,
            self.paths.samples,
            clock=self.clock,
            judgements=self.paths.cache / "judgements",
        )

    # Banks and plans

    @property
    def catalogue(self) -> Catalogue:
        """The banks; read when first asked for."""
        return self.load_catalogue()

    def load_catalogue(self, progress: Progress | None = None) -> Catalogue:
        """The banks; `progress` is called with how far the reading of new files is.

        Safe to be called from several threads: the others wait for the first.
        """
        from interview_sim.bank.catalogue import Catalogue
        from interview_sim.bank.loading import fingerprint

        with self._reading:
            if self._catalogue is None:
                # Looked at before reading: what changes meanwhile is seen the next time.
                self._catalogue_of = fingerprint(self.paths.bank_sources)
                self._catalogue = Catalogue.load(
                    self.paths.bank_sources,
                    cache_folder=self.paths.cache / "banks",
                    progress=progress,
                )
            return self._catalogue

    def reload_catalogue(self) -> Catalogue:
        """The banks as they are on disk now."""
        with self._reading:
            self._catalogue = None
        return self.catalogue

    def fresh_catalogue(self) -> Catalogue:
        """The banks; read again where a file is new, changed or gone since they were read.

        Where nothing has changed it is the very same object, and costs a look at the folders.
        """
        from interview_sim.bank.loading import fingerprint

        now = fingerprint(self.paths.bank_sources)
        with self._reading:
            if self._catalogue is not None and now != self._catalogue_of:
                self._catalogue = None
        return self.catalogue

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that ship."""
        from interview_sim.session.planning import shipped_plans

        return shipped_plans()

    def plan(self, name: str) -> Plan:
        """The plan called `name`, the one in that file, or the one on the bank with that id.

        Raises:
            NotFoundError: There is none of them.
            PlanError: The file cannot be used.
        """
        from interview_sim.session.planning import find_plan

        try:
            return find_plan(name, self.plans)
        except NotFoundError:
            known = {bank.id for bank in self.catalogue.banks}
            if name not in known and not self.catalogue.moved_from(name):
                raise
        return self.bank_plan(name)

    def bank_plan(self, bank_id: str) -> Plan:
        """The plan on one bank.

        Raises:
            NotFoundError: No bank has that id.
        """
        from interview_sim.session.planning import bank_plan

        return bank_plan(self.catalogue.bank(bank_id).outline)

    @property
    def _plan_file(self) -> Path:
        return self.paths.state / "last-plan.json"

    @property
    def last_plan(self) -> Plan:
        """The plan used last, without its seed; else the first screen for data scientists."""
        from interview_sim.session.plan import Plan

        try:
            plan = msgspec.json.decode(self._plan_file.read_bytes(), type=Plan)
        except (OSError, msgspec.MsgspecError):
            plan = self.plan(DEFAULT_PLAN)
        return msgspec.structs.replace(plan, seed=None)

    def remember_plan(self, plan: Plan) -> None:
        """Offer this plan first the next time, unless it names a bank that only this run was given.

        Not being able to is no reason to stop.
        """
        given = {bank.id for bank in self.catalogue.banks if bank.origin is Origin.GIVEN}
        if not given.isdisjoint(plan.banks):
            return
        try:
            files.write_atomic(self._plan_file, msgspec.json.encode(plan), is_durable=False)
        except files.FileError:
            return

    def change_settings(self, **changes: str | float | bool | Endpoint) -> None:
        """Change and save settings.

        Raises:
            ConfigError: The file cannot be used, or a value is not allowed.
            FileError: It cannot be written; the change holds for this run.
        """
        self.settings = msgspec.structs.replace(self.settings, **changes)
        change_settings(self.paths.config_file, **changes)

    # The candidate's own résumé

    @cached_property
    def own_resume(self) -> OwnResume:
        """Where it is kept, and what questions take from it."""
        from interview_sim.bank.resume import OwnResume

        return OwnResume(self.paths.resume, self.given_resume)

    # Sessions

    def start(self, plan: Plan, seed: int | None = None, *, remember: bool = True) -> Sitting:
        """Draw the questions and open a new transcript; the clocks do not run yet.

        With a seed, given here or in the plan, the draw does not look at the history, so that
        everyone gets the same paper. Without one, a seed is chosen and recorded. The plan is
        remembered, see `remember_plan`, unless `remember` is off.

        Raises:
            UsageError: The plan names a bank that is not loaded, or no question fits it.
            TranscriptError: Nothing can be written where transcripts are kept.
        """
        from interview_sim.session.draw import prepare
        from interview_sim.session.planning import for_drawing
        from interview_sim.transcript.store import new_id

        fixed = plan.seed if seed is None else seed
        wanted = for_drawing(msgspec.structs.replace(plan, seed=fixed), self.settings)
        history = None
        if fixed is None:
            from interview_sim.progress.schedule import history_for_draw

            history = history_for_draw(self.history(), self.clock.now())
        header = prepare(
            wanted,
            [loaded.bank for loaded in self.catalogue.banks],
            session_id=new_id(self.clock),
            seed=random_seed() if fixed is None else fixed,
            clock=self.clock,
            history=history,
            resume=self.own_resume.read,
        )
        journal = self.store.create(header)
        if remember:
            self.remember_plan(plan)
        return self._sitting(journal)

    def hold_paper(self, paper: Paper) -> PaperCheck:
        """A sealed paper held against the banks that are here."""
        from interview_sim.together.paper import check_against

        return check_against(paper, self._banks_of(paper), app_version=__version__)

    def _banks_of(self, paper: Paper) -> list[Bank]:
        moves = self.catalogue.moves
        moved = {now.partition(":")[0] for old, now in moves.items() if old in paper.refs}
        wanted = paper.bank_ids | moved
        return [loaded.bank for loaded in self.catalogue.banks if loaded.id in wanted]

    def start_paper(self, paper: Paper, *, force: bool = False) -> Sitting:
        """Open a new transcript with exactly the questions of a sealed paper.

        With `force`, with those of them that are here, and as they are here.

        Raises:
            PaperError: It would not be the same interview, or none of its questions is here.
            TranscriptError: Nothing can be written where transcripts are kept.
        """
        from interview_sim.session.draw import header_of
        from interview_sim.session.planning import with_settings
        from interview_sim.together.paper import PaperError
        from interview_sim.transcript.store import new_id

        setting = self.hold_paper(paper)
        if not setting.candidates or (setting.obstacles and not force):
            raise PaperError("\n".join(setting.obstacles))
        plan = with_settings(paper.plan, self.settings)
        header = header_of(
            plan,
            self._banks_of(paper),
            setting.drawn(plan),
            session_id=new_id(self.clock),
            seed=paper.seed,
            clock=self.clock,
            paper="" if setting.obstacles else paper.id,
        )
        return self._sitting(self.store.create(header))

    def start_drill(self, refs: Sequence[str]) -> Sitting:
        """Open a new transcript that asks exactly these questions, in this order, as practice.

        Args:
            refs: Questions as `bank:question`; what is no longer in the banks is left out.

        Raises:
            UsageError: None of them is in the banks any more.
            TranscriptError: Nothing can be written where transcripts are kept.
        """
        from interview_sim.progress.schedule import history_for_draw
        from interview_sim.session.draw import header_of
        from interview_sim.session.drill import drill_plan
        from interview_sim.session.planning import with_settings
        from interview_sim.transcript.store import new_id

        banks = [loaded.bank for loaded in self.catalogue.banks]
        plan, chosen = drill_plan(refs, banks)
        past = history_for_draw(self.history(), self.clock.now())
        plan = with_settings(plan, self.settings)
        header = header_of(
            plan,
            banks,
            tuple(drawn for candidate in chosen for drawn in candidate.drawn(plan, past)),
            session_id=new_id(self.clock),
            seed=random_seed(),
            clock=self.clock,
            resume=self.own_resume.read,
        )
        return self._sitting(self.store.create(header))

    def resume(self, ref: str) -> Sitting:
        """Open a session again: to go on answering, to assess it, or to change marks and notes.

        Raises:
            NotFoundError: There is no such transcript.
            LockedError: It is open in another window.
            TranscriptError: It cannot be continued.
        """
        return self._sitting(self.store.open(ref), is_new=False)

    def _sitting(self, journal: Journal, *, is_new: bool = True) -> Sitting:
        from interview_sim.judging.registry import second_desk, writer_for

        desk = self.desk()
        # Visitors have no network, and whoever waits for one judge is not made to wait for two.
        if self.paths.is_visitor or self.judges_inline:
            return open_sitting(journal, self.clock, desk, is_new=is_new)
        second = second_desk(self.settings, self.env)
        writer = writer_for(self.settings, self.env)
        return open_sitting(journal, self.clock, desk, second, writer, is_new=is_new)

    def desk(self, judge: str = "", patience: float = 0) -> Desk:
        """Where answers are judged: by the judge of that name, else by the one in the settings.

        Raises:
            NotFoundError: No such judge is installed.
            UsageError: It cannot be loaded.
        """
        from interview_sim.judging.registry import desk_for

        return desk_for(
            self.settings, self.env, judge, patience=patience, is_inline=self.judges_inline
        )

    def judge_again(
        self,
        ref: str,
        judge: str = "",
        *,
        beside: bool = False,
        progress: Progress | None = None,
    ) -> tuple[FreshOpinion, ...]:
        """Record a fresh opinion on every answer of a session whose asking is over.

        Marks stay as they are. With `beside` it stands beside what counts; `progress` is called
        with how far it is.

        Raises:
            NotFoundError: There is no such transcript, or no such judge.
            LockedError: It is open in another window.
            UsageError: It is a sample, its questions are still being asked, or the judge is to be
                a model and none is set up.
            TranscriptError: It cannot be continued.
        """
        from interview_sim.judging.desk import PATIENCE
        from interview_sim.judging.llm.client import NO_ENDPOINT
        from interview_sim.judging.registry import MODEL

        if (judge or self.settings.judge) == MODEL and not self.settings.endpoint.is_set_up:
            raise UsageError(NO_ENDPOINT)
        desk = self.desk(judge, PATIENCE)
        sitting = open_sitting(self.store.open(ref), self.clock, desk, is_new=False)
        try:
            return sitting.judge_all_again(beside=beside, progress=progress)
        finally:
            sitting.close()

    def read(self, ref: str | Path) -> Transcript:
        """A saved session.

        Raises:
            NotFoundError: There is no such transcript.
            TranscriptError: It cannot be read.
        """
        return self.store.read(ref)

    def saved(self, progress: Progress | None = None) -> History:
        """The results of the saved sessions, for lists of them: this looks at no bank.

        Safe to be called from several threads: the others wait for the first.
        """
        from interview_sim.progress.history import History

        def told(done: int, of: int) -> None:
            self.being_read = done, of
            if progress is not None:
                progress(done, of)

        with self._listing:
            try:
                return History.load(self.store, self.paths.cache, progress=told)
            finally:
                self.being_read = None

    def history(self, progress: Progress | None = None) -> History:
        """The results of the saved sessions; `progress` is called with how far the reading is.

        Questions that changed banks are called as they are now.
        """
        saved = self.saved(progress)
        return saved.following(self.catalogue.moves) if saved.sessions else saved

    def unfinished(self, history: History | None = None) -> SessionSummary | None:
        """The newest session to go on with: questions to answer, or answers to mark.

        One that is open in another window does not count. An older one never comes before it.
        """
        return next(self.waiting(history), None)

    def waiting(self, history: History | None = None) -> Iterator[SessionSummary]:
        """What can be gone on with, newest first, but for what is open in another window."""
        known = self.history() if history is None else history
        running = self.store.is_running
        return (
            summary
            for summary in known.sessions
            if summary.is_waiting and not running(self.store.folder / summary.file)
        )

    @property
    def today(self) -> date:
        """The day it is where the candidate is."""
        return self.clock.now().astimezone().date()

    @property
    def interview_day(self) -> date | None:
        """The day of the interview, where one is set that is not past."""
        return interview_day(self.settings, self.today)

    def agenda(self, history: History) -> Agenda:
        """What waits for the candidate, and what was; reads banks that have changed."""
        from interview_sim.progress.agenda import agenda

        banks = [loaded.outline for loaded in self.fresh_catalogue().banks]
        return agenda(history, self.waiting(history), banks, self.clock.now())

    @property
    def samples(self) -> Samples:
        """The marks on sample answers."""
        from interview_sim.progress.samples import Samples

        return Samples(self.paths.sample_marks)

    def sample(self, seed: int | None = None) -> Sample:
        """An answer to mark of which it is known what it covers.

        Raises:
            SampleError: None can be made of the banks that are here, or marks cannot be read.
        """
        from interview_sim.progress.sampling import find_sample

        banks = [loaded.bank for loaded in self.catalogue.banks]
        chosen = random_seed() if seed is None else seed
        return find_sample(banks, chosen, self.history().waiting_refs, self.samples.refs)

    @property
    def offers_sample(self) -> bool:
        """Whether a sample is to be offered: to those who have marked nothing and not declined."""
        return self.samples.is_offered and not self.saved().scored

    def standing(self, history: History, since: date | None = None) -> Standing:
        """Where the candidate stands."""
        from interview_sim.progress.standing import standing

        return standing(history, since=since, samples=self.samples.known)

    def weak_drill(self, history: History) -> tuple[str, ...]:
        """What to drill on the weakest topic; nothing while it is too early to tell."""
        from interview_sim.progress.agenda import weakest

        return weakest(history, [loaded.outline for loaded in self.catalogue.banks])[1]

    def outlook(self, history: History, day: date | None = None) -> Outlook | None:
        """The day of the interview, that given or that set; None where none is known."""
        from interview_sim.progress.forecast import outlook

        day = day or self.interview_day
        if day is None:
            return None
        banks = [loaded.outline for loaded in self.catalogue.banks]
        return outlook(history, banks, day, self.clock.now())

    def scorecard(self, ref: str | Path) -> Scorecard:
        """The scorecard of a saved session.

        Raises:
            NotFoundError: There is no such transcript.
            TranscriptError: It cannot be read.
        """
        from interview_sim.assessment.scorecard import build_scorecard

        return build_scorecard(self.read(ref).state)

    def study(self, card: Scorecard) -> tuple[StudyItem, ...]:
        """What a scorecard says to study, with what earlier sessions know of it."""
        from interview_sim.assessment.study import seen_before
        from interview_sim.progress.comparing import earlier_results

        if not card.study:
            return ()
        return seen_before(card.study, earlier_results(self.store, self.history(), card))

    def sources(self, ref: str) -> tuple[Source, ...]:
        """Where `bank:question` has its facts from; nothing where it is in no bank any more."""
        try:
            found = self.catalogue.find(ref)
        except NotFoundError:
            return ()
        named = found.question.sources
        return tuple(source for source in found.bank.bank.sources if source.id in named)


def random_seed() -> int:
    """A seed of four digits, so that people can tell it to each other."""
    import secrets

    return 1000 + secrets.randbelow(9_000)


def build_services(
    cwd: Path,
    env: Mapping[str, str],
    clock: Clock | None = None,
    options: Options | None = None,
) -> Services:
    """The services for a program started in `cwd`; reads the settings and nothing else.

    Settings that cannot be used never stop the program: their defaults hold, the others are as
    they were set, and `Services.config_problem` says why.
    """
    chosen = options or Options()
    paths = find_paths(cwd, env, transcripts=chosen.transcripts, banks=chosen.banks)
    problem = None
    try:
        settings = load_settings(paths.config_file, env)
    except ConfigError as error:
        settings, problem = error.usable, str(error)
    services = Services(paths, clock or SystemClock(), settings, problem)
    services.given_resume = chosen.resume
    services.env = env
    return services
