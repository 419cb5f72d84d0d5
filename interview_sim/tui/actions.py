"""Every action there is: its id, keys, words and where it belongs.

The one list behind key bindings, footers, the help screen, the command palette and docs/keys.md.
An action `interview.submit` runs the method `action_submit` of the screen that lists it, unless
`run` names another. To give a screen its keys: add its actions to its place below, and write
`BINDINGS = bindings("history")` in the screen.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual.binding import Binding, BindingType

from interview_sim.tui.present import key_name


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do."""

    id: str
    """`screen.verb`, stable, so that keys can be rebound; the table below writes the verb alone."""
    keys: str
    """Textual's key names; alternatives are separated by commas, the first one is shown."""
    label: str
    """One or two words for the footer."""
    description: str
    """What it does, as the palette and the help screen say it."""
    run: str = ""
    """The Textual action; empty: the verb of the id."""
    shown: bool = True
    """Whether the footer shows it."""
    in_palette: bool = True
    """Off for what makes sense only as a key, such as moving about."""
    priority: bool = False
    """Whether the key works even where the focused widget would take it."""
    repeats: bool = False
    """Whether pressing the key twice at once is meant to do it twice."""
    idle: str = ""
    """What to say where the key is pressed while there is nothing for it to do."""

    @property
    def key(self) -> str:
        """The key that is shown, as the screens write it."""
        return key_name(self.keys.split(",")[0].strip())

    @property
    def all_keys(self) -> str:
        """All its keys, as the screens write them."""
        return " ".join(dict.fromkeys(key_name(key.strip()) for key in self.keys.split(",")))

    @property
    def does(self) -> str:
        """The Textual action that it runs."""
        return self.run or self.id.partition(".")[2].replace("-", "_")


@dataclass(frozen=True, slots=True)
class ScreenKeys:
    """The keys of one screen, under the name and the purpose that the help gives it."""

    title: str
    purpose: str
    actions: tuple[Action, ...]


def _unshown(name: str, keys: str, label: str, description: str, run: str = "") -> Action:
    """In the palette and the help, but not in the footer."""
    return Action(name, keys, label, description, run, shown=False)


def _key_only(name: str, keys: str, label: str, description: str, run: str = "") -> Action:
    """In the footer and the help, but not in the palette."""
    return Action(name, keys, label, description, run, in_palette=False)


def _help_only(name: str, keys: str, label: str, description: str, run: str = "") -> Action:
    return Action(name, keys, label, description, run, shown=False, in_palette=False)


def _help(keys: str = "question_mark,f1") -> Action:
    return _key_only("help", keys, "help", "Show the keys", "app.help")


REPEATED = frozenset(
    f"{screen}.{verb}"
    for screen, verbs in (
        ("reveal", "agree covered partly missed undo"),
        ("setup", "reseed"),
        ("replay", "last-event next-event last-word next-word share slower faster found-next"),
        ("history", "undo"),
        ("replay", "found-last next-point last-point gone-next gone-last"),
        ("study", "next last"),
        ("sample", "covered partly missed"),
    )
    for verb in verbs.split()
)
"""Actions that are meant twice where their key is pressed twice at once."""

_STOPPED = "Not while the clocks are stopped."
_CHECKED = "It is marked. a: another one."
_NO_SESSION = "Choose a session first."
_UNCHANGED = "Samples cannot be changed."
IDLE = {
    "home.resume": "There is no interview to go on with.",
    "home.mark": "No answer is waiting to be marked.",
    "home.due": "Nothing is due today.",
    "home.weakest": "It is too early to tell which topic is the weakest.",
    "interview.submit": _STOPPED,
    "interview.skip": _STOPPED,
    "interview.conversation": _STOPPED,
    "interview.case": "This question is no case.",
    "interview.hint": "No hints in interview mode.",
    "interview.pause": "No pauses in interview mode.",
    "interview.question": "The whole question is on the screen already.",
    "compare.other": "There is no other session to compare with.",
    "compare.last": "There is no other session to compare with.",
    "history.resume": "Only a session that is not finished can be continued.",
    "history.scorecard": _NO_SESSION,
    "history.replay": _NO_SESSION,
    "history.export": _NO_SESSION,
    "history.rename": _UNCHANGED,
    "history.delete": _UNCHANGED,
    "history.undo": "There is nothing to bring back.",
    "progress.drill": "There is no point that you missed and thought you had.",
    "sample.covered": _CHECKED,
    "sample.partly": _CHECKED,
    "sample.missed": _CHECKED,
    "sample.check": "Mark every point first.",
    "sample.another": "Mark this one first.",
    "progress.weakest": "It is too early to tell which topic is the weakest.",
    "banks.try": "Choose a question first.",
    "banks.assessor": "Choose a question first.",
    "banks.edit": "Choose a bank first.",
}
"""What to say where an action has nothing to do, by its id."""

SCREENS: dict[str, ScreenKeys] = {}
"""The keys of every screen, by the first part of its actions' ids."""


def _screen(name: str, title: str, purpose: str, *actions: Action) -> None:
    ids = [f"{name}.{action.id}" for action in actions]
    SCREENS[name] = ScreenKeys(
        title,
        purpose,
        tuple(
            replace(action, id=name, repeats=name in REPEATED, idle=IDLE.get(name, ""))
            for name, action in zip(ids, actions, strict=True)
        ),
    )


# fmt: off
_screen("app", "Everywhere", "These keys work on every screen; ? only where you are not typing.",
    _unshown("help", "f1,question_mark", "help", "Show the keys"),
    Action("palette", "ctrl+p", "palette", "Find any command", "command_palette",
           shown=False, in_palette=False, priority=True),
    _unshown("dark", "f2", "dark/light", "Switch between dark and light", "toggle_brightness"),
    _unshown("leave", "ctrl+q", "quit", "Leave; an interview can be resumed"))

_screen("home", "Home", "Start, resume, look back.",
    _unshown("start", "s", "start", "Start an interview with the last plan"),
    Action("setup", "c", "choose a plan", "Choose or change a plan", "app.go('setup')"),
    _unshown("quick", "5", "quick five", "Start five questions in 15 minutes"),
    _unshown("resume", "r", "go on", "Continue the interrupted session"),
    _unshown("mark", "m", "mark", "Mark waiting answers, or an old one again"),
    _unshown("due", "d", "drill", "Drill the questions that are due"),
    _unshown("weakest", "z", "weakest topic", "Drill the weakest topic"),
    _unshown("replay", "p", "replay", "Replay a transcript", "app.go('choose_replay')"),
    _unshown("history", "h", "history", "List the saved sessions", "app.go('history')"),
    _unshown("progress", "w", "where you stand", "Show where you stand", "app.go('progress')"),
    _unshown("debrief", "i", "debrief", "Write down how a real interview went"),
    _unshown("banks", "b", "banks", "Browse the question banks", "app.go('banks')"),
    _unshown("study", "u", "study", "Study questions without a clock", "app.go('study')"),
    Action("settings", "comma", "settings", "Change the settings",
           "app.go('settings')"),
    _help(),
    _key_only("quit", "ctrl+q,q", "quit", "Leave interview-sim", "app.quit"))

_screen("setup", "Setup",
    "Plans on the left, values on the right. ← → or digits change, Space ticks, Enter starts.",
    _unshown("start", "ctrl+s", "start", "Start the interview"),
    _help_only("values", "right", "values", "Go to the values"),
    _key_only("other", "tab", "plans/values", "Switch between plans and values"),
    Action("reseed", "ctrl+r", "new seed", "Draw again, with another seed"),
    _unshown("resume", "v", "résumé", "Fill in what questions about your own work ask about"),
    _help(),
    Action("back", "escape", "home", "Back without starting", "app.go('home')"))

_screen("settings", "Settings", "← → change a value; it is saved at once.",
    _help(),
    Action("back", "escape", "back", "Back", "app.go('back')"))

_screen("opening", "Before the interview", "Who asks, how much and how long. No clock runs yet.",
    Action("begin", "enter", "begin", "Begin; the clocks start"),
    Action("leave", "escape", "leave", "Leave; nothing is kept"),
    _help())

_screen("interview", "Interview", "Read, answer, submit. What you type is saved as you type it.",
    Action("submit", "ctrl+s", "submit", "Submit the answer"),
    Action("skip", "ctrl+n", "skip", "Skip this question"),
    Action("flag", "ctrl+g", "flag", "Flag the question, or remove the flag"),
    Action("hint", "ctrl+t", "hint", "Show a hint (practice mode)"),
    Action("pause", "ctrl+r", "pause", "Stop both clocks (practice mode)"),
    Action("go_on", "enter", "go on", "Go on; both clocks run again"),
    Action("question", "ctrl+o", "question", "Show the whole question, and back"),
    Action("conversation", "ctrl+l", "so far", "Show the conversation so far, and back"),
    Action("case", "ctrl+b", "case", "Show the case and what you were told, and back"),
    _unshown("race", "f8", "race", "Show how far you were by now in your last attempt"),
    _help_only("answer", "escape", "answer", "Back to the answer"),
    _help("f1"),
    Action("finish", "ctrl+q", "finish", "Finish now, or leave and resume later"))

_screen("ending", "After the interview", "What comes now, and how long it takes.",
    Action("go_on", "enter", "go on", "To the rating"),
    Action("sample", "t", "try a sample", "First mark a sample answer"),
    Action("no_sample", "x", "don't ask", "Offer no sample again"),
    Action("leave", "escape", "later", "Leave the rest for later"),
    _help())

_screen("rating", "Blind rating", "Say how it went before anything is revealed.",
    *(_help_only(word, str(n), "", f"Choose {n}", f"rate({n})")
      for n, word in enumerate(("one", "two", "three", "four", "five"), 1)),
    _key_only("choose", "enter", "choose", "Choose the one under the cursor"),
    Action("next", "right", "next", "Continue without changing this rating", "move('forward')"),
    Action("previous", "left,backspace", "back", "Back to the previous rating", "move('back')"),
    Action("skip", "s", "skip question", "Do not rate this question", "move('skip')"),
    _key_only("answer", "tab", "scroll", "Switch between the answer and the ratings"),
    Action("leave", "escape", "leave", "Leave; your ratings are saved"),
    _help())

_screen("reveal", "Reveal",
    "What a full answer says, next to what you said. You decide on every point.",
    _key_only("agree", "enter", "agree", "Agree with the suggestion"),
    Action("covered", "y", "covered", "The point was covered; of a claim: yes", "mark('covered')"),
    Action("partly", "p", "partly", "The point was partly covered", "mark('partly')"),
    Action("missed", "n", "missed", "The point was missed; of a claim: no", "mark('missed')"),
    Action("point", "e", "point", "Select the words that said it"),
    Action("undo", "u", "undo", "Undo the last mark"),
    _unshown("opinion", "o", "judge again", "Judge the answers to this question again"),
    _unshown("rest", "a", "agree to the rest", "Agree with all open suggestions here"),
    _unshown("model", "m", "model answer", "Show the model answer in full"),
    Action("next", "right", "next", "Go to the next answer", "step(1)"),
    _unshown("previous", "left", "previous", "Go to the previous answer", "step(-1)"),
    _unshown("leave", "escape", "leave", "Leave; your marks are saved"),
    _help())

_screen("scorecard", "Scorecard", "What the interview was worth, with the evidence.",
    _key_only("open", "enter", "open", "Show a question, or one thing to study, in full"),
    Action("drill", "d", "drill", "Drill the questions to study, now"),
    Action("compare", "c", "compare", "Compare with another attempt"),
    Action("export", "x", "export", "Export it to a file"),
    Action("replay", "r", "replay", "Watch the session again"),
    Action("note", "w", "note", "Write a note on this interview"),
    _unshown("delete", "delete", "delete", "Delete this session, after asking"),
    replace(_help_only("down", "pagedown", "scroll", "Scroll down", "page(1)"), priority=True),
    replace(_help_only("up", "pageup", "scroll", "Scroll up", "page(-1)"), priority=True),
    Action("leave", "escape", "leave", "Home, or back to where it was opened"),
    _help())

_screen("item", "One thing to study", "What you said, beside what a full answer says.",
    Action("drill", "d", "drill", "Drill this question, now"),
    Action("other", "right", "next", "The next thing to study", "other(1)", priority=True),
    replace(_unshown("last", "left", "previous", "The previous thing to study", "other(-1)"),
            priority=True),
    Action("back", "escape,enter", "back", "Back to the scorecard", "dismiss(None)"),
    _help())

_screen("compare", "Two attempts", "The scores of two sessions side by side.",
    Action("other", "right", "other session", "Compare with the next session", "other(1)"),
    _unshown("last", "left", "other session", "Compare with the previous session", "other(-1)"),
    Action("back", "escape", "back", "Back to the scorecard", "app.go('back')"),
    _help())

_screen("detail", "A question of the scorecard", "The answer, its points and its follow-ups.",
    Action("mark", "v", "verdicts", "Go over the points again", "dismiss('mark')"),
    Action("note", "w", "note", "Write a note on this question",
           "dismiss('note')"),
    Action("back", "escape,enter", "back", "Back to the scorecard", "dismiss(None)"),
    _help())

_screen("note", "A note", "For yourself. It is saved in the transcript.",
    Action("keep", "ctrl+s", "save", "Save the note"),
    Action("leave", "escape", "discard", "Discard the changes", "dismiss(None)"),
    _help("f1"))

_screen("replay", "Replay", "The session again, as it was typed.",
    Action("play", "space", "play", "Play; at the end, from the beginning", "player('play')"),
    Action("pause", "space", "pause", "Stop playing", "player('pause')"),
    _unshown("back5", "left", "5 s", "Five seconds back", "player('seek_by', -5000)"),
    Action("on5", "right", "5 s", "Five seconds forward", "player('seek_by', 5000)"),
    _unshown("last-question", "shift+left", "question", "To the previous question",
             "player('step_question', -1)"),
    Action("next-question", "shift+right", "question", "To the next question",
           "player('step_question', 1)"),
    _unshown("last-event", "comma", "event", "To the previous event", "player('step', -1)"),
    Action("next-event", "full_stop", "event", "To the next event", "player('step', 1)"),
    _unshown("last-word", "h,ctrl+left", "word", "To the previous word", "player('step_word', -1)"),
    Action("next-word", "l,ctrl+right", "word", "To the next word", "player('step_word', 1)"),
    _help_only("share", "0,home", "to 0–90 %", "To the start; 1 to 9: to that tenth",
               "player('seek_share', 0)"),
    _unshown("end", "end", "end", "To the end", "player('seek_share', 1)"),
    Action("slower", "minus", "slower", "Half the speed", "player('slower')"),
    Action("faster", "plus,equals_sign", "faster", "Twice the speed", "player('faster')"),
    Action("idle", "i", "cut idle", "Shorten idle time, or not"),
    Action("find", "slash", "find", "Find a word and go to where it was typed"),
    _unshown("found-next", "f", "next", "To the next place of that word", "again(1)"),
    _unshown("found-last", "F", "last", "To the previous place of that word", "again(-1)"),
    Action("points", "s", "points", "Show or hide the points next to the answer"),
    _unshown("next-point", "y", "covered", "To where the next point was first covered", "point(1)"),
    _unshown("last-point", "Y", "covered", "To where the previous point was first covered",
             "point(-1)"),
    Action("gone-next", "e", "deleted", "To the next words that were deleted", "deleted(1)"),
    _unshown("gone-last", "E", "deleted", "To the previous words that were deleted", "deleted(-1)"),
    _help_only("up", "up", "scroll", "Scroll the points, or the answer, up", "scroll(-4)"),
    _help_only("down", "down", "scroll", "Scroll them down", "scroll(4)"),
    _help_only("page-up", "pageup", "page", "Scroll them up by a page", "page(-1)"),
    _help_only("page-down", "pagedown", "page", "Scroll them down by a page", "page(1)"),
    Action("marks", "m", "marks", "Show how you marked the points afterwards"),
    Action("ghost", "g", "ghost", "Show another attempt at this question side by side"),
    Action("back", "escape", "back", "Back to where you came from"),
    _help())

_screen("history", "History", "The saved sessions, newest first.",
    _key_only("open", "enter", "open", "Continue it, or open its scorecard"),
    Action("replay", "p", "replay", "Watch a session again", "to('replay')"),
    _unshown("resume", "o", "go on", "Continue an interrupted session", "to('resume')"),
    _unshown("scorecard", "v", "scorecard", "The scorecard so far", "to('scorecard')"),
    Action("find", "slash", "find", "Find sessions by title, topic, question or note"),
    Action("rename", "t", "rename", "Give a session a name of your own"),
    Action("export", "x", "export", "Export a session to a file"),
    Action("delete", "delete,backspace", "delete", "Delete a session; this can be undone"),
    Action("undo", "ctrl+z", "undo", "Bring back the session deleted last"),
    Action("back", "escape", "back", "End the search, then back to where you came from"),
    _help())

_screen("progress", "Where you stand", "Your results so far, each with the answers behind it.",
    Action("drill", "d", "drill", "Drill what you missed and thought you had"),
    Action("weakest", "z", "weakest topic", "Drill the weakest topic"),
    Action("sample", "t", "mark a sample", "Mark a sample answer"),
    _help_only("down", "pagedown", "scroll", "Scroll down", "page(1)"),
    _help_only("up", "pageup", "scroll", "Scroll up", "page(-1)"),
    Action("back", "escape", "back", "Back to where you came from", "app.go('back')"),
    _help())

_screen("sample", "A sample answer",
    "A model answer out of which some points were left. Mark it; then you see what is so.",
    Action("covered", "y", "covered", "The answer covers the point", "mark('covered')"),
    Action("partly", "p", "partly", "The answer covers it partly", "mark('partly')"),
    Action("missed", "n", "missed", "The answer misses it", "mark('missed')"),
    Action("check", "enter", "check", "Once all is marked: see what is so"),
    Action("another", "a", "another", "Mark another sample"),
    Action("back", "escape", "back", "Back; asks first where only some points are marked", "leave"),
    _help())

_screen("study", "Study", "Questions with their answers and yours. No clock runs.",
    _key_only("open", "enter", "read", "Read the question in full"),
    _help_only("next", "right", "next", "The next question, also while reading", "step(1)"),
    _help_only("last", "left", "last", "The previous question", "step(-1)"),
    Action("find", "slash", "find", "Find questions by their words"),
    Action("choose", "f", "filter", "Choose a bank, a topic, or what is starred"),
    Action("star", "asterisk", "star", "Star the question, or remove the star"),
    Action("drill", "d", "drill", "Drill the questions in the list, with a clock"),
    Action("drill_one", "D", "this one", "Drill this question alone"),
    Action("back", "escape", "back", "To the list, then back to where you came from"),
    _help())

_screen("banks", "Question banks", "The questions there are, and what is wrong in any file.",
    _key_only("open", "enter", "open", "Open the bank, then a question"),
    Action("assessor", "a", "answers", "Show points and model answer, or hide them"),
    Action("try", "t", "try an answer", "See how the matcher judges an answer", "try_answer"),
    Action("new", "n", "add", "Add a question with a form"),
    Action("edit", "e", "edit", "Open the file in your editor, at the question"),
    _unshown("copy", "o", "copy", "Copy the bank to your own banks"),
    _unshown("propose", "g", "propose", "Have your model propose points, phrases and tests"),
    Action("reload", "f5", "reload", "Read all files again"),
    Action("back", "escape", "back", "Back one panel, then to where you came from"),
    _help())

_screen("try", "Trying an answer", "How the matcher judges an answer, while you type it.",
    _key_only("other", "tab", "answer/findings",
              "Switch between the answer and the findings",
              "app.focus_next"),
    _help("f1"),
    Action("back", "escape", "back", "Back to the banks; your answer is kept"))

_screen("cv", "Your résumé", "What questions about your own work take their projects from.",
    Action("save", "ctrl+s", "save", "Save it on this machine"),
    _key_only("next", "tab", "next field", "To the next field", "app.focus_next"),
    _help("f1"),
    Action("leave", "escape,ctrl+q", "leave", "Leave without saving; asks first"))

_screen("form", "A new question", "Only the question, and points or a model answer, are needed.",
    Action("add", "ctrl+s", "add", "Check the question and add it to the bank"),
    _key_only("next", "tab", "next field", "To the next field", "app.focus_next"),
    _help("f1"),
    Action("leave", "escape,ctrl+q", "leave", "Leave without adding; asks first"))
# fmt: on


def bindings(screen: str) -> list[BindingType]:
    """The key bindings of one screen, for its `BINDINGS`."""
    return [
        Binding(
            key,
            action.does,
            action.label,
            show=action.shown,
            key_display=action.key,
            priority=action.priority or (screen != "app" and _is_chord(key)),
            tooltip=action.description,
            id=action.id,
        )
        for action in SCREENS[screen].actions
        for key in action.keys.split(",")
    ]


def _is_chord(key: str) -> bool:
    """Whether the key types nothing, so that a screen may take it before the focused widget does.

    Done at once, it leaves no time for what is typed next to reach the screen that it closes.
    """
    held, _, letter = key.rpartition("+")
    return held == "ctrl" and len(letter) == 1


def find(action_id: str | None) -> Action | None:
    """The action with that id, or None."""
    keys = SCREENS.get((action_id or "").partition(".")[0])
    return next((a for a in keys.actions if a.id == action_id), None) if keys else None


def own_key(app: object, action_id: str) -> str:
    """The first key of an action, as the screens write it; the user's own where there is one."""
    own: Mapping[str, str] = getattr(app, "keymap", {})
    action = find(action_id)
    keys = own.get(action_id) or (action.keys if action is not None else "")
    return key_name(keys.split(",")[0])


_PAGE_HEAD = """\
# Keys

Every screen shows its keys in its last line, and `?` or F1 explains them there. Ctrl+P opens the
command palette, which finds every action by its description. The answer editor has the usual keys
of an editor.

One press does one thing. When another screen or question appears, keys that would do something are
ignored until none came for 0.4 s; moving about always works, and what you type is kept. After time
ran out, or a dialog closed by itself because its answer was in, everything waits until no key came
for 1.5 s, so that what was meant for the one lands in no other. Submitting works only once
something is typed; skipping has a key of its own.

Any key can be another one. In the [settings file](cli.md#settings), name the action as it is named
below and its key, or several with commas between them; help and footers follow:

```toml
[keys]
"interview.flag" = "f6"
"history.delete" = "ctrl+d,delete"
```

A key is written as `x`, `?`, `f6`, `ctrl+g`, `shift+left`, `space` or `enter`. What cannot be used
is reported at the start, and the usual key stays: a name that is no action, a key that two actions
of a screen would have, a letter where letters are typed.
"""


def keys_page() -> str:
    """The page docs/keys.md: `python -m interview_sim.tui.actions > docs/keys.md`."""
    sections = [_PAGE_HEAD]
    for screen in SCREENS.values():
        rows = [
            f"| {_cell(a.all_keys)} | {_cell(a.description)} | `{a.id}` |" for a in screen.actions
        ]
        table = ["| key | what it does | action |", "|---|---|---|", *rows]
        sections.append("\n".join([f"## {screen.title}", "", screen.purpose, "", *table, ""]))
    return "\n".join(sections)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(keys_page())
