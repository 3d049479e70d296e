"""Matches found from what they begin with are those that `re` finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.matching.literals import GuardedRegex, parse_tree
from tracker.matching.openings import openings

EXPECTED = {
    r"\b(?:shall|may) not\b": ("may not", "shall not"),
    r"(?:red|blue)(?: kite)?": ("blue", "red"),
    r"(?:un)?lawful|legal": ("lawful", "legal", "unlawful"),
    r"(?:organi[sz]e|run)s": ("organises", "organizes", "runs"),
    r"(?:ab|abc)d": ("abcd", "abd"),
    r"(?:go |come )*home": ("come ", "go ", "home"),
    r"(?:no|not).{0,9}tax": ("no",),
    r"(?:no|any).{0,9}tax": ("any", "no"),
}
UNKNOWN = [
    r"\w+ tax",  # any letter
    r"(?:red )?.?kite",
    r"junk mail",  # `re` skips to the first letter itself
    r"^(?:red|blue)",  # tried at one place
    r"(?i:red|blue)",
    r"a|blue",
]


@pytest.mark.parametrize("pattern", EXPECTED)
def test_openings(pattern: str) -> None:
    # of "no" and "not" all begin with one letter, which is left to `re`
    expected = EXPECTED[pattern] if len({text[0] for text in EXPECTED[pattern]}) > 1 else ()
    assert openings(parse_tree(re.compile(pattern))) == expected


@pytest.mark.parametrize("pattern", UNKNOWN)
def test_not_known(pattern: str) -> None:
    assert openings(parse_tree(re.compile(pattern))) == ()


WORDS = [
    "shall",
    "may",
    "not",
    "red",
    "blue",
    "kite",
    "un",
    "lawful",
    "go",
    "home",
    "no",
    "any",
    "tax",
    "abd",
    " ",
    "runs",
]


@given(
    st.sampled_from([*EXPECTED, *UNKNOWN]),
    st.lists(st.sampled_from(WORDS), max_size=12).map("".join),
    st.integers(0, 6),
    st.integers(0, 40),
)
def test_the_same_is_found(pattern: str, text: str, start: int, end: int) -> None:
    guarded, plain = GuardedRegex(pattern), re.compile(pattern)
    expected = [match.span() for match in plain.finditer(text, start, end)]
    assert [match.span() for match in guarded.finditer(text, start, end)] == expected
    first = guarded.search(text, start, end)
    assert (first.span() if first else None) == (expected[0] if expected else None)
