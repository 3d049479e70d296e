"""Whom a rule reaches, by chapter, words, what they refer back to, and heading. Clauses are invented."""

import pytest

from tests.matching.test_matcher import found
from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article

MATCHER = shared_matcher()

PAPERLESS = "Each Party shall accept trade administration documents in electronic form as if on paper."
CERTIFICATES = "The Parties shall promote the use of electronic certificates for kettles."
PRESENCE = (
    "Neither Party may require a service supplier of the other Party to establish a representative office in its"
    " territory as a condition for the cross-border supply of a service."
)
PRIVATE = (
    "Nothing in this Section restricts the right of a Party to protect personal data and personal privacy."
)
BANKS = (
    "Each Party shall let a financial institution transfer information across the border by electronic means."
)


def scope(
    code: str, text: str, heading: str = "", chapter: str = "Other Matters", language: str = "en"
) -> str | None:
    """The scope of the finding of `code`."""
    findings = match_article(ArticleInput(text, language, chapter, heading=heading), MATCHER)
    [found] = [finding for finding in findings if finding.code == code]
    return found.scope


@pytest.mark.parametrize(
    ("code", "text", "heading", "chapter", "expected"),
    [
        ("paperless_trading", PAPERLESS, "Paperless Trading", "Electronic Commerce", "general"),
        ("paperless_trading", PAPERLESS, "", "Electronic Commerce / Trade Facilitation", "general"),
        ("paperless_trading", PAPERLESS, "", "Trade Facilitation", "sector"),
        (
            "paperless_trading",
            PAPERLESS,
            "Unsolicited Electronic Communications",
            "Electronic Commerce",
            "general",
        ),
        ("local_presence", PRESENCE, "Supply of Electronic Communication Services", "Services", "telecoms"),
        ("local_presence", PRESENCE, "Supply of Services", "Services", "general"),
        ("paperless_trading", CERTIFICATES, "Certification", "Sanitary and Phytosanitary Measures", "sector"),
        (
            "paperless_trading",
            CERTIFICATES,
            "",
            "Technical Barriers to Trade and Sanitary Measures",
            "general",
        ),
        ("paperless_trading", PAPERLESS, "", "Services and Electronic Commerce / Postal Services", "sector"),
        (
            "stakeholder_participation",
            "Each Party shall give interested persons an opportunity to comment on a proposed measure.",
            "Regulator",
            "Services, Establishment and Electronic Commerce / Rules / Electronic Communication Networks",
            "telecoms",
        ),
        (
            "stakeholder_participation",
            "Each Party shall give interested persons an opportunity to comment on a proposed measure.",
            "Regulator",
            "Services, Establishment and Electronic Commerce / Rules / Financial Services",
            "financial",
        ),
        (
            "personal_information",
            "The requesting authority shall protect personal data that the requested authority sends to it.",
            "Confidentiality",
            "Annex 4",
            "sector",
        ),
        (
            "conformity_assessment",
            "A Party shall accept a supplier's declaration of conformity of kettles' electromagnetic compatibility.",
            "",
            "Technical Barriers to Trade",
            "sector",
        ),
        ("paperless_trading", PAPERLESS, "Customs and Lamp Facilitation", "Other Matters", "sector"),
        ("personal_information", f"{BANKS} {PRIVATE}", "", "Other Matters", "financial"),
        ("data_flows", f"{BANKS} {PRIVATE}", "", "Other Matters", "financial"),
        (
            "customs_duties",
            "No Party shall impose customs duties on electronic transmissions.",
            "Customs Duties on Electronic Transmissions",
            "Other Matters",
            "general",
        ),
    ],
)
def test_words_then_what_they_refer_to_then_heading(
    code: str, text: str, heading: str, chapter: str, expected: str
) -> None:
    assert scope(code, text, heading, chapter) == expected


def test_who_tests_goods_is_a_sector_and_sanitary_articles_are_too() -> None:
    text = "A Party shall not require a conformity assessment body that tests lamps to be located in its territory."
    assert found(text, "Technical Barriers to Trade", "en")["local_presence"].scope == "sector"
    text = "Certificates for hens should be in line with international standards."
    rule = found(text, "Trade in Goods", "en", "Sanitary and Phytosanitary Measures")
    assert rule["standards_interoperability"].scope == "sector"
