"""What the matcher knows of English: small closed lists, no statistics."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


FUNCTION_WORDS = _words(
    """
    a about above after again against all almost along already also although always am among an
    and another any anything are around as at away back be became because become becomes been
    before being below between both but by came can come comes could did do does doing done down
    during each either else enough etc even ever every everything for from further gave get gets
    getting give given gives giving go goes going gone got had has have having he hence her here him
    his how however i if in indeed into is it its itself just kind let lets like likewise lot lots
    made make makes making many may maybe me mean means might mine more moreover most much must my
    myself namely need needs new now of off often ok okay on once one ones only onto or other others
    otherwise our ours out over own per perhaps put puts quite rather really same say says see seem
    seems shall she should simply since so some someone something sometimes somewhat soon sort still
    such take taken takes taking than that thats the their theirs them themselves then there
    therefore these they thing things this those though through thus to together too toward towards
    under until up upon us use used uses using usually very via want wants was way ways we well went
    were what whatever when where whereas whether which while who whole whom whose why will with
    within would yes yet you your yours ie eg basically actually generally typically essentially
    um uh er hmm well percent
    """
)
"""Words that join others; never asked of an answer unless a term has nothing else."""

DIRECTION_FUNCTION_WORDS = frozenset({"more", "most", "up", "down"})
"""Function words that say where a quantity goes."""

BARE_WORDS = _words(
    "a an the of to in is are it its be for on at by with as this that them they and"
)
"""Function words that a term never stands or falls with."""
PHRASE_WORDS = _words("same only always mean every both whole own again once new too")
"""Function words that say something in the few words of a phrase: "same unit", "leaf mean"."""

NEGATORS = _words(
    """
    not no never neither nor none nothing nobody without cannot cant dont doesnt didnt isnt arent
    wasnt werent wont wouldnt shouldnt couldnt hasnt havent hardly scarcely barely aint lack lacks
    lacking fail fails failed failing unable absence neednt mustnt
    """
)

CONTRAST = (
    ("unlike",),
    ("rather", "than"),
    ("instead", "of"),
    ("as", "opposed", "to"),
    ("in", "contrast", "to"),
    ("in", "contrast", "with"),
    ("contrary", "to"),
)
"""What follows, up to the end of the clause, is said of something else."""

NOT_NEGATED = (
    ("not", "only"),
    ("not", "just"),
    ("not", "merely"),
    ("not", "wrong"),
    ("not", "false"),
    ("not", "incorrect"),
    ("no", "matter"),
    ("no", "doubt"),
    ("no", "wonder"),
    ("without", "doubt"),
    ("not", "to", "mention"),
)
"""Phrases that hold a negator and deny nothing."""

DENIALS = frozenset({"myth", "misconception", "false", "wrong", "untrue", "incorrect", "fallacy"})
"""Said of a whole statement after "is": what the sentence states is denied."""

POINTERS = _words("it they them these those")
"""Words that point back to the sentence before."""

USELESS = _words(
    """
    help helps helped work works good useful helpful recommend recommended advisable necessary
    needed required effect use point
    """
)
"""Words that, denied, deny what they are said of: "capping isn't a good idea"."""

REPORTED = (
    ("misconception",),
    ("myth",),
    ("fallacy",),
    ("people", "think"),
    ("people", "believe"),
    ("people", "say"),
    ("some", "think"),
    ("some", "say"),
    ("might", "think"),
    ("may", "think"),
    ("often", "thought"),
    ("wrong", "to"),
    ("mistake", "to"),
    ("incorrect", "to"),
    ("used", "to", "think"),
)
"""Signs that a claim is reported or corrected, not made."""

CLAUSE_WORDS = _words(
    """
    but whereas while although though however because since so therefore thus hence which who
    whose if when unless until instead yet
    """
)
"""Words that open a new clause."""

UP = _words(
    """
    high increase raise rise grow more most large big up inflate maximize upward enlarge amplify
    heighten
    """
)
DOWN = _words(
    """
    low decrease reduce small less least few drop down diminish cut lessen minimize avoid prevent
    mitigate decline fall downward suppress dampen weaken combat alleviate shrink
    """
)
DIRECTION_SPELLINGS = _words(
    """
    high higher low lower more less down increase increases increased increasing decrease
    decreases decreased decreasing reduce reduces reduced reducing smaller larger
    """
)
"""Words for a direction whose typos are mended even where a bank does not use them."""
VAGUE_DIRECTIONS = _words("most least cut drop")
"""Words for a direction that stand for other such words only where an author says so."""
HEDGED_NOUNS = frozenset({"prone", "likely", "risk", "tendency", "chance", "danger", "very", "too"})
"""Words that pass a direction on to what follows them: "less prone to high variance"."""

SYNONYMS: tuple[frozenset[str], ...] = tuple(
    _words(line)
    for line in (
        "low decrease reduce diminish lessen shrink decline",
        "low small",
        "less few",
        "high large big",
        "increase raise rise grow",
        "avoid prevent stop",
        "choose select pick",
        "remove delete discard eliminate",
        "combine merge aggregate",
        "average mean",
        "mistake error",
        "goal aim objective purpose",
        "begin start",
        "quick fast rapid",
        "need require",
        "show demonstrate display",
        "build construct create",
        "forecast predict prediction",
        "category class",
        "feature predictor attribute",
        "sample instance observation",
        "different distinct various",
        "diverse diversity",
        "subset part portion",
        "whole entire",
        "hard difficult",
        "easy simple",
        "important crucial essential",
        "measure quantify",
        "answer reply",
        "happen occur",
        "enough sufficient",
        "several multiple many",
        "equal same identical",
        "random randomly randomize randomness",
        "guess estimate",
        "get obtain",
        "allow enable permit",
        "unknown unseen new",
        "keep retain",
        "penalty penalize",
        "assume assumption",
        "vary variation variability",
        "minimum minimal minimize minima",
        "maximum maximal maximize maxima",
        "probability probabilistic",
        "classify classification classifier",
        "compare comparison",
        "explain explanation",
        "divide split partition",
        "replace substitute",
        "robust robustness",
        "store save hold",
    )
)
"""Words that mostly mean the same in a technical answer; a term found so is worth a little less."""

LEMMAS: dict[str, str] = _pairs(
    """
    higher:high highest:high lower:low lowest:low larger:large largest:large smaller:small
    smallest:small bigger:big biggest:big greater:great greatest:great fewer:few fewest:few
    lesser:less better:good best:good worse:bad worst:bad faster:fast fastest:fast slower:slow
    slowest:slow stronger:strong strongest:strong weaker:weak weakest:weak simpler:simple
    simplest:simple easier:easy easiest:easy harder:hard hardest:hard deeper:deep deepest:deep
    wider:wide widest:wide longer:long longest:long shorter:short shortest:short closer:close
    closest:close nearer:near nearest:near cheaper:cheap earlier:early later:late broader:broad
    smoother:smooth noisier:noisy newer:new older:old rarer:rare steeper:steep thinner:thin
    grew:grow grown:grow rose:rise risen:rise fell:fall fallen:fall shrank:shrink shrunk:shrink
    chose:choose chosen:choose choice:choose built:build held:hold kept:keep led:lead left:left
    learnt:learn lost:lose loss:loss means:means meant:means ran:run saw:see seen:see sent:send
    spent:spend taught:teach thought:think told:tell took:take understood:understand
    wrote:write written:write
    drew:draw drawn:draw drove:drive driven:drive broke:break broken:break began:begin begun:begin
    became:become came:come did:do found:find forgot:forget forgotten:forget knew:know known:know
    overfits:overfit overfitted:overfit underfitted:underfit fitted:fit
    minima:minimum minimums:minimum maxima:maximum maximums:maximum optima:optimum
    criteria:criterion matrices:matrix indices:index vertices:vertex hypotheses:hypothesis
    analyses:analysis axes:axis bases:basis phenomena:phenomenon children:child people:person
    data:data datum:data datasets:dataset
    principle:principal dependant:dependent independant:independent artefact:artifact
    covariate:covariat covariates:covariat
    programme:program grey:gray licence:license defence:defense judgement:judgment
    catalogue:catalog centre:center fibre:fiber metre:meter behaviour:behavior neighbour:neighbor
    neighbours:neighbor neighbouring:neighbor neighbourhood:neighborhood colour:color
    favour:favor favours:favor favourable:favorable labour:labor
    reduction:reduce reductions:reduce assumption:assume assumptions:assume
    prediction:predict predictions:predict comparison:compare comparisons:compare
    classification:classify classifications:classify classifier:classify classifiers:classify
    explanation:explain explanations:explain variability:vary variation:vary variations:vary
    probabilistic:probability
    zero:0 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 twice:2
    vs:versus approx:approximately info:information params:parameter param:parameter
    hyperparams:hyperparameter dims:dimension stddev:std avg:average prob:probability
    probs:probability regs:regularization reg:regularization regularisation:regularization
    err:error errs:error val:validation var:variance acc:accuracy pts:point col:column cols:column
    algo:algorithm algos:algorithm preds:predict pred:predict mins:minimum maxes:maximum
    max:maximum min:minimum eval:evaluation config:configuration dev:development
    """
)
"""Forms that a stemmer does not bring together, and short forms everyone types."""

GREEK: dict[str, str] = _pairs(
    """
    α:alpha β:beta γ:gamma δ:delta ε:epsilon ϵ:epsilon ζ:zeta η:eta θ:theta ϑ:theta ι:iota κ:kappa
    λ:lambda μ:mu µ:mu ν:nu ξ:xi ο:omicron π:pi ρ:rho σ:sigma ς:sigma τ:tau υ:upsilon φ:phi ϕ:phi
    χ:chi ψ:psi ω:omega Σ:sum ∑:sum Π:product ∏:product Δ:delta ∇:gradient ∂:partial ∞:infinity
    √:sqrt ↑:increase ↓:decrease ≠:not-equal ∈:in ℓ:l
    """
)
"""Symbols as the words that people type for them."""

RIVALS = (
    ("inter", "intra"),
    ("over", "under"),
    ("hyper", "hypo"),
    ("macro", "micro"),
    ("min", "max"),
    ("homo", "hetero"),
    ("in", "un"),
    ("pre", "pro"),
    ("pre", "post"),
    ("uni", "multi"),
    ("en", "de"),
    ("ex", "in"),
    ("in", "de"),
    ("im", "ex"),
    ("con", "dis"),
)
"""Beginnings that make two words of one ending opposites, never typos of each other."""

COMMON_TYPO_TRAPS = _words(
    """
    casual causal precision recession statistic stochastic maximum minimum maximize minimize
    converge diverge convex concave discrete concrete principal training trading adapt adopt
    accept except affect effect access excess extension extensive intensive intrinsic extrinsic
    interpolate extrapolate regression recession variable variance variant invariant internal
    external inference interference homogeneous heterogeneous hypothesis synthesis include exclude
    implicit explicit inductive deductive import export encode decode encoder decoder positive
    negative parametric objective subjective maximal minimal sensitive relative relevant irrelevant
    correlation collection selection detection direction rotation notation ration ratio
    """
)
"""Words of one spelling's distance from another word; never taken for a typo of it."""
