"""A replay shows the session as it was at any moment, as quickly backwards as forwards."""

from __future__ import annotations

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transcript_kit import Script, header, lines_of, long_session, random_session, small_session

from interview_sim.clock import ManualClock
from interview_sim.session.answers import Answers
from interview_sim.session.events import (
    Edit,
    Event,
    Heartbeat,
    Paused,
    Resumed,
    Started,
    Submitted,
    TimedOut,
)
from interview_sim.session.fold import fold
from interview_sim.session.plan import Mode
from interview_sim.transcript.reader import parse_transcript
from interview_sim.transcript.replay import Player, Replay, Search
from interview_sim.transcript.timeline import IdleMap, MarkKind


def replay_of(events: list[Event]) -> Replay:
    """A replay of those events."""
    return Replay(parse_transcript(b"".join(lines_of(events))))


def typed_session() -> Script:
    """An answer being opened, ready for typing."""
    script = Script(header(mode=Mode.PRACTICE))
    script.add(Started, after=0)
    script.ask(0)
    return script


@given(seed=st.integers(0, 10**6), data=st.data())
def test_any_moment_is_the_fold_up_to_it(seed: int, data: st.DataObject) -> None:
    """Wherever one seeks, in whatever order, the state is that of folding up to there."""
    events = random_session(seed)
    replay = replay_of(events)
    moments = data.draw(st.lists(st.integers(-10, replay.duration + 10), max_size=12))
    for t in moments:
        expected = fold([events[0], *(event for event in events[1:] if event.t <= t)])
        assert replay.at(t) == expected


@pytest.mark.thorough
def test_seeking_is_quick_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    """In 50,000 edits every seek is the fold up to there; times are printed, not judged."""
    events = long_session(50_000)
    replay = replay_of(events)
    rng = random.Random(1)
    moments = [rng.randrange(replay.duration) for _ in range(200)]
    backwards = sorted(moments, reverse=True)
    slowest = {}
    for name, order in (("random", moments), ("backwards", backwards), ("forwards", moments)):
        took = []
        for t in sorted(order) if name == "forwards" else order:
            begin = time.perf_counter()
            replay.at(t)
            took.append(time.perf_counter() - begin)
        slowest[name] = max(took) * 1000
    with capsys.disabled():
        print("\n  slowest of 200 seeks:", {k: f"{v:.1f} ms" for k, v in slowest.items()})  # noqa: T201
    for t in moments[:3]:
        assert replay.at(t) == fold([event for event in events if event.t <= t])


def test_steps_go_over_heartbeats_and_stay_inside() -> None:
    """Stepping shows every moment at which something happens, and stops at both ends."""
    events = small_session()
    replay = replay_of(events)
    assert replay.step(0, -1) == 0
    assert replay.step(replay.duration) == replay.duration
    times = sorted({event.t for event in events if not isinstance(event, Heartbeat)})
    seen = [0]
    while (following := replay.step(seen[-1])) != seen[-1]:
        seen.append(following)
    assert seen == times
    back = [seen[-1]]
    while (before := replay.step(back[-1], -1)) != back[-1]:
        back.append(before)
    assert back == seen[::-1]


def test_steps_by_word_and_by_question() -> None:
    """A word step ends where a word is complete; a question step where one was asked."""
    script = typed_session()
    script.type("one two three", chunk=1)
    script.add(Submitted)
    script.follow_up(0)
    script.add(Submitted)
    script.ask(1)
    replay = replay_of(script.events)
    t = 2_200
    texts = []
    for _ in range(3):
        t = replay.step_word(t)
        turn = replay.at(t).turn
        assert turn is not None
        texts.append(turn.text)
    assert texts == ["one ", "one two ", "one two three"]
    first, follow, second = replay.question_times
    assert replay.step_question(first) == follow
    assert replay.step_question(follow + 1) == second
    assert replay.step_question(second) == replay.duration
    assert replay.step_question(follow + 1, -1) == follow
    assert replay.step_question(follow, -1) == first
    assert replay.step_question(0, -1) == 0


def test_marks() -> None:
    """Everything worth seeing stands on the timeline, with its question."""
    replay = replay_of(small_session())
    kinds = [mark.kind for mark in replay.marks]
    for kind in set(MarkKind) - {MarkKind.SILENCE}:
        assert kind in kinds, kind
    questions = [mark.question for mark in replay.marks if mark.kind is MarkKind.QUESTION]
    assert questions == [0, 1, 2]
    pause = next(mark for mark in replay.marks if mark.kind is MarkKind.PAUSE)
    assert pause.until is not None
    assert pause.until - pause.t == 60_100
    follow_up = next(mark for mark in replay.marks if mark.kind is MarkKind.FOLLOW_UP)
    assert (follow_up.part, follow_up.label) == ("lower-variance", "“lower variance” was missing")
    assert list(replay.marks) == sorted(replay.marks, key=lambda mark: mark.t)


def test_silences_leave_pauses_out() -> None:
    """A long silence is one while the clock runs; a pause in it is no silence."""
    script = typed_session()
    script.type("ab", chunk=1, after=12_000)
    script.add(Paused, after=1_000)
    script.add(Resumed, after=90_000)
    script.add(Heartbeat, after=5_000)
    script.type("c", after=6_000)
    script.add(TimedOut, after=20_000, scope="session")
    replay = replay_of(script.events)
    silences = [mark for mark in replay.marks if mark.kind is MarkKind.SILENCE]
    lengths = [(mark.until or 0) - mark.t for mark in silences]
    assert lengths == [12_000, 12_000, 11_000, 20_000]
    assert all(mark.part == "" and mark.question == 0 for mark in silences)


@given(seed=st.integers(0, 10**6), share=st.floats(0, 1))
def test_idle_time_is_cut_both_ways(seed: int, share: float) -> None:
    """Playback time maps to session time and back, never longer than the session."""
    replay = replay_of(random_session(seed))
    idle = IdleMap(replay.events, replay.duration)
    t = share * replay.duration
    assert idle.to_session(idle.to_played(t)) == pytest.approx(t, abs=1)
    played = idle.to_played(replay.duration)
    assert played <= replay.duration
    assert idle.to_played(0) == 0
    assert idle.to_session(played) == replay.duration
    steps = [event.t for event in replay.events if not isinstance(event, Heartbeat)]
    for before, after in itertools.pairwise(steps):
        assert idle.to_played(after) - idle.to_played(before) <= 2_000


def test_deleted_text_is_told_once() -> None:
    """A stretch taken out by many backspaces is one; what came back, or is short, is not told."""
    script = typed_session()
    script.type("Trees vary. They overfit less, never.", chunk=4)
    typed_at = script.t
    for _ in range(len("They overfit less, never.")):
        script.delete(1)
    gone_at = script.t
    script.type("Averaging helps ")
    script.delete(len("helps "))
    script.type("really helps a lot.")
    removed = replay_of(script.events).deleted[0].deletion
    assert len(replay_of(script.events).deleted) == 1
    assert removed.text == "They overfit less, never."
    assert removed.typed_at < removed.whole_at == typed_at
    assert removed.deleted_at == gone_at


def test_moved_text_is_not_deleted_text() -> None:
    """Cut here and pasted there is still in the answer."""
    script = typed_session()
    script.type("first part. second part.")
    script.add(Edit, at_char=0, delete=12)
    script.add(Edit, at_char=12, ins=" First part.")
    turn = script.state.turn
    assert turn is not None
    assert turn.text == "second part. First part."
    assert replay_of(script.events).deleted == ()
    typed = Answers(script.events).typing((0, "")).typed
    assert typed.text == turn.text
    assert len(typed.times) == len(typed.text)
    assert typed.times[0] < typed.times[-1]


@given(seed=st.integers(0, 10**6))
def test_typing_ends_at_the_answer(seed: int) -> None:
    """Played key by key, every answer comes to what the fold says."""
    events = random_session(seed)
    answers = Answers(events)
    for turn in fold(events).turns:
        assert answers.typing((turn.question, turn.part)).typed.text == turn.text


@given(seed=st.integers(0, 10**6), share=st.floats(0, 1))
def test_a_draft_is_the_answer_as_it_stood(seed: int, share: float) -> None:
    """At any moment it is what the fold says, and only what goes for good is marked as going."""
    replay = replay_of(random_session(seed, steps=400))
    t = round(share * replay.duration)
    for turn in replay.at(t).turns:
        draft = replay.draft(turn, t)
        assert draft.text == turn.text
        assert all(0 <= start < end <= len(draft.text) for start, end in draft.doomed)
        assert replay.draft(turn, replay.duration).doomed == ()


def test_words_that_go_for_good_are_known_while_they_stand() -> None:
    """From their first letter until they are gone, and in one place with when they were whole."""
    script = typed_session()
    script.type("Trees vary. ", chunk=4)
    script.type("They overfit.", chunk=4)
    whole = script.t
    for _ in range(len("They overfit.")):
        script.delete(1)
    script.type("Bagging.", chunk=4)
    replay = replay_of(script.events)
    turn = script.state.turn
    assert turn is not None
    (place,) = replay.deleted
    assert (place.t, place.question, place.deletion.text) == (whole, 0, "They overfit.")
    assert replay.draft(turn, whole) == ("Trees vary. They overfit.", ((12, 25),))
    assert replay.draft(turn, place.deletion.typed_at).doomed == ((12, 16),)
    assert replay.draft(turn, script.t) == ("Trees vary. Bagging.", ())


def test_a_search_goes_round_from_where_one_stands() -> None:
    """Next and last from any moment, over the ends, and through places of one millisecond."""
    script = typed_session()
    script.type("bias ", chunk=5)
    script.type("bias bias ", chunk=10)
    replay = replay_of(script.events)
    search = Search(replay, "BIAS")
    first, second = search.hits[0].t, search.hits[1].t
    assert first < second == search.hits[2].t
    assert [search.go(0).t, search.number] == [first, 1]  # type: ignore[union-attr]
    assert [(search.go(t).t, search.number) for t in (first, second)] == [(second, 2), (second, 3)]  # type: ignore[union-attr]
    assert [search.go(second).t, search.number] == [first, 1]  # type: ignore[union-attr]
    assert [search.go(first, -1).t, search.number] == [second, 3]  # type: ignore[union-attr]
    assert Search(replay, "nowhere").go(0) is None


def test_find_jumps_to_when_it_was_typed() -> None:
    """A word is found in answers and in what was deleted, whatever its case and its signs."""
    script = typed_session()
    script.type("Bias (and) variance.", chunk=2)
    done = script.t
    script.type(" Boosting reduces bias", chunk=2)
    script.delete(len("reduces bias"))
    replay = replay_of(script.events)
    hits = replay.find("(AND)")
    assert len(hits) == 1
    assert hits[0].t < done
    shown = replay.at(hits[0].t).turn
    assert shown is not None
    assert "(and)" in shown.text
    assert [hit.is_removed for hit in replay.find("reduces")] == [True]
    assert replay.find("reduces")[0].t > done
    assert replay.find("  ") == ()
    assert replay.find("nowhere") == ()


def test_the_player_follows_the_clock() -> None:
    """Position is speed times time passed, held in by both ends, without anything ticking."""
    clock = ManualClock()
    player = Player(replay_of(small_session()), clock)
    assert (player.position, player.is_playing) == (0, False)
    player.play()
    clock.advance(1)
    assert player.position == 1_000
    player.faster()
    clock.advance(1)
    assert (player.speed, player.position) == (2.0, 3_000)
    player.pause()
    clock.advance(10)
    assert player.position == 3_000
    player.toggle()
    player.speed = 99
    assert player.speed == 16
    clock.advance(10_000)
    assert player.position == player.duration
    assert player.is_at_end
    assert not player.is_playing
    player.seek_by(-1_000)
    assert player.position == player.duration - 1_000
    player.seek_share(0.5)
    assert player.position == player.duration // 2
    player.seek(-5)
    assert player.position == 0
    player.slower()
    assert player.speed == 8


def test_playing_from_the_end_begins_again() -> None:
    """Pressing play on a finished replay is not a dead key."""
    clock = ManualClock()
    player = Player(replay_of(small_session()), clock)
    player.seek(player.duration)
    player.toggle()
    clock.advance(2)
    assert player.position == 2_000


def test_it_plays_to_the_end_of_the_interview_and_steps_lead_on_to_what_was_marked() -> None:
    """Rating and marking take as long as they take; nobody watches that, however it is played."""
    clock = ManualClock()
    events = small_session()
    replay = replay_of(events)
    ended = fold(events).turns[-1].closed_at
    assert ended is not None
    assert ended < replay.duration
    for skips_idle in (False, True):
        player = Player(replay, clock, skips_idle=skips_idle)
        player.play()
        clock.advance(replay.duration)
        assert (player.position, player.is_playing) == (ended, False)
        assert player.duration == ended
        player.seek_by(5_000)
        assert player.position == ended
        for _ in range(3):
            player.step()
        assert player.state.predictions
        player.seek_share(1)
        assert player.position == ended


def test_skipping_idle_time() -> None:
    """With idle time cut, the end is reached sooner; seeking still means session time."""
    clock = ManualClock()
    replay = replay_of(small_session())
    player = Player(replay, clock, skips_idle=True)
    player.play()
    clock.advance(IdleMap(replay.events, replay.duration).to_played(replay.duration) / 1000)
    assert player.is_at_end
    player.seek(10_000)
    assert player.position == 10_000
    player.play()
    clock.advance(0.5)
    at = player.position
    player.skips_idle = False
    assert player.position == at
    clock.advance(1)
    assert player.position == pytest.approx(at + 1_000, abs=1)


def test_the_player_steps_through_every_moment_both_ways() -> None:
    """Stepping on and back visits the same moments, though some events share one."""
    replay = replay_of(small_session())
    player = Player(replay, ManualClock())
    forward = [player.position]
    while not player.is_at_end:
        player.step()
        assert player.position > forward[-1]
        forward.append(player.position)
    back = [player.position]
    while player.position > 0:
        player.step(-1)
        assert player.position < back[-1]
        back.append(player.position)
    assert back == forward[::-1]
    player.step_word()
    player.step_question()
    assert player.state.t <= player.position
