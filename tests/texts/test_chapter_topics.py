"""Chapter topics: what a heading says a chapter is about."""

import pytest

from tracker.texts import chapter_topic, chapter_topics


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Electronic Commerce", "ecommerce"),
        ("DIGITAL TRADE AND THE DIGITAL ECONOMY", "ecommerce"),
        ("Comercio Electrónico", "ecommerce"),
        ("Commerce électronique", "ecommerce"),
        ("Telecommunications And Electronic Commerce", "telecoms"),
        ("Servicios De Telecomunicaciones", "telecoms"),
        ("Financial Services", "financial_services"),
        ("Cross-Border Trade in Services", "services"),
        ("Establishment, Trade In Services And Electronic Commerce", "services"),
        ("Trade in Services, Investment Liberalisation / Electronic commerce", "ecommerce"),
        ("Trade in Services / General Provisions", "services"),
        ("Establishment", "investment"),
        ("Inversión", "investment"),
        ("Temporary Entry for Business Persons", "movement_of_persons"),
        ("Contratación Pública", "procurement"),
        ("Propriété intellectuelle", "intellectual_property"),
        ("Customs Procedures and Trade Facilitation", "customs"),
        ("Rules of Origin", "origin"),
        ("Sanitary and Phytosanitary Measures", "sps"),
        ("Obstáculos Técnicos al Comercio", "tbt"),
        ("General Provisions And Exceptions", "exceptions"),
        ("Institutional, General And Final Provisions", "institutional"),
        ("Preamble", "preamble"),
        ("Establishment Of A Free Trade Area And Definitions", "institutional"),
        ("Chapter the third", "other"),
        (None, "other"),
        ("", "other"),
    ],
)
def test_a_heading_has_one_topic(heading: str | None, topic: str) -> None:
    assert chapter_topic(heading) == topic


def test_every_topic_is_listed_once() -> None:
    topics = chapter_topics()
    assert len(topics) == len(set(topics))
    assert topics[-1] == "other"
    assert {"ecommerce", "services", "goods", "institutional"} < set(topics)
