"""Open edX's open response assessments: criteria and options as weighted points."""

from __future__ import annotations

import pytest
from foreign_kit import bring_in, only, read, whys

from interview_sim.exchange.importers.imported import ImportFailed


def criterion(name: str, *options: tuple[str, float, str]) -> str:
    """A criterion with options of a name, points and an explanation."""
    listed = "".join(
        f"<option points='{worth}'><name>{label}</name><explanation>{says}</explanation></option>"
        for label, worth, says in options
    )
    return f"<criterion><name>{name}</name><prompt>How {name}?</prompt>{listed}</criterion>"


RUBRIC = (
    "<rubric><prompt>Old place</prompt>"
    + criterion("concise", ("No", 0, "rambles"), ("Good", 3, "tight"), ("Ok", 1, ""))
    + criterion("ideas", ("Two", 5, "names two"))
    + "</rubric>"
)
PROMPTS = "<prompts><prompt><description>What\n   should be done?</description></prompt></prompts>"


def ora(inner: str = PROMPTS + RUBRIC, title: str = "Poverty") -> str:
    """An assessment."""
    return f"<openassessment url_name='x'><title> {title} </title>{inner}</openassessment>"


def test_each_level_weighs_what_it_adds_to_the_one_below() -> None:
    """The weights covered at a level are the points that Open edX gives for it."""
    question = only("o.xml", ora())
    assert (question.prompt, question.name) == ("What\nshould be done?", "Poverty")
    assert [(p.text, p.weight) for p in question.points] == [
        ("concise – Ok: How concise?", 1.0),
        ("concise – Good: tight", 2.0),
        ("ideas: names two", 5.0),
    ]


def test_the_old_place_of_the_prompt_is_known() -> None:
    """Before there were several prompts, the rubric had the one."""
    assert only("o.xml", ora(RUBRIC)).prompt == "Old place"
    assert only("o.xml", RUBRIC).prompt == "Old place"


def test_the_best_training_example_is_the_model_answer() -> None:
    """An example with the best option everywhere is one; a weaker one is not."""

    def example(option: str) -> str:
        return (
            "<assessments><assessment name='student-training'><example><answer><part>Best.</part>"
            f"</answer><select criterion='concise' option='{option}'/><select criterion='ideas' "
            "option='Two'/></example></assessment></assessments>"
        )

    assert only("o.xml", ora(PROMPTS + RUBRIC + example("Good"))).answer == "Best."
    assert only("o.xml", ora(PROMPTS + RUBRIC + example("Ok"))).answer == ""


def test_a_criterion_without_worth_and_an_assessment_without_rubric_are_told() -> None:
    """What cannot be scored is skipped with its reason."""
    worthless = PROMPTS + f"<rubric>{criterion('form', ('Any', 0, ''), ('Odd', -1, ''))}</rubric>"
    result = read("o.xml", f"<vertical>{ora(worthless)}{ora('', 'Bare')}{ora()}</vertical>")
    assert len(result.questions) == 2
    assert whys(result) == [
        "a criterion without an option that is worth points",
        "it has no rubric in this file",
    ]


def test_the_bank_passes_the_check() -> None:
    """Points of any worth become weights that a bank may have."""
    huge = f"<rubric>{criterion('x', ('a', 1e9, ''), ('b', 500, ''))}</rubric>"
    bank = bring_in("o.xml", ora(PROMPTS + huge))
    assert [p.weight for p in bank.questions[0].rubric] == [100.0]


def test_another_xml_is_refused() -> None:
    """A file without an assessment is told what is wanted."""
    with pytest.raises(ImportFailed, match="no <openassessment>"):
        read("o.xml", "<vertical/>", format="ora")
