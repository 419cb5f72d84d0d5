"""How points make a score, with a rubric and without."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from interview_sim.bank.model import Point, Question
from interview_sim.bank.terms import Need
from interview_sim.matching import Matcher, Verdict, rubric_of
from interview_sim.matching.matcher import of_item
from interview_sim.matching.model import PointCoverage
from interview_sim.matching.tuning import DEFAULT

MODEL_ANSWER = """\
# Forests

A random forest grows many **deep** trees on bootstrap samples of the rows.
At every split only a random subset of the features is considered, which decorrelates the trees.

- Averaging decorrelated trees lowers variance.
- Bias stays nearly the same, because each tree is deep.

```python
RandomForestClassifier()
```

Note: more trees never hurt, but they cost time.
"""
QUESTION = Question(id="q", prompt="What is a random forest?", model_answer=MODEL_ANSWER)
GOOD = (
    "You train lots of deep trees, each on a bootstrap sample. Each split sees a random subset of "
    "features so the trees are decorrelated. Averaging them reduces the variance while bias stays "
    "low."
)


def rubric(*points: Point) -> Question:
    """A question with a rubric."""
    return Question(id="q", prompt="Why random forests?", rubric=points)


def score(question: Question, answer: str) -> float:
    """The score of an answer."""
    return Matcher().cover(question, answer).score


def test_points_count_by_weight() -> None:
    """Points weigh as the bank says."""
    question = rubric(
        Point(id="a", match=("lower variance",), weight=3.0), Point(id="b", match=("bootstrap",))
    )
    assert score(question, "They have lower variance.") == 0.75
    assert score(question, "Each uses a bootstrap sample.") == 0.25
    assert score(question, "Lower variance by bootstrap sampling.") == 1.0


def test_should_counts_half() -> None:
    """A point that an answer should make counts half of one that it must."""
    question = rubric(
        Point(id="a", match=("lower variance",)),
        Point(id="b", match=("bootstrap",), need=Need.SHOULD),
    )
    assert score(question, "They have lower variance.") == pytest.approx(2 / 3, abs=1e-6)


def test_bonus_only_adds() -> None:
    """Missing a bonus costs nothing; making it adds, up to full marks."""
    question = rubric(
        Point(id="a", match=("lower variance",)),
        Point(id="b", match=("bootstrap",)),
        Point(id="c", match=("Breiman",), need=Need.BONUS),
    )
    assert score(question, "Lower variance by bootstrap sampling.") == 1.0
    assert score(question, "They have lower variance.") == 0.5
    assert score(question, "They have lower variance, says Breiman.") == 0.625
    assert score(question, "Lower variance by bootstrap sampling, says Breiman.") == 1.0


def test_only_bonus_points() -> None:
    """A rubric of nothing but bonus points can still be met."""
    question = rubric(Point(id="c", match=("Breiman",), need=Need.BONUS))
    assert score(question, "It was Breiman.") == 1.0
    assert score(question, "It was someone else.") == 0.0


def group(pick: int) -> Question:
    """A question with one group of three."""
    members = (
        Point(id="a", match=("lower variance",)),
        Point(id="b", match=("bootstrap",)),
        Point(id="c", match=("majority vote",)),
    )
    return rubric(Point(id="g", point="Reasons", pick=pick, of=members))


def test_group_is_full_with_any_k() -> None:
    """Any `pick` members of a group are full marks, and all members are reported."""
    coverage = Matcher().cover(group(2), "Lower variance, bootstrap, and a majority vote.")
    assert coverage.score == 1.0
    found = coverage.of("g")
    assert found is not None
    assert found.verdict is Verdict.COVERED
    assert [member.id for member in found.members] == ["a", "b", "c"]
    assert set(coverage.leaves()) == {"a", "b", "c"}
    assert found.strength == 1.0
    # More than was asked for is no more than that.
    assert found.reason == "You made 2 of the 2 asked for."


def test_group_is_partly_met() -> None:
    """One of two asked is half."""
    coverage = Matcher().cover(group(2), "There is a majority vote in the end.")
    found = coverage.of("g")
    assert found is not None
    assert found.verdict is Verdict.PARTLY
    assert coverage.score == 0.5
    assert found.reason == "You made 1 of the 2 asked for."


@pytest.mark.parametrize(
    ("pick", "verdicts", "said"),
    [
        (1, "pmm", "You made 1 of the 1 asked for, in part."),
        (2, "cpp", "You made 1 of the 2 asked for, and 1 more in part."),
        (1, "cpp", "You made 1 of the 1 asked for."),
        (2, "mmm", "You made 0 of the 2 asked for."),
    ],
)
def test_a_group_says_what_was_made_in_part(pick: int, verdicts: str, said: str) -> None:
    """Nobody is told of a partly met group that nothing of it was made."""
    (item,) = group(pick).rubric
    kinds = {"c": Verdict.COVERED, "p": Verdict.PARTLY, "m": Verdict.MISSED}
    leaves = {
        leaf.id: PointCoverage(id=leaf.id, verdict=kinds[sign], strength=0.0)
        for leaf, sign in zip(item.of, verdicts, strict=True)
    }
    assert of_item(item, leaves).reason == said


@pytest.mark.parametrize("answer", ["", "  \n", "…", "🙂", "- ;"])
def test_blank_answers_score_nothing(answer: str) -> None:
    """An answer without a word scores 0, with a verdict on every point."""
    for question in (group(1), QUESTION):
        coverage = Matcher().cover(question, answer)
        assert coverage.score == 0.0
        assert all(leaf.verdict is Verdict.MISSED for leaf in coverage.leaves().values())
        assert coverage.points


@pytest.mark.parametrize("answer", ["Asia", "asia.", "It is Asia."])
def test_a_word_is_an_answer_where_one_is_asked_for(answer: str) -> None:
    """With a rubric or without."""
    asked = Question(id="q", prompt="Which continent is the largest?", model_answer="Asia")
    assert Matcher().cover(asked, answer).score > 0.9
    rubric = (Point(id="asia", point="Asia", match=("Asia",)),)
    assert Matcher().cover(replace(asked, rubric=rubric), answer).score == 1.0


def test_a_list_is_a_fair_answer_where_the_model_answer_is_one() -> None:
    """Where it explains, keywords in a row are worth little."""
    listed = "Noise, rotations, crops, flips, dropout, early stopping, weight decay, ensembles"
    question = Question(id="q", prompt="Name remedies.", model_answer=f"{listed}.")
    assert Matcher().cover(question, listed).score > 0.9
    said = "Add noise and rotations. Stop early. Use weight decay, and dropout on the ensembles."
    explains = Question(id="q", prompt="Name remedies.", model_answer=said)
    assert Matcher().cover(explains, listed).score < 0.5


def test_version_is_kept() -> None:
    """Every coverage says which matcher and which numbers made it."""
    coverage = Matcher().cover(QUESTION, GOOD)
    assert coverage.version == DEFAULT.label
    assert coverage.version.startswith("4/")


def test_statements_become_points() -> None:
    """Without a rubric the model answer's statements are the points; code and notes are not."""
    points = rubric_of(QUESTION)
    assert [point.id for point in points] == ["s1", "s2", "s3", "s4"]
    assert points[0].point.startswith("A random forest grows many")
    assert points[2].point == "Averaging decorrelated trees lowers variance."
    assert all(point.need is Need.MUST for point in points)
    assert rubric_of(group(1)) == group(1).rubric


def test_derived_coverage_says_so() -> None:
    """A coverage from derived points is marked."""
    coverage = Matcher().cover(QUESTION, GOOD)
    assert coverage.derived
    assert [point.id for point in coverage.points] == ["s1", "s2", "s3", "s4"]
    assert not Matcher().cover(group(1), GOOD).derived


def test_order_of_answers_without_rubric() -> None:
    """A good answer beats half of it, that beats an answer off the matter, and that a parrot."""
    half = "You train lots of deep trees, each on a bootstrap sample."
    off = "I like linear regression because it is easy to explain to people in a meeting."
    scores = [score(QUESTION, answer) for answer in (MODEL_ANSWER, GOOD, half, off)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0.9
    assert scores[1] > 0.6
    assert scores[3] < 0.15
    assert score(QUESTION, "What is a random forest?") < 0.05


def test_denial_costs_without_rubric() -> None:
    """Saying the opposite of the model answer scores less than saying it."""
    wrong = GOOD.replace("reduces the variance", "does not reduce the variance")
    assert score(QUESTION, wrong) < score(QUESTION, GOOD)


def test_keywords_score_less_than_sentences() -> None:
    """The keywords of a model answer in a row are no answer."""
    keywords = "random forest grows deep trees bootstrap samples rows split subset features average"
    assert score(QUESTION, keywords) < 0.5 * score(QUESTION, GOOD)


def test_repeating_gains_nothing() -> None:
    """The same answer ten times over scores as once."""
    once = "You train lots of deep trees, each on a bootstrap sample."
    assert score(QUESTION, "\n\n".join([once] * 10)) == pytest.approx(
        score(QUESTION, once), abs=0.01
    )


@pytest.mark.parametrize(
    "aside",
    [
        "Last year my team moved all our dashboards to another vendor.",
        "A binary search halves the sorted list at each step until it finds the key.",
        "Regression predicts a number, and classification a class.",
        "I also like trees, and long walks in the park on Sundays.",
    ],
)
@pytest.mark.parametrize("answer", [GOOD, "You train deep trees on samples.", "It is a committee."])
def test_a_sentence_on_something_else_gains_nothing(answer: str, aside: str) -> None:
    """Nor does it cost anything, even if it shares a word with the model answer."""
    assert score(QUESTION, f"{answer} {aside}") == score(QUESTION, answer)


def test_a_sentence_on_the_matter_gains() -> None:
    """It counts wherever it stands, after a beginning that says nothing too."""
    more = "The trees are decorrelated, so averaging lowers the variance."
    begun = "You train deep trees on samples."
    assert score(QUESTION, f"{begun} {more}") > score(QUESTION, begun) + 0.1
    assert score(QUESTION, f"Good question. {more}") >= 0.9 * score(QUESTION, more)


@pytest.mark.parametrize(
    ("model_answer", "right", "wrong"),
    [("Both.", "Both of them.", "The left one."), ("No.", "no", "Of course it is.")],
)
def test_small_words_can_be_the_answer(model_answer: str, right: str, wrong: str) -> None:
    """They count where there is nothing else, and a few of them always."""
    asked = Question(id="q", prompt="Is either side sorted?", model_answer=model_answer)
    assert score(asked, right) > 0.9
    assert score(asked, wrong) == 0.0


def test_nothing_to_match_against() -> None:
    """A question with neither rubric nor model answer gives an empty coverage."""
    coverage = Matcher().cover(Question(id="q", prompt="Why?"), "Because it is so.")
    assert coverage.score == 0.0
    assert coverage.points == ()
