"""Words in common: what counts as a word, which clauses are alike, and by how many words; which are worth comparing."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.lineage.candidates import NEIGHBOURS, SequenceIndex
from tracker.lineage.compare import ROWS, Pairs, WordSigns, alike, alike_chosen, alike_within, clause_words

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


def rows(pairs: Pairs) -> list[tuple[int, int, int]]:
    return [(first, second, common) for first, second, common in pairs.tolist()]


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
    found = rows(alike([signs.of(one) for one in fresh], [signs.of(one) for one in others], least))
    expected = set()
    for at, one in enumerate(fresh):
        for place, other in enumerate(others):
            common = longest_common(one, other)
            if common and 2 * common >= least * (len(one) + len(other)):
                expected.add((at, place, common))
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(st.lists(WORDS, max_size=6), st.sampled_from([0.0, 0.4, 0.5, 1.0]))
def test_among_themselves_each_two_are_compared_once(clauses: list[list[str]], least: float) -> None:
    signs = WordSigns()
    words = [signs.of(one) for one in clauses]
    found = rows(alike_within(words, least))
    assert len(found) == len(set(found))
    assert set(found) == {pair for pair in rows(alike(words, words, least)) if pair[0] < pair[1]}


def test_more_than_are_compared_at_once_among_themselves() -> None:
    signs = WordSigns()
    drawn = random.Random(20261129)
    many = [signs.of(drawn.choices("abcdefgh", k=drawn.randint(0, 30))) for _ in range(ROWS + 150)]
    expected = {pair for pair in rows(alike(many, many, 0.4)) if pair[0] < pair[1]}
    assert set(rows(alike_within(many, 0.4))) == expected
    assert len(expected) > 1_000


def test_more_clauses_than_are_compared_at_once() -> None:
    signs = WordSigns()
    many = [signs.of(["gate", f"{number}"]) for number in range(450)]
    assert rows(alike(many, many[:1], 0.9)) == [(0, 0, 2)]
    halves = {first for first, _, _ in rows(alike(many, many[:1], 0.5))}
    assert halves == set(range(450))


def families(many: int, each: int) -> tuple[list[str], list[int]]:
    """Clauses of 40 words in families, mixed: the copies of a family differ from it in every tenth word."""
    drawn = random.Random(20261129)
    words = [f"word{number}" for number in range(2_000)]
    signs = WordSigns()
    clauses, family = [], []
    for number in range(many):
        model = ["each", "party", "shall", *drawn.choices(words, k=37)]
        for _ in range(each):
            copy = [drawn.choice(words) if drawn.random() < 0.1 else word for word in model]
            clauses.append(signs.of(copy))
            family.append(number)
    order = drawn.sample(range(len(clauses)), len(clauses))
    return [clauses[at] for at in order], [family[at] for at in order]


def test_the_nearest_of_the_index_are_those_of_the_family() -> None:
    clauses, family = families(60, 8)
    index = SequenceIndex(clauses)
    chosen = [index.nearest(at, 7, 0.4) for at in range(len(clauses))]
    for at, others in enumerate(chosen):
        assert {family[other] for other in others} == {family[at]}
        assert at not in others and len(set(others.tolist())) == 7
    found = np.unique(alike_chosen(range(len(clauses)), chosen, clauses, 0.4), axis=0)
    assert set(rows(found)) == set(rows(alike_within(clauses, 0.4)))


def test_what_everybody_has_costs_no_more_than_its_neighbourhood() -> None:
    signs = WordSigns()
    many = [signs.of(["same", "words"])] * (2 * NEIGHBOURS)
    index = SequenceIndex(many)
    found = index.nearest(NEIGHBOURS, 10_000, 0.4)
    assert len(found) == NEIGHBOURS - 1
    assert abs(found - NEIGHBOURS).max() == NEIGHBOURS // 2


def test_nothing_is_near_a_clause_without_words_or_of_another_length() -> None:
    signs = WordSigns()
    clauses = ["", signs.of(["toll"]), signs.of(["toll"] + [f"other{number}" for number in range(20)])]
    index = SequenceIndex(clauses)
    assert [index.nearest(at, 5, 0.4).tolist() for at in range(3)] == [[], [], []]
    assert index.nearest(1, 5, 0.05).tolist() == [2]
    assert rows(alike_chosen([0, 1], [np.array([1]), np.array([0])], clauses, 0.4)) == []
