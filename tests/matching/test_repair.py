"""Damaged words are repaired, correct ones unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article
from tracker.matching.repair import WordRepair
from tracker.matching.vocabulary import Vocabulary

REPAIR = WordRepair(
    ["protection of electronic commerce, authentication and measures of each party"],
    small_words=("in", "a"),
    glued=("of", "the", "and"),
    glued_to_previous=("shall",),
)
MATCHER = shared_matcher()


def mended_words(text: str) -> dict[str, str]:
    """The right word for each damaged one."""
    return dict(Vocabulary(REPAIR).read(text).mended)


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("ofelectronic", "of electronic"),
        ("ofthe", "of the"),
        ("inthe", "in the"),
        ("electronlc", "electronic"),
        ("authentcation", "authentication"),
        ("protectiion", "protection"),
        ("protectoin", "protection"),
        ("ruritaniashall", "ruritania shall"),
        ("marshall", None),
        ("0felectronic", None),
        ("projection", None),
        ("rotection", None),
        ("measure", None),
        ("electronics", None),
        ("andante", None),
    ],
)
def test_words(damaged: str, mended: str | None) -> None:
    found = mended_words(f"we speak, {damaged}, again")
    assert found == ({damaged: mended} if mended else {})


@given(st.text(alphabet="abcdefghilmnorstu01 ", max_size=60))
def test_what_is_mended_stands_in_the_text_and_becomes_words_of_the_vocabulary(text: str) -> None:
    for word, mended in mended_words(text).items():
        assert word in text
        assert mended_words(mended) == {}


def test_a_clause_full_of_slips_is_found_and_its_span_is_that_of_the_damaged_text() -> None:
    text = "1. No Party shall impose customs dutles onelectronic transmissions. 2. TheParties meet."
    text = text.replace("dutles", "duties").replace("onelectronic", "ofelectronic")
    [finding] = match_article(ArticleInput(text, "en", "Electronic Commerce"), MATCHER)
    assert (finding.code, finding.strength) == ("customs_duties", "hard")
    start, end = finding.spans[0]
    assert text[start:end] == "No Party shall impose customs duties ofelectronic transmissions."
