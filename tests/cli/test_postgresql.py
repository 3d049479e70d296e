"""Commands on PostgreSQL, as processes of the command line use it; all other tests of commands run on SQLite.

What commands do with the database is tested on both in tests/ingest, tests/facts, tests/queries and so on.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import PostgresServer
from tests.invented import agreement, amended, tota_xml


@pytest.fixture
def on_postgresql(
    run: Run, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    """`run` on an empty PostgreSQL database."""
    url = postgres_server.fresh_url()
    monkeypatch.setenv("DATABASE_URL", url)
    yield run
    postgres_server.drop(url)


def test_a_life_on_postgresql(on_postgresql: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = on_postgresql
    folder = tmp_path / "texts"
    folder.mkdir()
    monkeypatch.setenv("TRACKER_WATCH_FOLDER", str(folder))
    (folder / "pta_1.xml").write_bytes(tota_xml(agreement("1")))
    (tmp_path / "pta_2.xml").write_bytes(tota_xml(agreement("2", "Freedonia - Sylvania")))
    ingested = run("ingest", tmp_path / "pta_2.xml")
    assert ingested.code == 0 and "loaded 1" in ingested.out, ingested.err

    first = run("nightly", "--source", "watch_folder")
    assert first.code == 0 and "1 new agreement" in first.out.splitlines()[-1], first.out + first.err
    (folder / "pta_1.xml").write_bytes(
        tota_xml(amended(agreement("1"), "2.1", "Fees on lanterns are not levied."))
    )
    second = run("nightly", "--source", "watch_folder")
    assert second.code == 0 and "1 revision" in second.out.splitlines()[-1], second.out + second.err

    status = run("status")
    assert status.code == 0 and "not matched yet   0 articles" in status.out
    for words in (
        ("sources",),
        ("plausibility",),
        ("coverage",),
        ("links",),
        ("quarantine",),
    ):
        ended = run(*words)
        assert ended.code == 0, f"{words}: {ended.err}"
    assert run("reparse").code == 0
    examined = json.loads(run("doctor", "--json").out)
    by_check = {check["check"]: check["state"] for check in examined["checks"] if check["check"] != "sources"}
    for check in ("schema", "index", "matching", "plausibility", "archive"):
        assert by_check[check] == "well", examined
