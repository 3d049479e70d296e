"""A promise to talk or review is no rule; a review beside a rule takes nothing from it. Clauses are invented."""

import pytest

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article

MATCHER = shared_matcher()
CHAPTERS = {"en": "Electronic Commerce", "es": "Comercio electrónico", "fr": "Commerce électronique"}
RULE = "Each Party shall allow the cross-border transfer of information by electronic means."


def _found(language: str, text: str) -> dict[str, tuple[str | None, set[str]]]:
    findings = match_article(ArticleInput(text, language, CHAPTERS[language]), MATCHER)
    return {
        found.code: (found.strength, {note for note in found.notes if note.startswith("mandate:")})
        for found in findings
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Parties shall reassess within four years the need for rules on the free flow of data."),
        ("en", "The Parties shall enter into negotiations on rules on cross-border transfer of information."),
        ("en", "The Parties shall discuss cross-border flows of data at their next meeting of lamplighters."),
        (
            "es",
            "Las Partes reexaminarán, en cuatro años, la necesidad de reglas sobre el libre flujo de datos.",
        ),
        ("es", "Las Partes negociarán reglas sobre la transferencia transfronteriza de información."),
        (
            "fr",
            "Les Parties réexaminent dans quatre ans la nécessité de règles sur les flux transfrontières de données.",
        ),
        ("fr", "Les Parties engagent des négociations sur les transferts transfrontières de données."),
    ],
)
def test_a_promise_to_talk_is_structure_with_a_note(language: str, text: str) -> None:
    found = _found(language, text)
    assert "data_flows" not in found
    assert found["definitions_scope"] == (None, {"mandate:data_flows"})


@pytest.mark.parametrize(
    "review",
    [
        "The Parties shall review the operation of this Article every three years.",
        "The Parties shall keep this Article under review.",
    ],
)
def test_a_review_beside_a_rule_takes_nothing_from_it(review: str) -> None:
    for text in (f"{RULE} {review}", f"{review} {RULE}"):
        assert _found("en", text)["data_flows"] == ("hard", set())


def test_a_day_is_no_ban() -> None:
    later = "Not later than in two years the Committee shall examine whether to end customs duties on"
    assert "customs_duties" not in _found("en", f"{later} electronic transmissions.")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Parties shall develop annexes on: (a) Digital Identities; and (b) Lamps."),
        ("en", "The Parties shall adopt an Annex on digital identities within two years."),
        ("es", "Las Partes elaborarán anexos sobre las identidades digitales."),
        ("fr", "Les Parties élaborent une annexe sur les identités numériques."),
    ],
)
def test_an_annex_to_be_written_is_structure_with_a_note(language: str, text: str) -> None:
    found = _found(language, text)
    assert "digital_identities" not in found
    assert found["definitions_scope"] == (None, {"mandate:digital_identities"})


def test_a_rule_beside_an_annex_to_be_written_stays_a_rule() -> None:
    text = "Each Party shall recognise digital identities. The Parties shall develop an Annex on digital identities."
    assert _found("en", text)["digital_identities"] == ("hard", set())
