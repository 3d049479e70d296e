"""The spiders of official gazettes and law databases: what they make of answers, right ones and others."""

from pathlib import Path

import pytest

from scrapers.sites.fedlex import FedlexSpider, laws_in
from scrapers.sites.impo import ImpoSpider
from scrapers.sites.leychile import LeychileSpider
from tests.fixtures.fedlex.site import FILE, catalogue
from tests.scrapers.crawl_site import run
from tests.scrapers.local_pages import fixture
from tests.scrapers.local_sites import by_key, crawled, site_of
from tests.scrapers.site import serving


def numbers(document: dict[str, object]) -> list[str]:
    articles: list[list[str]] = document["articles"]  # type: ignore[assignment]
    return [number for _chapter, number, _heading, _text in articles if number]


def test_a_law_with_the_agreement_in_one_article_has_the_agreement_s_articles() -> None:
    report, asked = crawled("impo")
    documents = by_key(report)
    assert report["errors"] == []
    assert numbers(documents["70001-2030"]) == ["Artículo 1.1", "Artículo 1.2"]
    assert numbers(documents["70002-2030"]) == ["Artículo 1", "Artículo 2"]
    assert {document["overrides"]["language"] for document in documents.values()} == {"es"}
    assert [path for path in asked if "robots" not in path] == [
        "/bases/leyes-internacional/70001-2030?json=true",
        "/bases/leyes-internacional/70002-2030?json=true",
    ]


def test_a_law_that_is_not_there_is_answered_with_a_page(tmp_path: Path) -> None:
    with serving(site_of("impo")) as site:
        entry = {"items": ["70003-2030", "70001-2030"]}
        report = run("impo", site.address, tmp_path, entry=entry)
    assert report["kinds"] == ["format"]
    assert [document["external_id"] for document in report["documents"]] == ["70001-2030"]


def test_a_decree_brings_the_agreement_it_promulgates() -> None:
    report, _asked = crawled("leychile")
    (document,) = report["documents"]
    assert report["errors"] == []
    found = {number: text for _chapter, number, _heading, text in document["articles"] if number}
    assert "suenen al mediodía" in found["Artículo 1.1"]
    assert "Artículo 1.2" in found


def test_a_robot_that_is_sent_away_gets_no_text(tmp_path: Path) -> None:
    with serving(site_of("leychile")) as site:
        report = run("leychile", site.address, tmp_path, entry={"items": ["7000002"]})
    assert (report["documents"], report["kinds"]) == ([], ["format", "aborted"][: len(report["kinds"])])


def test_the_wording_in_force_today_is_fetched_from_its_own_address() -> None:
    report, asked = crawled("fedlex")
    (document,) = report["documents"]
    assert report["errors"] == []
    assert [path for path in asked if "robots" not in path] == ["POST /sparqlendpoint", FILE]
    assert document["external_id"] == "cc/2031/7"
    assert document["overrides"]["source_url"] == "https://www.fedlex.admin.ch/eli/cc/2031/7/fr"
    assert numbers(document) == ["Art. 1.1", "Art. 1.2"]


def test_of_a_law_the_latest_wording_that_applies_counts() -> None:
    one = "cc/1/2", "0.1", "Titre"
    rows = [
        (*one, "2030-01-01" if day == "later" else day, f"/{day}") for day in ("2001-01-01", "2002-01-01")
    ]
    (law,) = laws_in(catalogue(*rows, (*one, "2999-01-01", "/later")).body)
    assert (law.since, law.file) == ("2002-01-01", "https://fedlex.data.admin.ch/2002-01-01")


@pytest.mark.parametrize(
    ("spider", "body", "problem"),
    [
        (ImpoSpider, b"<html>", "no JSON object in the answer"),
        (ImpoSpider, b"[]", "no JSON object in the answer"),
        (ImpoSpider, b'{"articulos": []}', "no 'articulos' in the answer"),
        (ImpoSpider, b'{"articulos": [{"titulo": "x"}]}', "no 'textoArticulo' in any of the articles"),
        (LeychileSpider, b"sorry", "no XML that can be read"),
        (LeychileSpider, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "no XML that can be read"),
        (LeychileSpider, b"<Error/>", "no Norma in the answer but Error"),
        (LeychileSpider, b"<Norma><Metadatos/></Norma>", "no Texto in the Norma"),
    ],
)
def test_another_answer_is_no_text(
    spider: type[ImpoSpider] | type[LeychileSpider], body: bytes, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem.replace("(", r"\(")):
        spider.page_of(body)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"results": {"bindings": [{}]}}', b'{"results": {"bindings": 1}}']
)
def test_another_answer_is_no_catalogue(body: bytes) -> None:
    with pytest.raises(ValueError, match="no results of the catalogue in the answer"):
        laws_in(body)


def test_addresses_of_items() -> None:
    assert ImpoSpider.item_at("https://www.impo.com.uy/bases/leyes-internacional/19646-2018") == "19646-2018"
    assert ImpoSpider.item_at("https://www.impo.com.uy/bases/leyes/19646-2018") is None
    assert LeychileSpider.item_at("https://www.leychile.cl/Consulta/obtxml?opt=7&idNorma=12") == "12"
    assert LeychileSpider.item_at("https://www.leychile.cl/navegar?idNorma=12") is None
    assert FedlexSpider.item_at("https://fedlex.data.admin.ch/eli/cc/2025/220") == "cc/2025/220"
    assert FedlexSpider.item_at("https://fedlex.data.admin.ch/eli/oc/2025/220") is None


def test_a_law_in_the_site_s_old_encoding_is_read() -> None:
    body = fixture("impo", "lamps.json").decode().encode("iso-8859-1")
    assert "apagará los faroles" in ImpoSpider.page_of(body)
