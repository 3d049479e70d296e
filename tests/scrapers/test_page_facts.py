"""Legal status and dates as sites write them, and what a page is."""

from datetime import date

import pytest
from scrapy.http import HtmlResponse, Response

from scrapers.page_facts import date_in_force_in, date_signed_in, first_date_in, legal_status_in
from scrapers.parts import NOT_A_PAGE, charset_of, is_text, name_on, problem_inside


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("/trade/agreements/in-force/aukfta", "in_force"),
        ("/trade/agreements/not-yet-in-force/aukfta", "signed"),
        ("free-trade-agreements-concluded-but-not-in-force", "signed"),
        ("FTAs under negotiation", "in_negotiation"),
        ("Not Yet In Force", "signed"),
        ("Negotiations concluded", "in_negotiation"),
        ("Signed 2 May 2024", "signed"),
        ("It entered into force on 1 May 2024", "in_force"),
        ("Chapter 3", None),
    ],
)
def test_status_of_a_path_heading_or_row(words: str, status: str | None) -> None:
    assert legal_status_in(words) == status


def test_days_of_signature_and_entry_into_force() -> None:
    text = "The Agreement was signed in Oslo on 27th June 2016. Entry into force: September 1, 2017"
    assert date_signed_in(text) == date(2016, 6, 27)
    assert date_in_force_in(text) == date(2017, 9, 1)
    assert date_signed_in("Signed: 2016-06-27; the parties signed again on 27 June 2016") == date(2016, 6, 27)
    assert first_date_in("Ha Noi, Viet Nam 22 January 2019") == date(2019, 1, 22)


def test_several_days_or_none_are_no_day() -> None:
    assert date_signed_in("Signed on 1 May 2001. A protocol was signed on 3 May 2005.") is None
    assert date_in_force_in("It has entered into force. Updated 3 May 2005.") is None
    assert date_signed_in("signed on 31 February 2001") is None


def page(body: str) -> HtmlResponse:
    return HtmlResponse("https://site.example/a", body=body.encode(), encoding="utf-8")


def test_a_page_with_articles_is_a_text_and_one_that_lists_them_is_not() -> None:
    rule = "Neither Party shall take a coin from a person because that person has received a download."
    assert is_text(page(f"<h2>Article 1: Downloads</h2><p>{rule}</p><h2>Article 2: Wires</h2><p>{rule}</p>"))
    assert not is_text(page("".join(f"<p>Article {n}</p><p>Downloads</p>" for n in range(1, 9))))
    assert not is_text(page("<p>Welcome.</p>"))


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        (
            "Canada-Arcadia Free Trade Agreement (CAFA) - Table of contents",
            "Canada-Arcadia Free Trade Agreement (CAFA)",
        ),
        ("Ruritania-Australia FTA", "Ruritania-Australia FTA"),
        ("Final Text", None),
        ("Welcome", None),
    ],
)
def test_the_name_a_page_gives(heading: str, name: str | None) -> None:
    assert name_on(page(f"<h1>{heading}</h1>"), "h1") == name


def test_the_charset_is_what_the_server_says() -> None:
    declared = Response(
        "https://site.example/a", headers={"Content-Type": 'text/html; charset="windows-1252"'}
    )
    assert charset_of(declared) == "windows-1252"
    assert charset_of(Response("https://site.example/a")) is None


def test_an_old_word_file_and_bytes_are_no_parts() -> None:
    assert problem_inside(Response("https://s.example/a", body=b"\xd0\xcf\x11\xe0"), "pdf") is not None
    assert problem_inside(Response("https://s.example/a", body=b"\x01\x02"), "html") == NOT_A_PAGE
    assert problem_inside(page("<p>x</p>"), "html") is None
