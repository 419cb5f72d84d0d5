"""Every action there is: its id, keys, words and where it belongs.

The one list behind key bindings, footers, the help screen and the command palette. An action
`interview.submit` runs the method `action_submit` of the screen that lists it, unless `run` names
another. To give a screen its keys: add its actions to its list below, and write
`BINDINGS = bindings("history")` in the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

from interview_sim.tui.present import key_name


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do."""

    id: str
    """`screen.verb`: stable, so that keys can be bound anew."""
    keys: str
    """Textual's key names; alternatives are separated by commas, the first one is shown."""
    label: str
    """One or two words for the footer."""
    description: str
    """What it does, as the palette and the help screen say it."""
    shown: bool = True
    """Whether the footer shows it."""
    in_palette: bool = True
    """Off for what makes sense only as a key, such as moving about."""
    run: str = ""
    """The Textual action; empty: the verb of the id."""
    priority: bool = False
    """Whether the key works even where the focused widget would take it."""

    @property
    def key(self) -> str:
        """The key that is shown, as it is spelt on the screen."""
        return key_name(self.keys.split(",")[0].strip())

    @property
    def all_keys(self) -> str:
        """All its keys, as they are spelt on the screen."""
        return " ".join(dict.fromkeys(key_name(key.strip()) for key in self.keys.split(",")))


@dataclass(frozen=True, slots=True)
class Place:
    """A screen, as the help names it."""

    title: str
    purpose: str
    actions: tuple[Action, ...]


APP = Place(
    "Everywhere",
    "These keys work on every screen; ? where nothing is typed.",
    (
        Action("app.help", "f1,question_mark", "help", "Show the keys", shown=False),
        Action("app.palette", "ctrl+p", "palette", "Find any command", shown=False,
               in_palette=False, run="command_palette", priority=True),
        Action("app.dark", "f2", "dark/light", "Change between dark and light", shown=False,
               run="toggle_brightness"),
        Action("app.leave", "ctrl+q", "quit", "Leave; an interview can be resumed", shown=False),
    ),
)  # fmt: skip

HOME = Place(
    "Home",
    "Start, resume, look back.",
    (
        Action("home.start", "s", "start", "Start an interview with the last plan", shown=False),
        Action("home.setup", "c", "choose a plan", "Choose or change a plan"),
        Action("home.quick", "5", "quick five", "Start five questions in 15 minutes", shown=False),
        Action("home.resume", "r", "resume", "Go on with the session that broke off", shown=False),
        Action("home.regrade", "m", "mark again", "Mark an old answer of yours again, blind",
               shown=False),
        Action("home.replay", "p", "replay", "Replay a transcript", shown=False),
        Action("home.history", "h", "history", "List the sessions that are kept", shown=False),
        Action("home.banks", "b", "banks", "Look through the question banks", shown=False),
        Action("home.settings", "comma", "settings", "Theme, extra time, hidden clock"),
        Action("home.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
        Action("home.quit", "ctrl+q,q", "quit", "Leave interview-sim", in_palette=False),
    ),
)  # fmt: skip

SETUP = Place(
    "Setup",
    "A plan on the left, its values on the right: ← → or digits, Space ticks. Enter starts.",
    (
        Action("setup.start", "ctrl+s", "start", "Start the interview", shown=False),
        Action("setup.values", "right", "values", "From the plans to the values", shown=False,
               in_palette=False),
        Action("setup.other", "tab", "plans/values", "Change between plans and values",
               in_palette=False),
        Action("setup.reseed", "ctrl+r", "new seed", "Choose another seed, so another draw"),
        Action("setup.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
        Action("setup.back", "escape", "home", "Back without starting"),
    ),
)  # fmt: skip

SETTINGS = Place(
    "Settings",
    "← → change a value; it is kept for the next time at once.",
    (
        Action("settings.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
        Action("settings.back", "escape", "back", "Back"),
    ),
)

INTERVIEW = Place(
    "Interview",
    "Read, answer, hand in. What you type is kept as you type it.",
    (
        Action("interview.submit", "ctrl+s", "submit", "Hand the answer in"),
        Action("interview.skip", "ctrl+n", "skip", "Pass on this question"),
        Action("interview.flag", "ctrl+g", "flag", "Flag the question, or take the flag back"),
        Action("interview.hint", "ctrl+t", "hint", "Show a hint (practice mode)"),
        Action("interview.pause", "ctrl+r", "pause", "Stop both clocks (practice mode)"),
        Action("interview.go_on", "enter", "go on", "Let both clocks go on"),
        Action("interview.question", "ctrl+o", "question", "The question in full, and back"),
        Action("interview.conversation", "ctrl+l", "so far",
               "All that was said so far, and back"),
        Action("interview.race", "f8", "race", "Let your last attempt run along: words and time",
               shown=False),
        Action("interview.answer", "escape", "answer", "Back to the answer", shown=False,
               in_palette=False),
        Action("interview.help", "f1", "help", "Show the keys", in_palette=False),
        Action("interview.finish", "ctrl+q", "finish", "Finish now, or leave and resume later"),
    ),
)  # fmt: skip

# One list a screen, for the screens that follow the interview.

RATING = Place(
    "Blind rating",
    "Say how it went before anything is revealed.",
    (
        Action("rating.one", "1", "", "Choose 1", shown=False, in_palette=False, run="rate(1)"),
        Action("rating.two", "2", "", "Choose 2", shown=False, in_palette=False, run="rate(2)"),
        Action("rating.three", "3", "", "Choose 3", shown=False, in_palette=False, run="rate(3)"),
        Action("rating.four", "4", "", "Choose 4", shown=False, in_palette=False, run="rate(4)"),
        Action("rating.five", "5", "", "Choose 5", shown=False, in_palette=False, run="rate(5)"),
        Action("rating.choose", "enter", "choose", "Choose the one at hand", in_palette=False),
        Action("rating.next", "right", "next", "Go on without changing this rating"),
        Action("rating.previous", "left,backspace", "back", "Back to the rating before"),
        Action("rating.skip", "n", "skip question", "Do not rate this question"),
        Action("rating.answer", "tab", "scroll", "Between the answer and the ratings",
               in_palette=False),
        Action("rating.leave", "escape", "leave", "Leave; what was rated is kept"),
        Action("rating.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
    ),
)  # fmt: skip

REVEAL = Place(
    "Reveal",
    "What a full answer says, beside what you said. Your word on each point is the last.",
    (
        Action("reveal.agree", "enter", "agree", "Agree with the suggestion", in_palette=False),
        Action("reveal.covered", "y", "covered", "The point was covered; of a claim: yes",
               run="mark('covered')"),
        Action("reveal.partly", "p", "partly", "The point was partly covered",
               run="mark('partly')"),
        Action("reveal.missed", "n", "missed", "The point was missed; of a claim: no",
               run="mark('missed')"),
        Action("reveal.point", "e", "point", "Select the words that said it"),
        Action("reveal.undo", "u", "undo", "Take the last word back"),
        Action("reveal.rest", "a", "agree to the rest", "Agree with all open suggestions here",
               shown=False),
        Action("reveal.model", "m", "model answer", "Give the model answer all the room",
               shown=False),
        Action("reveal.next", "right", "next", "Go to the next answer", run="step(1)"),
        Action("reveal.previous", "left", "previous", "Go to the answer before", shown=False,
               run="step(-1)"),
        Action("reveal.leave", "escape", "leave", "Leave; marks are kept", shown=False),
        Action("reveal.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
    ),
)  # fmt: skip

SCORECARD = Place(
    "Scorecard",
    "What the interview was worth, with the evidence.",
    (
        Action("scorecard.open", "enter", "open", "Show a question in full",
               in_palette=False),
        Action("scorecard.compare", "c", "compare", "Lay another attempt beside this one"),
        Action("scorecard.export", "x", "export", "Write it as a file for somewhere else"),
        Action("scorecard.replay", "r", "replay", "Watch the session again"),
        Action("scorecard.note", "n", "note", "Write a note on this interview"),
        Action("scorecard.leave", "escape", "leave", "Home, or back to where it was opened"),
        Action("scorecard.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
    ),
)  # fmt: skip

COMPARE = Place(
    "Two attempts",
    "The scores of two sessions side by side.",
    (
        Action("compare.other", "right", "other session", "Compare with the next session",
               run="other(1)"),
        Action("compare.last", "left", "other session", "Compare with the session before",
               shown=False, run="other(-1)"),
        Action("compare.back", "escape", "back", "Back to the scorecard"),
        Action("compare.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
    ),
)  # fmt: skip

DETAIL = Place(
    "A question of the scorecard",
    "The answer, its points and its follow-ups.",
    (
        Action("detail.mark", "m", "mark again", "Go over the points again"),
        Action("detail.note", "n", "note", "Write a note on this question"),
        Action("detail.back", "escape,enter", "back", "Back to the scorecard"),
        Action("detail.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
    ),
)

NOTE = Place(
    "A note",
    "Kept in the transcript, for yourself.",
    (
        Action("note.keep", "ctrl+s", "keep", "Keep the note"),
        Action("note.leave", "escape", "leave as it was", "Leave the note as it was"),
        Action("note.help", "f1", "help", "Show the keys", in_palette=False),
    ),
)

REPLAY = Place(
    "Replay",
    "The session again, as it was typed.",
    (
        Action("replay.play", "space", "play", "Play, or pause"),
        Action("replay.back5", "left", "5 s", "Five seconds back", run="seek(-5)", shown=False),
        Action("replay.on5", "right", "5 s", "Five seconds on", run="seek(5)"),
        Action("replay.last-question", "shift+left", "question", "To the question before",
               run="question(-1)", shown=False),
        Action("replay.next-question", "shift+right", "question", "To the next question",
               run="question(1)"),
        Action("replay.last-event", "comma", "event", "To the event before", run="event(-1)",
               shown=False),
        Action("replay.next-event", "full_stop", "event", "To the next event", run="event(1)"),
        Action("replay.last-word", "b,ctrl+left", "word", "To the word before", run="word(-1)",
               shown=False),
        Action("replay.next-word", "w,ctrl+right", "word", "To the next word", run="word(1)"),
        Action("replay.share", "0,home", "to 0–90 %", "To the start; 1 to 9: to that tenth",
               run="share(0)", in_palette=False, shown=False),
        Action("replay.end", "end", "end", "To the end", shown=False),
        Action("replay.slower", "minus", "slower", "Half the speed"),
        Action("replay.faster", "plus,equals_sign", "faster", "Twice the speed"),
        Action("replay.idle", "i", "cut idle", "Cut idle stretches short, or not"),
        Action("replay.find", "slash", "find", "Find a word and go to where it was typed"),
        Action("replay.found-next", "n", "next", "To the next place of that word",
               run="again(1)", shown=False),
        Action("replay.found-last", "N", "last", "To the place of that word before",
               run="again(-1)", shown=False),
        Action("replay.points", "c", "points", "Show the points beside the answer, or not"),
        Action("replay.next-point", "p", "covered", "To where the next point was first covered",
               run="point(1)", shown=False),
        Action("replay.last-point", "P", "covered", "To where the point before was first covered",
               run="point(-1)", shown=False),
        Action("replay.gone-next", "d", "taken out", "To the next words that were taken out",
               run="taken_out(1)"),
        Action("replay.gone-last", "D", "taken out", "To the words taken out before these",
               run="taken_out(-1)", shown=False),
        Action("replay.up", "up,pageup", "scroll", "Scroll the points, or the answer, up",
               run="scroll(-4)", in_palette=False, shown=False),
        Action("replay.down", "down,pagedown", "scroll", "Scroll them down",
               run="scroll(4)", in_palette=False, shown=False),
        Action("replay.marks", "m", "marks", "Show what you said of the points afterwards"),
        Action("replay.ghost", "g", "ghost", "Run another attempt at this question beside it"),
        Action("replay.back", "escape", "back", "Back to where you came from"),
        Action("replay.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
    ),
)  # fmt: skip

HISTORY = Place(
    "History",
    "The sessions that are kept, newest first.",
    (
        Action("history.open", "enter", "open", "Go on with it, or look at its scorecard",
               in_palette=False),
        Action("history.resume", "o", "resume", "Go on with a session that broke off"),
        Action("history.scorecard", "s", "scorecard", "The scorecard as far as it has come"),
        Action("history.replay", "r", "replay", "Watch a session again"),
        Action("history.back", "escape", "back", "Back to where you came from"),
        Action("history.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
    ),
)  # fmt: skip

BANKS = Place(
    "Question banks",
    "What can be asked, and what is wrong with any file.",
    (
        Action("banks.open", "enter", "open", "From the bank to its questions to the text",
               in_palette=False),
        Action("banks.assessor", "a", "answers", "Show points and model answer, or hide them"),
        Action("banks.try", "t", "try an answer", "See what the matcher makes of an answer",
               run="try_answer"),
        Action("banks.new", "n", "add", "Add a question with a form"),
        Action("banks.edit", "e", "edit", "Open the file in your editor, at the question"),
        Action("banks.copy", "c", "copy", "Copy the bank to your own banks", shown=False),
        Action("banks.reload", "r", "read again", "Read all files anew, after mending one"),
        Action("banks.back", "escape", "back", "One panel back, then back"),
        Action("banks.help", "question_mark,f1", "help", "Show the keys", in_palette=False),
    ),
)  # fmt: skip

TRY = Place(
    "Trying an answer",
    "What the matcher makes of an answer as you type it.",
    (
        Action("try.other", "tab", "answer/findings",
               "Between the answer and what becomes of it; a point's words are selected",
               in_palette=False, run="app.focus_next"),
        Action("try.help", "f1", "help", "Show the keys", in_palette=False),
        Action("try.back", "escape", "back", "Back to the banks; the answer is kept meanwhile"),
    ),
)  # fmt: skip

FORM = Place(
    "A new question",
    "Only the question, and points or a model answer, are needed.",
    (
        Action("form.add", "ctrl+s", "add", "Check the question and add it to the bank"),
        Action("form.next", "tab", "next field", "To the next field", in_palette=False,
               run="app.focus_next"),
        Action("form.help", "f1", "help", "Show the keys", in_palette=False),
        Action("form.leave", "escape,ctrl+q", "leave", "Leave without adding; asks first"),
    ),
)  # fmt: skip

PLACES: dict[str, Place] = {
    "app": APP,
    "home": HOME,
    "setup": SETUP,
    "settings": SETTINGS,
    "interview": INTERVIEW,
    "rating": RATING,
    "reveal": REVEAL,
    "scorecard": SCORECARD,
    "compare": COMPARE,
    "detail": DETAIL,
    "note": NOTE,
    "replay": REPLAY,
    "history": HISTORY,
    "banks": BANKS,
    "try": TRY,
    "form": FORM,
}
"""Every place by the first part of its actions' ids."""


def bindings(place: str) -> list[BindingType]:
    """The key bindings of one screen, for its `BINDINGS`."""
    return [
        Binding(
            action.keys,
            action.run or action.id.partition(".")[2].replace("-", "_"),
            action.label,
            show=action.shown,
            key_display=action.key,
            priority=action.priority,
            tooltip=action.description,
            id=action.id,
        )
        for action in PLACES[place].actions
    ]


def find(action_id: str | None) -> Action | None:
    """The action with that id, or None."""
    if not action_id:
        return None
    place = PLACES.get(action_id.partition(".")[0])
    return next((a for a in place.actions if a.id == action_id), None) if place else None
