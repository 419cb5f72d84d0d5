"""What counts as having said a point: the table of traps."""

from __future__ import annotations

import pytest

from interview_sim.bank.model import AllOf, Phrase, Point, Question
from interview_sim.matching import Matcher, PointCoverage, Verdict

PROMPT = "Describe the motivation behind random forests, and give two reasons for using them."
LOWER_VARIANCE = AllOf(all=(("lower", "reduce", "decrease", "shrink"), "variance"))
GLOSSARY = (
    ("principal component analysis", "PCA"),
    ("bagging", "bootstrap aggregating"),
    ("mean squared error", "MSE"),
)


def judge(answer: str, *match: Phrase, point: str = "", prompt: str = PROMPT) -> PointCoverage:
    """The coverage of one point by one answer."""
    question = Question(id="q", prompt=prompt, rubric=(Point(id="p", point=point, match=match),))
    found = Matcher(glossary=GLOSSARY).cover(question, answer).of("p")
    assert found is not None
    return found


SAID: list[tuple[str, str, Phrase]] = [
    (
        "unless behind a semicolon",
        "Outliers pull the mean; the median is no trouble.",
        AllOf(all=("outliers", "pull"), unless=("trouble",)),
    ),
    (
        "said over a semicolon",
        "Outliers are the problem; they pull the mean.",
        AllOf(all=("outliers", "pull")),
    ),
    ("inflection", "They are reducing the variances.", "reduces variance"),
    ("passive", "The variance is lowered by averaging.", LOWER_VARIANCE),
    ("far apart", "The variance of what such a model predicts then goes down.", LOWER_VARIANCE),
    ("neighbouring sentence", "Look at the variance. Averaging will reduce it.", LOWER_VARIANCE),
    ("typo", "It lowers the varience.", LOWER_VARIANCE),
    ("two typos in a long word", "We use regularizaton to fight overfiting.", "regularisation"),
    ("swapped letters in a short word", "hihg variance", "high variance"),
    ("not in a term", "The rest isn't representative.", AllOf(all=("rest", "not representative"))),
    ("short forms", "train err low", "training error low"),
    ("swapped letters", "a lower vairance than one tree", LOWER_VARIANCE),
    ("spelling -ise", "It regularises the model well.", "regularizes the model"),
    ("spelling -our", "That is the behavior we want.", "the behaviour"),
    ("spelling -lling", "Good modeling helps here.", "modelling"),
    ("hyphen", "The trees over-fit a lot.", "overfit"),
    ("hyphen asked", "The trees overfit a lot.", "over-fit"),
    ("two words for one", "We do cross validation on it.", "cross-validation"),
    ("one word for two", "We do crossvalidation on it.", "cross validation"),
    ("non-linear", "The boundary is nonlinear there.", "non-linear"),
    ("abbreviation", "First apply PCA to it.", "principal component analysis"),
    ("abbreviation spelled out", "Use principal components analysis first.", "PCA"),
    ("abbreviation in a list", "minimise the mean squared error", AllOf(all=("minimise", "MSE"))),
    ("power as typed", "it penalises w^2 of course", "w²"),
    ("power as a sign", "it penalises w² of course", "w^2"),
    ("power with stars", "it penalises w**2 of course", "w^2"),
    ("spoken power", "look at r squared too", "R^2"),
    ("norm", "an L2 penalty is used", "l2 penalty"),
    ("norm with underscore", "an L_2 penalty is used", "L2 penalty"),
    ("order", "sorting is O(n log n) at best", "O(n log n)"),
    ("order without spaces", "sorting is O(nlogn) at best", "O(n log n)"),
    ("greek", "larger λ means smaller weights", "lambda"),
    ("greek spelled out", "larger lambda means smaller weights", "λ"),
    ("number word", "split it into three parts", "3 parts"),
    (
        "one of several hits is clean",
        "For boosting it does not level off. The forest levels off.",
        AllOf(all=(("levels off", "flattens"),), unless=("boosting",)),
    ),
    (
        "small words inside a term",
        "Trees grow to the end.",
        AllOf(all=("trees", "grow to the end")),
    ),
    (
        "spam or not",
        "It says whether it is spam or not and each tree casts a vote.",
        AllOf(all=("tree", "vote")),
    ),
    (
        "a number after a letter",
        "With F0.5 precision weighs more.",
        AllOf(all=("F0.5", "precision")),
    ),
    (
        "nothing as an alternative",
        "Accuracy says nothing about rare classes.",
        AllOf(all=("accuracy", "rare", ("misleading", "nothing"))),
    ),
    ("go up", "Precision goes up.", AllOf(all=(("rises", "go up"), "precision"))),
    ("alternatives", "It shrinks the variance.", "lowers|shrinks|cuts the variance"),
    ("alternatives of a noun", "fewer false alarms", "fewer misses|alarms"),
    ("bars that part nothing", "we model p(y|x)", "p(y|x)"),
    (
        "unless in a statement of its own",
        "Voting takes the majority class, and averaging takes the mean of the outputs.",
        AllOf(all=("voting", "majority"), unless=("mean",)),
    ),
    (
        "unless in the statement before",
        "Averaging takes the mean of the outputs, while voting takes the majority.",
        AllOf(all=("voting", "majority"), unless=("mean",)),
    ),
    (
        "unless in another sentence",
        "Outliers pull the mean. It is no trouble.",
        AllOf(all=("outliers", "pull"), unless=("trouble",)),
    ),
    ("dotted abbreviation", "The errors are i.i.d. and normal.", "i.i.d"),
    ("range", "It lies between −1 and 1.", "-1 and 1"),
    ("ratio", "two of four, that is 2:4 sparsity", "2:4"),
    ("plural of an acronym", "Gates help: LSTMs do it.", "LSTM"),
    (
        "remedy of a thing that goes down",
        "Overfitting is combated with regularization.",
        "regularisation",
    ),
    ("script without spaces", "訓練データのノイズまで覚えてしまう。", "ノイズ"),
    ("decimal comma", "a threshold of 0,5 then", "threshold of 0.5"),
    ("thousands", "some 1,000 trees then", "1000 trees"),
    ("percent", "about 63.2% of the rows", "63.2 %"),
    ("accent", "a naïve assumption here", "naive assumption"),
    (
        "a clause about a noun denied, with its object",
        "For each row only trees that never trained on it vote.",
        AllOf(all=("tree", "vote")),
    ),
    (
        "a clause about a noun denied, before the subject",
        "So on data it hasn't met the forest does better.",
        AllOf(all=("forest", "better")),
    ),
    (
        "what is done instead",
        "Instead of PCA it may be enough to keep the useful columns.",
        AllOf(all=("keep", "useful columns")),
    ),
    (
        "what is done instead, at once",
        "bf16 instead of fp32 halves the memory.",
        AllOf(all=("halves", "memory")),
    ),
    (
        "what is done instead, by them",
        "Rather than looking for the best split they throw a dart.",
        AllOf(all=("throw", "dart")),
    ),
    ("without this it is", "Without them it's a bag of words.", AllOf(all=("bag of words",))),
    (
        "a thing that is wrong",
        "The way we split was wrong, shuffled rows of the same users.",
        AllOf(all=("shuffled", "same users")),
    ),
    (
        "certain that they are wrong",
        "Removing is the last resort, only if I am certain that they are wrong.",
        AllOf(all=("removing", "last resort")),
    ),
    (
        "not the other",
        "It predicts the median of y|x not the mean.",
        AllOf(all=("predicts", "median")),
    ),
    ("mostly", "It is mostly bias that goes down.", AllOf(all=(("lower", "goes down"), "bias"))),
    (
        "two short statements",
        "Averaging full-grown trees fights variance, stacking up small trees fights bias.",
        AllOf(all=("averaging", "fights variance")),
    ),
    (
        "short orders",
        "hedge requests, set deadlines & return partial results, call fewer services",
        AllOf(all=("hedge", "requests")),
    ),
    (
        "up of the quantity before",
        "If recall goes up precision tends to go down.",
        AllOf(all=(("lower", "reduce"), "precision")),
    ),
    ("what goes down", "What goes down is variance.", LOWER_VARIANCE),
    ("down in brackets", "regularise more (variance down, bias up)", AllOf(all=("variance down",))),
    ("w/o", "It works w/o replacement.", "without replacement"),
    ("short forms", "feats of the attn", AllOf(all=("feature", "attention"))),
    ("percent in words", "five per cent of them", AllOf(all=("5%", "them"))),
    ("percent for a number", "That is 95% of it.", AllOf(all=("95", "it"))),
    ("a comparison", "p < 0.05 is rare", AllOf(all=("p < 0.05",))),
    ("a comparison in words", "The error is less than that.", AllOf(all=("error < that",))),
    ("up as a sign", "bias ↑ for λ ↑", AllOf(all=("bias up",))),
    ("times", "The odds × the keep rate.", AllOf(all=(("times", "multiply"), "odds"))),
    ("a formula", "It is b - a over the larger.", AllOf(all=("b − a",))),
    ("a formula with signs", "F1 = 2 * (P * R) / (P + R)", AllOf(all=("2PR/(P + R)",))),
    ("a formula in brackets", "(p-1)/(m+p-1)", AllOf(all=("p − 1",))),
    (
        "unless in another order",
        "Odds times the ratio of new to old prior.",
        AllOf(all=("odds", "prior"), unless=("old to new", "prior new")),
    ),
    (
        "unless without its not",
        "Such a model can't stay as it is.",
        AllOf(all=("model", "can't stay"), unless=("can stay",)),
    ),
    (
        "unless of another split",
        "We split first, then impute the gaps.",
        AllOf(all=("split", "impute"), unless=("impute first",)),
    ),
    (
        "a negator that the entry asks for is not the one under unless",
        "A forest never overfits.",
        AllOf(all=("forest", "never overfits"), unless=("nor", "not")),
    ),
    (
        "a negator of another clause under unless",
        "Outliers pull the mean, and that is no secret.",
        AllOf(all=("outliers", "pull"), unless=("no",)),
    ),
    (
        "unless of a superlative",
        "It has a short tail.",
        AllOf(all=("tail", "short"), unless=("shortest",)),
    ),
    (
        "unless of nearly",
        "The nearest point is taken.",
        AllOf(all=("nearest", "point"), unless=("nearly",)),
    ),
    ("small words of a term", "Each A/A run is a check.", AllOf(all=("A/A run", "check"))),
    (
        "not that a term asks for",
        "Trees are not bothered by outliers.",
        AllOf(all=("tree", "not bothered", "outlier")),
    ),
    (
        "no need among the terms",
        "There is no need to tune the learning rate.",
        AllOf(all=(("no need", "needless"), "tune", "learning rate")),
    ),
    (
        "neither among the alternatives",
        "In scikit-learn neither trees nor forests take gaps.",
        AllOf(all=("scikit-learn", "forest", ("refuse", "neither"), "gaps")),
    ),
    (
        "nothing as an object",
        "Doubling the data buys you practically nothing.",
        AllOf(all=("doubling", ("useless", "nothing"))),
    ),
    ("yes or no", "The yes/no outcome has a variance.", AllOf(all=("outcome", "variance"))),
    ("denied twice", "It is not true that it doesn't reduce variance.", LOWER_VARIANCE),
    ("negated phrase", "It does not assume normality.", "does not assume normality"),
    ("negated phrase, other negator", "No normality is assumed.", "not assume normality"),
    ("without", "They sample rows without replacement.", "without replacement"),
    ("not only", "It not only reduces variance but is fast.", LOWER_VARIANCE),
    ("negation of something else", "It doesn't cost much and variance is reduced.", LOWER_VARIANCE),
    (
        "wrong, of what that is",
        "That's the chance that a finding is wrong.",
        AllOf(all=("chance", "finding", "wrong")),
    ),
    ("nothing but", "What we see is nothing but noise.", AllOf(all=("see", "noise"))),
    ("a statement of its own", "It needs no tuning and it reduces variance.", LOWER_VARIANCE),
    ("denied after but", "It does not change bias, but reduces variance.", LOWER_VARIANCE),
    ("contrast closed", "Unlike boosting, bagging reduces variance.", LOWER_VARIANCE),
    ("prone", "It is less prone to high variance.", LOWER_VARIANCE),
    ("both directions right", "low bias and high variance", "low bias and high variance"),
    ("direction after", "bias is low, variance is high", "low bias and high variance"),
    ("goes down", "the variance goes down", LOWER_VARIANCE),
    ("arrow", "variance ↓ when averaged", LOWER_VARIANCE),
    ("not sure but", "Not sure, but I think it reduces variance.", LOWER_VARIANCE),
    ("asked and answered", "Why does it reduce variance? By averaging.", LOWER_VARIANCE),
    ("attribute and verb", "In this way high variance is reduced.", LOWER_VARIANCE),
    ("compound", "It is a variance-reducing technique.", LOWER_VARIANCE),
    ("noun", "The aim is variance reduction.", LOWER_VARIANCE),
    ("shouted", "The VARIANCE is REDUCED!!!", LOWER_VARIANCE),
    ("other not affected", "Bias is not affected and variance is reduced.", LOWER_VARIANCE),
    ("cause in another direction", "Being less complex, its variance is lower.", LOWER_VARIANCE),
    ("not wrong", "It is not wrong that it reduces variance.", LOWER_VARIANCE),
    ("turned twice", "it avoids high variance", LOWER_VARIANCE),
    ("later corrected", "It does not cost much. It reduces variance.", LOWER_VARIANCE),
    ("camel case", "RandomForest is used here", "random forest"),
]


@pytest.mark.parametrize(
    ("answer", "match"), [case[1:] for case in SAID], ids=[case[0] for case in SAID]
)
def test_said(answer: str, match: Phrase) -> None:
    """What is said in other words, spellings or symbols counts as said."""
    found = judge(answer, match)
    assert found.verdict is Verdict.COVERED, found.reason
    assert found.evidence


NOT_SAID: list[tuple[str, str, Phrase]] = [
    (
        "unless in small words",
        "Each row is a feature here.",
        AllOf(all=("row", "feature"), unless=("row is a feature",)),
    ),
    (
        "denied beside an alternative that denies",
        "Accuracy is not misleading for rare classes.",
        AllOf(all=("accuracy", "rare", ("misleading", "nothing"))),
    ),
    ("go down for up", "Precision goes down.", AllOf(all=(("rises", "go up"), "precision"))),
    ("neither alternative", "It looks at the variance.", "lowers|shrinks|cuts the variance"),
    ("alternatives, the other direction", "It raises the variance.", "lowers|shrinks the variance"),
    (
        "alternatives far apart",
        "It cuts the time you need to look at all that has variance.",
        "lowers|cuts the variance",
    ),
    (
        "unless",
        "Outliers pull the mean, which is no trouble.",
        AllOf(all=("outliers", "pull"), unless=("no trouble", "ignore")),
    ),
    (
        "not thought",
        "I don't think they show that it is the variance that is reduced.",
        AllOf(all=("show", "variance")),
    ),
    ("wrong of a statement", "That averaging reduces variance is wrong.", LOWER_VARIANCE),
    ("wrong of a claim", "The claim that it reduces variance is false.", LOWER_VARIANCE),
    (
        "keywords with commas",
        "bagging, random forest, averaging variance, bootstrap, trees, split, depth, leaf, bias",
        AllOf(all=("averaging", "variance")),
    ),
    (
        "keywords without commas",
        "bagging random forest averaging variance bootstrap trees split depth leaf bias",
        AllOf(all=("averaging", "variance")),
    ),
    (
        "up for down, as a word",
        "variance up, bias down",
        AllOf(all=(("lower", "down"), "variance")),
    ),
    ("or not this", "We use bagging or not boosting.", AllOf(all=("boosting",))),
    (
        "a mere not beside the word itself",
        "It does well not on training data but poorly on new data.",
        AllOf(all=("well", "training data", ("poorly", "not"), "new data")),
    ),
    ("a percentage for a number", "That is 2% of it.", AllOf(all=("two", "it"))),
    ("a number for a percentage", "Two of it.", AllOf(all=("2%", "it"))),
    ("a comparison turned round", "E_val << E_train", AllOf(all=("E_train << E_val",))),
    ("a difference turned round", "s = (a − b)/max(a, b)", AllOf(all=("b − a",))),
    ("part of a formula", "the idle share is m / (m + p − 1)", AllOf(all=("p − 1",))),
    ("a sum for a product", "(P + R) / 2", AllOf(all=("2PR/(P + R)",))),
    ("k-means for k-means++", "We run k-means.", AllOf(all=("k-means++",))),
    ("a term turned round", "The ratio of new to old.", AllOf(all=("ratio", "old to new"))),
    ("half of a term", "One half is left.", AllOf(all=("in half", "left"))),
    ("a join", "We join both tables.", AllOf(all=("as-of join", "tables"))),
    ("a test", "An A/B test then.", AllOf(all=("A/A test",))),
    ("a superlative", "A short path.", AllOf(all=("shortest", "path"))),
    ("not before a bracket", "It is reduced not (variance).", LOWER_VARIANCE),
    (
        "not before a sign",
        "overfitting not = high variance",
        AllOf(all=("overfitting", "variance")),
    ),
    ("not because", "Not because averaging is cheap.", AllOf(all=("averaging", "cheap"))),
    ("denied and denied", "The data has never not been seen.", AllOf(all=("data", "not seen"))),
    (
        "a not that something else is asked for",
        "It never not goes up with K.",
        "never goes up with K",
    ),
    (
        "denied at the end",
        "Adding a penalty to the loss is what AdamW doesn't do.",
        AllOf(all=("AdamW", "penalty")),
    ),
    (
        "a bare not of other things",
        "Accuracy counts for rare classes and it is not hard.",
        AllOf(all=("accuracy", "rare", ("not", "useless"))),
    ),
    ("unless denied", "Outliers don't pull.", AllOf(all=("outliers",), unless=("not",))),
    ("a lower bound", "There is a lower bound on the variance.", LOWER_VARIANCE),
    ("an article", "It is a symmetric measure.", "asymmetric measure"),
    ("a position", "the positions of all rows", "positive rows"),
    ("an object", "the objects of the model", "objective of the model"),
    ("an addition", "the effects of additional rows", AllOf(all=("effects", "additive"))),
    ("a letter for an abbreviation", "Vitamin d is healthy.", "i.i.d"),
    ("a number without its sign", "It lies between 0 and 1.", "from -1 to 1"),
    ("negated", "It does not reduce variance.", LOWER_VARIANCE),
    ("contracted", "It doesn't reduce variance at all.", LOWER_VARIANCE),
    ("typographic apostrophe", "It doesn’t reduce variance.", LOWER_VARIANCE),
    ("no apostrophe", "It doesnt reduce variance.", LOWER_VARIANCE),
    ("never", "That never reduces the variance.", LOWER_VARIANCE),
    ("passive negated", "The variance is not reduced.", LOWER_VARIANCE),
    ("fails to", "It fails to reduce variance.", LOWER_VARIANCE),
    ("without", "It works without reducing variance.", LOWER_VARIANCE),
    ("myth", "It is a myth that averaging reduces variance.", LOWER_VARIANCE),
    ("wrong that", "It is wrong that they reduce variance.", LOWER_VARIANCE),
    ("wrong afterwards", "They reduce variance. That is wrong.", LOWER_VARIANCE),
    ("not true afterwards", "People say it reduces variance. That's not true.", LOWER_VARIANCE),
    ("asked and denied", "Does it reduce variance? No, it does not.", LOWER_VARIANCE),
    ("not known", "I don't know if it reduces variance.", LOWER_VARIANCE),
    ("not sure", "I am not sure whether they lower the variance.", LOWER_VARIANCE),
    ("not this", "It reduces bias, not variance.", LOWER_VARIANCE),
    ("neither", "Neither bias nor variance is reduced.", LOWER_VARIANCE),
    ("no reduction", "There's no reduction in variance.", LOWER_VARIANCE),
    ("does not think", "I don't think it reduces variance.", LOWER_VARIANCE),
    ("cause turned round", "The variance increases when we reduce k.", LOWER_VARIANCE),
    ("set apart", "Unlike methods to reduce variance, it is slow.", LOWER_VARIANCE),
    ("rather than", "It lowers bias rather than reducing variance.", LOWER_VARIANCE),
    ("other direction", "It increases variance.", LOWER_VARIANCE),
    ("other direction, far", "Bias is lower, but the variance grows.", LOWER_VARIANCE),
    ("swapped", "high bias and low variance", "low bias and high variance"),
    ("swapped after", "bias is high, variance is low", "low bias and high variance"),
    (
        "swapped in a list",
        "high bias, low variance",
        AllOf(all=("low", "bias", "high", "variance")),
    ),
    ("asked to be negated", "It assumes normality.", "does not assume normality"),
    ("with for without", "They sample with replacement.", "without replacement"),
    ("said of another", "Regularisation matters, as that lowers variance.", "less regularisation"),
    ("short typo", "a bat of data", "a bit of data"),
    ("another word", "a casual relation", "causal relation"),
    ("minimise", "we minimise the likelihood", "maximise the likelihood"),
    ("unsupervised", "an unsupervised method", "supervised method"),
    ("underfit", "the trees underfit", "overfit"),
    ("inter and intra", "the inter-cluster distance", "intra-cluster distance"),
    ("one word of two", "variance matters", LOWER_VARIANCE),
    ("too far apart", "Lower trees. They grow. Some are deep. Variance matters.", LOWER_VARIANCE),
    ("common word of a phrase", "there is less of it", "less and less"),
    ("other number", "split it into four parts", "3 parts"),
    ("other norm", "an L1 penalty is used", "L2 penalty"),
    ("other order", "sorting is O(n) at best", "O(n log n)"),
    ("standard", "a standard model", "standardise the features"),
    ("of no help", "Methods that reduce variance don't help here.", LOWER_VARIANCE),
    ("of no effect", "Lowering the variance has no effect.", LOWER_VARIANCE),
    ("no good idea", "Reducing the variance isn't a good idea.", LOWER_VARIANCE),
    ("mean left out", "The silhouette is computed for each K.", "mean silhouette for each K"),
    ("same left out", "The distribution is known.", "same distribution"),
    ("mistyped direction", "It incresaes the variance.", LOWER_VARIANCE),
    ("a term's small word", "the loss is low", AllOf(all=(("other loss", "own loss"), "low"))),
    ("a term's not", "The rest is representative.", AllOf(all=("rest", "not representative"))),
    (
        "two sentences",
        "The variance matters. Trees are cheap, so averaging is reduced.",
        AllOf(all=("variance", "averaging")),
    ),
    (
        "a long sentence",
        (
            "Averaging is what a forest does with the many deep trees that it grows on "
            "bootstrap samples of all the rows there are, while people speak of variance."
        ),
        AllOf(all=("averaging", "variance")),
    ),
    ("an extreme", "a high variance", "maximises the variance"),
    ("denied verb of a longer phrase", "A single tree doesn't overfit.", "single tree overfits"),
    ("read out", "give two reasons for using them", "two reasons for using them"),
]


@pytest.mark.parametrize(
    ("answer", "match"), [case[1:] for case in NOT_SAID], ids=[case[0] for case in NOT_SAID]
)
def test_not_said(answer: str, match: Phrase) -> None:
    """What is denied, turned round or merely alike does not count as said."""
    found = judge(answer, match)
    assert found.verdict is not Verdict.COVERED, found.reason


@pytest.mark.parametrize(
    "answer",
    [
        "It does not reduce variance.",
        "That never reduces the variance.",
        "It increases variance.",
        "It lowers bias rather than reducing variance.",
    ],
)
def test_the_opposite_is_named(answer: str) -> None:
    """Where an answer seems to say the opposite, the reason says so and quotes it."""
    found = judge(answer, LOWER_VARIANCE, point="Averaging lowers variance.")
    assert "opposite" in found.reason
    assert "variance" in found.reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (
            "For outliers the median is no trouble, but they pull the mean.",
            "You said “outliers … pull”, but “trouble” in that sentence makes it something else.",
        ),
        (
            "Outliers never pull it: woe.",
            "You said “Outliers never pull”, but “woe” in that sentence makes it something else.",
        ),
    ],
    ids=["said", "denied"],
)
def test_what_makes_it_something_else_is_named(answer: str, reason: str) -> None:
    """Of an entry that is met beside a term of its `unless`, the reason names that term."""
    found = judge(answer, AllOf(all=("outliers", "pull"), unless=("trouble", "woe")))
    assert found.verdict is Verdict.MISSED
    assert found.reason == reason


def test_one_word_beside_another_is_named() -> None:
    """An entry of one term is said as well, whatever its `unless` makes of it."""
    found = judge("Pruning is useless.", AllOf(all=("pruning",), unless=("useless",)))
    assert found.reason == (
        "You said “Pruning”, but “useless” in that sentence makes it something else."
    )


def test_a_part_denied_is_not_the_opposite() -> None:
    """Where half of an entry is denied and the other half is missing, nothing is said of it."""
    found = judge("It takes no longer.", AllOf(all=("longer", "sampling")))
    assert found.reason == "You said “longer”; nothing about “sampling”."


def test_denied_of_another() -> None:
    """Denying it of something else takes nothing from a point that was made."""
    answer = "Bagging reduces variance. Boosting with stumps does not reduce variance."
    assert judge(answer, LOWER_VARIANCE).verdict is Verdict.COVERED


def test_reason_names_found_and_missing() -> None:
    """The reason quotes what was found and names what was not."""
    match = AllOf(all=("lower", "variance", "bootstrap", "average"))
    found = judge("A lower overall variance comes from the bootstrap.", match)
    assert found.reason == (
        "You said “lower overall variance … bootstrap”; nothing about “average”."
    )


def test_own_words_of_a_point() -> None:
    """A point without entries is found by the words of its statement."""
    point = "Each split looks at a random subset of the features."
    said = judge("At each split only random subsets of features are looked at.", point=point)
    assert said.verdict is Verdict.COVERED
    other = judge("The trees vote and the majority decides in the end.", point=point)
    assert other.verdict is Verdict.MISSED


@pytest.mark.parametrize(
    "answer",
    [
        "Each split does not look at a random subset of the features.",
        "Each split looks at a random subset, not of the features.",
        "Splits look at random subsets of features. Splits don't look at random feature subsets.",
    ],
)
def test_own_words_that_are_denied_do_not_cover(answer: str) -> None:
    """Neither where a "not" stands beside them, nor where they are also denied elsewhere."""
    point = "Each split looks at a random subset of the features."
    assert judge(answer, point=point).verdict is not Verdict.COVERED


def test_words_that_points_share_count_less_for_each() -> None:
    """What is said of one point does not cover its neighbour."""
    points = (
        Point(id="lower", point="Averaging the trees of the ensemble lowers variance."),
        Point(
            id="cost", point="Averaging the trees of the ensemble slows queries and takes memory."
        ),
    )
    question = Question(id="q", prompt="Why forests?", rubric=points)
    found = Matcher().cover(question, "With averaging the ensemble has lower variance.")
    verdicts = {name: leaf.verdict for name, leaf in found.leaves().items()}
    assert verdicts["lower"] is Verdict.COVERED
    assert verdicts["cost"] is Verdict.MISSED


def test_entries_decide_where_there_are_any() -> None:
    """Without them the words of the point itself are looked for."""
    point = "Each split looks at a random subset of the features."
    answer = "Each split looks at some random subset of features."
    assert judge(answer, "mtry", "max_features", point=point).verdict is Verdict.MISSED
    assert judge(answer, point=point).verdict is Verdict.COVERED


def test_keyword_list_is_not_an_answer() -> None:
    """Keywords without a sentence are no answer, and the reason says why."""
    answer = "variance reduce bootstrap sample trees averaging decorrelated features vote majority"
    found = judge(answer, LOWER_VARIANCE)
    assert found.verdict is Verdict.MISSED
    assert "keywords" in found.reason


def test_keywords_one_a_line_are_a_list_too() -> None:
    """A list of single words does not become sentences by its line breaks."""
    words = "variance reduce bootstrap sample trees averaging decorrelated features vote majority"
    found = judge("\n".join(words.split()), LOWER_VARIANCE)
    assert found.verdict is not Verdict.COVERED


def test_a_list_within_an_answer_counts() -> None:
    """Who says things of the matter may also list; a list padded with other things stays one."""
    point = "First check whether the values are errors or real, as the rest depends on that reason."
    listed = "clipping, log transform, robust loss, tree based models, regularisation, trimming."
    said = "First I would check whether the values are errors or real, as it depends on the reason."
    assert judge(f"{said} Then: {listed}", "robust loss", point=point).verdict is Verdict.COVERED
    assert judge(listed, "robust loss", point=point).verdict is Verdict.MISSED
    padding = "On Sundays we go to the lake with the children and have a picnic under old trees."
    padded = judge(f"{padding} {listed}", "robust loss", point=point)
    assert padded.verdict is Verdict.MISSED
    assert "keywords" in padded.reason


def test_terms_that_hold_a_function_word_are_keywords() -> None:
    """A term such as "wisdom of crowds" or "train/test gap" makes no statement of a list."""
    answer = (
        "wisdom of crowds, train/test gap, lower variance, bagging, OOB, k-means, sqrt(p), vote"
    )
    assert judge(answer, LOWER_VARIANCE).verdict is not Verdict.COVERED


def test_terse_bullets_are_an_answer() -> None:
    """Short bullet points that say something count in full."""
    answer = "- lower variance\n- bootstrap samples\n- random subset of features"
    assert judge(answer, LOWER_VARIANCE).verdict is Verdict.COVERED


def test_author_lists_are_taken_as_given() -> None:
    """Where an author lists alternatives, no synonyms of the matcher's own are added."""
    match = AllOf(all=(("remove", "drop"), ("rows", "samples")))
    assert judge("They eliminate instances.", match).verdict is Verdict.MISSED
    assert judge("They drop samples then.", match).verdict is Verdict.COVERED


def test_formulas_are_no_keyword_list() -> None:
    """Terms joined by the signs of a formula say something."""
    answer = "rule: weights = weights - rate * gradient loss weights; error = target - output"
    found = judge(answer, "weights rate gradient")
    assert found.verdict is Verdict.COVERED


def test_evidence_is_what_was_found() -> None:
    """Evidence points at the words themselves, in order and apart."""
    answer = "Éclair 👩‍🔬: it lowers,\r\nby averaging over many trees, the varie\u0301nce."
    found = judge(answer, LOWER_VARIANCE)
    assert [answer[start:end] for start, end in found.evidence] == ["lowers", "varie\u0301nce"]


def test_not_said_again_in_the_statement() -> None:
    """An entry that names no direction takes it from the statement."""
    match = AllOf(all=(("average", "averaging"), "variance"))
    point = "Averaging many trees lowers variance."
    assert judge("Averaging changes variance.", match, point=point).verdict is Verdict.COVERED
    assert judge("It lowers variance by averaging.", match, point=point).verdict is Verdict.COVERED
    turned = judge("It increases the variance by averaging.", match, point=point)
    assert turned.verdict is Verdict.MISSED
    assert "opposite" in turned.reason


def test_less_of_it_may_be_none_of_it() -> None:
    """Saying that something is absent does not deny that there is less of it."""
    found = judge("So the trees are not correlated.", AllOf(all=("less", "correlated", "trees")))
    assert "opposite" not in found.reason


CROSSED = Question(
    id="q",
    prompt="What is the trade-off?",
    rubric=(
        Point(id="under", point="", match=(AllOf(all=("bias", ("underfit", "underfitting"))),)),
        Point(id="over", point="", match=(AllOf(all=("variance", ("overfit", "overfitting"))),)),
    ),
)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("High bias means underfitting and high variance means overfitting.", Verdict.COVERED),
        ("Underfitting is high bias, overfitting is high variance.", Verdict.COVERED),
        ("Bias and variance go with underfitting and overfitting.", Verdict.COVERED),
        ("High bias means overfitting and high variance means underfitting.", Verdict.PARTLY),
        ("Overfitting is high bias, underfitting is high variance.", Verdict.PARTLY),
    ],
)
def test_terms_paired_crosswise(answer: str, verdict: Verdict) -> None:
    """Two points whose terms are paired the wrong way round are at most partly made."""
    coverage = Matcher().cover(CROSSED, answer)
    assert {point.verdict for point in coverage.points} == {verdict}
    if verdict is Verdict.PARTLY:
        assert all("wrong way round" in point.reason for point in coverage.points)


def test_a_plain_miss_highlights_nothing() -> None:
    """Only what was said, or denied, is pointed at in the answer."""
    assert judge("variance matters a lot", LOWER_VARIANCE).evidence == ()
    assert judge("It does not reduce variance.", LOWER_VARIANCE).evidence != ()


def test_a_word_denied_in_the_middle_of_a_statement() -> None:
    """The words of a point with a "not" among them are at most partly the point."""
    point = "Reduction pays when many features are strongly correlated with each other."
    assert judge(point, point=point).verdict is Verdict.COVERED
    turned = judge(point.replace("are strongly", "are not strongly"), point=point)
    assert turned.verdict is Verdict.PARTLY
    assert "denied" in turned.reason


def test_what_is_not_mentioned_makes_a_point_missed_and_not_partly() -> None:
    """Most of an entry is no half answer; all of it, found apart, is one with a doubt."""
    entry = AllOf(all=("averaging", "lower", "variance"))
    lacking = judge("Averaging does something to the variance.", entry)
    assert lacking.verdict is Verdict.MISSED
    assert "nothing about" in lacking.reason
    apart = judge("It rests on averaging many trees. Each has a lower variance.", entry)
    assert apart.verdict is Verdict.PARTLY
    assert "not as one statement" in apart.reason


def test_what_is_known_of_english_is_for_english_alone() -> None:
    """In German, "no" denies nothing, and a list is no heap of keywords."""
    point = Point(id="p", point="Für höfliche Bitten.", match=("höfliche Bitten",))
    question = Question(id="q", prompt="Wofür?", rubric=(point,))
    answer = "Lower no höfliche Bitten irreale Wünsche Bedingungen Ratschläge Vergleiche Zweifel"
    assert Matcher(language="de-AT").cover(question, answer).of("p").verdict is Verdict.COVERED
    assert Matcher().cover(question, answer).of("p").verdict is not Verdict.COVERED
