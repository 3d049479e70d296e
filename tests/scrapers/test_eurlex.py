"""EU agreements from Cellar: formats and languages one after the other, lists of files, old and new markup."""

from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from scrapers.sites.eurlex import EurlexSpider
from scrapers.sources import get_source
from tests.fixtures.eurlex.site import CELLAR, ITEMS, catalogue, catalogue_path
from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import CHALLENGE, fixture, pdf
from tests.scrapers.local_sites import site_of
from tests.scrapers.site import Answer, Page, Site, moved, serving
from tracker.texts import read_bytes

NEW = "/resource/celex/22099A0101(01)?language=eng"


RULE = {"take": ["free trade agreement", "association"], "leave": ["exchange of letters"]}
ENDPOINT = "/webapi/rdf/sparql"


def crawl(address: str, cache: Path, *items: str, rule: Any = None, **wanted: Any) -> dict[str, Any]:
    entry = {"items": list(items or ITEMS), "catalogue": rule}
    return run("eurlex", address, cache, entry=entry, **wanted)


def by_key(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {document["external_id"]: document for document in report["documents"]}


def test_texts_come_in_the_first_language_and_format_there_is(tmp_path: Path) -> None:
    with serving(site_of("eurlex")) as site:
        report = crawl(site.address, tmp_path)
        first = site.request_headers[site.asked.index(NEW)]
        assert (first["accept"], first["accept-language"]) == ("application/xhtml+xml", "eng")
    found = by_key(report)
    assert set(found) == set(ITEMS)
    assert report["errors"] == []
    new, old, parts = (found[item] for item in ITEMS)
    assert new["overrides"] == {
        "name": "Lantern Trade Agreement between the European Union and the Socialist Republic of Viet Nam",
        "parties": ["EU", "VNM"],
        "source_url": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:22099A0101(01)",
        "language": "en",
        "external_id": "22099A0101(01)",
    }
    assert old["overrides"]["language"] == "fr" and "parties" not in old["overrides"]
    assert parts["parts"] == ["22099A0303(01).en.1.html", "22099A0303(01).en.2.html"]
    assert parts["overrides"]["parties"] == ["EU", "KOR"]


def test_a_second_night_brings_no_text_again(tmp_path: Path) -> None:
    with serving(site_of("eurlex")) as site:
        first = crawl(site.address, tmp_path)
        site.statuses.clear()
        second = crawl(site.address, tmp_path)
        assert site.statuses[304] == 4 and site.statuses[200] == 0
    assert all(document["not_modified"] for document in second["documents"])
    assert {key: found["sha256"] for key, found in by_key(second).items()} == {
        key: found["sha256"] for key, found in by_key(first).items()
    }


def test_challenges_empty_answers_and_changed_markup_are_reported(tmp_path: Path) -> None:
    pages = site_of("eurlex")
    pages[NEW] = CHALLENGE
    pages["/resource/cellar/cc.0010.02/DOC_1"] = Answer(
        b"<html><body><div class='act'>Article 1</div></body></html>", headers={"Content-Type": "text/html"}
    )
    pages[f"{CELLAR}/DOC_2"] = Answer(b"", 202)
    with serving(pages) as site:
        report = crawl(site.address, tmp_path)
    assert report["documents"] == [] and report["stats"]["state"] == "failed"
    reasons = sorted(error.partition(": ")[2].split(";")[0] for error in report["errors"])
    assert reasons[0].startswith("answered 202")
    assert reasons[1] == "empty answer (status 202)"
    assert reasons[2].startswith("none of the Official Journal's classes")


def test_a_language_may_be_asked_for_and_a_text_that_exists_nowhere_is_an_error(tmp_path: Path) -> None:
    pages = site_of("eurlex")

    def only_pdf(_times: int) -> Answer:
        wanted = site.request_headers[-1]["accept"]
        return pdf_answer if wanted == "application/pdf" else Answer(b"", 406)

    pdf_answer = pdf("1")
    pages["/resource/celex/22099A0101(01)?language=spa"] = only_pdf
    with serving(pages) as site:
        report = crawl(site.address, tmp_path, "22099A0101(01)/es", "22099A9999(01)", "22099A0101(01)/xx")
    (document,) = report["documents"]
    assert document["external_id"] == "22099A0101(01)/es"
    assert (document["media_type"], document["overrides"]["language"]) == ("application/pdf", "es")
    assert len(report["errors"]) == 2
    assert any("22099A9999(01)" in error and "no such text" in error for error in report["errors"])
    assert any("language 'xx'" in error for error in report["errors"])


ONE_BY_ONE = {"CONCURRENT_REQUESTS": 1, "RETRY_TIMES": 0}


def texts_asked(site: Site) -> list[str]:
    return list(dict.fromkeys(path.split("?")[0][-14:] for path in site.asked if "/celex/" in path))


def test_the_catalogue_says_which_agreements_there_are_and_is_remembered(tmp_path: Path) -> None:
    pages = site_of("eurlex")
    with serving(pages) as site:
        first = crawl(site.address, tmp_path, ITEMS[0], rule=RULE, settings=ONE_BY_ONE)
        # The entry's own first, then the newest of the catalogue that the entry takes.
        assert texts_asked(site) == [ITEMS[0], "22099A0404(01)", ITEMS[1]]
        site.asked.clear()
        # Next night the catalogue grew by one; the agreement without a text is left alone for a while.
        pages[catalogue_path()] = catalogue(
            ("22099A0909(01)", "2099-09-08", "Agreement establishing an Association of Lamplighters"),
            ("22099A0404(01)", "2099-04-03", "Free Trade Agreement on Kites"),
            ("22009A0202(01)", "2008-11-07", "Association Agreement on Drums"),
        )
        pages["/resource/celex/22099A0909(01)?language=eng"] = moved("/resource/cellar/bb.0006.03/DOC_1", 303)
        second = crawl(site.address, tmp_path, ITEMS[0], rule=RULE, settings=ONE_BY_ONE)
        assert texts_asked(site) == [ITEMS[0], "22099A0909(01)", ITEMS[1]]
    assert set(by_key(first)) == {ITEMS[0], ITEMS[1]}
    assert set(by_key(second)) == {ITEMS[0], ITEMS[1], "22099A0909(01)"}
    assert first["errors"] == second["errors"] == []
    assert first["stats"]["notes"] == [
        "2 of 4 agreements in the catalogue are wanted",
        "22099A0404(01): in the catalogue, but no text in any format or language asked for",
    ]
    assert second["stats"]["notes"] == [
        "22099A0909(01): new in the catalogue: Agreement establishing an Association of Lamplighters",
        "3 of 4 agreements in the catalogue are wanted",
    ]


def without_first_page(pages: dict[str, Page], answer: Answer) -> dict[str, Page]:
    kept = {path: page for path, page in pages.items() if not path.startswith(ENDPOINT)}
    return kept | {ENDPOINT: answer}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"", 503), "status 503"),
        (CHALLENGE, "answered 202"),
        (Answer(b"<html><body>Virtuoso error</body></html>"), "an HTML page instead of JSON"),
        (Answer(b'{"results": {"rows": []}}'), "not the JSON of SPARQL results"),
        (Answer(b'{"results": {"bindings": [{"celex": {"value": "2"}}]}}'), "a row without number or title"),
        (catalogue(("32016R0679", "", "Regulation")), "no CELEX number of an agreement"),
        (
            catalogue(("22099A0303(01)", "", "Free Trade Agreement"), status=206),
            "an incomplete answer (status 206",
        ),
        (catalogue(), "no title in the catalogue is one the entry takes"),
    ],
)
def test_a_failing_catalogue_is_reported_and_what_is_known_is_fetched(
    tmp_path: Path, answer: Answer, reason: str
) -> None:
    with serving(without_first_page(site_of("eurlex"), answer)) as site:
        report = crawl(site.address, tmp_path, ITEMS[0], rule=RULE, settings=ONE_BY_ONE)
    assert set(by_key(report)) == {ITEMS[0]}
    (error,) = report["errors"]
    assert f"{ENDPOINT}: " in error and reason in error
    assert report["stats"]["state"] == "finished"


def test_what_an_earlier_night_learnt_is_fetched_while_the_catalogue_is_down(tmp_path: Path) -> None:
    with serving(site_of("eurlex")) as site:
        crawl(site.address, tmp_path, ITEMS[0], rule=RULE, settings=ONE_BY_ONE)
        site.pages = without_first_page(site.pages, Answer(b"", 500))
        site.asked.clear()
        report = crawl(site.address, tmp_path, ITEMS[0], rule=RULE, settings=ONE_BY_ONE)
        assert texts_asked(site) == [ITEMS[0], ITEMS[1]]
    assert set(by_key(report)) == {ITEMS[0], ITEMS[1]}
    assert len(report["errors"]) == 1


def test_an_endpoint_that_never_goes_on_is_left(tmp_path: Path) -> None:
    again = catalogue(("22099A0404(01)", "", "Free Trade Agreement on Kites"))
    with serving(without_first_page(site_of("eurlex"), again)) as site:
        report = crawl(site.address, tmp_path, ITEMS[0], rule=RULE, settings=ONE_BY_ONE)
        assert sum(path.startswith(ENDPOINT) for path in site.asked) == 2
    assert "does not go on from the last number" in report["errors"][0]
    assert set(by_key(report)) == {ITEMS[0]}


def test_robots_may_close_the_catalogue_and_the_texts_are_fetched_all_the_same(tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /webapi/\n", headers={"Content-Type": "text/plain"})
    with serving(site_of("eurlex") | {"/robots.txt": robots}) as site:
        report = crawl(site.address, tmp_path, ITEMS[0], rule=RULE, settings=ONE_BY_ONE)
        assert not any(path.startswith(ENDPOINT) for path in site.asked)
    assert set(by_key(report)) == {ITEMS[0]}
    assert report["errors"] == [f"{site.address[:-1]}{ENDPOINT}: the catalogue: robots.txt forbids it"]


def test_the_entry_takes_trade_agreements_and_leaves_fish_and_notices() -> None:
    rule = get_source("eurlex").catalogue
    assert rule is not None
    for title in (
        "Free trade Agreement between the European Union and Ruritania",
        "Agreement on Digital Trade between the European Union and Arcadia",
        "Interim Agreement on trade and trade-related matters with the European Coal and Steel Community",
        "Agreement establishing an Association between the European Union and Zubrowka",
    ):
        assert rule.wants(title), title
    for title in (
        "Fisheries Partnership Agreement with Arcadia",
        "Trade Agreement in the form of an Exchange of Letters on pears",
        "Notice concerning the entry into force of the Free Trade Agreement with Ruritania",
        "Convention on the Protection of Owls",
    ):
        assert not rule.wants(title), title


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("new.xhtml", ["Scope of lanterns", "Duties on lamplight"]),
        ("old.html", ["Objet des tambours", "Silence"]),
    ],
)
def test_both_markups_fit_and_can_be_read(name: str, headings: list[str]) -> None:
    body = fixture("eurlex", name)
    assert EurlexSpider.markup_problem(HtmlResponse("http://x/", body=body, encoding="utf-8")) is None
    text = read_bytes(body, "text.html", media_type="text/html")
    assert [
        article.heading for chapter in text.chapters for article in chapter.articles if article.number
    ] == headings
