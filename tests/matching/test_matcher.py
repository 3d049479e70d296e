"""What the matcher finds in clauses invented for the purpose, and what it leaves alone."""

from pathlib import Path

import pytest

from tests.matching.clauses import ALL, InventedClause
from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, Finding, match_article, match_many, matcher_version

MATCHER = shared_matcher()


def found(
    text: str, chapter: str = "Electronic Commerce", language: str = "en", heading: str = ""
) -> dict[str, Finding]:
    article = ArticleInput(text=text, language=language, chapter=chapter, heading=heading)
    return {finding.code: finding for finding in match_article(article, MATCHER)}


@pytest.mark.parametrize("clause", [clause for clause in ALL if clause.found], ids=str)
def test_clause_is_read_as_meant(clause: InventedClause) -> None:
    findings = found(clause.text, clause.chapter, clause.language, clause.heading)
    assert {code: finding.strength or "" for code, finding in findings.items()} == clause.found
    for finding in findings.values():
        assert finding.prototype.startswith(clause.language)
        assert 0 < finding.similarity <= 100
        assert finding.signal
        assert 0 < finding.score <= 1


@pytest.mark.parametrize("clause", [clause for clause in ALL if clause.absent], ids=str)
def test_neighbours_stay_without_the_code(clause: InventedClause) -> None:
    assert clause.absent not in found(clause.text, clause.chapter, clause.language, clause.heading)


def test_verb_of_the_lead_in_reaches_the_items() -> None:
    text = "Each Party shall endeavour to: (a) meet; (b) promote paperless trading; (c) fight spam."
    findings = found(text)
    assert findings["paperless_trading"].strength == "soft"
    assert findings["unsolicited_messages"].strength == "soft"
    start, end = findings["unsolicited_messages"].spans[-1]
    assert text[start:end] == "fight spam."


def test_one_binding_sentence_makes_it_hard() -> None:
    text = (
        "1. The Parties recognise the importance of paperless trading. "
        "2. Each Party shall accept electronic versions of customs documents."
    )
    assert found(text, "Customs")["paperless_trading"].strength == "hard"


@pytest.mark.parametrize(
    ("aside", "strength"),
    [("", "hard"), (", where possible,", "soft"), (", as soon as possible,", "hard")],
)
def test_softeners_weaken_shall(aside: str, strength: str) -> None:
    text = f"Each Party shall{aside} protect the personal data of users."
    assert found(text)["personal_information"].strength == strength


RULE = "1. No Party shall restrict the transfer of information across borders by electronic means."


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", False),
        (" 2. Each Party shall adopt safeguards for privacy.", False),
        (
            " 2. Nothing in this Article prevents measures for a legitimate public policy objective.",
            True,
        ),
        (" 2. Notwithstanding paragraph 1, a Party may take measures to protect confidentiality.", True),
    ],
)
def test_exception_beside_a_data_flow_rule(rest: str, expected: bool) -> None:
    assert found(RULE + rest, "Digital Trade")["data_flows"].exception is expected


def test_own_law_as_a_qualifier_is_an_exception() -> None:
    text = "Each Party shall allow data to be sent across borders in accordance with its law."
    assert found(text, "Digital Trade")["data_flows"].exception is True


def test_taxes_beside_the_ban_on_duties_are_no_exception_of_the_chapter() -> None:
    ban = "1. No Party shall impose customs duties on electronic transmissions. "
    taxes = (
        "2. Nothing in this Chapter shall prevent a Party from imposing internal taxes on digital products."
    )
    assert set(found(ban + taxes)) == {"customs_duties"}
    assert set(found(taxes)) == {"ecommerce_exceptions"}


def test_structure_is_found_only_where_nothing_else_is() -> None:
    assert set(found("This Chapter aims at growth. Each Party shall protect personal data.")) == {
        "personal_information"
    }
    assert set(found("In this Chapter growth is to be promoted.")) == {"definitions_scope"}


def test_recitals_hold_no_provision() -> None:
    assert found("Resolved to protect personal data across borders;", "Preamble") == {}
    assert "personal_information" in found("Each Party shall protect personal data.", "Digital Trade / Rules")


def test_unknown_language_and_empty_text_give_nothing() -> None:
    assert (
        match_article(ArticleInput(text="Keine Zölle.", language="de", chapter="E-commerce"), MATCHER) == []
    )
    assert match_article(ArticleInput(text=" \n", chapter="E-commerce"), MATCHER) == []


def test_many_is_each_in_order() -> None:
    articles = [ArticleInput(text=clause.text, chapter=clause.chapter) for clause in ALL[:20]]
    assert match_many(articles, MATCHER) == [match_article(article, MATCHER) for article in articles]


def test_version_names_number_and_digest() -> None:
    number, digest = matcher_version().split("+")
    assert number.isdigit()
    assert len(digest) == 8


def test_every_provision_has_a_clause_that_finds_it_in_each_of_its_languages() -> None:
    """In `clauses_??.yaml`, or in the provision's own `clauses/<code>.yaml`."""
    shown = {(clause.language, code) for clause in ALL for code in clause.found}
    worded = {(language, entry.code) for entry in MATCHER.template.provisions for language in entry.languages}
    assert worded - shown == set()


def test_every_file_of_clauses_is_of_a_provision() -> None:
    files = Path(__file__).with_name("clauses").glob("*.yaml")
    assert {file.stem for file in files} <= set(MATCHER.template.by_code)
