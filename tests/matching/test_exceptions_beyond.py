"""Exceptions and scope of rules outside chapters on electronic commerce, on clauses invented for the tests."""

# ruff: noqa: E501 (clauses are one line each)

import pytest

from tests.matching.test_matcher import found

TBT = {
    "en": "Technical Barriers to Trade",
    "es": "Obstáculos Técnicos al Comercio",
    "fr": "Obstacles techniques au commerce",
}
LAMPS = "use international standards as a basis for its technical regulations on lamps"

CASES = [
    # a state enterprise may exist: no exception to its duties
    (
        "en", "Competition", "state_owned_enterprises", False,
        "1. Each Party shall ensure that its state enterprises act on commercial considerations.\n\n"
        "2. Nothing in this Chapter shall be construed to prevent a Party from establishing or maintaining a state enterprise.",
    ),
    (
        "en", "Competition", "state_owned_enterprises", True,
        "1. Each Party shall ensure that its state enterprises act on commercial considerations.\n\n"
        "2. Nothing in this Article shall be construed to prevent a Party from measures for public order.",
    ),
    (
        "es", "Competencia", "state_owned_enterprises", False,
        "1. Cada Parte se asegurará de que sus empresas del Estado actúen según consideraciones comerciales.\n\n"
        "2. Nada de lo dispuesto en este Capítulo impedirá a una Parte establecer o mantener empresas del Estado.",
    ),
    (
        "fr", "Concurrence", "state_owned_enterprises", False,
        "1. Chaque Partie veille à ce que ses entreprises d'État agissent selon des considérations commerciales.\n\n"
        "2. Aucune disposition du présent chapitre n'empêche une Partie d'établir ou de maintenir une entreprise d'État.",
    ),
    # a monopoly keeps to the terms the Party has set
    (
        "en", "Competition", "state_owned_enterprises", True,
        "Each Party shall ensure that any monopoly that it designates acts solely in accordance with commercial"
        " considerations in its purchase or sale of the monopoly good, except to comply with any terms of its designation.",
    ),
    # the Party says what a telecoms duty covers
    (
        "en", "Telecommunications", "telecom_access", True,
        "1. Each Party shall ensure that major suppliers provide physical co-location on reasonable terms.\n\n"
        "2. Each Party may determine, in accordance with its law, which premises are subject to paragraph 1.",
    ),
    (
        "en", "Telecommunications", "telecom_access", False,
        "1. Each Party shall ensure that major suppliers provide physical co-location on reasonable terms.\n\n"
        "2. Each Party shall print a list of premises.",
    ),
    (
        "es", "Telecomunicaciones", "telecom_access", True,
        "1. Cada Parte garantizará que los proveedores importantes suministren la co-ubicación física en términos razonables.\n\n"
        "2. Cada Parte podrá especificar, de conformidad con sus leyes, los locales sujetos al párrafo 1.",
    ),
    # standards that do not fit
    ("en", TBT["en"], "standards_interoperability", True, f"Each Party shall {LAMPS}, except where they would be ineffective."),
    ("en", TBT["en"], "standards_interoperability", False, f"Each Party shall {LAMPS}."),
    (
        "es", TBT["es"], "standards_interoperability", True,
        "Cada Parte utilizará normas internacionales como base para sus reglamentos técnicos, salvo cuando sean ineficaces.",
    ),
    (
        "fr", TBT["fr"], "standards_interoperability", True,
        "Chaque Partie utilise les normes internationales comme base de ses règlements techniques, sauf si elles sont inappropriées.",
    ),
    # urgency, and what one's own law asks for
    (
        "en", TBT["en"], "stakeholder_participation", True,
        "Unless urgent problems of safety arise, each Party shall give the public an opportunity to comment on draft rules.",
    ),
    (
        "en", "Transparency", "stakeholder_participation", True,
        "When required by its law, each Party shall give the public an opportunity to comment on draft rules.",
    ),
    (
        "en", "Transparency", "stakeholder_participation", False,
        "To the extent practicable, each Party shall give the public an opportunity to comment on draft rules. "
        "The regulatory authorities shall publish the requirements for comments.",
    ),
    # limitations of copyright
    (
        "en", "Intellectual Property", "digital_copyright", True,
        "1. Each Party shall give effect to the WCT.\n\n"
        "2. A Party may provide for limitations or exceptions to the rights under this Article.",
    ),
    # what that treaty allows is not read here
    ("en", "Intellectual Property", "digital_copyright", None, "1. Each Party shall give effect to the WCT."),
    (
        "en", "Intellectual Property", "intermediary_liability", True,
        "Articles 9.1 and 9.2 (Safe Harbours) shall not apply to a Party provided that it keeps a law under which online"
        " service providers are not liable for the content of others.",
    ),
    # personal data leave under the law of the Party they come from
    (
        "en", "Financial Services", "data_flows", True,
        "1. Each Party shall permit a bank to transfer information into and out of its territory for data processing.\n\n"
        "2. If it has personal data, such transfers shall be in accordance with the legislation of the Party they leave.",
    ),
    # standards that do not fit are no reason to refuse results of tests
    (
        "en", "Technical Barriers to Trade", "conformity_assessment", False,
        "1. A Party may accept the results of conformity assessment procedures of the other Party.\n\n"
        "2. It may align its hats with international standards, except where inappropriate.",
    ),
    # a rule that leaves the Parties the ability to act, and one after which they may burden those it protects
    (
        "en", "Telecommunications", "technology_choice", True,
        "Neither Party shall prevent suppliers of public telecommunications services from choosing the technologies "
        "that they use, subject to the ability of each Party to take measures for lamps.",
    ),
    (
        "en", "Intellectual Property / Liability of Intermediary Service Providers", "intermediary_liability", True,
        "1. The Parties shall not impose on service providers a general obligation to monitor what they store.\n\n"
        "2. The Parties may establish obligations for service providers to report lamps.",
    ),
    # to take an approach is not to depart from a rule
    (
        "en", "Electronic Commerce", "data_flows", False,
        "Recognising that the Parties may take different legal approaches, they note the measures by which they "
        "facilitate the transfer of information across borders by electronic means.",
    ),
    # notwithstanding an item of the same list
    (
        "es", "Facilitación del Comercio", "express_shipments", True,
        "Cada Parte tendrá un procedimiento para envíos de entrega rápida:\n\n(a) en seis horas; y\n\n"
        "(b) no obstante lo dispuesto en el subpárrafo (a), una Parte podrá exigir más documentos.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "chapter", "code", "expected", "text"), CASES)
def test_exception_of_a_rule(
    language: str, chapter: str, code: str, expected: bool | None, text: str
) -> None:
    assert found(text, chapter, language)[code].exception is expected


def test_a_rule_on_copyright_is_general_whatever_it_names() -> None:
    text = "Each Party shall give broadcasting organisations the protection of the WCT."
    assert found(text, "Intellectual Property", "en")["digital_copyright"].scope == "general"


def test_words_decide_between_the_annexes_on_telecoms_and_finance() -> None:
    text = "Each Party shall give suppliers of public telecommunications networks an opportunity to comment on draft rules."
    assert found(text, "Financial Services", "en")["stakeholder_participation"].scope == "telecoms"
    text = "Each Party shall give financial institutions and other interested persons an opportunity to comment on draft rules."
    assert found(text, "Financial Services", "en")["stakeholder_participation"].scope == "financial"
