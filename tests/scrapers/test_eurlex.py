"""EU agreements from Cellar: formats and languages one after the other, lists of files, old and new markup."""

from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from scrapers.sites.eurlex import EurlexSpider
from tests.scrapers.chapter_sites import pdf
from tests.scrapers.crawl_site import run
from tests.scrapers.public_sites import CELLAR, CHALLENGE, eurlex, fixture
from tests.scrapers.site import Answer, serving
from tracker.texts import read_bytes

ITEMS = ["22099A0101(01)", "22009A0202(01)", "22099A0303(01)"]
NEW = "/resource/celex/22099A0101(01)?language=eng"


def crawl(address: str, cache: Path, *items: str, **wanted: Any) -> dict[str, Any]:
    return run("eurlex", address, cache, entry={"items": list(items or ITEMS)}, **wanted)


def by_key(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {document["external_id"]: document for document in report["documents"]}


def test_texts_come_in_the_first_language_and_format_there_is(tmp_path: Path) -> None:
    with serving(eurlex()) as site:
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
    with serving(eurlex()) as site:
        first = crawl(site.address, tmp_path)
        site.statuses.clear()
        second = crawl(site.address, tmp_path)
        assert site.statuses[304] == 4 and site.statuses[200] == 0
    assert all(document["not_modified"] for document in second["documents"])
    assert {key: found["sha256"] for key, found in by_key(second).items()} == {
        key: found["sha256"] for key, found in by_key(first).items()
    }


def test_challenges_empty_answers_and_changed_markup_are_reported(tmp_path: Path) -> None:
    pages = eurlex()
    pages[NEW] = CHALLENGE
    pages["/resource/cellar/cc.0010.02/DOC_1"] = Answer(
        b"<html><body><div class='act'>Article 1</div></body></html>", headers={"Content-Type": "text/html"}
    )
    pages[f"{CELLAR}/DOC_2"] = Answer(b"", 202)
    with serving(pages) as site:
        report = crawl(site.address, tmp_path)
    assert report["documents"] == [] and report["stats"]["failed"]
    reasons = sorted(error.partition(": ")[2].split(";")[0] for error in report["errors"])
    assert reasons[0].startswith("answered 202")
    assert reasons[1] == "empty answer (status 202)"
    assert reasons[2].startswith("none of the Official Journal's classes")


def test_a_language_may_be_asked_for_and_a_text_that_exists_nowhere_is_an_error(tmp_path: Path) -> None:
    pages = eurlex()

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
