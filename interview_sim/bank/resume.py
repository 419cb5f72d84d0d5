"""The candidate's own résumé: what the questions about it may take from a JSON Resume file.

The format is the one of jsonresume.org. Of it `projects`, `work`, `skills` and `basics.label` are
used, and everything else is left as it is. Nothing of it goes anywhere but into the questions of
the candidate's own sessions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from interview_sim import files
from interview_sim.errors import InterviewSimError
from interview_sim.literal import brief

MAX_BYTES = 1_000_000
"""The largest file that is read; a résumé has a hundredth of it."""
_MOST = 50
"""Projects, places and skills that are looked at."""
_LONGEST = 80
"""Characters of a name that are put into a question."""
_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

Json = dict[str, Any]


class ResumeError(InterviewSimError):
    """A résumé cannot be read; the text says where and what to do."""


class Project(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something the candidate worked on."""

    name: str
    line: str = ""
    """What it is, in a line."""
    method: str = ""
    role: str = ""
    result: str = ""


class Place(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the candidate worked, and as what."""

    employer: str
    role: str = ""


_Named = TypeVar("_Named", Project, Place)


class Resume(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What questions take from a résumé."""

    projects: tuple[Project, ...] = ()
    places: tuple[Place, ...] = ()
    skills: tuple[str, ...] = ()
    label: str = ""
    """What the candidate is, or wants to be."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to fill in."""
        return self == Resume()


class OwnResume:
    """The candidate's own, in its file.

    Args:
        kept: The one that was taken over, or would be.
        given: The one to use in its place; only read.
    """

    def __init__(self, kept: Path, given: Path | None = None) -> None:
        self._kept, self._given = kept, given

    @property
    def path(self) -> Path:
        """Where it is, or would be."""
        return self._given or self._kept

    def read(self) -> Resume | None:
        """What questions take from it; None where there is none.

        Raises:
            ResumeError: It cannot be read.
        """
        if self._given is None and not self._kept.exists():
            return None
        return read_resume(self.path)

    def keep(self, data: Mapping[str, Any], name: str = "resume.json") -> Path:
        """Take a JSON Resume over, readable by its owner alone; it is checked first.

        Args:
            data: The whole of it.
            name: What problems call it.

        Raises:
            ResumeError: Questions could not be filled from it.
            FileError: It cannot be written.
        """
        resume_of(data, name)
        files.write_atomic(self._kept, resume_json(data), is_private=True)
        return self._kept

    def forget(self) -> bool:
        """Delete the one that was taken over; whether there was one."""
        try:
            self._kept.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise files.FileError(f"{self._kept}: {error.strerror}.") from error
        return True


def read_resume(path: Path) -> Resume:
    """What questions take from the JSON Resume file at `path`.

    Raises:
        ResumeError: It cannot be read.
    """
    return resume_of(read_json(path), path.name)


def read_json(path: Path) -> Json:
    """Everything that the JSON Resume file at `path` says.

    Raises:
        ResumeError: It cannot be read, or is no JSON object.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ResumeError(f"{path}: the résumé cannot be read: {reason}.") from None
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // 1_000_000
        raise ResumeError(f"{path}: larger than {most} MB, which is no résumé. Leave out images.")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ResumeError(f"{path}: this is not UTF-8 text. Save it as JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise ResumeError(
            f"{path}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}. "
            "It has to be a JSON Resume file, see jsonresume.org."
        ) from None
    except (RecursionError, ValueError):
        raise ResumeError(f"{path}: too deep, or a number too long, for a résumé.") from None
    if not isinstance(found, dict):
        raise ResumeError(
            f"{path}: a JSON Resume file is an object with `basics`, `work`, `projects` and "
            "`skills`; see jsonresume.org."
        )
    return found


def resume_of(data: Mapping[str, Any], name: str = "resume.json") -> Resume:
    """What questions take from a JSON Resume.

    Args:
        data: The object.
        name: What problems call the file.

    Raises:
        ResumeError: Something that is used has another form than the standard gives it.
    """
    read = _Reading(name)
    projects = tuple(
        Project(
            name=called,
            line=read.text(each, "description", at),
            method=read.first(each, "keywords", at),
            role=read.first(each, "roles", at),
            result=read.first(each, "highlights", at),
        )
        for at, each in read.records(data, "projects")
        if (called := read.text(each, "name", at))
    )
    places = tuple(
        Place(employer=called, role=read.text(each, "position", at))
        for at, each in read.records(data, "work")
        if (called := read.text(each, "name", at) or read.text(each, "company", at))
    )
    skills = (read.text(each, "name", at) for at, each in read.records(data, "skills"))
    basics = data.get("basics") or {}
    if not isinstance(basics, dict):
        raise read.wrong("basics", basics, "an object")
    return Resume(
        projects=projects,
        places=places,
        skills=tuple(dict.fromkeys(filter(None, skills))),
        label=read.text(basics, "label", "basics"),
    )


class _Reading:
    """Reads the parts of one résumé, and says where something is wrong."""

    def __init__(self, name: str) -> None:
        self._name = name

    def wrong(self, where: str, found: object, needed: str) -> ResumeError:
        """What to raise where something has another form than it should."""
        kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
        kind = kinds.get(type(found), "a number")
        return ResumeError(
            f"{self._name}: `{where}` has to be {needed}, and is {kind}. "
            "Change it there, or leave it out."
        )

    def records(self, data: Mapping[str, Any], key: str) -> Iterator[tuple[str, Json]]:
        """The objects in a list, each with its place."""
        found = data.get(key) or []
        if not isinstance(found, list):
            raise self.wrong(key, found, "a list")
        for index, each in enumerate(found[:_MOST]):
            where = f"{key}[{index}]"
            if not isinstance(each, dict):
                raise self.wrong(where, each, "an object")
            yield where, each

    def text(self, record: Mapping[str, Any], key: str, where: str) -> str:
        """A text on one line, without what cannot be seen; empty where there is none."""
        found = record.get(key)
        if found is None:
            return ""
        if not isinstance(found, str):
            raise self.wrong(f"{where}.{key}", found, "a text")
        return on_one_line(found)

    def first(self, record: Mapping[str, Any], key: str, where: str) -> str:
        """The first text of a list; empty where there is none."""
        found = record.get(key) or []
        if not isinstance(found, list):
            raise self.wrong(f"{where}.{key}", found, "a list of texts")
        return self.text({key: found[0]}, key, where) if found else ""


def on_one_line(text: str) -> str:
    """A text as it is put into a question: short, on one line, and all of it visible."""
    return brief("".join(char if char.isprintable() else " " for char in text), _LONGEST)


def typed(
    projects: Iterable[Project], *, skills: str, places: str, label: str, before: Resume
) -> Resume:
    """What was filled into a form, as a résumé; blank lines are left out.

    Args:
        projects: A line of fields each.
        skills: Their names, with semicolons between.
        places: The names of the places of work, likewise.
        label: What the candidate is.
        before: What it said before; places keep their roles.

    Raises:
        ResumeError: A project has no name.
    """
    kept = []
    for project in projects:
        tidy = Project(**{key: on_one_line(text) for key, text in asdict(project).items()})
        if tidy == Project(name=""):
            continue
        if not tidy.name:
            said = next(filter(None, asdict(tidy).values()))
            raise ResumeError(f"The project with “{said}” has no name: a word or two will do.")
        kept.append(tidy)
    roles = {place.employer: place.role for place in before.places}
    names = dict.fromkeys(_listed(places))
    return Resume(
        projects=tuple(kept),
        places=tuple(Place(employer=name, role=roles.get(name, "")) for name in names),
        skills=tuple(dict.fromkeys(_listed(skills))),
        label=on_one_line(label),
    )


def _listed(text: str) -> Iterator[str]:
    return filter(None, map(on_one_line, text.split(";")))


def with_resume(data: Mapping[str, Any], resume: Resume) -> Json:
    """A JSON Resume that says what `resume` does, and all else as `data` does.

    Args:
        data: What `resume_of` could read, or nothing.
        resume: What the candidate has filled in.
    """
    known = {"$schema": _SCHEMA, **data}
    basics = {**(known.get("basics") or {}), "label": resume.label}
    projects = [
        {
            **before,
            "name": _kept(before, "name", each.name),
            "description": _kept(before, "description", each.line),
            "keywords": _first(before, "keywords", each.method),
            "roles": _first(before, "roles", each.role),
            "highlights": _first(before, "highlights", each.result),
        }
        for each, before in _paired([p.name for p in resume.projects], resume.projects, known)
    ]
    work = [
        {**before, "name": _kept(before, "name", each.employer), "position": each.role}
        for each, before in _paired([p.employer for p in resume.places], resume.places, known)
    ]
    skills = {one.get("name"): one for one in known.get("skills") or []}
    return {
        **known,
        "basics": basics,
        "work": work,
        "projects": projects,
        "skills": [skills.get(name, {"name": name}) for name in resume.skills],
    }


def _paired(
    names: Sequence[str], wanted: Sequence[_Named], known: Mapping[str, Any]
) -> Iterator[tuple[_Named, Json]]:
    """Each with what was said of it: under its name, else in its place if that was renamed."""
    is_project = any(isinstance(each, Project) for each in wanted)
    before: list[Json] = known.get("projects" if is_project else "work") or []
    called = [on_one_line(str(one.get("name") or one.get("company") or "")) for one in before]
    for index, (each, name) in enumerate(zip(wanted, names, strict=True)):
        if name in called:
            yield each, before[called.index(name)]
        elif index < len(before) and called[index] not in names:
            yield each, before[index]
        else:
            yield each, {}


def _kept(before: Json, key: str, text: str) -> str:
    """The text; what stood there before where that was only shortened."""
    whole = before.get(key)
    return whole if isinstance(whole, str) and on_one_line(whole) == text else text


def _first(before: Json, key: str, text: str) -> list[str]:
    """A list of texts with another first one; an empty one where only the others are left."""
    first, *rest = list(before.get(key) or []) or [""]
    return [_kept({key: first}, key, text), *rest] if text or rest else []


def resume_json(data: Mapping[str, Any]) -> bytes:
    """A JSON Resume as a file."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
