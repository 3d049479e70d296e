"""Exceptions of rules that close a policy: in the own paragraph, in another one, from another provision."""

import pytest

from tests.matching.test_matcher import found

BANKS = "1. Each Party shall permit a bank to transfer information into and out of its territory for data processing."
NETWORKS = (
    "1. Each Party shall ensure that persons may use public telecommunications networks for the movement of"
    " information across its borders."
)


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (
            " 2. Where such information has personal data, the transfer of such information shall take place in"
            " accordance with the law of the Party it leaves.",
            True,
        ),
        (" 2. New services may only be refused for prudential reasons.", False),
        (
            " 2. Nothing in this Chapter shall prevent a Party from taking measures that keep messages secret.",
            True,
        ),
        (" 2. A Party may take measures necessary to ensure the confidentiality of messages.", True),
    ],
)
@pytest.mark.parametrize("rule", [BANKS, NETWORKS])
def test_exception_in_another_paragraph(rule: str, rest: str, expected: bool) -> None:
    assert found(rule + rest, "Financial Services")["data_flows"].exception is expected


SALE = (
    "1. No Party shall require a person to transfer a technology, a production process, source code or other"
    " proprietary knowledge, or to purchase or use a particular technology, as a condition of sale."
)


def test_exception_for_source_code_is_none_from_the_rule_on_technology() -> None:
    rest = " This Article does not preclude a regulatory body from requiring a person to keep source code available."
    findings = found(SALE + rest, "Digital Trade")
    assert {code: findings[code].exception for code in ("source_code", "technology_transfer")} == {
        "source_code": True,
        "technology_transfer": False,
    }


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("", False),
        (", subject to its non-conforming measures", True),
        (", except as set out in its Schedule", True),
        (", subject to the reservations in Annex I", True),
    ],
)
def test_reservations_are_an_exception_from_local_presence(end: str, expected: bool) -> None:
    rule = (
        "No Party shall require a service supplier to maintain a representative office or to be resident in"
    )
    text = f"{rule} its territory{end}."
    assert found(text, "Services")["local_presence"].exception is expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [("", False), (" 2. Paragraph 1(b) does not apply if a court imposes the requirement.", True)],
)
def test_courts_may_impose_a_transfer_of_technology(end: str, expected: bool) -> None:
    text = (
        "1. No Party shall impose any of the following requirements: (a) to export goods;"
        " (b) to transfer a technology, a production process or other proprietary knowledge to a person at home."
    )
    assert found(text + end, "Investment")["technology_transfer"].exception is expected


def test_marks_that_markdown_escapes_are_read() -> None:
    text = "1\\. Each Party shall: \\(a\\) meet; \\(b\\) let data be sent across borders by electronic means."
    assert found(text, "Digital Trade")["data_flows"].strength == "hard"


TALKS = "The Parties shall consider the following matters: (a) cross-border data flows; (b) other matters."


def test_topics_of_a_dialogue_are_promises_noted_at_its_finding() -> None:
    findings = found("The Parties shall cooperate on electronic commerce. " + TALKS)
    assert set(findings) == {"cooperation"}
    assert findings["cooperation"].notes == ("mandate:data_flows",)
    alone = found("The Parties shall review the need for rules on cross-border data flows.")
    assert set(alone) == {"definitions_scope"}
