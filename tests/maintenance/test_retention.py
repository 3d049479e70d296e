"""What may be deleted by setting: old digests, raw files nothing refers to; never the only source of a text."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cli.conftest import Run, run
from tests.ingest.test_store import store
from tests.invented import agreement, amended
from tracker.ingest.archive import Archive
from tracker.maintenance.retention import deletable, tidy
from tracker.models import Document, Paper, QuarantinedText, RawFile, Source
from tracker.models.database import Database, open_database
from tracker.settings import Settings, settings

__all__ = ["run"]

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
OLD = NOW - timedelta(days=100)


def sets(monkeypatch: pytest.MonkeyPatch, **values: object) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"TRACKER_{name.upper()}", str(value))
    return settings()


def keep_raw_files(database: Database, data: Path) -> dict[str, str]:
    """Raw files of all kinds, all old but one; name -> SHA-256."""
    store(database, agreement("1"))
    store(database, amended(agreement("1"), "2.1", "Fees on lanterns are not levied."))
    with database.session() as session:
        source = session.scalars(select(Source.id)).one()
        first, second = session.scalars(select(Document.sha256).order_by(Document.version)).all()
        files = {"replaced": first, "current": second}
        files |= {
            name: f"{place:x}" * 64
            for place, name in enumerate(("refused", "new", "paper", "waiting", "rejected"))
        }
        for name, sha256 in files.items():
            Archive(data / "archive").write(sha256, name.encode())
            session.add(
                RawFile(
                    sha256=sha256,
                    source_id=source,
                    name=name,
                    media_type="text/xml",
                    bytes=len(name),
                    fetched_at=NOW if name == "new" else OLD,
                )
            )
        for state in ("waiting", "rejected"):
            session.add(
                QuarantinedText(
                    source_id=source,
                    external_id=state,
                    sha256=files[state],
                    name=state,
                    reason="shrank",
                    state="quarantined" if state == "waiting" else state,
                    noticed_at=OLD,
                )
            )
        paper = {"symbol": "JOB/1", "title": "A", "language": "en", "text": "Words.", "fetched_at": OLD}
        session.add(Paper(source_id=source, sha256=files["paper"], **paper))
    return files


@pytest.mark.parametrize(
    ("keep_raw", "deleted"),
    [("stored", {"refused", "rejected"}), ("current", {"refused", "rejected", "replaced"})],
)
def test_only_raw_files_that_nothing_refers_to_are_deleted(
    keep_raw: str, deleted: set[str], database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = keep_raw_files(database, tmp_path)
    assert tidy(database, tmp_path, settings(), NOW).raw == (), "without a setting nothing is deleted"
    wanted = sets(monkeypatch, keep_raw_days=30, keep_raw=keep_raw)
    assert {
        name for name in files if files[name] in deletable(database, tmp_path, wanted, NOW).raw
    } == deleted
    assert all(Archive(tmp_path / "archive").path(sha256).exists() for sha256 in files.values())
    assert set(tidy(database, tmp_path, wanted, NOW).raw) == {files[name] for name in deleted}
    with database.read() as session:
        rows = set(session.scalars(select(RawFile.sha256)))
    there = {sha256 for sha256 in files.values() if Archive(tmp_path / "archive").path(sha256).exists()}
    assert rows == there == {files[name] for name in set(files) - deleted}
    assert tidy(database, tmp_path, wanted, NOW).raw == ()


def test_what_became_needed_meanwhile_stays(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(sqlite_url)
    files = keep_raw_files(database, tmp_path)
    wanted = sets(monkeypatch, keep_raw_days=30)
    before = deletable(database, tmp_path, wanted, NOW)
    with database.session() as session:
        session.scalars(select(Document).limit(1)).one().sha256 = files["refused"]
    monkeypatch.setattr("tracker.maintenance.retention.deletable", lambda *_given: before)
    assert tidy(database, tmp_path, wanted, NOW).raw == (files["rejected"],)
    database.close()


def test_old_digests_go_and_nothing_beside_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = tmp_path / "var" / "digests"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    today = datetime.now(UTC).date()
    for day in ("2020-01-01", str(today), "letters"):
        (digests / day).mkdir(parents=True)
        (digests / day / "digest.md").touch()
    (digests / "2020-01-02").symlink_to(elsewhere)
    (digests / "feed.xml").touch()
    assert run("tidy").code == 0 and (digests / "2020-01-01").exists()
    monkeypatch.setenv("TRACKER_KEEP_DIGESTS_DAYS", "30")
    assert "would be deleted: 1 days" in run("tidy", "--dry-run").out and (digests / "2020-01-01").exists()
    assert "deleted: 1 days" in run("tidy").out
    assert {path.name for path in digests.iterdir()} == {str(today), "letters", "2020-01-02", "feed.xml"}
    assert elsewhere.exists()
