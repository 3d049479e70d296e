"""Local copies of the sites with a file or page a chapter: fixture pages, and PDF and Word files made on the spot."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.scrapers.crawl_site import run
from tests.scrapers.site import Answer, Page, moved, served, serving
from tests.texts.papers import column, docx_of, paragraph, pdf_of

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RULE = (
    "The Parties shall let fruit and letters about fruit pass as though at home,",
    "and shall not ask a messenger for more than a friendly word.",
)


def html(key: str, name: str, encoding: str = "utf-8") -> Answer:
    """A fixture page, in the encoding its site uses; the server names the encoding only where it is UTF-8."""
    body = (FIXTURES / key / name).read_text(encoding="utf-8").encode(encoding)
    return served(body) if encoding == "utf-8" else served(body, "text/html")


def pdf(*articles: str, chapter: str | None = None) -> Answer:
    """A PDF with articles of these numbers, under the heading of a chapter where one is given."""
    lines = [chapter, ""] if chapter else []
    for number in articles:
        lines += [f"Article {number}", f"Rule {number}", *_RULE, ""]
    return served(pdf_of([column(lines)]), "application/pdf")


def docx(*articles: str, chapter: str | None = None) -> Answer:
    """The same as a Word file."""
    lines = [chapter] if chapter else []
    for number in articles:
        lines += [f"Article {number}", f"Rule {number}", " ".join(_RULE)]
    return served(docx_of("".join(map(paragraph, lines))), _WORD)


def sice() -> dict[str, Page]:
    """Two folders linked in several spellings, one single page in Spanish, one frameset."""

    def page(name: str) -> Answer:
        return html("sice", name, "cp1252")

    return {
        "/agreements_e.asp": page("agreements_e.asp.html"),
        "/agreements_s.asp": page("agreements_s.asp.html"),
        "/Trade/ARC_RUR_Final_e/ARC_RURind_e.asp": page("index_e.html"),
        "/Trade/ARC_RUR_Final_e/Chap1_e.asp": page("chap1_e.html"),
        "/Trade/ARC_RUR_Final_e/CHAP2_e.asp": page("chap2_e.html"),
        "/Trade/ARC_RUR_Final_e/English/Annex_2A.pdf": pdf("1", chapter="ANNEX 2-A"),
        "/Trade/SYL_ARC/Text_s.asp": page("text_s.html"),
        "/Trade/preftrade/frames.asp": page("frames.html"),
        "/Trade/preftrade/sylzub1.asp": page("sylzub1.html"),
    }


_GAC = "/trade-commerce/trade-agreements-accords-commerciaux/agr-acc"


def gac() -> dict[str, Page]:
    """One agreement with preamble and two chapters in English and French, one with its contents on the first page,
    one in negotiation."""
    text = f"{_GAC}/arcadia-arcadie/text-texte"
    return {
        f"{_GAC}/index.aspx?lang=eng": html("gac", "list.html"),
        f"{_GAC}/arcadia-arcadie/index.aspx?lang=eng": html("gac", "arcadia.html"),
        f"{text}/toc-tdm.aspx?lang=eng": html("gac", "toc.html"),
        f"{text}/preamble.aspx?lang=eng": html("gac", "preamble.html"),
        f"{text}/01.aspx?lang=eng": html("gac", "01.html"),
        f"{text}/19.aspx?lang=eng": html("gac", "19.html"),
        f"{_GAC}/arcadia-arcadie/index.aspx?lang=fra": html("gac", "arcadia_fr.html"),
        f"{text}/toc-tdm.aspx?lang=fra": html("gac", "toc_fr.html"),
        f"{text}/01.aspx?lang=fra": html("gac", "01_fr.html"),
        f"{text}/19.aspx?lang=fra": html("gac", "19_fr.html"),
        f"{_GAC}/ruritania/fta-ale/index.aspx?lang=eng": html("gac", "fta-ale.html"),
        f"{_GAC}/ruritania/fta-ale/chapter-01.aspx?lang=eng": html("gac", "chapter-01.html"),
        f"{_GAC}/ruritania/fta-ale/index.aspx?lang=fra": html("gac", "fta-ale_fr.html"),
        f"{_GAC}/ruritania/fta-ale/chapter-01.aspx?lang=fra": html("gac", "chapter-01_fr.html"),
        f"{_GAC}/zubrowka/index.aspx?lang=eng": html("gac", "zubrowka.html"),
    }


_USTR = "/trade-agreements/free-trade-agreements"
JAPAN = (
    "/countries-regions/japan-korea-apec/japan/us-japan-trade-agreement-negotiations"
    "/us-japan-digital-trade-agreement-text"
)


def ustr() -> dict[str, Page]:
    """An agreement behind a 301 chain with its text on a page of its own, one whole PDF, and the one of no list."""
    files = "/sites/default/files/files/agreements"
    return {
        _USTR: html("ustr", "list.html"),
        f"{_USTR}/arcadia-tpa": moved("/old/arcadia"),
        "/old/arcadia": moved(f"{_USTR}/arcadia-tpa/"),
        f"{_USTR}/arcadia-tpa/": html("ustr", "arcadia-tpa.html"),
        f"{_USTR}/arcadia-tpa/final-text": html("ustr", "final-text.html"),
        f"{files}/FTA/Arcadia/01_Initial.pdf": pdf("1.1", "1.2", chapter="CHAPTER ONE"),
        f"{files}/FTA/Arcadia/02-Digital%20Trade.pdf": pdf("2.1"),
        f"{_USTR}/ruritania-fta": html("ustr", "ruritania-fta.html"),
        "/sites/default/files/uploads/agreements/fta/ruritania/asset_upload_file148_5168.pdf": pdf("1", "2"),
        JAPAN: html("ustr", "japan.html"),
        f"{files}/japan/Agreement_digital.pdf": pdf("1", "2", "3"),
    }


_DFAT = "/trade/agreements"


def dfat() -> dict[str, Page]:
    """Word beside PDF, old HTML chapters, a text on another site, and one in negotiation."""
    old = f"{_DFAT}/in-force/rafta"
    return {
        f"{_DFAT}/trade-agreements": html("dfat", "list.html"),
        f"{_DFAT}/in-force/aafta": html("dfat", "aafta.html"),
        f"{_DFAT}/in-force/aafta/official-text": html("dfat", "official-text.html"),
        "/sites/default/files/aafta-chapter-1.docx": docx("1.1"),
        "/sites/default/files/aafta-chapter-14-digital-trade.docx": docx("14.1", "14.2"),
        "/sites/default/files/aafta-annex-ii.pdf": pdf("1", chapter="ANNEX II"),
        f"{old}/Pages/ruritania-australia-fta": html("dfat", "rafta.html"),
        f"{old}/fta-text-implementation/Pages/chapter-1-strings": html("dfat", "chapter-1.html"),
        f"{old}/fta-text-implementation/Pages/chapter-2-post": html("dfat", "chapter-2.html"),
        f"{_DFAT}/not-yet-in-force/zafta": html("dfat", "zafta.html"),
        f"{_DFAT}/negotiations/safta": html("dfat", "safta.html"),
    }


_MFAT = "/en/trade/free-trade-agreements/free-trade-agreements"


def mfat() -> dict[str, Page]:
    """An agreement in force a PDF a chapter, and a concluded one in a single PDF."""
    arcadia = f"{_MFAT}-in-force/nz-arcadia-free-trade-agreement/"
    files = "/assets/Trade-agreements/Arcadia-NZ-FTA"
    return {
        f"{_MFAT}-in-force/": html("mfat", "in-force.html"),
        f"{_MFAT}-concluded-but-not-in-force/": html("mfat", "concluded.html"),
        arcadia: html("mfat", "arcadia.html"),
        f"{arcadia}new-zealand-arcadia-fta-resources/": html("mfat", "resources.html"),
        f"{files}/Preamble.pdf": served(pdf_of([column(["PREAMBLE", "", *_RULE])]), "application/pdf"),
        f"{files}/1.-Initial-provisions.pdf": pdf("1.1", chapter="CHAPTER 1"),
        f"{files}/14.-Electronic-Commerce-Chapter.pdf": pdf("14.1", "14.2"),
        f"{_MFAT}-concluded-but-not-in-force/ruritania/": html("mfat", "ruritania.html"),
        "/assets/Trade-agreements/Ruritania/full-text.pdf": pdf("1", "2"),
    }


def mti_sg() -> dict[str, Page]:
    """A digital economy agreement in one PDF, and a free trade agreement with a chapter on another allowed host."""
    return {
        "/Trade/Digital-Economy-Agreements": html("mti_sg", "deas.html"),
        "/Trade/Free-Trade-Agreements": html("mti_sg", "ftas.html"),
        "/Trade/Digital-Economy-Agreements/ArcSDEA": html("mti_sg", "arcsdea.html"),
        "/-/media/MTI/Microsites/DEAs/ArcSDEA/ArcSDEA-text.pdf?sc_lang=en": pdf("1", "2"),
        "/Trade/Free-Trade-Agreements/RSFTA": html("mti_sg", "rsfta.html"),
        "/-/media/MTI/FTAs/RSFTA/chapter-1.pdf": pdf("1.1"),
        "/-/media/esg/rsfta/chapter-2.pdf": pdf("2.1"),
    }


def efta() -> dict[str, Page]:
    """A list on two pages whose pager goes on for ever, and a page with two agreements."""
    files = "/sites/default/files/documents/legal-texts/free-trade-relations"
    network = "/trade-relations/free-trade-network"
    old = "/media/documents/legal-texts/free-trade-relations/singapore"
    return {
        network: html("efta", "list.html"),
        f"{network}?page=1": html("efta", "list2.html"),
        f"{network}/georgia": html("efta", "georgia.html"),
        f"{files}/georgia/EFTA-Georgia-FTA-Main-Agreement.PDF": pdf("1.1", "1.2"),
        f"{network}/singapore": html("efta", "singapore.html"),
        f"{old}/EFTA-Singapore%20Free%20Trade%20Agreement.pdf": pdf("1", "2", "3"),
        f"{files}/singapore/dea.pdf": pdf("1"),
    }


def asean() -> dict[str, Page]:
    """A register of three pages, of which the second has nothing about trade."""
    return {
        **{f"/search/ajax_list_data/{n}.html": html("asean", f"page{n}.html") for n in (1, 2, 3)},
        "/search/ajax_list_data/4.html": served(b"<table></table>"),
        "/media/download/20190306035048.pdf": pdf("1", "2"),
        "/media/download/20140101000000.pdf": pdf("1"),
    }


def afcfta() -> dict[str, Page]:
    """A list of treaties whose first page has none of the free trade area's."""
    treaties = "/en/treaties"
    files = "/sites/default/files/treaties"
    return {
        treaties: html("afcfta", "list.html"),
        f"{treaties}?page=1": html("afcfta", "list2.html"),
        f"{treaties}/agreement-establishing-african-continental-free-trade-area": html(
            "afcfta", "agreement.html"
        ),
        f"{files}/36437-treaty-consolidated_text_on_cfta_-_en.pdf": pdf("1", "2"),
        f"{treaties}/protocol-digital-trade": html("afcfta", "protocol.html"),
        f"{files}/43000-treaty-protocol_digital_trade_en.pdf": pdf("1", "2", "3"),
    }


def by_key(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The documents of a crawl by the site's own key."""
    return {document["external_id"]: document for document in report["documents"]}


def numbers(document: dict[str, Any]) -> list[str]:
    """The numbers of a document's articles, in order."""
    return [number for _chapter, number, _heading, _text in document["articles"] if number]


@cache
def crawled(pages: Callable[[], dict[str, Page]]) -> tuple[dict[str, Any], list[str]]:
    """One crawl of a site as it is, its documents read: what it printed, and the paths it asked for."""
    with serving(pages()) as site, tempfile.TemporaryDirectory() as cache_folder:
        report = run(pages.__name__, site.address, Path(cache_folder), parse=True)
    assert not [error for error in report["errors"] if "status 404" in error]
    return report | {"address": site.address}, site.asked
