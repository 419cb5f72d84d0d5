"""What Anki writes in fields, as Markdown: HTML, formulas, sounds and deletions."""

from __future__ import annotations

import re

from msgspec import Struct

from interview_sim.exchange.importers.html_text import looks_like_html, to_markdown

GAP = "_____"
"""What stands for a deletion without a hint."""

_OPENING = re.compile(r"\{\{c(\d{1,3})::")
_SIGNS = re.compile(r"\{\{c\d{1,3}::|\}\}|::")
_SOUND = re.compile(r"\[sound:([^\]\n]{1,200})\]")
_PLAY = re.compile(r"\[anki:(?:play|tts)[^\]\n]{0,300}\]")
# Nothing that could be an opening may stand within, so that no text costs more than its length.
_SPOKEN = re.compile(
    r"\[anki:tts[^\]\n]{0,300}\]((?:(?!\[anki:tts).){0,3000}?)\[/anki:tts\]", re.DOTALL
)
_FORMULAS = (
    (re.compile(r"\\\(((?:(?!\\\().){1,3000}?)\\\)", re.DOTALL), "$"),
    (re.compile(r"\\\[((?:(?!\\\[).){1,5000}?)\\\]", re.DOTALL), "$$"),
    (re.compile(r"\[\$\$\]((?:(?!\[\$\$\]).){1,5000}?)\[/\$\$\]", re.DOTALL), "$$"),
    (re.compile(r"\[\$\]((?:(?!\[\$\]).){1,3000}?)\[/\$\]", re.DOTALL), "$"),
    (re.compile(r"\[latex\]((?:(?!\[latex\]).){1,5000}?)\[/latex\]", re.DOTALL), "$$"),
)
_MATHJAX = re.compile(
    r"<anki-mathjax(\s[^<>]{0,100})?>((?:(?!<anki-mathjax).){1,5000}?)</anki-mathjax>", re.DOTALL
)
_ONLY_MEDIA = re.compile(r"(?:\[(?:picture|sound)[^\]\n]{0,300}\]|\s)*")
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_MAX_NESTED = 8


class Cloze(Struct, frozen=True):
    """A text with deletions, both ways."""

    hidden: str
    """Each deletion is a gap, or its hint in brackets."""
    full: str
    """Each deletion is filled in, and stands out."""
    deletions: tuple[str, ...]
    """What is to be said, in order, each once."""


def field_markdown(text: str, *, is_html: bool = True) -> str:
    """A field as Markdown; media are named, and never looked for."""
    if not text.strip():
        return ""
    text = _SPOKEN.sub(r"\1", text)
    text = _SOUND.sub(r"[sound: \1]", _PLAY.sub("", text))
    if is_html:
        text = _MATHJAX.sub(_mathjax, text)
        text = to_markdown(text.replace("\n", " <br> ") if _is_plain(text) else text)
    return _outside_code(text).strip()


def _is_plain(text: str) -> bool:
    """Whether line ends are all that sets the text apart, since it has no tags."""
    return "\n" in text and not looks_like_html(text)


def _outside_code(text: str) -> str:
    """The text with formulas as Markdown has them, save in code."""
    pieces = _CODE.split(text)
    for index in range(0, len(pieces), 2):
        for pattern, sign in _FORMULAS:
            pieces[index] = pattern.sub(
                lambda found, sign=sign: f"{sign}{found.group(1).strip()}{sign}", pieces[index]
            )
    return "".join(pieces)


def _mathjax(found: re.Match[str]) -> str:
    is_block = "true" in (found.group(1) or "")
    return f"\\[{found.group(2)}\\]" if is_block else f"\\({found.group(2)}\\)"


def is_only_media(text: str) -> bool:
    """Whether a text in Markdown is nothing but pictures and sounds."""
    return _ONLY_MEDIA.fullmatch(text) is not None


def has_cloze(text: str) -> bool:
    """Whether there is a deletion in a field."""
    return _OPENING.search(text) is not None


def read_cloze(text: str) -> Cloze:
    """A text in Markdown with its deletions taken apart; those that never end are plain text."""
    reader = _ClozeReader(text)
    hidden, full = reader.read()
    deletions = dict.fromkeys(found for found in reader.deletions if found)
    return Cloze(hidden.strip(), full.strip(), tuple(deletions))


class _Open(Struct):
    """A deletion whose end has not been met."""

    raw: str
    full: list[str] = []
    hint: list[str] | None = None


class _ClozeReader:
    """Reads deletions within each other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.deletions: list[str] = []
        self._open: list[_Open] = []
        self._hidden: list[str] = []
        self._full: list[str] = []

    def read(self) -> tuple[str, str]:
        """The text with gaps, and filled in."""
        at = 0
        for sign in _SIGNS.finditer(self._text):
            self._add(self._text[at : sign.start()])
            self._sign(sign.group())
            at = sign.end()
        self._add(self._text[at:])
        while self._open:
            unfinished = self._open.pop()
            self._add(unfinished.raw + "".join(unfinished.full))
            if unfinished.hint is not None:
                self._add("::" + "".join(unfinished.hint))
        return "".join(self._hidden), "".join(self._full)

    def _sign(self, sign: str) -> None:
        if sign.startswith("{{") and len(self._open) < _MAX_NESTED:
            self._open.append(_Open(sign))
        elif sign == "}}" and self._open:
            self._close(self._open.pop())
        elif sign == "::" and self._open and self._open[-1].hint is None:
            self._open[-1].hint = []
        else:
            self._add(sign)

    def _add(self, piece: str) -> None:
        if not self._open:
            self._hidden.append(piece)
            self._full.append(piece)
            return
        last = self._open[-1]
        (last.full if last.hint is None else last.hint).append(piece)

    def _close(self, found: _Open) -> None:
        full = "".join(found.full).strip()
        hint = "".join(found.hint or ()).strip()
        self.deletions.append(full)
        if self._open:
            self._add(full)
            return
        self._hidden.append(f"[{hint}]" if hint else GAP)
        self._full.append(f"**{full}**" if full and "\n" not in full and "*" not in full else full)
