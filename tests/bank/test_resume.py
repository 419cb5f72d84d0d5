"""The candidate's own résumé as questions use it, and the holes that it fills."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.bank.holes import HOLES, filled
from interview_sim.bank.loading import load_bank, parse_bank
from interview_sim.bank.resume import (
    MAX_BYTES,
    Place,
    Project,
    Resume,
    ResumeError,
    read_resume,
    resume_json,
    resume_of,
    with_resume,
)

ROOT = Path(__file__).parents[2]
JSON_RESUME = {
    "basics": {"name": "Ada Byron", "label": "Data scientist", "email": "ada@example.org"},
    "work": [{"name": "Bakeries Ltd", "position": "Analyst", "highlights": ["Saved bread"]}],
    "projects": [
        {
            "name": "Basket forecaster",
            "description": "Bread for forty shops",
            "keywords": ["boosted trees", "Python"],
            "roles": ["Lead"],
            "highlights": ["error from 24 to 17 percent", "more"],
            "url": "https://example.org",
        },
        {"name": "Ticket router", "keywords": []},
    ],
    "skills": [{"name": "Spark", "level": "Master"}, {"name": "SQL"}],
    "education": [{"institution": "Home"}],
}


def _file(path: Path, content: object) -> Path:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    path.write_bytes(data)
    return path


def test_what_is_used_of_a_json_resume(tmp_path: Path) -> None:
    """Projects with method, role and result, places of work, skills and the label."""
    assert read_resume(_file(tmp_path / "r.json", JSON_RESUME)) == Resume(
        projects=(
            Project(
                name="Basket forecaster",
                line="Bread for forty shops",
                method="boosted trees",
                role="Lead",
                result="error from 24 to 17 percent",
            ),
            Project(name="Ticket router"),
        ),
        places=(Place(employer="Bakeries Ltd", role="Analyst"),),
        skills=("Spark", "SQL"),
        label="Data scientist",
    )
    assert read_resume(_file(tmp_path / "r.json", {"projects": None, "odd": [1]})).is_empty


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"projects": [}', ":1:15: this is not JSON"),
        (b"[1]", "is an object with `basics`"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 100_000, "too deep"),
        (b'{"a": 1' + b"0" * 10_000 + b"}", "too deep, or a number too long"),
        (b" " * (MAX_BYTES + 1), "larger than 1 MB"),
        ({"projects": {"name": "x"}}, "`projects` has to be a list, and is an object"),
        ({"projects": ["x"]}, "`projects[0]` has to be an object, and is a text"),
        ({"projects": [{"name": 7}]}, "`projects[0].name` has to be a text, and is a number"),
        ({"work": [{}, {"name": []}]}, "`work[1].name` has to be a text, and is a list"),
        ({"projects": [{"name": "x", "keywords": "y"}]}, "`projects[0].keywords` has to be a list"),
        ({"basics": [1]}, "`basics` has to be an object, and is a list"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(
    tmp_path: Path, content: object, words: str
) -> None:
    """The file, the place in it, and what is wrong there."""
    path = _file(tmp_path / "mine.json", content)
    with pytest.raises(ResumeError, match=r"mine\.json") as refused:
        read_resume(path)
    assert words in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """So is a folder in its place."""
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(ResumeError, match="cannot be read"):
            read_resume(path)


def test_names_come_short_on_one_line_and_visible() -> None:
    """Whatever a name holds, a question stays a question."""
    name = "a\x1b[31m\u202eb\n\ud800{method}[bold]" + "x" * 200
    (project,) = resume_of({"projects": [{"name": name}]}).projects
    assert project.name.startswith("a [31m b {method}[bold]xxx")
    assert len(project.name) == 80
    assert project.name.isprintable()


def test_a_form_changes_what_it_shows_and_nothing_else() -> None:
    """What else a résumé says stays in the file, and long texts are not cut there."""
    long = {**JSON_RESUME, "projects": [{**JSON_RESUME["projects"][0], "description": "d " * 90}]}  # type: ignore[dict-item]
    before = resume_of(long)
    assert with_resume(long, before) == {**long, "$schema": with_resume({}, before)["$schema"]}
    changed = Resume(projects=(Project(name="New", method="a rule"),), skills=("SQL", "Go"))
    after = with_resume(long, changed)
    assert resume_of(json.loads(resume_json(after))) == changed
    assert after["education"] == JSON_RESUME["education"]
    assert after["projects"][0]["url"] == "https://example.org"
    assert after["projects"][0]["keywords"] == ["a rule", "Python"]
    assert after["basics"]["email"] == "ada@example.org"


_texts = st.text(st.characters(exclude_characters="{}"), min_size=1)


@given(st.dictionaries(st.sampled_from(sorted(HOLES)), _texts))
def test_no_hole_of_a_shipped_question_stays_open(known: dict[str, str]) -> None:
    """With whatever is known of a candidate, and with nothing."""
    for question in load_bank(ROOT / "banks" / "resume.yaml").questions:
        assert question.is_template
        for text in question.texts:
            assert not set("{}") & set(filled(text, known))
            assert filled(text)
    assert filled("{project} {method}", {"project": "{method}"}) == "{method} the method you chose"


def test_what_looks_like_a_hole_and_is_none_is_told() -> None:
    """With its place and what was meant; other kinds of questions may have any braces."""
    bank = """\
format: interview-sim/bank@1
id: b
title: B
questions:
  - id: one
    kind: resume
    title: About {project}
    prompt: Why {projet|it} and not {method|the other}?
    rubric: [{id: a, point: A., probe: "What of {role}?"}]
    model_answer: Mine.
    hints: ["{ skill }"]
  - {id: two, prompt: What is {x | x > 1}?, model_answer: A set of {1, 2}.}
"""
    bank = bank.replace("What is {x | x > 1}?", '"What is {x | x > 1}?"')
    bank = bank.replace("A set of {1, 2}.", '"A set of {1, 2}."')
    result = parse_bank(bank, "b")
    assert [str(problem) for problem in result.warnings] == [
        (
            "b:7:12: warning: `{project}` is not filled in; "
            "only the prompt, probes, asks and hints are"
        ),
        "b:8:13: warning: `{projet|it}` is not filled in; did you mean `{project}`?",
        "b:11:12: warning: `{ skill }` is not filled in; did you mean `{skill}`?",
    ]
    assert result.bank is not None
    asked, other = result.bank.asked
    assert asked.prompt == "Why {projet|it} and not the other?"
    assert asked.rubric[0].probe == "What of your role?"
    assert other.prompt == "What is {x | x > 1}?"
    assert result.bank.question("one") == asked


def test_a_signal_and_phrases_do_not_go_together() -> None:
    """Nor has a group a signal of its own."""
    bank = """\
format: interview-sim/bank@1
id: b
title: B
questions:
  - id: one
    prompt: Why?
    rubric:
      - {id: a, point: A., need: should, signal: numbers, match: [a number]}
      - {id: g, point: G, need: should, signal: cost, pick: 1, of: [{id: m, point: M.}]}
"""
    messages = [str(problem) for problem in parse_bank(bank, "b").problems]
    assert messages == [
        (
            "b:8:66: warning: `match` of the point `a` is not used: it has a `signal`; "
            "keep one of the two"
        ),
        "b:9:49: warning: `signal` of a group is not used; put it in the points under `of:`",
    ]
