"""Terms are found wherever they occur, also across line breaks."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tracker.matching.terms import TermIndex

INDEX = TermIndex(["personal data", "data", "electronic", "spam"])


def places(low: str) -> dict[str, list[int]]:
    """Positions by term."""
    found = INDEX.find(low)
    assert INDEX.any_in(low) == bool(found)
    return {
        term: found[number]
        for term in ("personal data", "data", "electronic", "spam")
        for number in INDEX.numbers([term])
        if number in found
    }


def test_terms_inside_one_another_are_all_found() -> None:
    assert places("our personal data") == {"personal data": [4], "data": [13]}


def test_words_on_two_lines_and_cut_words_are_found_at_their_own_places() -> None:
    text = "no  personal\n   data by elec-\ntronic means,  no spam"
    assert places(text) == {
        "personal data": [text.index("personal")],
        "data": [text.index("data")],
        "electronic": [text.index("elec-")],
        "spam": [text.index("spam")],
    }


@given(st.lists(st.sampled_from(["personal", "data", "spam", "x", "-"]), max_size=12), st.data())
def test_positions_are_those_of_the_original(words: list[str], data: st.DataObject) -> None:
    gap = st.sampled_from([" ", "  ", "\n", " \n  ", "\n\n"])
    text = "".join(word + data.draw(gap) for word in words)
    found = places(text)
    for term in ("data", "spam"):
        expected = [at for at in range(len(text)) if text.startswith(term, at)]
        assert found.get(term, []) == expected
    pairs = sum(pair == ("personal", "data") for pair in itertools.pairwise(words))
    assert len(found.get("personal data", [])) == pairs
    assert all(text.startswith("personal", at) for at in found.get("personal data", []))


@given(st.lists(st.sampled_from(["kite", "kites", "red", "-\n", "\n", "\n\n", " ", "  "]), max_size=9))
def test_a_term_is_in_a_text_where_it_has_a_position(pieces: list[str]) -> None:
    index = TermIndex(["red kite", "kites red"])
    text = "".join(pieces)
    assert index.any_in(text) == bool(index.find(text))
