"""The WTO's list of agreements: facts from the spreadsheet, texts from the cards, and only what is new asked again."""

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from scrapers.rta_list import listed_agreements
from scrapers.sites.wto_rta import WtoRtaSpider
from tests.fixtures.wto_rta.site import XLSX, rta_list, xlsx
from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import CHALLENGE, fixture
from tests.scrapers.local_sites import site_of
from tests.scrapers.site import Answer, serving
from tracker.errors import BadInput


def asked_cards(asked: list[str]) -> list[str]:
    return [path.partition("rtaid=")[2] for path in asked if "rtaid=" in path]


def test_texts_come_with_the_facts_of_the_list(tmp_path: Path) -> None:
    with serving(site_of("wto_rta")) as site:
        report = run("wto_rta", site.address, tmp_path)
        assert "1204" not in asked_cards(site.asked)  # still being negotiated
        assert not any("AnnexAndRelatedDocs" in path or path[-4:] == ".doc" for path in site.asked)
    documents = {document["external_id"]: document for document in report["documents"]}
    assert set(documents) == {"1201", "1203"}
    assert documents["1201"]["media_type"] == "application/pdf"
    assert documents["1201"]["overrides"] == {
        "name": "New Zealand - Viet Nam (Orchards)",
        "type": "FTA & EIA",
        "parties": ["NZL", "VNM"],
        "original_parties": ["NZL", "VNM"],
        "date_signed": "2019-05-01",
        "date_in_force": "2020-01-01",
        "legal_status": "in_force",
        "wto_rta_id": 1201,
        "source_url": "https://rtais.wto.org/rtadocs/1201/TOA/English/Orchard%20Text.pdf",
        "language": "en",
        "external_id": "1201",
    }
    assert documents["1203"]["parts"] == ["1203/Bells.docx", "1203/Protocolo.pdf"]
    assert documents["1203"]["overrides"]["parties"] == ["EU", "GEO"]
    assert documents["1203"]["overrides"]["date_in_force"] == "2014-09-01"
    assert report["errors"] == []
    assert (
        "RTA 1202: text not fetched, see https://ministry.example/letters/text.html"
        in report["stats"]["notes"]
    )
    assert "RTA 1205: unknown status 'Resting'" in report["stats"]["notes"]


def test_every_listed_agreement_comes_with_its_facts(tmp_path: Path) -> None:
    with serving(site_of("wto_rta")) as site:
        report = run("wto_rta", site.address, tmp_path, limit=1)
    assert report["stats"]["listed"] == 6 and len(report["documents"]) == 1
    facts = report["facts"]
    assert set(facts) == {"1201", "1202", "1203", "1204", "1205", "1206"}
    assert facts["1206"] == {
        "name": "Chile - Viet Nam (Lanterns)",
        "type": "FTA",
        "status": "Inactive",
        "legal_status": "inactive",
        "notification": "GATT Art. XXIV",
        "composition": "Bilateral",
        "region": "South America; East Asia",
        "date_signed": "1998-04-02",
        "date_in_force": "1999-01-01",
        "date_inactive": "2012-12-31",
        "wto_rta_id": 1206,
        "parties": ["CHL", "VNM"],
        "original_parties": ["CHL", "VNM"],
        "sources": [
            {
                "url": "https://rtais.wto.org/UI/PublicShowRTAIDCard.aspx?rtaid=1206",
                "language": "en",
                "kind": "WTO record",
            }
        ],
    }
    assert facts["1204"]["legal_status"] == "in_negotiation"
    # An unknown status and an unknown party: both are named.
    assert (facts["1205"]["status"], facts["1205"]["legal_status"]) == ("Resting", "signed")
    assert facts["1205"]["parties"] == ["PER"]
    assert "RTA 1205: Current signatories: the party 'Ruritania' is not known" in report["stats"]["notes"]
    assert facts["1203"]["party_events"] == [
        {"iso3": "GEO", "event": "entry", "day": "2016-07-01"},
        {"iso3": "GBR", "event": "exit", "day": "2020-12-31"},
    ]


def test_a_list_without_any_text_is_a_visit_that_went_well(tmp_path: Path) -> None:
    columns, rows = rta_list()
    listing = Answer(xlsx(columns, [rows[3]]), headers={"Content-Type": XLSX})
    with serving({"/UI/ExportAllRTAList.aspx": listing}) as site:
        report = run("wto_rta", site.address, tmp_path)
    assert (report["documents"], report["errors"]) == ([], [])
    assert set(report["facts"]) == {"1204"}
    assert report["stats"]["state"] == "finished"


def test_a_second_night_asks_for_texts_only_and_a_third_for_the_card_that_changed(tmp_path: Path) -> None:
    with serving(site_of("wto_rta")) as site:
        run("wto_rta", site.address, tmp_path)
        site.asked.clear()
        second = run("wto_rta", site.address, tmp_path)
        assert asked_cards(site.asked) == []
        columns, rows = rta_list()
        rows[0][columns.index("Status")] = "Inactive"
        site.pages["/UI/ExportAllRTAList.aspx"] = Answer(xlsx(columns, rows), headers={"Content-Type": XLSX})
        site.asked.clear()
        third = run("wto_rta", site.address, tmp_path)
        assert asked_cards(site.asked) == ["1201"]
    assert {document["external_id"]: document["not_modified"] for document in second["documents"]} == {
        "1201": True,
        "1203": True,
    }
    status = {
        document["external_id"]: document["overrides"]["legal_status"] for document in third["documents"]
    }
    assert status == {"1201": "inactive", "1203": "in_force"}


def test_challenges_changed_cards_and_files_that_are_pages_are_reported(tmp_path: Path) -> None:
    pages = site_of("wto_rta")
    changed = fixture("wto_rta", "card_1201.html").replace(
        b"BasicInfoTbPanel_txtEngAgrName", b"agreement-name"
    )
    pages["/UI/PublicShowRTAIDCard.aspx?rtaid=1201"] = Answer(changed, headers={"Content-Type": "text/html"})
    pages["/UI/PublicShowRTAIDCard.aspx?rtaid=1202"] = CHALLENGE
    pages["/rtadocs/1203/TOA/Spanish/Protocolo.pdf"] = Answer(b"<html><body>Gone</body></html>")
    with serving(pages) as site:
        report = run("wto_rta", site.address, tmp_path)
    assert report["documents"] == []
    assert report["stats"]["state"] == "failed"
    errors = dict(error.split(": ", 1) for error in report["errors"])
    card = f"{site.address}UI/PublicShowRTAIDCard.aspx?rtaid="
    assert errors[f"{card}1201"].startswith("no field 'txtEngAgrName'")
    assert errors[f"{card}1202"].startswith("answered 202")
    assert errors[f"{site.address}rtadocs/1203/TOA/Spanish/Protocolo.pdf"].startswith(
        "an HTML page instead of PDF"
    )


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /rtadocs/\n", headers={"Content-Type": "text/plain"})
    with serving(site_of("wto_rta") | {"/robots.txt": robots}) as site:
        report = run("wto_rta", site.address, tmp_path)
        assert not any(path.startswith("/rtadocs/") for path in site.asked)
    assert [error.rpartition(": ")[2] for error in report["errors"]] == ["robots.txt forbids it"] * 2


def test_a_limit_is_kept(tmp_path: Path) -> None:
    with serving(site_of("wto_rta")) as site:
        report = run("wto_rta", site.address, tmp_path, limit=1)
    assert len(report["documents"]) == 1


def test_a_list_without_its_columns_is_refused() -> None:
    columns, rows = rta_list()
    columns[columns.index("Current signatories")] = "Members"
    with pytest.raises(BadInput, match=r"the list: no column 'Current signatories'"):
        listed_agreements(xlsx(columns, rows), "the list")


def test_the_newest_agreement_comes_first() -> None:
    found = listed_agreements(fixture("wto_rta", "list.xlsx"), "the list")
    assert [agreement.rta_id for agreement in found] == [1206, 1205, 1204, 1203, 1202, 1201]
    assert found[4].facts.date_signed is not None and found[4].facts.date_signed.isoformat() == "2023-11-30"


def test_both_spellings_of_the_cards_ids_fit() -> None:
    today = fixture("wto_rta", "card_1201.html")
    before = today.replace(b'id="ContentPlaceHolder1_', b'id="ctl00_ContentPlaceHolder1_')
    for body in (today, before):
        assert WtoRtaSpider.markup_problem(HtmlResponse("http://x/", body=body, encoding="utf-8")) is None
