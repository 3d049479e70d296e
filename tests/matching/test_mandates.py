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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The Parties shall consider, at the first review, whether to add rules on the free flow of data.",
        ),
        (
            "en",
            "The Joint Committee shall assess the possibility of including rules on cross-border data flows.",
        ),
        ("en", "The Committee shall consider the free flow of data."),
        ("en", "Rules on cross-border transfers of information shall be the subject of further talks."),
        ("es", "Las Partes reevaluarán la necesidad de reglas sobre el libre flujo de datos."),
        ("es", "Los flujos transfronterizos de datos serán objeto de futuras negociaciones."),
        ("fr", "Les Parties réévaluent la nécessité de règles sur la libre circulation des données."),
        ("fr", "Les flux transfrontières de données font l'objet de négociations ultérieures."),
    ],
)
def test_other_ways_to_promise(language: str, text: str) -> None:
    assert _found(language, text) == {"definitions_scope": (None, {"mandate:data_flows"})}


def test_what_follows_a_rule_is_no_promise_about_it() -> None:
    text = "Each Party shall allow cross-border transfers of information, and this Article shall be reviewed yearly."
    assert _found("en", text)["data_flows"] == ("hard", set())


def _notes(language: str, text: str) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    findings = match_article(ArticleInput(text, language, CHAPTERS[language]), MATCHER)
    return {found.code: (found.strength, found.notes) for found in findings}


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        ("en", "No Party shall impose customs duties on electronic transmissions until the next Ministerial"
               " Conference.", "until_conference"),
        ("en", "Each Party shall keep its practice of not imposing customs duties on electronic transmissions in"
               " accordance with the WTO Ministerial Decision.", "follows_wto"),
        ("es", "Ninguna Parte impondrá aranceles a las transmisiones electrónicas hasta la próxima Conferencia"
               " Ministerial.", "until_conference"),
        ("fr", "Aucune Partie n'impose de droits de douane sur les transmissions électroniques jusqu'à la prochaine"
               " Conférence ministérielle.", "until_conference"),
    ],
)  # fmt: skip
def test_a_moratorium_is_noted(language: str, text: str, note: str) -> None:
    strength, notes = _notes(language, text)["customs_duties"]
    assert strength == "hard"
    assert notes == (note,)


def test_a_lasting_rule_is_no_moratorium() -> None:
    text = "No Party shall impose customs duties on electronic transmissions."
    assert _notes("en", text)["customs_duties"] == ("hard", ())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No Party shall require access to the source code of an artificial intelligence system as a condition"
               " of its sale."),
        ("es", "Ninguna Parte exigirá acceso al código fuente de un sistema de inteligencia artificial como condición"
               " para su venta."),
        ("fr", "Aucune Partie n'exige l'accès au code source d'un système d'intelligence artificielle comme condition"
               " de sa vente."),
    ],
)  # fmt: skip
def test_a_ban_on_asking_for_the_code_of_ai_is_a_rule_on_source_code(language: str, text: str) -> None:
    found = _notes(language, text)
    assert found["source_code"][0] == "hard"
    assert found["artificial_intelligence"] == ("hard", ("ai_limits",))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Parties shall cooperate on access to algorithms for artificial intelligence."),
        ("es", "Las Partes debatirán el acceso a los algoritmos de la inteligencia artificial."),
        ("fr", "Les Parties discutent de l'accès aux algorithmes de l'intelligence artificielle."),
    ],
)
def test_cooperation_on_ai_is_no_more_than_that(language: str, text: str) -> None:
    assert _notes(language, text) == {"artificial_intelligence": ("soft", ("ai_cooperation",))}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The Parties shall hold talks on the treatment of digital products and on source code.",
        ),
        ("es", "Las Partes negociarán sobre el trato a los productos digitales y el código fuente."),
        (
            "fr",
            "Les Parties engagent des négociations sur le traitement des produits numériques et le code source.",
        ),
    ],
)
def test_a_promise_names_its_subjects_in_few_words(language: str, text: str) -> None:
    found = _found(language, text)
    assert not {"source_code", "non_discrimination"} & set(found)
    notes = {note for _, notes in found.values() for note in notes}
    assert {"mandate:source_code", "mandate:non_discrimination"} <= notes


def test_a_subject_that_is_only_named_is_nothing() -> None:
    assert "source_code" not in _found("en", "Each Party shall publish the source code of its lamps.")
