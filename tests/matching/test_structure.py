"""Articles that hold no commitment by themselves, in any chapter, and those that look like it. All are invented."""

import pytest

from tracker.evaluation import Item, classify_items
from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, match_article

MATCHER = shared_matcher()


def rule(text: str, heading: str = "", chapter: str = "Trade in Goods", language: str = "en") -> str | None:
    """The rule by which an article is one of structure, None if it is none."""
    words = MATCHER.language(language)
    assert words is not None
    found = words.structure.finding(ArticleInput(text, language, chapter, heading=heading))
    return found.signal.removeprefix("structure:") if found else None


STRUCTURAL = [
    (
        "en",
        "Definitions",
        "For the purposes of this Chapter: kettle means a vessel that boils water.",
        "definitions",
    ),
    (
        "en",
        "Country-Specific Definitions",
        "Kettle means, for Ruritania, what its Kettle Act calls one.",
        "definitions",
    ),
    (
        "en",
        "",
        "1. For the purposes of this Annex: (a) kettle means a vessel that boils water;",
        "definitions",
    ),
    (
        "en",
        "Meaning of a tariff",
        "For the purposes of this Chapter, a tariff includes any charge on imports.",
        "definitions",
    ),
    (
        "en",
        "Scope and Coverage",
        "This Chapter applies to all measures on kettles taken by a Party.",
        "scope",
    ),
    ("en", "", "The provisions of this Section shall apply to kettles that originate in a Party.", "scope"),
    (
        "en",
        "Application",
        "The provisions of this Chapter shall not apply to kettles for ships.",
        "application",
    ),
    ("en", "Objectives", "The objectives of this Chapter are to: (a) make kettles cheaper;", "objectives"),
    ("en", "", "The aims of this Agreement are: to promote trade in kettles;", "objectives"),
    (
        "en",
        "Establishment of a Free Trade Area",
        "The Parties hereby establish a free trade area.",
        "establishment",
    ),
    (
        "en",
        "Relation to Other Chapters",
        "If this Chapter and another are inconsistent, the other prevails.",
        "relation",
    ),
    (
        "en",
        "Affirmation of the Kettle Convention",
        "The Parties affirm their existing rights and obligations under the Kettle Convention.",
        "existing-rights",
    ),
    ("en", "Committee on Kettles", "1. The Parties hereby establish a Committee on Kettles.", "bodies"),
    ("en", "Contact Points", "Each Party shall designate a contact point for this Chapter.", "bodies"),
    ("en", "Kettle Contact Points", "Each Party shall designate a contact point for kettles.", "bodies"),
    ("en", "Contact Points and Competent Authorities", "Each Party shall name a contact point.", "bodies"),
    ("en", "Management of the Chapter", "The Joint Committee shall see to this Chapter.", "bodies"),
    (
        "en",
        "Objectives and general principles",
        "1. The objectives of this Section are to promote good kettles.",
        "objectives",
    ),
    (
        "en",
        "Understandings in Respect of this Chapter",
        "The Parties recognise the need to promote kettles that last.",
        "recognition",
    ),
    (
        "en",
        "Fulfilment of obligations and delegated authority",
        "Each Party shall ensure that all necessary measures are taken to give effect to the provisions of "
        "this Agreement.",
        "observance",
    ),
    (
        "en",
        "Trade Relations Governed by Other Agreements",
        "This Agreement shall not prevent the maintenance of customs unions for kettles.",
        "relation",
    ),
    (
        "en",
        "",
        "We, the States of the Kettle Union, determined to boil water together, have agreed:",
        "preamble",
    ),
    ("es", "Preámbulo", "Ruritania y Fredonia, deseosas de fabricar teteras, convienen en esto.", "preamble"),
    (
        "es",
        "Observancia del Tratado",
        "Cada Parte asegurará el cumplimiento de las disposiciones de este Tratado en sus provincias.",
        "observance",
    ),
    (
        "es",
        "Puntos de contacto para la cooperación",
        "Cada Parte designará un punto de contacto.",
        "bodies",
    ),
    ("fr", "Préambule", "La Ruritanie et la Fredonie, désireuses de fabriquer des bouilloires,", "preamble"),
    (
        "fr",
        "Exécution des obligations",
        "Les Parties prennent toutes les mesures nécessaires à l'exécution des obligations du présent accord.",
        "observance",
    ),
    (
        "fr",
        "Points de contact et autorités compétentes",
        "Chaque Partie désigne un point de contact.",
        "bodies",
    ),
    ("en", "", "A Joint Kettle Committee is hereby established. It shall meet each year.", "bodies"),
    ("en", "", "The Parties shall establish a Standing Kettle Dialogue which meets each spring.", "bodies"),
    (
        "en",
        "Monitoring and Evaluation",
        "The Council shall report each year on how this Protocol works.",
        "bodies",
    ),
    (
        "en",
        "General Review",
        "The Parties shall review the operation of this Agreement every five years.",
        "review",
    ),
    ("en", "Further Negotiations", "The Parties shall open talks on kettles within two years.", "mandate"),
    (
        "es",
        "Definiciones",
        "Para efectos de este Capítulo: tetera significa un recipiente para hervir agua.",
        "definitions",
    ),
    (
        "es",
        "",
        "Para los fines del presente Anexo se entenderá por tetera un recipiente que hierve agua.",
        "definitions",
    ),
    ("es", "Ámbito de aplicación", "Este Capítulo se aplica a las medidas sobre teteras.", "scope"),
    ("es", "Objetivo", "El objetivo de este Capítulo es abaratar las teteras.", "objectives"),
    (
        "es",
        "Relación con otros capítulos",
        "En caso de incompatibilidad, el otro Capítulo prevalecerá.",
        "relation",
    ),
    ("es", "Comité de Teteras", "Las Partes establecen un Comité de Teteras.", "bodies"),
    ("es", "", "Se establece un Grupo de Trabajo de Teteras, que se reunirá cada año.", "bodies"),
    ("es", "Puntos de contacto", "Cada Parte designará un punto de contacto.", "bodies"),
    (
        "es",
        "Negociaciones futuras",
        "Las Partes iniciarán negociaciones sobre teteras en dos años.",
        "mandate",
    ),
    ("es", "Revisión", "Las Partes revisarán la aplicación de este Acuerdo cada cinco años.", "review"),
    ("fr", "Définitions", "Aux fins du présent chapitre, bouilloire désigne un récipient.", "definitions"),
    ("fr", "Champ d'application", "Le présent chapitre s'applique aux mesures sur les bouilloires.", "scope"),
    ("fr", "", "Les dispositions du présent protocole s'appliquent aux bouilloires.", "scope"),
    (
        "fr",
        "Objectifs",
        "Les objectifs du présent chapitre sont de rendre les bouilloires moins chères.",
        "objectives",
    ),
    (
        "fr",
        "Relation avec d'autres accords",
        "Le présent accord est sans préjudice des droits des parties.",
        "relation",
    ),
    ("fr", "Comité des bouilloires", "Les parties instituent un comité des bouilloires.", "bodies"),
    ("fr", "", "Il est institué un conseil d'association. Il se réunit chaque année.", "bodies"),
    ("fr", "Réexamen", "Les parties réexaminent le fonctionnement de l'accord tous les cinq ans.", "review"),
]

SUBSTANTIVE = [
    (
        "en",
        "Kettle Duties",
        "For the purposes of determining the duty, a kettle shall be weighed without its lid.",
    ),
    ("en", "Review and Appeal", "Each Party shall let importers of kettles appeal to a court."),
    ("en", "Review", "The duty on kettles shall be reviewed where the determination was made a year before."),
    (
        "en",
        "Scope and Duration of Measures",
        "No Party shall apply a measure on kettles for more than a year.",
    ),
    ("en", "Application of Kettle Duties", "Each Party shall apply to kettles the duties of its schedule."),
    ("en", "Scope of Co-operation", "Co-operation shall cover the making and the mending of kettles."),
    ("en", "Context and Objectives", "The Parties recognise that kettles matter and shall protect them."),
    ("en", "Exceptions and Definitions", "Nothing in this Chapter prevents measures against hot kettles."),
    ("en", "Relations with the Business Community", "Each Party shall consult those who trade in kettles."),
    (
        "en",
        "Rights and Obligations of Parties",
        "Nothing in this Chapter prevents a Party from testing kettles.",
    ),
    (
        "en",
        "Contact Points and Transparency",
        "Each Party shall publish its laws on kettles and answer enquiries.",
    ),
    ("en", "Establishment of a Panel", "The complaining Party may request a panel on kettles."),
    ("en", "Consultations", "The Parties shall consult each other on kettles."),
    ("en", "", "This Agreement shall enter into force on the first day of spring."),
    ("en", "", "For the purposes of this Chapter, each Party shall mark its kettles."),
    ("es", "Revisión e impugnación", "Cada Parte garantizará a los importadores de teteras una apelación."),
    ("es", "Consultas", "Las Partes se consultarán sobre las teteras."),
    ("es", "Intervención de la Comisión", "Una Parte podrá pedir que la Comisión examine las teteras."),
    ("fr", "Réexamen et recours", "Chaque partie accorde un recours aux importateurs de bouilloires."),
    ("fr", "Application des droits", "Chaque partie applique aux bouilloires les droits de sa liste."),
]


@pytest.mark.parametrize(("language", "heading", "text", "expected"), STRUCTURAL)
def test_structure_is_known_in_a_chapter_of_any_kind(
    language: str, heading: str, text: str, expected: str
) -> None:
    assert rule(text, heading, language=language) == expected


@pytest.mark.parametrize(("language", "heading", "text"), SUBSTANTIVE)
def test_what_commits_somebody_is_no_structure(language: str, heading: str, text: str) -> None:
    assert rule(text, heading, language=language) is None


def test_the_innermost_part_of_the_chapter_is_the_heading_of_an_article_without_one() -> None:
    text = "Kettle: a vessel that boils water. Lid: what closes it."
    assert rule(text, chapter="Annex V Kettles / Definitions") == "definitions"
    assert rule(text, chapter="Definitions") is None, "a chapter of definitions may hold more"


def test_a_chapter_on_goods_has_structure_for_coders_only() -> None:
    """Pages, scores, digests and exports rest on what `match_article` finds: there it is not."""
    text = "The Parties hereby establish a Committee on Kettles. It shall meet each year."
    heading = "Committee on Kettles"
    assert match_article(ArticleInput(text, "en", "Trade in Goods", heading=heading), MATCHER) == []
    [row] = classify_items(
        [Item("i", "Ruritania - Freedonia", "en", "Trade in Goods", "4", heading, text)], MATCHER
    )
    assert (row.code, row.strength) == ("definitions_scope", "")


def test_an_article_with_a_commitment_stays_one() -> None:
    text = (
        "This Chapter applies to services. No Party shall impose customs duties on electronic transmissions."
    )
    rows = classify_items([Item("i", "", "en", "Trade in Services", "1", "Scope", text)], MATCHER)
    assert [row.code for row in rows] == ["customs_duties"]
