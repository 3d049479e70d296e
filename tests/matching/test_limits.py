"""Words that may limit a rule: it is not known whether they are an exception. Cooperation and praise are no rule."""

# ruff: noqa: E501 (clauses are one line each)

import pytest

from tests.matching.test_matcher import found
from tracker.matching.types import ASPIRATION, LIMITED

LIMITS = [
    # in its own sentence
    (
        "en", "Electronic Commerce", "non_discrimination",
        "Neither Party shall, unless a fair has begun, accord less favourable treatment to some digital products than to"
        " other like digital products.",
    ),
    # in another sentence of its paragraph
    (
        "en", "Electronic Commerce", "non_discrimination",
        "1. Neither Party shall accord less favourable treatment to some digital products than to other like digital"
        " products. This holds unless a quota was in use on the day of signature.",
    ),
    # in another paragraph that names its paragraph
    (
        "es", "Comercio Electrónico", "non_discrimination",
        "1. Ninguna Parte otorgará un trato menos favorable a algunos productos digitales que a otros productos"
        " digitales similares.\n\n2. El párrafo 1 no se aplica a las cuotas de pantalla.",
    ),
    # what it is measured by stands in another treaty
    (
        "en", "Intellectual Property", "patents",
        "Each Party shall make patents available in all fields of technology in accordance with the TRIPS Agreement.",
    ),
    (
        "en", "Electronic Commerce", "customs_duties",
        "Neither Party shall impose customs duties on electronic transmissions, consistent with any later agreement of"
        " both on such duties.",
    ),
    # what the whole chapter leaves out
    (
        "en", "Electronic Commerce", "customs_duties",
        "1. Neither Party shall apply customs duties to electronic transmissions.\n\n2. A fair may be held in May.\n\n"
        "3. This Chapter does not apply to songs that are sent at fixed hours.",
    ),
    (
        "es", "Comercio Electrónico", "customs_duties",
        "1. Ninguna Parte impondrá aranceles aduaneros a las transmisiones electrónicas.\n\n2. El presente Capítulo no se"
        " aplica a las canciones que se envían a horas fijas.",
    ),
    # who has an exception must be able to use it
    (
        "en", "Intellectual Property", "digital_copyright",
        "1. Each Party shall protect against the circumvention of effective technological measures.\n\n2. Right holders may"
        " be made to give the beneficiary of an exception what is needed to use it.",
    ),
]  # fmt: skip

NO_LIMITS = [
    (
        "en", "Electronic Commerce", "non_discrimination",
        "1. Neither Party shall accord less favourable treatment to some digital products than to other like digital"
        " products.\n\n2. Paragraph 4 applies subject to the schedules.",
    ),
    (
        "es", "Servicios", "local_presence",
        "Ninguna Parte podrá exigir al proveedor de servicios de otra Parte que establezca una oficina de representación"
        " en su territorio como condición para el suministro transfronterizo de un servicio.",
    ),
    (
        "en", "Intellectual Property", "patents",
        "Each Party shall make patents available in all fields of technology, provided that the invention is new.",
    ),
    # internal taxes are no customs duties
    (
        "en", "Electronic Commerce", "customs_duties",
        "1. Neither Party shall apply customs duties to electronic transmissions.\n\n2. Paragraph 1 does not prevent a"
        " Party from imposing internal taxes, provided that they are imposed as this Agreement allows.",
    ),
    # another chapter
    (
        "en", "Electronic Commerce", "customs_duties",
        "1. Neither Party shall apply customs duties to electronic transmissions.\n\n2. Chapter 4 does not apply to songs.",
    ),
    # another item of the same list
    (
        "en", "Electronic Commerce", "customs_duties",
        "Neither Party shall:\n\n(a) apply customs duties to electronic transmissions; or\n\n"
        "(b) close a port, unless there is a storm.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "chapter", "code", "text"), LIMITS)
def test_it_is_not_known_whether_a_limit_is_an_exception(
    language: str, chapter: str, code: str, text: str
) -> None:
    finding = found(text, chapter, language)[code]
    assert finding.exception is None
    assert LIMITED in finding.notes


@pytest.mark.parametrize(("language", "chapter", "code", "text"), NO_LIMITS)
def test_what_limits_something_else(language: str, chapter: str, code: str, text: str) -> None:
    finding = found(text, chapter, language)[code]
    assert finding.exception is False
    assert LIMITED not in finding.notes


@pytest.mark.parametrize(
    ("language", "chapter", "code", "text"),
    [
        (
            "en", "Electronic Commerce", "technology_choice",
            "The Parties recognise the importance of the principle of technological neutrality in electronic commerce.",
        ),
        (
            "en", "Electronic Commerce", "electronic_authentication",
            "The Parties shall maintain a dialogue, which will address: (a) the recognition of certificates of electronic"
            " signatures; (b) the treatment of unsolicited messages.",
        ),
        (
            "es", "Comercio Electrónico", "electronic_authentication",
            "Las Partes cooperarán en el reconocimiento mutuo de las firmas electrónicas.",
        ),
    ],
)  # fmt: skip
def test_cooperation_and_praise(language: str, chapter: str, code: str, text: str) -> None:
    assert ASPIRATION in found(text, chapter, language)[code].notes


def test_an_effort_is_more_than_cooperation() -> None:
    text = (
        "The Parties recognise the importance of electronic signatures and shall endeavour to accept certificates of"
        " electronic signatures issued in the other Party."
    )
    assert ASPIRATION not in found(text, "Electronic Commerce", "en")["electronic_authentication"].notes
