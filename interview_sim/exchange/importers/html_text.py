"""HTML as the Markdown that banks are written in: text, lists, code and tables; nothing else."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from interview_sim.exchange.importers.imported import Link

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--")
_BLOCK_TAGS = (
    "p div section article header footer main aside figure figcaption blockquote dl dt dd "
    "center address form fieldset details summary hr"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DROPPED = frozenset({"script", "style", "head", "template", "noscript", "iframe", "object"})
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_SUBSCRIPTS = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_SUPERSCRIPTS = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzT",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ",
)
_MANY_LINES = re.compile(r"\n{3,}")
_MANY_SPACES = re.compile(r"[ \t\f\v\xa0]+")
_MAX_LIST_DEPTH = 12
_MAX_SHIFTS = 8
_ADDRESS_LIKE = 6
_LONGEST_ADDRESS = 100  # of a link, in a text
_LONGEST_SOURCE = 117  # of a picture


def looks_like_html(text: str) -> bool:
    """Whether a text holds tags or entities, so that it must be read as HTML."""
    return bool(_TAG.search(text) or re.search(r"&(?:[a-zA-Z]{2,10}|#\d{1,7});", text))


def to_markdown(source: str) -> str:
    """The text of a piece of HTML with its lists, code, emphasis and tables as Markdown.

    Scripts, styles and comments are dropped; nothing is fetched. Malformed HTML gives what can
    be made of it, and never an error.
    """
    writer = Writer()
    try:
        writer.feed(source)
        writer.close()
    except (AssertionError, ValueError):  # what the standard parser raises on broken declarations
        return html.unescape(_TAG.sub("", source)).strip()
    lines = [line.rstrip() for line in writer.written().split("\n")]
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def subscript(text: str) -> str:
    """The text as written below the line: `x₁`, or `x_{max}` where there are no such signs."""
    return _shifted(text, _SUBSCRIPTS, "_")


def superscript(text: str) -> str:
    """The text as written above the line: `x²`, or `x^{max}` where there are no such signs."""
    return _shifted(text, _SUPERSCRIPTS, "^")


def _shifted(text: str, signs: dict[int, int], mark: str) -> str:
    text = text.strip()
    if text and all(ord(char) in signs for char in text):
        return text.translate(signs)
    if len(text) <= 1 or text.isdigit():
        return f"{mark}{text}" if text else ""
    return f"{mark}{{{text}}}"


class Writer(HTMLParser):
    """Writes Markdown while it reads tags.

    Args:
        is_plain: Whether emphasis and the addresses of links are left out.
    """

    def __init__(self, *, is_plain: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        """Where links led."""
        self._is_plain = is_plain
        self._out: list[str] = []
        self._lists: list[list[int | str]] = []
        self._dropping = 0
        self._pre = 0
        self._in_code = False
        self._shift: list[tuple[str, int]] = []
        self._row: list[int] = []
        self._rows = 0
        self._marker = ""
        self._fenced = 0
        self._link = ("", 0)

    def written(self) -> str:
        """What was written."""
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag begins."""
        if tag in _DROPPED:
            self._dropping += 1
        if self._dropping:
            return
        if tag == "br":
            self._out.append("\n")
        elif tag == "img":
            self._image(dict(attrs))
        elif tag in {"ul", "ol"}:
            self._open_list(tag)
        elif tag == "li":
            self._item()
        elif tag in _BLOCKS:
            self._gap(within=True)
        elif tag in _HEADINGS:
            self._gap(within=True)
            self.put("**")
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self._out))
        else:
            self._inline(tag, opening=True)
            self._table(tag, opening=True)
            self._language(tag, dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        """End what a tag ends."""
        if tag in _DROPPED:
            self._dropping = max(0, self._dropping - 1)
            return
        if self._dropping:
            return
        if tag in {"ul", "ol"}:
            if self._lists:
                self._lists.pop()
            self._gap() if not self._lists else None
        elif tag in _BLOCKS:
            self._gap()
        elif tag in _HEADINGS:
            self._close_mark("**")
            self._gap()
        elif tag == "a":
            self._close_link()
        else:
            self._inline(tag, opening=False)
            self._table(tag, opening=False)

    def handle_data(self, data: str) -> None:
        """Write text between tags, in which a line end is a space."""
        if self._dropping:
            return
        if self._pre:
            self._out.append(data)
            return
        text = _MANY_SPACES.sub(" ", data.replace("\n", " "))
        if self._out and self._is_at_start():
            text = text.lstrip(" ")
        if text:
            self.put(text)

    def _is_at_start(self) -> bool:
        """Whether nothing is on the line yet, except what begins an item."""
        last = self._out[-1]
        return last.endswith("\n") or (bool(last) and last == self._marker)

    def put(self, piece: str) -> None:
        """Write a piece; on a further line of a list's item, below the text of the item."""
        if self._lists and self._out and self._out[-1].endswith("\n"):
            self._out.append(self._margin())
        self._out.append(piece)

    def _margin(self) -> str:
        """What comes before the further lines of an item."""
        width = len(self._lists) * 2 + (bool(self._lists) and self._lists[-1][0] == "ol")
        return " " * width

    def _language(self, tag: str, name: str) -> None:
        """Name the language of a block of code, where its class does."""
        found = re.search(r"\blanguage-([\w+#.-]{1,30})", name)
        if tag == "code" and self._pre and found is not None and self._out[-1] == "```\n":
            self._out[-1] = f"```{found.group(1)}\n"

    def _close_link(self) -> None:
        """Write where a link leads behind its text, where that says something new."""
        (address, start), self._link = self._link, ("", 0)
        text = "".join(self._out[start:]).strip()
        has_words = any(map(str.isalnum, text))
        if address:
            self._out[start:] = [text if has_words or not self._is_plain else ""]
        if address:
            self.links.append(Link(" ".join(text.split()).strip("[]") or address, address))
        is_page = address.startswith(("http://", "https://")) and len(address) <= _LONGEST_ADDRESS
        is_named = len(text) >= _ADDRESS_LIKE and text.rstrip("/") in address
        says_so = is_named or address in text or text.startswith("[picture") or not has_words
        if is_page and not says_so and not self._is_plain:
            self._out.append(f" ({address})")

    def _inline(self, tag: str, *, opening: bool) -> None:
        if tag == "pre":
            self._fence(opening=opening)
        elif tag in _CODE and not self._pre:
            if opening != self._in_code:
                self._in_code = opening
                self.put("`")
        elif tag in _MARKS and not self._is_plain:
            if opening:
                self.put(_MARKS[tag])
            else:
                self._close_mark(_MARKS[tag])
        elif tag in {"sub", "sup"}:
            self._shifted(tag, opening=opening)

    def _fence(self, *, opening: bool) -> None:
        if opening and not self._pre:
            self._gap(within=True)
            self._fenced = len(self._out)
            self.put("```\n")
        elif not opening and self._pre == 1:
            self._newline()
            self._out.append("```")
            self._indent(self._fenced)
            self._pre = 0
            self._gap()
            return
        self._pre = max(0, self._pre + (1 if opening else -1))

    def _indent(self, start: int) -> None:
        """Move the lines behind the first one of what was written since `start` into the item."""
        if self._lists:
            written = "".join(self._out[start:]).replace("\n", "\n" + self._margin())
            self._out[start:] = [written]

    def _close_mark(self, mark: str) -> None:
        """Close emphasis: before the spaces at its end, and not at all when it is empty."""
        spaces = ""
        while self._out and not self._out[-1].strip():
            spaces = self._out.pop() + spaces
        if not self._out:
            return
        last = self._out[-1]
        if last == mark:
            self._out.pop()
            self._out.append(spaces)
            return
        kept = last.rstrip()
        self._out[-1] = kept
        self._out += [mark, last[len(kept) :] + spaces]

    def _shifted(self, tag: str, *, opening: bool) -> None:
        if opening and len(self._shift) < _MAX_SHIFTS:
            self._shift.append((tag, len(self._out)))
        elif opening:
            return
        elif self._shift and self._shift[-1][0] == tag:
            _, start = self._shift.pop()
            inner = "".join(self._out[start:])
            del self._out[start:]
            self._out.append(subscript(inner) if tag == "sub" else superscript(inner))

    def _open_list(self, tag: str) -> None:
        if not self._lists:
            self._gap()
        if len(self._lists) < _MAX_LIST_DEPTH:
            self._lists.append([tag, 0])

    def _item(self) -> None:
        if not self._lists:
            self._lists.append(["ul", 0])
        kind, count = self._lists[-1]
        self._lists[-1][1] = number = int(count) + 1
        indent = "  " * (len(self._lists) - 1)
        self._newline()
        self._marker = f"{indent}{number}. " if kind == "ol" else f"{indent}- "
        self._out.append(self._marker)

    def _table(self, tag: str, *, opening: bool) -> None:
        if tag == "table":
            self._gap()
            self._rows = 0
        elif tag == "tr":
            self._close_row() if not opening else self._newline()
            self._row = []
        elif tag in {"td", "th"} and opening:
            self._out.append("| ")
            self._row.append(len(self._out))
        elif tag in {"td", "th"}:
            self._out.append(" ")

    def _close_row(self) -> None:
        if not self._row:
            return
        start = self._row[0]
        self._out[start:] = [piece.replace("\n", " ") for piece in self._out[start:]]
        self._out.append("|\n")
        self._rows += 1
        if self._rows == 1:
            self._out.append("|" + " --- |" * len(self._row) + "\n")

    def _image(self, attributes: dict[str, str | None]) -> None:
        self.put(image_text(attributes.get("src") or "", attributes.get("alt") or ""))

    def _newline(self) -> None:
        if self._out and not self._out[-1].endswith("\n"):
            self._out.append("\n")

    def _gap(self, *, within: bool = False) -> None:
        """End a paragraph; in an item only where another one begins `within` it."""
        if not self._out or (self._marker and self._out[-1] == self._marker):
            return
        if not self._out[-1].endswith("\n\n"):
            self._newline()
            if not self._lists or within:
                self._out.append("\n")


_FORMULA = re.compile(
    r"https?://(?:render\.githubusercontent\.com/render/math\?(?:[^&]*&)*?math=|"
    r"(?:latex|www)\.codecogs\.com/[a-z.]+(?:\.latex|\.svg|\.image)?\?|"
    r"chart\.(?:googleapis|apis\.google)\.com/chart\?cht=tx&chl=)(.+)",
    re.IGNORECASE,
)


def image_text(address: str, alt: str) -> str:
    """A picture as text: its formula where it is one, else what it shows."""
    from urllib.parse import unquote

    formula = _FORMULA.match(address)
    if formula is not None:
        written = unquote(formula.group(1).replace("+", " "))
        return f"${re.sub(r'&[a-z]+=[^&]*$', '', written).strip()}$"
    alt = " ".join(alt.split())
    if alt.lower() in {"", "image", "img", "alt text", "screenshot", "picture", "formula"}:
        name = address.rpartition("/")[2].partition("?")[0]
        alt = name if len(name) <= 60 and not address.startswith("data:") else ""
    is_page = address.startswith(("http://", "https://")) and len(address) <= _LONGEST_SOURCE
    where = f" ({address})" if is_page else ""
    return f"[picture: {alt}{where}]" if alt else "[picture]"
