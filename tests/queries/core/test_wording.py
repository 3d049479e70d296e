"""Two wordings compared: both can be reconstructed, changes are whole phrases, similarity is a share of words."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.queries.core.wording import OMITTED, compare_wordings, quotation, similarity, whole_paragraphs

OLD = "No Party shall require the use of local lanterns."
NEW = "Neither Party may require the use of local or foreign lanterns."


def _shown(first: str, second: str) -> str:
    signs = {"kept": "{}", "out": "[-{}-]", "in": "[+{}+]"}
    return "".join(signs[p.change].format(p.text) for p in compare_wordings(first, second))


def test_changes_stand_where_they_are() -> None:
    assert _shown(OLD, NEW) == (
        "[-No-][+Neither+] Party [-shall-][+may+] require the use of local[+ or foreign+] lanterns."
    )


def test_words_that_change_together_are_one_change() -> None:
    assert _shown("keep the old red lantern lit", "keep a new green lantern lit") == (
        "keep [-the old red-][+a new green+] lantern lit"
    )


def test_case_and_line_breaks_are_no_change() -> None:
    assert [p.change for p in compare_wordings("No PARTY\nshall", "no party shall")] == ["kept"]


def test_nothing_against_something() -> None:
    assert _shown("", "All new.") == "[+All new.+]"
    assert _shown("All gone.", "") == "[-All gone.-]"
    assert compare_wordings("", "") == []


@given(st.text(alphabet="ab .\n"), st.text(alphabet="ab .\n"))
def test_both_wordings_can_be_read_back(first: str, second: str) -> None:
    def calm(text: str) -> str:
        return " ".join(text.split())

    passages = compare_wordings(first, second)
    assert calm("".join(p.text for p in passages if p.change != "out")) == calm(second)
    assert calm("".join(p.text for p in passages if p.change != "in")) == calm(first)


def test_similarity_is_the_share_of_words_in_both() -> None:
    assert similarity(OLD, OLD.upper()) == 1.0
    assert similarity(OLD, "Nothing alike") == 0.0
    assert 0.6 < similarity(OLD, NEW) < 0.9


ARTICLE = (
    "1. A side may keep a rule of its own.\n"
    "2. No side shall stop a kite, provided that the rule:\n(a) hides nothing; and\n(b) asks no more than it needs.\n"
    "3. Each side shall publish its rules.\n"
    "4. A side may ask for talks."
)


def spans_of(*words: str) -> list[tuple[int, int]]:
    """Where these words stand in the article."""
    return [(at := ARTICLE.index(one), at + len(one)) for one in words]


def test_a_quotation_is_the_whole_paragraph_with_the_evidence_marked() -> None:
    found = quotation(ARTICLE, spans_of("(b) asks no more than it needs."))
    assert found.text.startswith("2. No side shall stop a kite")
    assert "(a) hides nothing; and" in found.text
    assert [found.text[start:end] for start, end in found.marks] == ["(b) asks no more than it needs."]


def test_paragraphs_left_out_between_two_are_shown_as_left_out() -> None:
    found = quotation(ARTICLE, spans_of("keep a rule", "publish its rules"))
    assert (
        found.text
        == f"1. A side may keep a rule of its own.\n{OMITTED}\n3. Each side shall publish its rules."
    )
    assert [found.text[start:end] for start, end in found.marks] == ["keep a rule", "publish its rules"]
    next_to = quotation(ARTICLE, spans_of("publish its rules", "ask for talks"))
    assert next_to.text == "3. Each side shall publish its rules.\n4. A side may ask for talks."


def test_without_evidence_the_whole_text_is_quoted() -> None:
    assert quotation(ARTICLE, []) == quotation(ARTICLE, None)
    assert (quotation(ARTICLE, None).text, quotation(ARTICLE, None).marks) == (ARTICLE, ())
    assert whole_paragraphs(ARTICLE, []) == ()


@given(
    st.text(alphabet="aA1.2(b); \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)))
)
def test_paragraphs_contain_the_evidence_and_do_not_overlap(text: str, spans: list[tuple[int, int]]) -> None:
    kept = [(start, end) for start, end in spans if start < end <= len(text)]
    found = whole_paragraphs(text, kept)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    inside = {at for start, end in found for at in range(start, end)}
    assert {at for start, end in kept for at in range(start, end) if not text[at].isspace()} <= inside
    quoted = quotation(text, kept)
    assert all(0 <= start < end <= len(quoted.text) for start, end in quoted.marks)
