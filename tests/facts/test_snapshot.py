"""The snapshot: facts there and back, no text in it, and nothing lost when it cannot be used."""

import json
import lzma
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests.ingest.test_store import row_counts, store
from tests.invented import agreement, amended
from tracker.errors import BadInput
from tracker.facts import snapshot
from tracker.facts.match_job import run_match
from tracker.models import Agreement, Article, Document, Finding, Source
from tracker.models.database import Database, open_database
from tracker.resolution import SourceFacts


@pytest.fixture
def built(sqlite_url: str, tmp_path: Path) -> Path:
    """A snapshot of two invented agreements, matched."""
    database = open_database(sqlite_url)
    store(database, agreement("1"))
    store(database, agreement("2", "Freedonia - Sylvania"))
    run_match(database, workers=1)
    path = tmp_path / "snapshot.json.xz"
    snapshot.build(database, path)
    database.close()
    return path


def facts(database: Database) -> list[tuple[object, ...]]:
    query = (
        select(Agreement.slug, Article.number, Finding.provision, Finding.strength, Finding.exception)
        .join(Document, Document.agreement_id == Agreement.id)
        .join(Article, Article.document_id == Document.id)
        .join(Finding, Finding.article_id == Article.id)
        .where(Document.current)
        .order_by(Agreement.slug, Article.position, Finding.provision)
    )
    with database.read() as session:
        return [tuple(row) for row in session.execute(query)]


def test_facts_come_back_without_texts(built: Path, sqlite_url: str, database: Database) -> None:
    counts = snapshot.load(database, built)
    assert (counts.agreements, counts.articles) == (2, 8)
    original = open_database(sqlite_url)
    assert facts(database) == facts(original)
    assert len(facts(database)) >= 6
    original.close()
    with database.read() as session:
        assert session.scalar(select(func.count()).where(Article.text.is_not(None))) == 0
        assert session.scalars(select(Document.has_text).distinct()).all() == [False]


def test_no_words_of_the_agreement_are_in_it(built: Path) -> None:
    packed = lzma.decompress(built.read_bytes()).decode()
    for words in ("customs duty", "Movement of Data", "Unwanted", "apples", "Electronic Commerce", "Goods"):
        assert words not in packed


def test_loading_twice_adds_nothing(built: Path, database: Database) -> None:
    snapshot.load(database, built)
    before = row_counts(database)
    assert snapshot.load(database, built).agreements == 0
    assert row_counts(database) == before


def test_facts_of_a_source_s_entry_replace_those_of_the_snapshot(built: Path, database: Database) -> None:
    snapshot.load(database, built)
    entry = SourceFacts("tota", "Texts", "https://texts.example/", "CC0", "Somebody 2030: Texts")
    snapshot.load(database, built, sources={"tota": entry, "elsewhere": SourceFacts("elsewhere", "Not here")})
    with database.read() as session:
        [source] = session.scalars(select(Source)).all()
    assert (source.title, source.licence, source.cite) == ("Texts", "CC0", "Somebody 2030: Texts")


def test_loading_leaves_stored_texts_alone(built: Path, database: Database) -> None:
    store(database, amended(agreement("1"), "2.1", "Other words stand here now."))
    assert snapshot.load(database, built).agreements == 1
    with database.read() as session:
        assert session.scalar(select(func.count()).where(Article.text.like("Other words%"))) == 1


def test_texts_fill_the_articles_the_snapshot_knows(built: Path, database: Database) -> None:
    snapshot.load(database, built)
    before = facts(database)
    assert store(database, agreement("1")).kind == "filled"
    # In view until matched: the snapshot's findings.
    assert facts(database) == before
    assert run_match(database, workers=1).matched == 4
    assert facts(database) == before
    with database.read() as session:
        spans = session.scalars(
            select(Finding.spans)
            .join(Article, Article.id == Finding.article_id)
            .where(Article.text.is_not(None))
        ).all()
    assert spans
    assert all(spans)


def test_a_changed_text_after_the_snapshot_is_a_new_version(built: Path, database: Database) -> None:
    snapshot.load(database, built)
    assert store(database, amended(agreement("1"), "2.1", "New words.")).kind == "updated"
    with database.read() as session:
        current = session.scalars(select(Document.version).where(Document.current)).all()
    assert sorted(current) == [1, 2]


def test_the_same_facts_give_the_same_bytes(built: Path, database: Database, tmp_path: Path) -> None:
    snapshot.load(database, built)
    again = tmp_path / "again.json.xz"
    snapshot.build(database, again)
    assert again.read_bytes() == built.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cut short"),
        (b"not xz at all", "not a snapshot file"),
        (lzma.compress(b"[]"), "another format"),
        (lzma.compress(b'{"format": 99}'), "another format"),
        (lzma.compress(b"{" * 100), "not a snapshot file"),
        (lzma.compress(json.dumps({"format": 1}).encode())[:-20], "cut short|not a snapshot"),
    ],
)
def test_a_broken_snapshot_is_refused(
    content: bytes, message: str, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json.xz"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message):
        snapshot.load(database, path)


def test_a_bomb_is_refused(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MAX_UNPACKED_BYTES", 10_000)
    path = tmp_path / "bomb.json.xz"
    path.write_bytes(lzma.compress(b" " * 1_000_000))
    with pytest.raises(BadInput, match="larger than"):
        snapshot.load(database, path)


def test_a_load_that_fails_leaves_nothing(built: Path, database: Database, tmp_path: Path) -> None:
    broken = json.loads(lzma.decompress(built.read_bytes()))
    broken["agreements"][1]["current"] = ["QQQ"]
    path = tmp_path / "unknown-party.json.xz"
    path.write_bytes(lzma.compress(json.dumps(broken).encode()))
    with pytest.raises(BadInput, match="QQQ"):
        snapshot.load(database, path)
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM agreement")).scalar() == 0
