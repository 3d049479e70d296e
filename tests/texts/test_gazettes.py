"""Gazettes as real files: the laws of `test_promulgation` set in Word, PDF and HTML, as a gazette's site has them."""

import html
import textwrap

import pytest

from tests.texts.papers import column, docx_of, paragraph, pdf_of
from tests.texts.test_promulgation import BRAZILIAN, COLOMBIAN, FRENCH, PERUVIAN
from tracker.texts import read_bytes
from tracker.texts.headings import recognise

PAGE = 44
WIDTH = 86

LAWS = {
    "Colombia": (COLOMBIAN, "es", ("COL", "CRI"), "2013-05-22"),
    "France": (FRENCH, "fr", ("FRA", "PER"), "2010-05-04"),
    "Peru": (PERUVIAN, "es", ("CHL", "PER"), "2011-04-05"),
    "Brazil": (BRAZILIAN, "pt", ("BRA", "CHL"), None),
}


def stands_out(line: str) -> bool:
    return recognise(line) is not None or line.isupper()


def as_docx(text: str) -> bytes:
    """Headings are bold only, as in the gazettes' files, not of a heading style."""
    return docx_of("".join(paragraph(line) for line in text.splitlines() if line))


def as_pdf(text: str) -> bytes:
    """Wrapped lines on numbered pages with a running header, headings in bold."""
    lines: list[str] = []
    for line in text.splitlines():
        bold = "**" if stands_out(line) else ""
        lines += [f"{bold}{part}{bold}" for part in textwrap.wrap(line, WIDTH)] or [""]
    pages = [lines[first : first + PAGE] for first in range(0, len(lines), PAGE)]
    return pdf_of(
        [
            [(72, 815, f"GACETA DE COMETAS No. 99.999, {place}"), *column(page), (300, 40, str(place))]
            for place, page in enumerate(pages, start=1)
        ]
    )


def as_html(text: str) -> bytes:
    """Headings in bold; that of an article closes on the line below it."""
    lines = [html.escape(line) for line in text.splitlines() if line]
    body = "".join(f"<p><b>{line}<br></b></p>" if stands_out(line) else f"<p>{line}</p>" for line in lines)
    menu = "<nav><ul><li><a href='/'>Normas</a></li></ul></nav>"
    return f"<html><head><title>Normas</title></head><body>{menu}<div>{body}</div></body></html>".encode()


def as_markdown(text: str) -> bytes:
    """Bold that closes on the next line."""
    return "\n\n".join(
        f"**{line}\n**" if stands_out(line) else line for line in text.splitlines() if line
    ).encode()


FORMATS = {"docx": as_docx, "pdf": as_pdf, "html": as_html, "md": as_markdown}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("country", LAWS)
def test_a_treaty_in_a_gazettes_file_reads_as_in_plain_text(country: str, form: str) -> None:
    text, language, parties, signed = LAWS[country]
    plain = read_bytes(text.encode(), "gaceta.txt")
    read = read_bytes(FORMATS[form](text), f"gaceta.{form}")
    assert read.language == language
    assert [(chapter.number, chapter.heading) for chapter in read.chapters] == [
        (chapter.number, chapter.heading) for chapter in plain.chapters
    ]
    assert [
        (one.number, one.heading) for chapter in read.chapters for one in chapter.articles if one.number
    ] == [(one.number, one.heading) for chapter in plain.chapters for one in chapter.articles if one.number]
    assert sorted(read.meta.parties) == sorted(plain.meta.parties)
    if language in ("es", "fr"):
        assert tuple(sorted(read.meta.parties)) == parties
    day = read.meta.date_signed
    assert (day.isoformat() if day else None) == (
        signed or (plain.meta.date_signed and str(plain.meta.date_signed))
    )
    words = " ".join(one.text for chapter in read.chapters for one in chapter.articles)
    assert not any(word in words for word in ("DECRETA", "Apruébase", "Fica promulgado", "Premier ministre"))


@pytest.mark.parametrize("form", FORMATS)
def test_articles_in_words_through_the_twenties(form: str) -> None:
    numbers = ("Primero", "Segundo", "Décimo Noveno", "Vigésimo", "Vigésimo Primero", "Vigésimo Segundo")
    articles = "".join(
        f"Artículo {number}. Cometas\nLas Partes volarán cometas en los días de viento del año.\n"
        for number in numbers
    )
    text = f"ACUERDO DE COMETAS ENTRE LA REPÚBLICA DEL PERÚ Y LA REPÚBLICA DE CHILE\n{articles}"
    read = read_bytes(FORMATS[form](text), f"gaceta.{form}")
    found = [one.number for chapter in read.chapters for one in chapter.articles if one.number]
    assert found == [f"Artículo {number}" for number in numbers]
