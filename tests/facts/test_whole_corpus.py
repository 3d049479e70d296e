"""The whole ToTA corpus through ingest, match and snapshot: what the repository ships is what it gives."""

import json
import lzma
import shutil
from pathlib import Path

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


def test_the_snapshot_of_the_repository_is_what_the_corpus_gives(corpus: Database, tmp_path: Path) -> None:
    """Fails when template, matcher or readers changed a fact and the snapshot was not built again.

    The versions it was built with are left aside: a matcher that finds the same is no reason to build again.
    """
    path = tmp_path / "snapshot.json.xz"
    snapshot.build(corpus, path)
    built = json.loads(lzma.decompress(path.read_bytes()))
    shipped = snapshot.read()
    hint = (
        "build it again: tracker ingest ../shared/corpus/tota.tar.xz; tracker match; tracker snapshot build"
    )
    for one, other in zip(built["agreements"], shipped["agreements"], strict=True):
        assert one == other, hint
    assert {**built, "versions": None} == {**shipped, "versions": None}, hint


def test_the_snapshot_holds_the_corpus(corpus: Database) -> None:
    counts = snapshot._count(snapshot.read())
    with corpus.read() as session:
        assert counts.agreements == 449  # TPP is there in two languages
        assert counts.articles == 40_376
        assert counts.findings == session.scalar(select(func.count()).select_from(Finding))
        assert session.scalar(select(func.count()).where(Document.current)) == 448  # EC - Algeria: facts only
