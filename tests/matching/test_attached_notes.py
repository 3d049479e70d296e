"""Footnotes behind an article count where their mark stands; one without a mark belongs to another article. The clauses
are invented for the tests."""

import pytest

from tests.matching.test_matcher import found
from tracker.matching.attached_notes import attached_notes, without_stray_notes

RULES = (
    "1. Each Party shall allow the transfer of information across borders by electronic means.{first}\n\n"
    "2. No Party shall require the use of computing facilities in its territory.{second}\n"
)
FREE = (
    "\n[{}] Nothing in this paragraph prevents a Party from measures for its essential security interests.\n"
)
DIGITAL = "Digital Trade"


def exceptions(text: str) -> dict[str, bool | None]:
    return {code: finding.exception for code, finding in found(text, DIGITAL, "en").items()}


@pytest.mark.parametrize("mark", ["[^7]", "^7", "7"])
def test_a_note_limits_the_rule_that_carries_its_mark(mark: str) -> None:
    text = RULES.format(first=mark, second="") + FREE.format(7)
    assert exceptions(text) == {"data_flows": True, "data_localisation": False}
    text = RULES.format(first="", second=mark) + FREE.format(7)
    assert exceptions(text) == {"data_flows": False, "data_localisation": True}


def test_a_note_without_a_mark_limits_nothing_and_is_no_rule() -> None:
    text = RULES.format(first="", second="") + FREE.format(7)
    assert exceptions(text) == {"data_flows": False, "data_localisation": False}
    stray = "1. The lamps of both Parties burn until midnight.\n\n[3] No Party shall require access to source code.\n"
    assert found(stray, DIGITAL, "en").keys() <= {"definitions_scope"}
    assert len(without_stray_notes(stray)) == len(stray)
    own = stray.replace("midnight.", "midnight.[^3]")
    assert without_stray_notes(own) is own
    assert "source_code" in found(own, DIGITAL, "en")


def test_a_note_of_one_item_does_not_limit_its_neighbour() -> None:
    text = (
        "Ruritania shall facilitate digital trade, including by:\n\n"
        "(a) refraining from measures that discriminate against foreign digital products; [^2] and\n\n"
        "(b) ensuring the transfer of data across borders by electronic means.\n\n"
        "[2] Ruritania retains the right to take measures to protect its public order.\n"
    )
    assert exceptions(text) == {"non_discrimination": True, "data_flows": False}


def test_numbers_that_begin_anew_belong_to_the_marks_in_order() -> None:
    text = (
        RULES.format(first="[^1]", second="[^1]")
        + "\n[1] The word border includes a hedge.\n"
        + FREE.format(1)
    )
    first, second = attached_notes(text)
    assert (first.mark, second.mark) == (text.index("[^1]"), text.rindex("[^1]"))
    assert exceptions(text) == {"data_flows": False, "data_localisation": True}


def test_an_exception_names_the_subparagraph_that_it_limits() -> None:
    text = (
        "1. No Party shall impose any of the following requirements:\n\n(a) to export lamps;\n\n"
        "(b) to transfer technology or a production process to a person in its territory.\n\n"
        "2. Lamps are counted at dusk.\n\n"
        "3. Subparagraphs 1(a) and (b) do not apply when the requirement is imposed by a court."
    )
    assert found(text, "Investment", "en")["technology_transfer"].exception is True
    assert (
        found(text.replace("1(a) and (b)", "2(a)"), "Investment", "en")["technology_transfer"].exception
        is False
    )
