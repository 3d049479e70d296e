"""The whole ToTA corpus through ingest, match and snapshot: what the repository ships is what it gives."""

import json
import lzma
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from tests.conftest import CORPUS
from tracker.facts import snapshot
from tracker.models import Article, ArticleMatch, Chapter, Document, Finding
from tracker.models.database import Database, open_database

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="needs ../shared/corpus/tota.tar.xz, which is not here"
)


@pytest.fixture(scope="module")
def corpus_url(entire_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a database with the whole corpus, matched."""
    copy = shutil.copy(entire_corpus, tmp_path_factory.mktemp("facts") / "corpus.db")
    return f"sqlite:///{copy}"


@pytest.fixture
def corpus(corpus_url: str) -> Database:
    return open_database(corpus_url)


def test_every_article_of_every_chapter_was_matched(corpus: Database) -> None:
    with corpus.read() as session:
        assert (
            session.scalar(select(func.count()).select_from(ArticleMatch)) == 40_376
        )  # texts shown: TPP in English only, EC - Algeria has the text of EU - Algeria
        topics = dict(
            session.execute(
                select(Chapter.topic, func.count())
                .join(Article, Article.chapter_id == Chapter.id)
                .join(Finding, Finding.article_id == Article.id)
                .group_by(Chapter.topic)
            )
            .tuples()
            .all()
        )
    for topic in ("ecommerce", "services", "financial_services", "telecoms", "investment"):
        assert topics.get(topic, 0) >= 10, topics
    assert sum(topics.values()) > topics["ecommerce"] * 2


def test_every_finding_has_evidence_in_its_article(corpus: Database) -> None:
    with corpus.read() as session:
        rows = session.execute(
            select(Finding.spans, func.length(Article.text)).join(Article, Article.id == Finding.article_id)
        ).all()
    assert len(rows) > 1_500
    assert all(spans for spans, _ in rows)
    assert all(0 <= start < end <= length for spans, length in rows for start, end in spans)


def test_every_text_can_be_searched(corpus: Database) -> None:
    with corpus.session() as session:
        session.execute(
            text("INSERT INTO article_search(article_search, rank) VALUES ('integrity-check', 1)")
        )
        found = session.execute(
            text("SELECT count(*) FROM article_search WHERE article_search MATCH '\"electronic commerce\"'")
        ).scalar()
    assert (found or 0) > 200


def of_tota(entries: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The texts that came from ToTA, with their articles and findings, by ToTA's identifier of the agreement."""
    return {
        entry["key"][1]: [fields for fields in entry["documents"] if fields[0] == "tota"]
        for entry in entries
        if entry["key"][0] == "tota"
    }


def test_the_snapshot_of_the_repository_is_what_the_corpus_gives(corpus: Database, tmp_path: Path) -> None:
    """Fails when template, matcher or readers changed a fact and the snapshot was not built again.

    The snapshot has more than ToTA: the WTO's list, the registry and later texts; only what ToTA gives is compared.
    The versions it was built with are left aside: a matcher that finds the same is no reason to build again.
    """
    path = tmp_path / "snapshot.json.xz"
    snapshot.build(corpus, path)
    built = of_tota(json.loads(lzma.decompress(path.read_bytes()))["agreements"])
    shipped = of_tota(snapshot.read()["agreements"])
    assert built.keys() == shipped.keys()
    for key, documents in built.items():
        assert documents == shipped[key], f"tota {key}: build the snapshot again (docs/database.md says how)"


def test_the_snapshot_holds_the_corpus(corpus: Database) -> None:
    entries = snapshot.read()["agreements"]
    documents = [fields for texts in of_tota(entries).values() for fields in texts]
    articles = [article for fields in documents for chapter in fields[-1] for article in chapter[-1]]
    assert len(of_tota(entries)) == 449  # TPP is there in two languages
    assert len(articles) == 40_376
    with corpus.read() as session:
        findings = session.scalar(select(func.count()).select_from(Finding))
        assert sum(len(article[-1]) for article in articles) == findings
        texts = session.scalar(select(func.count()).where(Document.current))
    assert len(documents) == texts == 448  # EC - Algeria: facts only


def test_the_snapshot_knows_the_later_agreements_and_what_is_missing(corpus: Database) -> None:
    entries = {entry["slug"]: entry for entry in snapshot.read()["agreements"]}
    assert len(entries) > 700
    sources = {key for entry in entries.values() for key, _ in [entry["key"], *entry["keys"]]}
    assert {"tota", "wto_rta", "registry", "file"} <= sources
    assert sum(bool(entry["events"]) for entry in entries.values()) > 100
    lacking = [
        entry for entry in entries.values() if any(code.startswith("chapters:") for code in entry["missing"])
    ]
    assert {entry["slug"] for entry in lacking} >= {"us-chile-2003"}
