"""Every threshold and weight of the matcher, in one place, with the version they belong to."""

from __future__ import annotations

from hashlib import sha256

import msgspec
from msgspec import Struct

VERSION = "4"
"""Raised whenever the same tuning would give another verdict than before."""


class Tuning(Struct, frozen=True, kw_only=True):
    """The numbers that decide verdicts and scores."""

    # Points with `match` entries.
    entry_covered: float = 0.80
    """Share of an entry's weight that counts as having said it."""
    spread_words: int = 26
    """Words over which the terms of a list may spread within a sentence and still count in full."""
    pointed_words: int = 6
    """The same over two sentences, of which the second points back ("… reduces it")."""
    long_phrase: int = 4
    """Words from which a phrase may lack a little and still count as said."""
    phrase_slack: int = 2
    """Words that may stand between the words of a phrase, besides one for each of them."""
    unit_slack: int = 2
    """The same inside one term of several words."""

    # Points known only by their statement.
    words_covered: float = 0.25
    """Share of a statement's weight that counts as having said it."""
    words_partly: float = 0.20
    words_short_extra: float = 0.50
    """Asked on top of both of a statement of one content word; fades with every further one."""

    # Misconceptions.
    claim_words: float = 0.85
    """Share of a claim's weight, in one sentence, for a claim without entries."""

    # Strengths of what is found but not plainly said.
    opposed_strength: float = 0.20
    astray_strength: float = 0.30
    listed_strength: float = 0.25
    doubtful_strength: float = 0.50
    least_told: float = 0.15
    """Below this a reason does not name the odd word that was found."""

    # What a word is worth.
    question_word: float = 0.20
    """Factor on words that the question itself uses."""
    small_word: float = 0.5
    """Worth of a function word that matters in a phrase or a statement."""
    typo_quality: float = 0.90
    """Worth of a word found by a typo, beside the word itself."""
    synonym_quality: float = 0.85
    direction_quality: float = 0.80
    """Worth of another word for the same direction, said of the same quantity."""
    typo_short: int = 5
    """Shortest word that may hold one typo."""
    typo_long: int = 8
    """Shortest word that may hold two."""

    # Text that is not an answer.
    parroted_words: int = 5
    """Words in a row, as in the question, that count as reading it out."""
    soup_words: int = 10
    """Keywords in a row, with no word that joins them, that make no statement."""
    soup_embedded: int = 16
    """The same in an answer that mostly says something."""
    soup_share: float = 0.75
    """Share of an answer's keywords from which such runs make a list of it."""
    most_chars: int = 20_000
    """What lies beyond is not read."""

    # Polarity.
    negation_reach: int = 6
    """Words after a negator that it may govern, within its clause."""
    direction_reach: int = 4
    """Words between a quantity and the word that says where it goes."""

    # Questions without a rubric: what the score is made of, by weight.
    derived_statements: float = 1.0
    """Statements of the model answer, each by how much of it stands together in the answer."""
    derived_pairs: float = 0.3
    """Words that follow each other in the model answer and in the answer."""
    derived_fullness: float = 0.3
    """Content words of its own in sentences that are about the matter."""
    statement_full: float = 0.40
    """Share of a statement's weight that counts in full."""
    matter_words: float = 2.5
    """Words of the model answer in a sentence that is about the matter."""
    matter_least: float = 1.5
    """The same for the sentence that says most."""
    near_word: float = 0.50
    """Likeness in letters from which a word stands for another to that degree."""
    opposed_share: float = 0.50
    """Share of a statement that must be there before the answer can be said to deny it."""
    opposed_worth: float = 0.30
    """Factor on a statement that the answer seems to deny."""
    reference_listed: float = 0.40
    """Share of a model answer that is mere listing from which a list is a fair answer."""
    soup_worth: float = 0.25
    """Factor on an answer whose content words stand in a mere list of keywords."""

    # The sum.
    must: float = 1.0
    should: float = 0.5
    bonus: float = 0.25
    """Weights by need; a bonus counts on top and never lowers."""

    @property
    def label(self) -> str:
        """What a scorecard keeps: the version and a digest of every number here."""
        return f"{VERSION}/{sha256(msgspec.json.encode(self)).hexdigest()[:8]}"


DEFAULT = Tuning()
