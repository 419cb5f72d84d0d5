"""History reads each transcript once, and never believes its index more than the files."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
from progress_kit import session

from interview_sim.bank.model import Point, Question
from interview_sim.clock import ManualClock
from interview_sim.config import Settings
from interview_sim.judging.judgement import Judgement
from interview_sim.matching.model import PointCoverage, Verdict
from interview_sim.paths import find_paths
from interview_sim.progress.history import (
    History,
    index_file,
    read_index,
    write_index,
)
from interview_sim.services import Services
from interview_sim.session.events import (
    Asked,
    Began,
    DrawnQuestion,
    Edit,
    Ended,
    Event,
    Finished,
    Header,
    Judged,
    Started,
    Submitted,
)
from interview_sim.session.phases import EndReason, Phase
from interview_sim.session.plan import Plan
from interview_sim.transcript.codec import encode_line
from interview_sim.transcript.reader import read_transcript
from interview_sim.transcript.store import Store

TOPICS = {"forests": "trees", "boosting": "trees/boosting", "recall": "metrics"}


def question(name: str) -> Question:
    """A question that an answer with its own name in it covers."""
    point = Point(id="said", point=f"Name {name} aloud.", match=(f"the {name} answer",))
    return Question(id=name, prompt=f"Say {name}.\nPlainly.", topic=TOPICS[name], rubric=(point,))


def judgement(name: str, text: str) -> Judgement:
    """What a judge makes of an answer that says its own name, or does not."""
    verdict = Verdict.COVERED if f"the {name} answer" in text else Verdict.MISSED
    said = PointCoverage(id="said", verdict=verdict, strength=1.0)
    return Judgement(judge="words", version="1", points=(said,))


def write_session(
    folder: Path, name: str, answers: dict[str, str], *, day: int = 1, ends: bool = True
) -> Path:
    """A transcript with one answer a question; without `ends` it breaks off after the last."""
    questions = tuple(
        DrawnQuestion(bank="b", question=question(q), budget=60, follow_up_budget=30)
        for q in answers
    )
    at = f"2026-01-{day:02}T09:00:00.000Z"
    plan = Plan(name="quick", title="Quick", questions=len(answers), minutes=10)
    events: list[Event] = [
        Header(seq=0, t=0, at=at, id=name, plan=plan, seed=day, questions=questions),
        Started(seq=1, t=0, at=at),
    ]

    def add(kind: type[Event], t: int, **fields: object) -> None:
        events.append(kind(seq=len(events), t=t, at=at, **fields))

    for number, (name_, text) in enumerate(answers.items()):
        t = number * 10_000
        add(Asked, t, question=number, reading=0, budget=60_000)
        add(Began, t)
        add(Edit, t + 2_000, at_char=0, ins=text)
        if ends or number + 1 < len(answers):
            add(Submitted, t + 10_000)
            add(
                Judged,
                t + 10_000,
                question=number,
                judgement=judgement(name_, text),
            )
    if ends:
        add(Ended, len(answers) * 10_000, reason=EndReason.COMPLETED)
        add(Finished, len(answers) * 10_000)
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_bytes(b"".join(encode_line(event) for event in events))
    return path


class CountingStore(Store):
    """A store that remembers what was read from it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.read_names: list[str] = []

    def read(self, ref):  # type: ignore[no-untyped-def]
        """The transcript, counted."""
        self.read_names.append(Path(ref).name)
        return read_transcript(ref)

    def taken(self) -> list[str]:
        """What was read since the last time this was asked."""
        names, self.read_names = sorted(self.read_names), []
        return names


@pytest.fixture
def store(tmp_path: Path) -> CountingStore:
    """A folder with two sessions."""
    folder = tmp_path / "transcripts"
    write_session(folder, "a", {"forests": "the forests answer", "recall": "no idea"}, day=1)
    write_session(folder, "b", {"forests": "no idea", "boosting": "no idea at all"}, day=2)
    return CountingStore(folder)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache folder that does not exist yet."""
    return tmp_path / "cache"


def ids(history: History) -> list[str]:
    """The sessions' ids, in their order."""
    return [session.id for session in history.sessions]


def test_a_missing_folder_is_an_empty_history(tmp_path: Path, cache: Path) -> None:
    """Before the first session there is nothing, and nothing is made but what is needed."""
    history = History.load(Store(tmp_path / "none"), cache)
    assert history.sessions == ()
    assert history.weakest == ()
    assert history.last_scores(5) == ()
    assert history.draw_history().seen == {}
    assert not cache.exists()


def test_sessions_come_newest_first_with_what_lists_show(store: CountingStore, cache: Path) -> None:
    """A summary has what the history list, the home screen and the draw need."""
    history = History.load(store, cache)
    assert ids(history) == ["b", "a"]
    session = history.sessions[1]
    assert (session.file, session.title, session.plan, session.seed) == (
        "a.jsonl", "Quick", "quick", 1,
    )  # fmt: skip
    assert (session.asked, session.planned, session.seconds, session.left) == (2, 2, 20, None)
    assert session.phase is Phase.FINISHED
    assert not session.is_unfinished
    assert [(q.ref, q.title, q.score) for q in session.questions] == [
        ("b:forests", "Say forests. Plainly.", 100),
        ("b:recall", "Say recall. Plainly.", 0),
    ]


def test_the_second_time_nothing_is_read(store: CountingStore, cache: Path) -> None:
    """What the index knows is not read again."""
    first = History.load(store, cache)
    assert store.taken() == ["a.jsonl", "b.jsonl"]
    assert History.load(store, cache) == first
    assert store.taken() == []


def test_only_what_changed_is_read_again(store: CountingStore, cache: Path) -> None:
    """A file with another size or time of change is read; so is a new one; a lost one goes."""
    History.load(store, cache)
    store.taken()
    changed = write_session(store.folder, "a", {"forests": "nothing now"}, day=1)
    write_session(store.folder, "c", {"recall": "the recall answer"}, day=3)
    history = History.load(store, cache)
    assert store.taken() == ["a.jsonl", "c.jsonl"]
    assert ids(history) == ["c", "b", "a"]
    assert history.sessions[2].score != 100

    os.utime(changed, ns=(1, 1))
    (store.folder / "b.jsonl").unlink()
    assert ids(History.load(store, cache)) == ["c", "a"]
    assert store.taken() == ["a.jsonl"]


def test_among_many_a_new_session_has_not_all_of_them_written_again(
    store: CountingStore, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept beside the others, and read once like them; without it, it is read again."""
    monkeypatch.setattr("interview_sim.progress.history._MOST_LATER", 0.5)
    History.load(store, cache)
    path = index_file(store.folder, cache)
    whole = path.read_bytes()
    write_session(store.folder, "a", {"forests": "nothing now"}, day=1)
    first = History.load(store, cache)
    assert path.read_bytes() == whole
    store.taken()
    assert History.load(store, cache) == first
    assert store.taken() == []
    (beside,) = set(cache.iterdir()) - {path}
    beside.write_bytes(beside.read_bytes()[:-1])
    assert History.load(store, cache) == first
    assert store.taken() == ["a.jsonl"]

    write_session(store.folder, "b", {"recall": "nothing now"}, day=2)
    second = History.load(store, cache)  # too many for a file beside: all are written
    assert path.read_bytes() != whole
    write_session(store.folder, "a", {"forests": "the forests answer"}, day=1)
    third = History.load(store, cache)
    assert ids(second) == ids(third) == ["b", "a"]
    store.taken()
    assert History.load(store, cache) == third != second
    assert store.taken() == []


@pytest.mark.parametrize("damage", [b"", b"{", b'{"version": "0"}', b"\xff\xfe", b"\x91" * 5000])
def test_a_damaged_index_costs_one_more_reading(
    store: CountingStore, cache: Path, damage: bytes
) -> None:
    """Whatever stands in the index file, the history is the same."""
    first = History.load(store, cache)
    store.taken()
    index_file(store.folder, cache).write_bytes(damage)
    assert History.load(store, cache) == first
    assert store.taken() == ["a.jsonl", "b.jsonl"]
    History.load(store, cache)
    assert store.taken() == []


@pytest.mark.parametrize("state", ["missing", "old", "wrong"])
def test_the_index_is_made_anew_and_how_far_that_is_is_told(
    store: CountingStore, cache: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    """To whoever asked, and to any screen meanwhile; a second reader waits and reads nothing."""
    found = dataclasses.replace(find_paths(Path(), {}), cache=cache)
    services = Services(found, ManualClock(), Settings())
    monkeypatch.setattr(Services, "store", store)
    first, path = services.saved(), index_file(store.folder, cache)
    if state == "missing":
        path.unlink()
    elif state == "wrong":
        path.write_bytes(path.read_bytes()[:-9])
    else:
        known = read_index(path)
        with monkeypatch.context() as older:
            older.setattr("interview_sim.progress.history.index_version", lambda: "5/other/2")
            write_index(path, known)
    store.taken()
    told: list[tuple[int, int]] = []
    seen: list[tuple[int, int] | None] = []
    second: list[History] = []
    other = threading.Thread(target=lambda: second.append(services.saved()))

    def tell(done: int, of: int) -> None:
        told.append((done, of))
        seen.append(services.being_read)
        if done == 1:
            other.start()

    assert services.saved(tell) == first
    other.join()
    assert second == [first]
    assert store.taken() == ["a.jsonl", "b.jsonl"]
    assert told == seen == [(1, 2), (2, 2)]
    assert services.being_read is None


def test_an_index_with_a_wrong_byte_anywhere_is_read_again(
    store: CountingStore, cache: Path
) -> None:
    """What is decoded only when it is needed is not damaged then."""
    first = History.load(store, cache)
    path = index_file(store.folder, cache)
    whole = path.read_bytes()
    for at in range(0, len(whole), 23):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x01]) + whole[at + 1 :])
        store.taken()
        again = History.load(store, cache)
        assert (again, store.taken()) == (first, ["a.jsonl", "b.jsonl"])
        assert [s.questions for s in again.sessions] == [s.questions for s in first.sessions]


def test_an_index_of_other_scores_is_not_believed(
    store: CountingStore, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another rubric or matcher the sessions are scored again."""
    History.load(store, cache)
    store.taken()
    monkeypatch.setattr("interview_sim.progress.history.index_version", lambda: "another")
    History.load(store, cache)
    assert store.taken() == ["a.jsonl", "b.jsonl"]
    History.load(store, cache)
    assert store.taken() == []


def test_without_a_place_for_the_index_all_is_read(store: CountingStore, tmp_path: Path) -> None:
    """A cache that cannot be written is no reason to stop."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert ids(History.load(store, blocked / "cache")) == ["b", "a"]
    assert ids(History.load(store, blocked / "cache")) == ["b", "a"]


def test_two_folders_do_not_share_an_index(store: CountingStore, tmp_path: Path) -> None:
    """Files of one name in two folders are two sessions."""
    other = CountingStore(tmp_path / "other")
    write_session(other.folder, "a", {"recall": "the recall answer"}, day=9)
    cache = tmp_path / "cache"
    History.load(store, cache)
    assert History.load(other, cache).sessions[0].seed == 9
    assert ids(History.load(store, cache)) == ["b", "a"]


def test_what_cannot_be_read_is_said_and_stops_nothing(store: CountingStore, cache: Path) -> None:
    """A file without a header is named; the others are there; it is not read each time."""
    (store.folder / "z.jsonl").write_text("not a transcript\n")
    history = History.load(store, cache)
    assert ids(history) == ["b", "a"]
    assert [u.file for u in history.unreadable] == ["z.jsonl"]
    assert history.unreadable[0].problem
    store.taken()
    assert History.load(store, cache) == history
    assert store.taken() == []


def test_an_unfinished_session_says_what_is_left(store: CountingStore, cache: Path) -> None:
    """A session that broke off is unfinished, with the rest of its clock; its score is no trend."""
    write_session(store.folder, "c", {"forests": "the forests answer", "recall": "the"}, day=3,
                  ends=False)  # fmt: skip
    history = History.load(store, cache)
    session = history.sessions[0]
    assert session.is_unfinished
    assert session.phase is Phase.ANSWERING
    assert session.left == 600 - 12
    assert len(history.last_scores(9)) == 2
    assert history.draw_history().seen["b:recall"] == 2
    assert history.draw_history().scores["b:recall"] == 0


def test_a_session_that_broke_off_while_an_answer_was_judged_can_be_resumed(
    store: CountingStore, cache: Path
) -> None:
    """Its last event is the submit; nothing else tells it from any other that broke off."""
    write_session(store.folder, "c", {"forests": "the forests answer", "recall": "the"}, day=3)
    path = store.folder / "c.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    submit = next(at for at, line in enumerate(lines) if b'"submitted"' in line)
    path.write_bytes(b"".join(lines[: submit + 1]))
    session = History.load(store, cache).sessions[0]
    assert session.phase is Phase.THINKING
    assert session.is_unfinished
    assert session.left is not None


def test_the_trend_is_the_latest_scores_oldest_first(store: CountingStore, cache: Path) -> None:
    """Trends read from left to right."""
    history = History.load(store, cache)
    newest, oldest = (session.score for session in history.sessions)
    assert history.last_scores(5) == (oldest, newest)
    assert history.last_scores(1) == (newest,)


def test_the_weakest_topic_needs_two_answers(store: CountingStore, cache: Path) -> None:
    """One bad answer is no weakness yet; the count stands beside the mean."""
    history = History.load(store, cache)
    assert [(t.topic, t.n) for t in history.topics] == [("metrics", 1), ("trees", 3)]
    assert history.weakest[0].topic == "trees"
    assert history.weakest[0].score == pytest.approx(100 / 3)


def test_the_draw_gets_counts_and_the_latest_scores(store: CountingStore, cache: Path) -> None:
    """A question asked twice counts twice and has its latest score."""
    drawn = History.load(store, cache).draw_history()
    assert drawn.seen == {"b:forests": 2, "b:boosting": 1, "b:recall": 1}
    assert drawn.scores == {"b:forests": 0, "b:boosting": 0, "b:recall": 0}


def test_a_long_first_reading_tells_how_far_it_is(store: CountingStore, cache: Path) -> None:
    """Whoever waits can be told."""
    told: list[tuple[int, int]] = []
    History.load(store, cache, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert _names(store.paths()) == ["b.jsonl", "a.jsonl"]


def _names(paths: Iterable[Path]) -> list[str]:
    return [path.name for path in paths]


def test_no_score_is_told_before_the_assessment_is_closed(
    store: CountingStore, cache: Path
) -> None:
    """Neither in lists nor in JSON: it would be of suggestions, and give the reveal away."""
    write_session(store.folder, "c", {"forests": "the forests answer"}, day=3, ends=False)
    open_one, closed = History.load(store, cache).sessions[:2]
    assert open_one.final_score is None
    told = open_one.as_dict()
    assert (told["score"], told["band"]) == (None, "")
    assert {question["score"] for question in told["questions"]} == {None}
    assert closed.as_dict()["score"] == closed.final_score is not None


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.FINISHED, "finished"),
        (Phase.ASSESSING, "to be marked"),
        (Phase.THINKING, "not finished"),
    ],
)
def test_how_far_a_session_has_come_is_told_in_words(phase: Phase, words: str) -> None:
    """Not by the names that the program has for it."""
    assert session("2026-01-05T09:00:00Z", {}, phase=phase).state_words == words
