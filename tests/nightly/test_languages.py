"""The digest in English, Spanish and French: an invented night, with one of a thing and with several."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.nightly.test_digest import document, one
from tracker.nightly import night as night_module
from tracker.nightly.changes import AgreementNews, Changes, Closing, FactChange, GivenUpArticles
from tracker.nightly.digest import compare
from tracker.nightly.feed import ATOM, Subject, feed_of
from tracker.nightly.files import digest_path, write_digest, write_feed
from tracker.nightly.language import LANGUAGES, words_in
from tracker.nightly.papers import PaperChange
from tracker.nightly.render import DigestPaper, as_html, markdown
from tracker.nightly.state import AgreementState, State
from tracker.nightly.story import lines
from tracker.nightly.summary import NightEnd
from tracker.plausibility import Remark

DAY = datetime(2030, 3, 1, 2, 30, tzinfo=UTC)
LANTERNS = "Lantern Compact"


def paper(changes: Changes, end: NightEnd | None = None, since: datetime | None = None) -> DigestPaper:
    return DigestPaper(7, DAY, since, changes, f"english: {changes.sentence()}", end)


def said(changes: Changes, language: str) -> list[str]:
    return [
        words_in(language).named(line.bold, line.text) if line.bold else line.text
        for line in lines(changes, language)
    ]


def lantern(**findings: dict[str, list[str]]) -> State:
    agreement = AgreementState(LANTERNS, "in_force", ("NZL", "VNM"), {"tota/1": document(**findings)})
    return State("rules", {"lantern": agreement})


def news(*closings: Closing, stricter: tuple[str, ...] = ()) -> AgreementNews:
    return AgreementNews("lantern", closings, stricter, "TPP", "read", "in_force", True)


NEW = replace(
    compare(
        State("rules"),
        lantern(
            source_code={"ARTICLE 8.4": ["h-"]},
            data_flows={"CHAPTER 8, Article 2": ["s+"], "CHAPTER 8, Article 3": ["s+"]},
            definitions_scope={"ARTICLE 1": ["n"], "ARTICLE 2": ["n"]},
        ),
    ),
    news=(
        news(
            Closing("inspect_source_code", "closed", "open", ("VNM",)),
            Closing("keep_data_at_home", "restricted", "not_known", ("NZL", "VNM")),
            Closing("condition_data_exports", "restricted", "not_known", ("NZL", "VNM")),
            stricter=("source_code",),
        ),
    ),
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "New agreements",
                "Lantern Compact: New Zealand; Viet Nam; in force; text from tota/1. "
                "Closes “Inspect source code” for Viet Nam (open before). "
                "Restricts “Keep data and servers at home”, “Let data leave only under conditions” for"
                " New Zealand; Viet Nam (whether open before is not known). "
                "Stricter than TPP: No access to source code.",
                "Data may leave the country: Chapter 8, Article 2: soft, with exception"
                " (and in 1 more article)",
                "No access to source code: Article 8.4: hard, without exception",
                "Structure: Definitions, scope and structure (2 articles)",
                "Country by country",
                "New Zealand (NZL), Viet Nam (VNM)",
                "Lantern Compact: new, with 2 provisions, 1 of them hard for every sector; stricter than"
                " anything known that it signed before: Data may leave the country (nothing found → soft,"
                " with exception), No access to source code (nothing found → hard, without exception)",
            ],
        ),
        (
            "es",
            [
                "Acuerdos nuevos",
                "Lantern Compact: Nueva Zelandia; Viet Nam; en vigor; texto de tota/1. "
                "Cierra «Inspeccionar el código fuente» (política antes abierta) para: Viet Nam. "
                "Restringe «Guardar los datos y los servidores en el país», «Dejar salir los datos solo bajo"
                " condiciones» (no se sabe si las políticas estaban abiertas antes) para: Nueva Zelandia; Viet Nam. "
                "Más estricto que el TPP: Sin acceso al código fuente.",
                "Los datos pueden salir del país: Capítulo 8, Artículo 2: no vinculante, con excepción"
                " (y en 1 artículo más)",
                "Sin acceso al código fuente: Artículo 8.4: vinculante, sin excepción",
                "Estructura: Definiciones, ámbito y estructura (2 artículos)",
                "País por país",
                "Nueva Zelandia (NZL), Viet Nam (VNM)",
                "Lantern Compact: nuevo, con 2 disposiciones, 1 vinculante para todos los sectores;"
                " más estricto que todo lo que se sabe que firmó antes: Los datos pueden salir del país (nada"
                " encontrado → no vinculante, con excepción), Sin acceso al código fuente (nada encontrado →"
                " vinculante, sin excepción)",
            ],
        ),
        (
            "fr",
            [
                "Nouveaux accords",
                "Lantern Compact : Nouvelle-Zélande ; Viet Nam ; en vigueur ; texte de tota/1. "
                "Ferme « Examiner le code source » (politique ouverte auparavant) pour : Viet Nam. "
                "Restreint « Garder les données et les serveurs dans le pays », « Ne laisser sortir les"
                " données que sous conditions » (on ne sait pas si les politiques étaient ouvertes auparavant)"
                " pour : Nouvelle-Zélande ; Viet Nam. "
                "Plus strict que le TPP : Pas d’accès au code source.",
                "Les données peuvent quitter le pays : Chapitre 8, Article 2 : non contraignante, avec"
                " exception (et dans 1 autre article)",
                "Pas d’accès au code source : Article 8.4 : contraignante, sans exception",
                "Structure : Définitions, champ d’application et structure (2 articles)",
                "Pays par pays",
                "Nouvelle-Zélande (NZL), Viet Nam (VNM)",
                "Lantern Compact : nouveau, avec 2 dispositions, dont 1 contraignante pour tous les"
                " secteurs ; plus strict que tout ce que l’on sait avoir été signé auparavant : Les données"
                " peuvent quitter le pays (rien trouvé → non contraignante, avec exception), Pas d’accès au"
                " code source (rien trouvé → contraignante, sans exception)",
            ],
        ),
    ],
)
def test_a_new_agreement_in_each_language(language: str, expected: list[str]) -> None:
    assert [line.replace("\u202f", " ") for line in said(NEW, language)] == expected


CHANGED = Changes(
    facts=(
        FactChange("lantern", LANTERNS, "legal status", "signed", "in_force"),
        FactChange("lantern", LANTERNS, "date in force", None, "2030-02-01"),
        FactChange("lantern", LANTERNS, "party joined", None, "CHL"),
        FactChange("lantern", LANTERNS, "link", None, "amends oil"),
        FactChange("oil", "Oil Compact", "party left", "CHL", None),
        FactChange("oil", "Oil Compact", "party left", "VNM", None),
        FactChange("oil", "Oil Compact", "gone", "oil", "lantern"),
    ),
    papers=(
        PaperChange(
            "replaced",
            "INF/ECOM/9/Rev.1",
            "Lamps",
            "2030-02-28",
            ("EU", "CHL"),
            "INF/ECOM/9",
            "en",
            "wto",
            None,
            None,
        ),
    ),
    given_up=(GivenUpArticles("lantern", LANTERNS, "tota/1", ("CHAPTER 2, ARTICLE 3", ""), ()),),
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Changed agreements",
                "Lantern Compact: legal status: signed → in force; date in force: not known → 2030-02-01;"
                " party joined: Chile (CHL); link: none → amends oil",
                "Oil Compact: party left: Chile (CHL); Viet Nam (VNM); counts as the same agreement as"
                " lantern now",
                "Papers of the WTO",
                "INF/ECOM/9/Rev.1: Lamps; revises INF/ECOM/9; issued 2030-02-28; submitted by EU, Chile"
                " (CHL); no agreement; the file at its address was replaced",
                "Could not be searched",
                words_in("en").say("explain.given_up"),
                "Lantern Compact: Chapter 2, Article 3; an article without a number (text tota/1)",
            ],
        ),
        (
            "es",
            [
                "Acuerdos que cambiaron",
                "Lantern Compact: situación jurídica: firmado → en vigor; fecha de entrada en vigor: no consta"
                " → 1.º de febrero de 2030; nueva parte: Chile (CHL); vínculo nuevo: modifica oil",
                "Oil Compact: dejaron de ser parte: Chile (CHL); Viet Nam (VNM); ahora se considera el"
                " mismo acuerdo que lantern",
                "Documentos de la OMC",
                "INF/ECOM/9/Rev.1: Lamps; revisa INF/ECOM/9; publicado el 28 de febrero de 2030; presentado"
                " por: Unión Europea, Chile (CHL); no es texto de ningún acuerdo; se sustituyó el archivo que"
                " estaba en su dirección",
                "Artículos que no se pudieron examinar",
                words_in("es").say("explain.given_up"),
                "Lantern Compact: Capítulo 2, Artículo 3; un artículo sin número (texto tota/1)",
            ],
        ),
        (
            "fr",
            [
                "Accords modifiés",
                "Lantern Compact : statut juridique : signé → en vigueur ; date d’entrée en vigueur : non"
                " connue → 1er février 2030 ; nouvelle partie : Chili (CHL) ; nouveau lien : modifie oil",
                "Oil Compact : ne sont plus parties : Chili (CHL) ; Viet Nam (VNM) ; est désormais considéré comme"
                " le même accord que lantern",
                "Documents de l’OMC",
                "INF/ECOM/9/Rev.1 : Lamps ; révise INF/ECOM/9 ; publié le 28 février 2030 ; présenté par :"
                " Union européenne, Chili (CHL) ; n’est le texte d’aucun accord ; le fichier qui se"
                " trouvait à son adresse a été remplacé",
                "Articles qui n’ont pas pu être examinés",
                words_in("fr").say("explain.given_up").replace("\u202f", " "),
                "Lantern Compact : Chapitre 2, Article 3 ; un article sans numéro (texte tota/1)",
            ],
        ),
    ],
)
def test_changed_facts_papers_and_tangled_articles_in_each_language(
    language: str, expected: list[str]
) -> None:
    assert [line.replace("\u202f", " ") for line in said(CHANGED, language)] == expected


BEFORE = one({"tota/1": document(data_flows={"ARTICLE 1": ["s-"], "ARTICLE 2": ["s+"]})})
NOW = one({"tota/1": document("b", 2, data_flows={"ARTICLE 1": ["h"], "ARTICLE 3": ["s+"]})})


def test_changed_clauses_in_each_language() -> None:
    expected = {
        "en": "Data may leave the country: Article 1: changed (soft, without exception → hard, exception not"
        " known) (and in 1 more article)",
        "es": "Los datos pueden salir del país: Artículo 1: cambió (no vinculante, sin excepción → vinculante,"
        " no se sabe si con excepción) (y en 1 artículo más)",
        "fr": "Les données peuvent quitter le pays : Article 1 : a changé (non contraignante, sans exception →"
        " contraignante, exception non connue) (et dans 1 autre article)",
    }
    for language, line in expected.items():
        found = [one.replace("\u202f", " ") for one in said(compare(BEFORE, NOW), language)]
        assert any(one.endswith(line) for one in found), found


def test_the_night_in_one_line_in_each_language(tmp_path: Path) -> None:
    changes = compare(BEFORE, NOW)
    night = paper(changes, NightEnd(2, ("atlantis",), 1), datetime(2030, 2, 27, 3, tzinfo=UTC))
    spanish, french = markdown(night, "es"), markdown(night, "fr").replace("\u202f", " ")
    assert spanish.startswith("# Qué cambió en la noche del 1.º de marzo de 2030\n")
    assert "2 fuentes, 1 falló (atlantis); 1 texto revisado, 1 cláusula cambió de fuerza" in spanish
    assert "1 cláusula cambió de lugar; 1 aviso." in spanish
    assert "En comparación con la noche del 27 de febrero de 2030 (03:00 UTC)." in spanish
    assert french.startswith("# Ce qui a changé dans la nuit du 1er mars 2030\n")
    assert "2 sources, 1 en échec (atlantis) ; 1 texte révisé" in french
    quiet = paper(Changes(), NightEnd(1, (), 0))
    assert "noche del 1.º de marzo de 2030: 1 fuente, ninguna falló; no cambió nada; sin avisos." in markdown(
        quiet, "es"
    )
    assert "1 source, aucune en échec ; rien n’a changé ; aucune alerte." in markdown(quiet, "fr").replace(
        "\u202f", " "
    )
    # Only the summary stored with the night is its English one.
    assert "english: 1 revision" in markdown(night) and "english" not in spanish + french


def test_what_looks_wrong_is_said_in_each_language() -> None:
    remark = Remark("stray_footnotes", False, 2, 0, ("3", "4"))
    now = one({"tota/1": replace(document("b", 2), remarks=("English",), figures=(remark,))})
    changes = compare(BEFORE, now)
    assert Changes.from_json(json.loads(json.dumps(changes.to_json()))) == changes
    assert "  - **Parece un error**: se omitieron 2 notas al pie a las que nada remite: 3, 4" in markdown(
        paper(changes), "es"
    )
    stored = json.loads(json.dumps(changes.to_json()))
    del stored["texts"][0]["figures"]
    assert "  - **Parece un error**: English" in markdown(paper(Changes.from_json(stored)), "es")


def test_each_language_has_its_files_and_feeds(tmp_path: Path) -> None:
    night = paper(NEW, NightEnd(1, (), 0))
    path = digest_path(tmp_path, night, 2)
    write_digest(path, night, {})
    for language, words in (("es", "Acuerdos nuevos"), ("fr", "Nouveaux accords")):
        assert f"## {words}" in (path.parent / f"digest-2.{language}.md").read_text(encoding="utf-8")
        feed = ET.fromstring((path.parent / f"digest-2.{language}.atom").read_bytes())
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert words in (feed.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") or "")
    write_feed(tmp_path, [night], "https://lamps.example/d/feed.xml")
    ids, links = set(), []
    for name in ("feed.xml", "feed.es.xml", "feed.fr.xml"):
        feed = ET.fromstring((tmp_path / "digests" / name).read_bytes())
        ids |= {feed.findtext(f"{{{ATOM}}}id"), feed.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}id")}
        links += [link.get("href") for link in feed.findall(f"{{{ATOM}}}link")]
    assert len(ids) == 6, "no two feeds and no two entries share an id"
    assert links == [f"https://lamps.example/d/{name}" for name in ("feed.xml", "feed.es.xml", "feed.fr.xml")]
    # Published under a name of its own: where the others are is not known.
    write_feed(tmp_path, [night], "https://lamps.example/night")
    spanish = ET.fromstring((tmp_path / "digests" / "feed.es.xml").read_bytes())
    assert spanish.find(f"{{{ATOM}}}link") is None


def test_a_subject_s_feed_is_in_its_language() -> None:
    subject = Subject("country", "CHL", "Chili")
    feed = ET.fromstring(feed_of([paper(NEW)], DAY, None, subject, "fr"))
    title = feed.findtext(f"{{{ATOM}}}title") or ""
    entry = feed.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}title") or ""
    assert title.replace("\u202f", " ") == "Digital Trade Tracker : ce qui a changé (Chili)"
    assert entry.replace("\u202f", " ") == "1er mars 2030 (Chili) : 1 nouvel accord"


def test_long_digests_say_how_much_is_left_out_in_each_language() -> None:
    assert [as_html(paper(NEW), language, limit=7).count("…") for language in LANGUAGES] == [1, 1, 1]
    assert "… y 1 línea más en los archivos del resumen." in as_html(paper(NEW), "es", limit=7)
    assert "… et 2 lignes de plus dans les fichiers du résumé." in as_html(paper(NEW), "fr", limit=6)


def test_notices_have_the_digest_in_the_language_of_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = paper(NEW, NightEnd(1, (), 0))
    path = digest_path(tmp_path, night, 1)
    write_digest(path, night, {})
    for language, words in (("es", "## Acuerdos nuevos"), ("en", "## New agreements")):
        monkeypatch.setenv("TRACKER_NOTICE_LANGUAGE", language)
        notice = night_module._notice(7, (), NEW, (), "english", path, tmp_path / "night.log")
        assert words in notice.text and notice.text.startswith("english")
