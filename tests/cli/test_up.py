"""`tracker up` from an empty machine: facts at once, then texts from a mirror, a local copy, or none."""

import http.server
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.cli.ups import running
from tests.invented import agreement, tota_xml
from tracker.facts import snapshot


@contextmanager
def mirror(folder: Path) -> Iterator[str]:
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The first three ToTA files, invented."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in (1, 2, 3):
        name = f"Land {number} - Isle {number}"
        (folder / f"pta_{number}.xml").write_bytes(tota_xml(agreement(str(number), name)))
    return folder


def test_without_a_network_it_says_so_and_the_dashboard_stays(tmp_path: Path) -> None:
    expected = snapshot.read()["agreements"]
    with running(tmp_path) as up:
        assert f"facts loaded: {len(expected)} agreements" in up.line_with("facts loaded")
        address = up.line_with("dashboard: ").split()[-1]
        assert "pages show facts" in up.line_with("no texts fetched (")
        up.line_with("press Ctrl-C")
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
        assert up.scalar("SELECT count(*) FROM agreement") == len(expected)
        assert up.process.poll() is None
    assert up.process.returncode == 0
    assert not [line for line in up.lines if "Traceback" in line]


def test_a_local_copy_brings_the_texts(tmp_path: Path, texts: Path, with_facts: Path) -> None:
    with running(tmp_path, "--corpus", str(texts), "--no-dashboard") as up:
        up.line_with("flagged clauses")
        assert up.process.wait(timeout=120) == 0
    assert up.scalar("SELECT count(*) FROM article WHERE text IS NOT NULL") == 12
    assert up.scalar("SELECT count(*) FROM article_match") == 12


def test_a_mirror_brings_the_texts_and_terminating_it_ends_the_dashboard_too(
    tmp_path: Path, texts: Path, with_facts: Path
) -> None:
    with mirror(texts) as address, running(tmp_path, "--base-url", address) as up:
        dashboard = up.line_with("dashboard: ").split()[-1]
        up.line_with("press Ctrl-C")
        assert up.scalar("SELECT count(*) FROM article WHERE text IS NOT NULL") == 12
        assert up.scalar("SELECT count(*) FROM article_match") == 12
        assert up.scalar("SELECT count(*) FROM crawl_run WHERE state = 'finished'") == 1
        up.process.terminate()
        assert up.process.wait(timeout=120) == 0
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(dashboard, timeout=5)


def test_a_second_start_goes_on_with_what_is_there_and_offline_fetches_nothing(
    tmp_path: Path, with_facts: Path
) -> None:
    with running(tmp_path, "--offline", "--no-dashboard") as up:
        up.line_with("facts are here already")
        up.line_with("offline: no texts fetched")
        assert up.process.wait(timeout=120) == 0
    assert up.scalar("SELECT count(*) FROM article WHERE text IS NOT NULL") == 0
    assert up.scalar("SELECT count(*) FROM crawl_run") == 0


def test_a_copy_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with running(tmp_path, "--corpus", "nowhere") as up:
        assert up.process.wait(timeout=120) == 2
        assert "nowhere: no such file" in up.line_with("tracker: ")
