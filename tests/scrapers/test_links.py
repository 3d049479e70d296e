"""Links of a page: what they are called, which form they have, and which of several are taken."""

import pytest
from scrapy.http import HtmlResponse

from scrapers.links import NEVER_TEXT, Link, Links, frames_in, links_in, pick_chapters, pick_forms, same

ALL = Links("body", ".")


def page(body: str, url: str = "https://site.example/Folder/index_e.asp") -> HtmlResponse:
    return HtmlResponse(url, body=body.encode(), encoding="utf-8")


def found(body: str, rule: Links = ALL) -> list[tuple[str, str, str]]:
    return [(link.url, link.title, link.form) for link in links_in(page(body), rule)]


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ('<a href="a.pdf">Chapter 1 Trade [PDF, 187 KB]</a>', "Chapter 1 Trade"),
        ('<a href="a.pdf">Chapter 1 Trade</a> [DOCX 60 KB]', "Chapter 1 Trade"),
        ('<li>Chapter 14 Digital Trade <a href="a.pdf">[PDF 81 KB]</a></li>', "Chapter 14 Digital Trade"),
        (
            '<tr><td>15. Electronic Commerce</td><td><a href="a.pdf">PDF</a></td></tr>',
            "15. Electronic Commerce",
        ),
        ('<p><a href="a.pdf"><span>Text</span></a> [PDF format , 8KB]</p>', ""),
        ('<a href="a.pdf">Full text of the agreement PDF</a>', "Full text of the agreement"),
    ],
)
def test_a_link_is_called_by_its_words_or_its_row_but_not_by_its_format(markup: str, title: str) -> None:
    table = f"<table>{markup}</table>" if markup.startswith("<tr") else markup
    assert found(table) == [("https://site.example/Folder/a.pdf", title, "pdf")]


def test_one_page_in_several_spellings_is_one_link() -> None:
    body = '<a href="Chap1_e.asp#1.1">PDF</a><a href="chap1_E.ASP">Chapter One</a><a href="/folder/Chap1_e.asp">1</a>'
    assert found(body) == [("https://site.example/Folder/chap1_E.ASP", "Chapter One", "html")]


def test_what_is_no_page_or_text_is_no_link() -> None:
    body = '<a href="#top">top</a><a href="mailto:a@b.example">m</a><a href="a.xlsx">t</a>'
    body += '<a href="javascript:x()">j</a>'
    body += (
        '<a href="">e</a><a href="http://[broken">b</a><a href="/a.zip">z</a><map><area href="b.asp"></map>'
    )
    assert found(body) == [("https://site.example/Folder/b.asp", "", "html")]


def test_rules_look_at_path_query_and_words_in_any_case() -> None:
    body = '<a href="19.aspx?lang=eng">Chapter 19</a><a href="19.aspx?lang=fra">Chapitre</a>'
    body += '<a href="x.aspx?lang=eng">X</a>'
    rule = Links("body", r"\.ASPX\?lang=eng$", text="chapter", but_not="letter")
    assert [title for _url, title, _form in found(body, rule)] == ["Chapter 19"]
    assert found(body, Links("main", ".")) == []


@pytest.mark.parametrize(
    ("title", "is_text"),
    [
        ("Chapter 14 Digital Trade", True),
        ("Annex II", True),
        ("Chapter 28 Transparency and Anti-Corruption", True),
        ("Chapter 8: Express Delivery", True),
        ("Side letter on plums", False),
        ("Arcadia Tariff Schedule", False),
        ("National Interest Analysis", False),
        ("Factsheet", False),
        ("MOU on electronic invoices", False),
    ],
)
def test_letters_summaries_and_tariffs_are_no_text(title: str, is_text: bool) -> None:
    assert Links("body", ".", but_not=NEVER_TEXT).take("/a.pdf", title) is is_text


def test_of_two_forms_of_one_text_the_preferred_is_taken() -> None:
    links = [
        Link("https://s.example/c1.pdf", "Chapter 1", "pdf"),
        Link("https://s.example/c1-word.docx", "chapter 1", "docx"),
        Link("https://s.example/Chapter2.PDF", "", "pdf"),
        Link("https://s.example/chapter2.docx", "", "docx"),
        Link("https://s.example/a1.pdf", "Annex", "pdf"),
        Link("https://s.example/a2.pdf", "Annex", "pdf"),
    ]
    taken = [link.url.rpartition("/")[2] for link in pick_forms(links, ("docx", "html", "pdf"))]
    assert taken == ["c1-word.docx", "chapter2.docx", "a1.pdf", "a2.pdf"]
    assert pick_forms(links, ("pdf", "docx"))[0].form == "pdf"


def test_chapters_are_taken_before_the_whole_and_the_whole_where_there_are_none() -> None:
    whole = Link("https://s.example/all.pdf", "Full text of the agreement", "pdf")
    again = Link("https://s.example/all2.pdf", "Consolidated text", "pdf")
    annex = Link("https://s.example/annex.pdf", "Annex 1", "pdf")
    chapters = [Link(f"https://s.example/{n}.pdf", f"Chapter {n}", "pdf") for n in (1, 2)]
    assert pick_chapters([whole, *chapters, annex]) == [*chapters, annex]
    assert pick_chapters([whole, annex, again]) == [whole, annex]


def test_frames_are_those_with_content() -> None:
    frames = '<frameset><frame name="menu" src="m.asp"><frame name="main" src="text.asp#1"></frameset>'
    assert [link.url for link in frames_in(page(f"<html>{frames}</html>"))] == [
        "https://site.example/Folder/text.asp"
    ]
    only = '<html><frameset><frame name="top" src="t.asp"></frameset></html>'
    assert [link.url for link in frames_in(page(only))] == ["https://site.example/Folder/t.asp"]


def test_addresses_are_the_same_whatever_scheme_case_and_fragment() -> None:
    assert same("http://www.sice.example/Trade/A%20B/x.asp#1") == same("https://SICE.example/trade/a b/X.ASP")
    assert same("https://s.example/x?page=1") != same("https://s.example/x?page=2")
