"""`tracker doctor`: every check finds its fault, says what to do, and is quiet where all is well."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from tests.cli.conftest import Run, run
from tests.ingest.test_store import store
from tests.invented import agreement
from tracker.facts.match_job import run_match
from tracker.maintenance.backup import write_backup
from tracker.maintenance.backups import backup_folder, new_backup_path
from tracker.maintenance.doctor.checks import CheckResult, Installation, State
from tracker.maintenance.doctor.examine import ALWAYS, AT_THE_PRESENT_SCHEMA, examine
from tracker.models import CrawlRun, NightlyRun, QuarantinedText, RawFile, Source
from tracker.models.database import Database, open_database
from tracker.nightly.plan import SourcePlan
from tracker.settings import settings

__all__ = ["run"]

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
TOTA = SourcePlan("tota", "Texts", (), 1, 9, 1, 99, crawl_every_days=7)


@pytest.fixture
def installed(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """An installation in which all is well."""
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))
    monkeypatch.setenv("TRACKER_WEBHOOK_URL", "https://hook.example/secret")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    store(database, agreement("1"))
    run_match(database, workers=1)
    with database.session() as session:
        source = session.query(Source).one().id
        when = {"started_at": NOW - timedelta(hours=5), "finished_at": NOW - timedelta(hours=4)}
        session.add_all(
            [
                CrawlRun(source_id=source, state="finished", counters={}, **when),
                NightlyRun(state="finished", summary="well", **when),
            ]
        )
    backup_folder().mkdir()
    write_backup(database, new_backup_path(NOW))
    wants = tmp_path / "etc/systemd/system/timers.target.wants"
    wants.mkdir(parents=True)
    for folder in (wants, wants.parent):
        (folder / "tracker-nightly.timer").touch()
    yield Installation(database, tmp_path, settings(), [TOTA], NOW, system=tmp_path)


def problems(installed: Installation) -> dict[str, CheckResult]:
    """What is to be mended, by check; all other checks must have an answer, too."""
    results = list(examine(installed))
    assert {result.check for result in results} == {
        name for name, _check in (*ALWAYS, *AT_THE_PRESENT_SCHEMA)
    }
    assert all("\n" not in result.found + result.advice for result in results)
    assert all(result.advice for result in results if result.state in (State.PROBLEM, State.NOTE))
    return {result.check: result for result in results if result.state is State.PROBLEM}


def change(installed: Installation, *statements: str) -> None:
    with installed.database.session() as session:
        for statement in statements:
            session.execute(text(statement))


def test_where_all_is_well_nothing_is_to_be_mended(installed: Installation) -> None:
    assert problems(installed) == {}
    states = {result.check: result.state for result in examine(installed) if result.state is not State.WELL}
    assert states == ({} if installed.database.is_sqlite else {"space": State.UNKNOWN})


def test_faults_of_what_is_stored_are_found(installed: Installation) -> None:
    with installed.database.session() as session:
        source = session.query(Source).one().id
        session.add_all(
            [
                RawFile(
                    sha256="a" * 64,
                    source_id=source,
                    name="x",
                    media_type="text/xml",
                    bytes=1,
                    fetched_at=NOW,
                ),
                QuarantinedText(
                    source_id=source,
                    external_id="9",
                    sha256="9" * 64,
                    name="nine",
                    reason="shrank",
                    state="quarantined",
                    noticed_at=NOW,
                ),
                CrawlRun(
                    source_id=source,
                    started_at=NOW,
                    finished_at=NOW,
                    state="failed",
                    counters={},
                    message="a storm",
                ),
                NightlyRun(started_at=NOW, finished_at=NOW, state="failed", summary="the disk is full"),
            ]
        )
    change(
        installed,
        "UPDATE document SET remarks = NULL",
        "UPDATE article_match SET fingerprint = 'old'",
        "CREATE TABLE strange (id int)",
    )
    (installed.data / "nightly.env").write_text("TRACKER_SMTP_PASSWORD=x")
    (installed.data / "nightly.env").chmod(0o644)
    found = problems(installed)
    assert set(found) == {
        "archive",
        "sources",
        "schedule",
        "plausibility",
        "matching",
        "schema",
        "installation",
    }
    assert "tracker plausibility --again" in found["plausibility"].advice
    assert "1 texts were stored before" in found["plausibility"].found
    assert "a storm" in found["sources"].found and "the disk is full" in found["schedule"].found
    assert "strange" in found["schema"].found and "chmod 600" in found["installation"].advice
    change(installed, "UPDATE article_match SET remark = 'too_costly' WHERE article_id = 1")
    notes = [result.found for result in examine(installed) if result.state is State.NOTE]
    assert notes == [
        "1 article too costly to search: what they say is not known",
        "1 texts in quarantine wait for a decision",
    ]


def test_an_index_that_does_not_fit_is_found(installed: Installation) -> None:
    if installed.database.is_sqlite:
        change(
            installed,
            "DROP TRIGGER article_search_update",
            "UPDATE article SET text = 'Zebras' WHERE position = 1",
        )
    else:
        change(installed, "UPDATE article SET search = NULL WHERE position = 1")
    assert set(problems(installed)) == {"index"}
    change(
        installed,
        "INSERT INTO article_search(article_search) VALUES ('rebuild')"
        if installed.database.is_sqlite
        else "UPDATE article SET heading = heading WHERE search IS NULL",
    )
    assert problems(installed) == {}


def test_what_has_become_old_is_found(installed: Installation) -> None:
    later = Installation(
        installed.database,
        installed.data,
        installed.settings,
        [TOTA],
        NOW + timedelta(days=20),
        installed.data,
    )
    assert set(problems(later)) == {"backups", "sources", "schedule"}


def test_a_database_at_another_migration_is_not_read(installed: Installation) -> None:
    change(installed, "UPDATE alembic_version SET version_num = '0012'")
    found = problems(installed)
    assert set(found) == {"schema"} and "at migration 0012" in found["schema"].found
    states = {result.check: result.state for result in examine(installed)}
    assert {states[name] for name, _check in AT_THE_PRESENT_SCHEMA} == {State.UNKNOWN}


def test_a_full_disk_and_a_machine_without_nights(
    installed: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tracker.maintenance.doctor.machine.LEAST_FREE_BYTES", 10**18)
    monkeypatch.setenv("PATH", "")
    (tmp_path / "etc/systemd/system/tracker-nightly.timer").unlink()
    (tmp_path / "etc/systemd/system/timers.target.wants/tracker-nightly.timer").unlink()
    assert set(problems(installed)) == {"space"}
    unknown = [result.found for result in examine(installed) if result.check == "schedule"]
    assert any("neither a systemd timer nor" in found for found in unknown)


@pytest.mark.parametrize(("days", "state"), [(400, State.WELL), (10, State.NOTE), (-1, State.PROBLEM)])
def test_certificates_that_end_are_found(
    days: int, state: State, installed: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, NOW + timedelta(days=days))))
    (found,) = (result for result in examine(installed) if result.check == "certificates")
    assert found.state is state, found
    (tmp_path / "own.pem").write_text("a letter")
    (found,) = (result for result in examine(installed) if result.check == "certificates")
    assert found.state is State.PROBLEM


def certificate(folder: Path, ends: datetime) -> Path:
    """A certificate of its own that ends then."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ends - timedelta(days=900))
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    path = folder / "own.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_check_that_raises_is_a_problem_and_the_others_go_on(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_installed: Installation) -> list[CheckResult]:
        raise ZeroDivisionError("nothing\nto divide by")

    monkeypatch.setattr(
        "tracker.maintenance.doctor.examine.ALWAYS", (("space", broken), *ALWAYS[2:], ALWAYS[0])
    )
    found = problems(installed)
    assert set(found) == {"space"} and "nothing to divide by" in found["space"].found


def test_the_command_answers_people_and_programs(run: Run) -> None:
    ended = run("doctor")
    assert ended.code == 1 and "problem  backups" in ended.out and "-> run `tracker backup" in ended.out
    as_json = run("doctor", "--json")
    assert as_json.code == 1
    answer = json.loads(as_json.out)
    assert answer["well"] is False and answer["problems"] >= 1
    assert {check["check"] for check in answer["checks"]} >= {"schema", "index", "backups", "certificates"}
    assert f"{answer['problems']} to be mended" in ended.out


def test_status_names_texts_without_a_plausibility_report(run: Run, sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    store(database, agreement("1"))
    assert "plausibility" not in run("status").out
    with database.session() as session:
        session.execute(text("UPDATE document SET remarks = NULL"))
    database.close()
    assert "1 texts have no plausibility report: tracker plausibility --again" in run("status").out
