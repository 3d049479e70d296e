"""Words in common: what counts as a word, which clauses are alike, and by how many words."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tracker.lineage.compare import ROWS, CommonWords, WordSigns, alike, alike_within, clause_words

WORDS = st.lists(st.sampled_from(["gate", "lantern", "side", "shall", "toll"]), max_size=9)


def longest_common(one: list[str], other: list[str]) -> int:
    """Length of the longest common subsequence, by the textbook's table."""
    above = [0] * (len(other) + 1)
    for word in one:
        row = [0]
        for at, match in enumerate(other):
            row.append(above[at] + 1 if word == match else max(above[at + 1], row[at]))
        above = row
    return above[-1]


def test_words_are_letters_alone() -> None:
    assert clause_words("1. NO Side’s lantern (14.2) shall: “burn”,\n— at Árbol’s gate_2") == [
        *("no", "side's", "lantern", "shall", "burn", "at", "árbol's", "gate")
    ]
    assert clause_words("14.2 — 3") == []


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4), st.sampled_from([0.4, 0.5, 1.0]))
def test_every_pair_alike_is_found_with_its_words(
    fresh: list[list[str]], others: list[list[str]], least: float
) -> None:
    signs = WordSigns()
    found = set(alike([signs.of(one) for one in fresh], [signs.of(one) for one in others], least))
    expected = set()
    for at, one in enumerate(fresh):
        for place, other in enumerate(others):
            common = longest_common(one, other)
            if common and 2 * common >= least * (len(one) + len(other)):
                expected.add(CommonWords(at, place, common))
    assert found == expected


@given(st.lists(WORDS, max_size=6), st.sampled_from([0.0, 0.4, 0.5, 1.0]))
def test_among_themselves_each_two_are_compared_once(clauses: list[list[str]], least: float) -> None:
    signs = WordSigns()
    words = [signs.of(one) for one in clauses]
    found = list(alike_within(words, least))
    assert len(found) == len(set(found))
    assert set(found) == {pair for pair in alike(words, words, least) if pair.first < pair.second}


def test_more_than_are_compared_at_once_among_themselves() -> None:
    signs = WordSigns()
    drawn = random.Random(20261129)
    many = [signs.of(drawn.choices("abcdefgh", k=drawn.randint(0, 30))) for _ in range(ROWS + 150)]
    expected = {pair for pair in alike(many, many, 0.4) if pair.first < pair.second}
    assert set(alike_within(many, 0.4)) == expected
    assert len(expected) > 1_000


def test_more_clauses_than_are_compared_at_once() -> None:
    signs = WordSigns()
    many = [signs.of(["gate", f"{number}"]) for number in range(450)]
    found = list(alike(many, many[:1], 0.9))
    assert found == [CommonWords(0, 0, 2)]
    halves = {pair.first for pair in alike(many, many[:1], 0.5)}
    assert halves == set(range(450))
