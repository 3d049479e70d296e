"""UK treaties by the content API: collections, pages that link treaties, and which attachments are the text."""

import json
from pathlib import Path
from typing import Any

from scrapy.http import TextResponse

from scrapers.sites.govuk import GovukSpider
from tests.fixtures.govuk.site import GOVUK, ITEMS
from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import CHALLENGE, fixture
from tests.scrapers.local_sites import site_of
from tests.scrapers.site import Answer, served, serving

KITES = "ukukraine-kite-agreement-ts-no92031"
BELLS = "ukjapan-agreement-on-temple-bells-cs-japan-no92030"


def crawl(address: str, cache: Path, **wanted: Any) -> dict[str, Any]:
    return run("govuk", address, cache, entry={"items": ITEMS}, **wanted)


def by_key(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {document["external_id"]: document for document in report["documents"]}


def test_treaties_are_found_and_their_texts_distinguished_from_papers_beside_them(tmp_path: Path) -> None:
    with serving(site_of("govuk")) as site:
        report = crawl(site.address, tmp_path)
        assert not any(path.endswith(("EM.pdf", "K.pdf", "kite-weather-report")) for path in site.asked)
    found = by_key(report)
    assert set(found) == {KITES, BELLS}
    assert found[KITES]["media_type"] == "text/html"
    assert found[KITES]["overrides"] == {
        "name": "UK/Ukraine: Kite Agreement",
        "parties": ["GBR", "UKR"],
        "legal_status": "in_force",
        "source_url": f"https://www.gov.uk/government/publications/{KITES}",
        "language": "en",
        "external_id": KITES,
    }
    assert found[BELLS]["parts"] == [
        "CS_Japan_9.2030_Bells_Volume_1.pdf",
        "CS_Japan_9.2030_Bells_Volume_2.pdf",
    ]
    assert "legal_status" not in found[BELLS]["overrides"]
    assert report["errors"] == []
    assert report["stats"]["notes"] == [
        "/government/publications/ms-no92032-ukruritania-drum-agreement: no attachment that can be read as the text"
    ]


def test_a_second_night_gets_304_only_and_a_third_the_amended_text(tmp_path: Path) -> None:
    with serving(site_of("govuk")) as site:
        first = crawl(site.address, tmp_path)
        site.statuses.clear()
        second = crawl(site.address, tmp_path)
        assert site.statuses[200] == 0 and site.statuses[304] == 8
        amended = fixture("govuk", "kites_text.json").replace(b"by its length", b"by its colour")
        site.pages[f"{GOVUK}/{KITES}/kite-agreement"] = served(amended, "application/json")
        third = crawl(site.address, tmp_path)
    assert all(document["not_modified"] for document in second["documents"])
    assert by_key(second)[KITES]["sha256"] == by_key(first)[KITES]["sha256"]
    assert [key for key, found in by_key(third).items() if not found["not_modified"]] == [KITES]
    assert by_key(third)[KITES]["sha256"] != by_key(first)[KITES]["sha256"]


def test_challenges_and_changed_answers_are_reported(tmp_path: Path) -> None:
    pages = site_of("govuk")
    page = json.loads(fixture("govuk", "kites_text.json"))
    page["details"] = {"parts": []}
    pages[f"{GOVUK}/{KITES}/kite-agreement"] = served(json.dumps(page).encode(), "application/json")
    pages[f"{GOVUK}/{BELLS}"] = CHALLENGE
    pages[f"{GOVUK}/ms-no92032-ukruritania-drum-agreement"] = Answer(b"<html><body>Sorry</body></html>")
    with serving(pages) as site:
        report = crawl(site.address, tmp_path)
    assert report["documents"] == []
    reasons = sorted(error.partition(": ")[2].split(";")[0] for error in report["errors"])
    assert [reason.split(" without")[0] for reason in reasons] == [
        "an HTML page instead of JSON",
        "answered 202",
        "no body in the answer",
    ]


def test_the_check_of_the_answer_names_what_is_gone() -> None:
    page = json.loads(fixture("govuk", "collection.json"))

    def problem(**changed: Any) -> str | None:
        body = json.dumps({**page, **changed}).encode()
        return GovukSpider.markup_problem(TextResponse("http://x/", body=body, encoding="utf-8"))

    assert problem() is None
    assert problem(links={}) == "a collection without documents"
    del page["document_type"]
    assert problem() == "no 'document_type' in the answer of the content API"
