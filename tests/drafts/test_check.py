"""Drafts checked: every format, what was found and where, and each thing that can be wrong with one by its code."""

import io
import zipfile

import pytest

from tests.texts.papers import column, docx_of, paragraph, pdf_of, scan_of
from tracker.confined import pool
from tracker.confined.pool import end_children
from tracker.drafts import MAX_BYTES, MAX_CHARACTERS, DraftProblem, check_draft, check_words, opening, prepare
from tracker.texts import raw_document
from tracker.texts.raw import DOCX

SERVERS = (
    "Neither side of this kite pact shall require a covered person to use or locate computing facilities in its"
    " territory as a condition for conducting business there."
)
DUTIES = "No Party shall impose customs duties on electronic transmissions between persons of the Parties."
PICNIC = "The Parties shall hold a picnic on the first Sunday of each month, and all of them shall bring some cake."
DRAFT = f"""Article 1: Picnics

{PICNIC}

Article 2: Duties on Wind

{DUTIES}
"""


def codes(words: str) -> set[str]:
    return {finding.provision for article in check_words(words).articles for finding in article.findings}


def test_articles_in_order_with_findings_and_their_words() -> None:
    report = check_words(DRAFT)
    assert [(article.number, article.heading) for article in report.articles] == [
        ("Article 1", "Picnics"),
        ("Article 2", "Duties on Wind"),
    ]
    [article] = report.flagged
    [finding] = article.findings
    assert (finding.provision, finding.strength) == ("customs_duties", "hard")
    assert article.evidence(finding) == DUTIES
    assert (report.name, report.language, report.undivided) == (None, "en", False)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pact.txt", DRAFT.encode()),
        ("pact.md", DRAFT.replace("Article", "## Article").encode()),
        (
            "pact.html",
            f"<html><body><script>alert('no')</script><h2>Article 1</h2><p>{PICNIC}</p>"
            f"<h2>Article 2</h2><p>{DUTIES}</p></body></html>".encode(),
        ),
        ("pact.pdf", pdf_of([column(DRAFT.replace(" between", "\nbetween").split("\n"))])),
        ("pact.docx", docx_of("".join(paragraph(line) for line in DRAFT.split("\n") if line))),
        # The bytes decide where the name is wrong or unknown.
        ("pact.txt", pdf_of([column(DRAFT.replace(" between", "\nbetween").split("\n"))])),
        ("pact", docx_of("".join(paragraph(line) for line in DRAFT.split("\n") if line))),
        ("pact.leak", DRAFT.encode("utf-16")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_format_is_read(name: str, data: bytes) -> None:
    report = check_draft(data, name)
    assert [article.number for article in report.articles] == ["Article 1", "Article 2"]
    assert [finding.provision for finding in report.articles[1].findings] == ["customs_duties"]
    assert report.name == name
    assert not any("alert" in article.text for article in report.articles)


def test_words_without_article_headings_are_one_article() -> None:
    report = check_words(f"{SERVERS}\n\n{DUTIES}")
    assert report.undivided
    [article] = report.articles
    assert {finding.provision for finding in article.findings} == {"data_localisation", "customs_duties"}


def test_spanish_and_french_are_found_out() -> None:
    spanish = check_words(
        "Artículo 3: Derechos\n\nNinguna Parte impondrá derechos de aduana a las transmisiones electrónicas entre"
        " una persona de una Parte y una persona de la otra Parte, ni a los cometas."
    )
    french = check_words(
        "Article 3 : Droits\n\nAucune Partie n’impose de droits de douane sur les transmissions électroniques entre"
        " une personne d’une Partie et une personne de l’autre Partie, ni sur les cerfs-volants."
    )
    assert (spanish.language, french.language) == ("es", "fr")
    for report in (spanish, french):
        assert [finding.provision for finding in report.flagged[0].findings] == ["customs_duties"]


def test_progress_is_reported_article_by_article() -> None:
    reported: list[tuple[int, int]] = []
    check_words(DRAFT, on_progress=lambda done, total: reported.append((done, total)))
    assert reported == [(1, 2), (2, 2)]


def test_nothing_found_is_a_report_too() -> None:
    report = check_words(f"Article 1\n\n{PICNIC}")
    assert report.flagged == ()
    assert len(report.articles) == 1


def bomb() -> bytes:
    """A Word document of a few kilobytes that unpacks to 80 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 80_000_000)
    return packed.getvalue()


def archive_of(name: str, content: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t ", "empty"),
        ("big.txt", b"x" * (MAX_BYTES + 1), "too_large"),
        ("long.txt", b"the kite shall fly. " * (MAX_CHARACTERS // 20 + 1), "too_long"),
        ("locked.pdf", pdf_of([column(["Article 1"])], password="wind"), "encrypted"),
        ("locked.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
        ("scan.pdf", scan_of(3), "scan"),
        ("blank.pdf", pdf_of([[]]), "no_words"),
        ("script.html", b"<html><script>steal()</script></html>", "no_words"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "not_a_text"),
        ("junk.txt", bytes(range(256)) * 40, "not_a_text"),
        ("not.pdf", b"Article 1\nThis is no PDF.", "not_a_text"),
        ("sheet.xlsx", archive_of("xl/workbook.xml", "<x/>"), "not_a_text"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "unreadable_format"),
        ("rich.txt", b"{\\rtf1 Article 1}", "unreadable_format"),
        ("bomb.docx", bomb(), "unpacks_too_large"),
        ("broken.docx", b"PK\x03\x04" + b"nothing more", "broken"),
        ("broken.docx", archive_of("word/document.xml", "<w:document"), "broken"),
        ("broken.pdf", b"%PDF-1.7\nnothing more", "broken"),
        (
            "entities.docx",
            archive_of("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            "broken",
        ),
    ],
)
def test_what_cannot_be_checked_is_reported_by_its_code(name: str, data: bytes, code: str) -> None:
    with pytest.raises(DraftProblem) as caught:
        check_draft(data, name)
    assert caught.value.code == code
    assert caught.value.__cause__ is None
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        "Jede Vertragspartei stellt sicher, dass die Verarbeitung von Daten mit den Vorschriften und nicht ohne den"
        " Drachen erfolgt, der auf dem Dach ist.",
        "Cada Parte não exigirá que uma pessoa utilize as instalações do território da Parte como condição para os"
        " negócios em território da outra, e não são proibidas as pipas.",
        "Nessuna delle Parti impone dazi sulle trasmissioni e sugli aquiloni che si trovano nel territorio di una"
        " delle Parti, e non chiede che il server sia nel suo territorio.",
        "各缔约方不得对电子传输征收关税。风筝应当在星期日放飞。任何缔约方不得要求使用本地计算设施。",
        "Ни одна Сторона не взимает таможенные пошлины с электронных передач и воздушных змеев между лицами Сторон.",
    ],
)
def test_other_languages_are_refused_unless_one_is_given(words: str) -> None:
    with pytest.raises(DraftProblem) as caught:
        check_words(words)
    assert caught.value.code == "language"
    assert check_words(words, language="en").language == "en"


def test_a_reader_that_breaks_reports_none_of_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_raw: object) -> None:
        raise RuntimeError("secret kite")

    monkeypatch.setattr(opening, "read_text", broken)
    with pytest.raises(DraftProblem) as caught:
        opening.open_draft(raw_document(DRAFT.encode(), "pasted"), None)
    assert caught.value.code == "broken"
    assert "kite" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_every_article_of_three_hundred_pages_is_reported_as_it_is_done() -> None:
    """How long it takes is measured on a quiet machine (docs/dashboard.md)."""
    article = f"{PICNIC} " * 20 + DUTIES
    words = "\n\n".join(f"Article {number}\n\n{article}" for number in range(1, 400))
    assert len(words) > 800_000
    steps: list[tuple[int, int]] = []
    report = check_words(words, on_progress=lambda done, total: steps.append((done, total)))
    assert len(report.flagged) == 399
    assert steps == [(done, 399) for done in range(1, 400)]


def test_docx_by_its_media_type() -> None:
    data = docx_of(paragraph("Article 1") + paragraph(DUTIES))
    assert check_draft(data, media_type=DOCX).flagged


def test_a_prepared_child_takes_the_first_draft() -> None:
    end_children()
    prepare()
    [child] = pool._idle
    assert codes(DRAFT) == {"customs_duties"}
    assert pool._idle == [child]
