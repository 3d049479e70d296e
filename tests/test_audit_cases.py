"""The small inputs of the audit (`../shared/audit/cases`), each with what should happen.

More of each kind are kept aside. They lie beside the repository: where they are absent, the tests are skipped
and say so.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from scrapers.rta_list import listed_agreements
from tests.conftest import SHARED
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tests.scrapers.crawl_site import run
from tests.scrapers.local_sites import by_key, numbers
from tracker.drafts import check_draft
from tracker.ingest.listed import ListedAgreement, store_listed
from tracker.ingest.store import store_agreement
from tracker.models.database import Database
from tracker.plausibility import report
from tracker.queries import agreement_index, agreement_list, agreement_score, briefing_rows
from tracker.resolution.agreements import SourceFacts
from tracker.texts import read_bytes
from tracker.texts.types import AgreementMeta, AgreementText

CASES = SHARED / "audit" / "cases"
TESTED = {
    "article-number-small-letter",
    "binding-duty-called-no-commitment",
    "briefing-lists-what-no-longer-binds",
    "chapter-headings-taken-for-page-numbers",
    "contents-page-eats-articles",
    "facts-only-scored-zero",
    "german-read-as-english",
    "protocol-named-as-its-agreement",
    "protocol-without-number-is-no-container",
    "republic-of-china-is-prc",
    "rta-list-entry-exit-dates-ignored",
    "rta-list-one-unknown-name-drops-all-parties",
    "run-together-text-giant-article",
    "sice-index-behind-hub-page",
    "signature-date-in-words",
    "soft-404-chapter",
    "title-on-two-lines-loses-parties",
    "usa-still-bound-by-tpp",
}


LAKE, COMMUNITY = "Trans-Lake Partnership", "Lake Community"


def file(name: str) -> Path:
    path = CASES / name
    if not path.exists():
        pytest.skip(f"{path} is not here: the inputs of the audit lie beside the repository, not in it")
    return path


def read(name: str) -> AgreementText:
    path = file(name)
    return read_bytes(path.read_bytes(), path.name)


def articles(text: AgreementText) -> list[tuple[str | None, list[str]]]:
    """The articles with a number, container by container."""
    found = [(one.number, [a.number for a in one.articles if a.number]) for one in text.chapters]
    return [(number, there) for number, there in found if there]


def counted(word: str, *numbers: object) -> list[str]:
    return [f"{word} {number}" for number in numbers]


def test_every_case_is_tested() -> None:
    assert {folder.name for folder in file(".").iterdir()} == TESTED


def test_letters_in_article_numbers() -> None:
    plain, page = (
        read("article-number-small-letter/letters.txt"),
        "article-number-small-letter/eurlex_consolidated.html",
    )
    assert articles(plain) == [(None, counted("Article", 1, 2, "2a", "2b", 3))]
    assert articles(read(page)) == [(None, counted("Article", 1, 2, "2a"))]


def test_duties_in_a_digital_agreement_are_no_mere_definitions() -> None:
    path = file("binding-duty-called-no-commitment/digital.txt")
    found = check_draft(path.read_bytes(), path.name)
    duties = {one.number: {finding.provision for finding in one.findings} for one in found.articles}
    assert "definitions_scope" not in duties["Article 2"] | duties["Article 3"]


def test_chapter_headings_that_count_up_stay() -> None:
    text = read("chapter-headings-taken-for-page-numbers/zenda.html")
    assert [(number, len(there)) for number, there in articles(text)] == [
        ("CHAPTER 1", 2),
        ("CHAPTER 2", 2),
        ("CHAPTER 3", 3),
        ("CHAPTER 4", 2),
    ]


def test_short_articles_are_no_contents_page() -> None:
    text = read("contents-page-eats-articles/kites.txt")
    assert articles(text) == [
        (None, counted("Article", *range(1, 8))),
        ("PROTOCOL 1", counted("Article", *range(1, 9))),
    ]


def test_german_is_kept_and_not_read() -> None:
    text = read("german-read-as-english/german.txt")
    assert text.language == "de"
    assert [remark.kind for remark in report(text)] == ["unread_language"]


def test_the_most_specific_title_is_the_name() -> None:
    assert read("protocol-named-as-its-agreement/protocol.txt").meta.name == (
        "Protocol to the Agreement Establishing the Arcadian Free Trade Area on Digital Trade"
    )


def test_a_protocol_without_a_number_is_a_container() -> None:
    text = read("protocol-without-number-is-no-container/zenda.txt")
    assert articles(text) == [
        ("PART I", ["Article 1"]),
        ("PART II", ["Article 2", "Article 3"]),
        ("PROTOCOL", ["Article 1", "Article 2"]),
    ]
    assert [one.number for one in text.chapters if one.number == "SCHEDULE S"] == []


@pytest.mark.parametrize("name", ["roc.txt", "roc_without_brackets.txt"])
def test_the_republic_of_china_is_not_the_peoples_republic(name: str) -> None:
    assert set(read(f"republic-of-china-is-prc/{name}").meta.parties) == {"TWN", "PAN"}


def test_run_together_text_is_divided() -> None:
    text = read("run-together-text-giant-article/canchl.txt")
    assert sum(len(there) for _number, there in articles(text)) == 92
    assert report(text) == ()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("words.txt", date(2007, 4, 3)),
        ("words2.txt", date(1996, 12, 5)),
        ("words3.txt", date(2014, 7, 8)),
    ],
)
def test_dates_in_words(name: str, day: date) -> None:
    assert read(f"signature-date-in-words/{name}").meta.date_signed == day


@pytest.mark.parametrize(
    ("name", "parties"),
    [
        ("nzlhkg.txt", {"HKG", "NZL"}),
        ("mysnzl.txt", {"MYS", "NZL"}),
        ("korper.txt", {"KOR", "PER"}),
    ],
)
def test_parties_above_the_title_or_in_the_preamble(name: str, parties: set[str]) -> None:
    assert set(read(f"title-on-two-lines-loses-parties/{name}").meta.parties) == parties


def test_names_of_the_list_that_are_known_are_kept() -> None:
    path = file("rta-list-one-unknown-name-drops-all-parties/AllRTAs.xlsx")
    found = {one.rta_id: one.meta.parties for one in listed_agreements(path.read_bytes(), path.name)}
    assert set(found[9001]) == {"HKG", "ASEAN"}


def test_entries_and_exits_of_single_parties_are_read(database: Database) -> None:
    path = file("rta-list-entry-exit-dates-ignored/AllRTAs.xlsx")
    source = SourceFacts("wto_rta", "RTA list")
    with database.session() as session:
        for one in listed_agreements(path.read_bytes(), path.name):
            store_listed(session, ListedAgreement("wto_rta", str(one.rta_id), one.meta), source)
    with database.read() as session:
        rows = {row.name.split(" - ")[0]: row for row in agreement_index(session)}
    day = date(2026, 11, 28)
    for name, iso3 in ((LAKE, "CAN"), (LAKE, "MEX"), (COMMUNITY, "VEN")):
        assert not rows[name].status_for(iso3, day).binds, iso3
    for name, iso3 in ((LAKE, "JPN"), (COMMUNITY, "BOL")):
        assert rows[name].status_for(iso3, day).binds, iso3


def test_an_agreement_known_by_its_facts_has_no_score(database: Database) -> None:
    listed = ListedAgreement("wto_rta", "9", AgreementMeta("Chile - Peru", parties=("CHL", "PER")))
    with database.session() as session:
        store_listed(session, listed, SourceFacts("wto_rta", "RTA list"))
    with database.read() as session:
        (row,) = agreement_list(session)
        assert row.facts_only
        assert agreement_score(session, row.slug) is None


def test_a_briefing_has_no_clause_that_no_longer_binds(database: Database) -> None:
    clause = MadeChapter(articles=(MadeArticle("1", "Data", findings=(MadeFinding("data_flows"),)),))
    with database.session() as session:
        world = World(session)
        world.agreement("Left", ("GBR", "CHL"), in_force=date(2003, 1, 1), gone=("GBR",), chapters=(clause,))
        world.agreement("Stays", ("GBR", "CHL"), in_force=date(2021, 1, 1), chapters=(clause,))
    with database.read() as session:
        assert {row.agreement for row in briefing_rows(session, country="GBR")} == {"Stays"}


def test_who_withdrew_before_entry_into_force_is_not_pending(with_registry: Database) -> None:
    with with_registry.read() as session:
        (tpp,) = [row for row in agreement_index(session) if row.short_name == "TPP"]
    assert tpp.status_for("USA", date(2017, 1, 29)).kind == "signed"
    assert tpp.status_for("USA", date(2026, 11, 28)).kind == "never_took_effect"


@contextmanager
def serving(case: str, *arguments: str) -> Iterator[str]:
    """The address of the case's own server while it runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(file(f"{case}/serve.py")), str(port), *arguments])
    try:
        for _attempt in range(100):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.kill()
        server.wait()


def test_the_index_behind_a_hub_page(tmp_path: Path) -> None:
    with serving("sice-index-behind-hub-page") as address:
        found = run("sice", address, tmp_path, parse=True)
    (agreement,) = by_key(found).values()
    assert numbers(agreement) == counted("Article", "A-01", "A-02", "B-01", "B-02")
    assert "SICE" not in agreement["overrides"]["name"]


def test_a_soft_404_in_place_of_a_chapter(tmp_path: Path) -> None:
    with serving("soft-404-chapter") as address:
        found = run("sice", address, tmp_path / "first", parse=True)
    assert len(numbers(*by_key(found).values())) == 8
    with serving("soft-404-chapter", "gone") as address:
        found = run("sice", address, tmp_path / "second")
    assert found["documents"] == []
    assert "left as it was" in found["errors"][0]


def test_a_text_with_empty_articles_only_is_quarantined(database: Database) -> None:
    """What the spider of the hub page brought before: an index taken for the text."""
    index = "ARCADIA - RURITANIA FREE TRADE AGREEMENT\n" + "".join(
        f"Article A-0{n}\nArticle B-0{n}\n" for n in (1, 2)
    )
    text = read_bytes(index.encode(), "index.txt")
    with database.session() as session:
        assert store_agreement(session, text, SourceFacts("sice", "SICE")).kind == "quarantined"
