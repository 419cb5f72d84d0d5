"""How a text is cut into tokens that know where they stand."""

from __future__ import annotations

import pytest

from interview_sim.matching.compiled import statements
from interview_sim.matching.stems import stem
from interview_sim.matching.text import read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("regularisation", "regularized"),
        ("centres", "center"),
        ("centred", "centering"),
        ("modelling", "modeled"),
        ("behaviour", "behaviors"),
        ("analyse", "analyzing"),
        ("classifier", "classification"),
        ("assumption", "assumes"),
        ("higher", "high"),
        ("lowest", "lower"),
        ("luckiest", "lucky"),
        ("minima", "minimum"),
        ("three", "3"),
        ("principle", "principal"),
        ("overfitted", "overfits"),
        ("lstms", "lstm"),
        ("grus", "gru"),
        ("gpus", "gpu"),
        ("hypotheses", "hypothesis"),
    ],
)
def test_forms_of_one_word(one: str, other: str) -> None:
    """Inflections and spellings of a word share a stem."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("standardise", "standard"),
        ("normalisation", "normal"),
        ("generalise", "general"),
        ("maximise", "minimise"),
        ("variance", "variable"),
        ("linear", "nonlinear"),
        ("shortest", "short"),
        ("easiest", "easy"),
        ("nearly", "nearest"),
        ("plus", "plu"),
        ("loss", "los"),
    ],
)
def test_different_words(one: str, other: str) -> None:
    """Words that mean different things keep different stems."""
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("w², R^2 and w**2", ["w2", "r2", "and", "w2"]),
        ("r-squared is r squared", ["r2", "is", "r2"]),
        ("ℓ₂, L2, L_2", ["l2", "l2", "l2"]),
        ("O(n log n) or O(n^2)", ["o(nlogn)", "or", "o(n2)"]),
        ("p<.05, L = .27", ["p", "less", "than", "0.05", "l", "0.27"]),
        ("1,000 and 0,5 and 0.50 and 63.2%", ["1000", "and", "0.5", "and", "0.5", "and", "63.2%"]),
        ("five percent, 5 %, 20 per cent", ["5%", "5%", "20%"]),
        ("E_train << E_val", ["e", "train", "less", "than", "e", "val"]),
        ("p>0.05 ≤ x -> y => z", ["p", "greater", "than", "0.05", "less", "than", "x", "y", "z"]),
        ("> quoted", ["quoted"]),
        ("odds × rate ≈ 2", ["odds", "times", "rate", "about", "2"]),
        ("(p-1)/(m + p − 1)", ["p", "minus", "1", "m", "plus", "p", "minus", "1"]),
        ("TP/(TP+FN)", ["tp", "tp", "plus", "fn"]),
        ("H(p)+KL(p||q)", ["h", "p", "plus", "kl", "p", "q"]),
        ("1-2 hours - a lot, k-NN", ["1", "2", "hours", "a", "lot", "k", "nn"]),
        ("k-means++ in C++", ["k", "means++", "in", "c++"]),
        ("over-fitting non-linear k-means", ["overfitting", "nonlinear", "k", "means"]),
        ("bias–variance trade‑off", ["bias", "variance", "trade", "off"]),
        ("the model's λ → 0", ["the", "model", "lambda", "0"]),
        ("don’t", ["don't"]),
        ("Ångström naïve", ["angstrom", "naive"]),
    ],
)
def test_words_as_people_type_them(text: str, words: list[str]) -> None:
    """Symbols, numbers and hyphens come out the same however they are typed."""
    assert read(text).words == words


def test_spans_are_of_the_text_as_given() -> None:
    """Offsets count code points of the text itself, marks and all."""
    raw = "\u0301x e\u0301te\u0301 👩‍🔬 İstanbul\r\nß w² ﬁt"
    text = read(raw)
    pieces = [raw[start:end] for start, end in zip(text.starts, text.ends, strict=True)]
    assert pieces == ["x", "e\u0301te\u0301", "İstanbul", "ß", "w²", "ﬁt"]


def test_a_dot_within_code_and_a_line_of_a_query_end_no_sentence() -> None:
    """One that a word stands before does, with a space after it or without."""
    for text in (
        "Wrap it in torch.compile first.",
        "Each .item() waits for the card.",
        "left join rates r on r.code = c.code and r.since <= c.day",
        "Add a suffix 0..9 to the key.",
        "select day, count(*)\nfrom visits v\nleft join people p\non p.id = v.id\ngroup by day",
        "row_number() over (\n  partition by id\n  order by ts desc) = 1",
    ):
        assert len(set(read(text).sentences)) == 1
    for text in ("It lowers variance.the bias stays.", "Call torch. Then wait."):
        assert len(set(read(text).sentences)) == 2


def test_sentences_end_where_a_reader_would_end_them() -> None:
    """Abbreviations, decimals and wrapped lines end no sentence; bullets and short lines do."""
    text = read(
        "It works, e.g. with 0.5 or .5 here, eff. size. Next one\n- first point\n"
        "- second point\nand a line\n"
        "that is long enough to have been wrapped by whoever typed it in an editor,\nwhich goes on"
    )
    starts = [
        text.words[at]
        for at in range(len(text))
        if at == 0 or text.sentences[at] != text.sentences[at - 1]
    ]
    assert starts == ["it", "next", "first", "second", "and", "that"][: len(starts)]
    assert text.sentences[-1] == text.sentences[-4]


def test_statements_of_markdown() -> None:
    """Headings and code fall away, list items and sentences stay, scraps join what they follow."""
    found = statements(
        "# Title\n\nTrees split the rows. Yes.\n\n1. first numbered item here\n"
        "2. second numbered item\n   wrapped on\n\n~~~\ncode here\n~~~\nNote: left out."
    )
    assert found == [
        "Trees split the rows. Yes.",
        "first numbered item here",
        "second numbered item wrapped on",
    ]
    assert statements("") == []
    assert statements("push and pop") == ["push and pop"]
