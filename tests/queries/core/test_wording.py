"""Two wordings compared: both can be reconstructed, changes are whole phrases, similarity is a share of words."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.queries.core.wording import compare_wordings, similarity

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
