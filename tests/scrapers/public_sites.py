"""Local copies of the sites of international bodies and of GOV.UK: fixtures as pages, files made on the spot."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from scrapers.cellar import RESULTS, catalogue_url
from tests.scrapers.chapter_sites import docx, pdf
from tests.scrapers.site import Answer, Page, moved, served
from tests.texts.papers import column, pdf_of, scan_of

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELLAR = "/resource/cellar/aaaaaaaa-0000-11ef-0000-01aa75ed71a1.0006.03"
GOVUK = "/api/content/government/publications"
COUNCIL = "(%40Symbol%3D%20wt/gc/*)%20and%20(%40Title%3D%20electronic%20commerce)"
"""The third search of the entry, as it stands in an address."""

CHALLENGE = Answer(
    b"<!DOCTYPE html><html><head><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/h.js'>"
    b"</script></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>",
    202,
)


def fixture(key: str, name: str) -> bytes:
    """A saved page."""
    return (FIXTURES / key / name).read_bytes()


def xlsx(columns: list[str], rows: list[list[Any]], more: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook with one sheet, to which `more` may add; empty cells are None or ""."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [columns, *rows]:
        sheet.append([None if value == "" else value for value in row])
    if more is not None:
        more(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def rta_list() -> tuple[list[str], list[list[Any]]]:
    """Columns and rows of the list of agreements (its first sheet), to be changed by a test."""
    book = load_workbook(io.BytesIO(fixture("wto_rta", "list.xlsx")))
    columns, *rows = (list(row) for row in book.worksheets[0].iter_rows(values_only=True))
    return [str(column) for column in columns], rows


def wto_rta() -> dict[str, Page]:
    """Six agreements: with a text, texts elsewhere, two texts, in negotiation, two without any; cards have no ETag."""
    pages: dict[str, Page] = {
        f"/UI/PublicShowRTAIDCard.aspx?rtaid={number}": Answer(
            fixture("wto_rta", f"card_{number}.html"), headers={"Content-Type": "text/html; charset=utf-8"}
        )
        for number in (1201, 1202, 1203, 1205, 1206)
    }
    return pages | {
        "/UI/ExportAllRTAList.aspx": Answer(fixture("wto_rta", "list.xlsx"), headers={"Content-Type": XLSX}),
        "/rtadocs/1201/TOA/English/Orchard%20Text.pdf": pdf("1", "2"),
        "/rtadocs/1203/TOA/English/Bells.docx": docx("1", "2"),
        "/rtadocs/1203/TOA/Spanish/Protocolo.pdf": pdf("3"),
    }


def wto_ecom() -> dict[str, Page]:
    """Three searches, one of two pages; the second page only for a form with the first one's view state.

    The third finds a communication without articles, and a scan; a corrigendum quotes the article it corrects.
    """
    search = "/dol2fe/Pages/FE_Search/FE_S_S006.aspx"
    words = "&Language=ENGLISH&Context=FomerScriptedSearch&languageUIChanged=true"
    pages: dict[str, Page] = {
        search: served(fixture("wto_ecom", "others.html")),
        f"{search}?Query=(%40Symbol%3D%20inf/ecom/*){words}": served(fixture("wto_ecom", "results1.html")),
        f"POST {search}": served(fixture("wto_ecom", "results2.html")),
        f"{search}?Query={COUNCIL}{words}": served(fixture("wto_ecom", "council.html")),
        file_path("q", "INF/ECOM/901C1"): pdf("2"),
        file_path("q", "WT/GC/W/9903"): letter(),
        file_path("q", "WT/GC/W/9904"): served(scan_of(2), "application/pdf"),
    }
    for number, name in enumerate(("INF/ECOM/901R2", "INF/ECOM/901", "WT/L/9901", "INF/ECOM/901R3"), start=1):
        pages[file_path("q", name)] = pdf(*map(str, range(1, number + 2)))
    return pages | {file_path("s", "INF/ECOM/900"): pdf("7")}


def letter(*more: str) -> Answer:
    """A communication: words, and no article."""
    lines = ["Lanterns for all", "", "1. We thank the lamplighters for their patience.", *more]
    return served(
        pdf_of([column([*lines, "2. A lantern that is shared shines for two villages."])]), "application/pdf"
    )


def file_path(drive: str, name: str) -> str:
    """Where WTO documents online has a file: q for English, r French, s Spanish."""
    return f"/dol2fe/Pages/SS/directdoc.aspx?filename={drive}:/{name}.pdf&Open=True"


def catalogue(*rows: tuple[str, str, str], **status: int) -> Answer:
    """An answer of Cellar's catalogue: number, date and title of each agreement."""
    text = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#string"}
    day = {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#date"}
    bindings = [
        {
            "celex": {**text, "value": celex},
            **({"date": {**day, "value": date}} if date else {}),
            "title": {"type": "literal", "xml:lang": "en", "value": title},
        }
        for celex, date, title in rows
    ]
    head = {"link": [], "vars": ["celex", "date", "title"]}
    results = {"distinct": True, "ordered": True, "bindings": bindings}
    answer = served(json.dumps({"head": head, "results": results}).encode(), RESULTS)
    return Answer(answer.body, status.get("status", 200), answer.headers)


def catalogue_path(before: str | None = None) -> str:
    """Where the catalogue is asked for, path and query."""
    return catalogue_url(before).removeprefix("https://publications.europa.eu")


def eurlex() -> dict[str, Page]:
    """A new text in English, an old one in French only, one in two files, all behind Cellar's redirects.

    The catalogue has two pages: the second text, agreements nobody asks for, and one that is only an entry.
    """
    xhtml = "application/xhtml+xml;charset=UTF-8"
    choice = Answer(fixture("eurlex", "choice.html"), 300, {"Content-Type": "text/html;charset=UTF-8"})
    return {
        "/resource/celex/22099A0101(01)?language=eng": moved("/resource/cellar/bb.0006.03/DOC_1", 303),
        "/resource/cellar/bb.0006.03/DOC_1": served(fixture("eurlex", "new.xhtml"), xhtml),
        "/resource/celex/22009A0202(01)?language=fra": moved("/resource/cellar/cc.0010.02/DOC_1", 303),
        "/resource/cellar/cc.0010.02/DOC_1": served(fixture("eurlex", "old.html")),
        "/resource/celex/22099A0303(01)?language=eng": choice,
        f"{CELLAR}/DOC_1": served(fixture("eurlex", "part1.xhtml"), xhtml),
        f"{CELLAR}/DOC_2": served(fixture("eurlex", "part2.xhtml"), xhtml),
        catalogue_path(): catalogue(
            ("22099A0505(01)", "2099-05-04", "Lantern Trade Agreement in the form of an Exchange of Letters"),
            ("22099A0404(01)R(01)", "2099-04-04", "Corrigendum to a Free Trade Agreement on Kites"),
            ("22099A0404(01)", "2099-04-03", "Free Trade Agreement on Kites"),
            ("22009A0202(01)", "2008-11-07", "Association Agreement on Drums"),
        ),
        catalogue_path("22009A0202(01)"): catalogue(("22001A0101(01)", "", "Convention on Umbrellas")),
        catalogue_path("22001A0101(01)"): catalogue(),
    }


def govuk() -> dict[str, Page]:
    """A collection: a treaty of two volumes, and a page that links one in HTML and one in a format nobody reads."""
    js = "application/json; charset=utf-8"
    kites = f"{GOVUK}/ukukraine-kite-agreement-ts-no92031"
    return {
        "/api/content/government/collections/the-uks-trade-agreements": served(
            fixture("govuk", "collection.json"), js
        ),
        "/api/content/guidance/trade-in-kites": served(fixture("govuk", "guidance.json"), js),
        f"{GOVUK}/ukjapan-agreement-on-temple-bells-cs-japan-no92030": served(
            fixture("govuk", "bells.json"), js
        ),
        kites: served(fixture("govuk", "kites.json"), js),
        f"{kites}/kite-agreement": served(fixture("govuk", "kites_text.json"), js),
        f"{GOVUK}/ms-no92032-ukruritania-drum-agreement": served(fixture("govuk", "drums.json"), js),
        "/media/aa01/CS_Japan_9.2030_Bells_Volume_1.pdf": pdf("1", "2"),
        "/media/aa02/CS_Japan_9.2030_Bells_Volume_2.pdf": pdf("3"),
    }
