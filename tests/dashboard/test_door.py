"""The server's door, before an application that says yes to everything; the real one is in tests/journeys."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.door import POLICY, Door, policy
from dashboard.health import health_routes, is_stale
from tracker.models import NightlyRun
from tracker.models.database import open_database
from tracker.queries import Freshness

PAGE = "<head><script>window.own = true</script></head>"
OURS = "https://tracker.example.org"


async def _yes(_request: object) -> PlainTextResponse:
    return PlainTextResponse("yes")


async def _framed(_request: object) -> PlainTextResponse:
    return PlainTextResponse("yes", headers={POLICY: "frame-ancestors https://news.example"})


async def _connected(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("connected")
    await socket.close()


@pytest.fixture
def visitor() -> TestClient:
    """Somebody who reaches the server by its public name."""
    routes = [Route("/framed", _framed), Route("/{path:path}", _yes), WebSocketRoute("/stream", _connected)]
    return TestClient(Door(Starlette(routes=routes), ["tracker.example.org"], PAGE), base_url=OURS)


@pytest.mark.parametrize(
    "host",
    ["tracker.example.org", "TRACKER.example.org:8501", "localhost", "127.0.0.1:8501", "[::1]:8501"],
)
def test_known_hosts_are_answered(visitor: TestClient, host: str) -> None:
    assert visitor.get("/", headers={"host": host}).text == "yes"


@pytest.mark.parametrize(
    "host", ["evil.example", "tracker.example.org.evil.example", "evil.example:127.0.0.1", "", "[", "0.0.0.0"]
)
def test_unknown_hosts_are_not_and_learn_nothing(visitor: TestClient, host: str) -> None:
    answer = visitor.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "TRACKER_HOSTS" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    if host:
        assert host not in answer.text


@pytest.mark.parametrize("origin", [OURS, "http://localhost:8501", None])
def test_own_pages_connect(visitor: TestClient, origin: str | None) -> None:
    headers = {"host": "tracker.example.org", **({"origin": origin} if origin else {})}
    with visitor.websocket_connect("/stream", headers=headers) as socket:
        assert socket.receive_text() == "connected"


@pytest.mark.parametrize(
    ("host", "origin"), [("tracker.example.org", "https://evil.example"), ("evil.example", OURS)]
)
def test_pages_of_others_do_not(visitor: TestClient, host: str, origin: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        visitor.websocket_connect("/stream", headers={"host": host, "origin": origin}),
    ):
        pass


@pytest.mark.parametrize(
    "path", ["_stcore/metrics", "_stcore/agent/interact", "_stcore/agent", "_stcore/script-health-check"]
)
def test_streamlits_own_figures_are_closed(visitor: TestClient, path: str) -> None:
    assert visitor.get(f"/{path}").status_code == 404


def test_what_the_pages_themselves_ask_is_open(visitor: TestClient) -> None:
    assert visitor.get("/_stcore/health").text == "yes"


def test_every_answer_says_what_browsers_may_do(visitor: TestClient) -> None:
    headers = visitor.get("/").headers
    assert headers["referrer-policy"] == "same-origin"
    said = headers[POLICY]
    assert "frame-ancestors 'self'" in said
    assert "wss://tracker.example.org" in said
    assert "object-src 'none'" in said
    assert "script-src 'self' 'unsafe-eval' 'sha256-" in said
    assert "unsafe-inline" not in said.partition("script-src")[2].partition(";")[0]


def test_a_pages_own_word_on_frames_stands(visitor: TestClient) -> None:
    said = visitor.get("/framed").headers.get_list(POLICY)
    assert [one for one in said if "frame-ancestors" in one] == ["frame-ancestors https://news.example"]


def test_only_the_scripts_of_the_start_page_run() -> None:
    assert policy(PAGE) != policy(PAGE.replace("true", "false"))
    assert policy("<head></head>").count("sha256-") == 0


@pytest.mark.parametrize(
    ("nights", "hours", "stale"), [(0, None, False), (3, None, True), (3, 47.0, False), (3, 49.0, True)]
)
def test_nights_are_stale_after_two_days(nights: int, hours: float | None, *, stale: bool) -> None:
    now = datetime(2026, 11, 29, 4, tzinfo=UTC)
    last = now - timedelta(hours=hours) if hours is not None else None
    found = Freshness(1, 1, 0, None, last, nights)
    assert is_stale(found, now, 48) is stale


def _nights(url: str, *finished: timedelta) -> None:
    """Store nights that finished so long ago."""
    database = open_database(url)
    with database.session() as session:
        for ago in finished:
            end = datetime.now(UTC) - ago
            session.add(
                NightlyRun(
                    started_at=end - timedelta(hours=1),
                    finished_at=end,
                    state="finished",
                    sources={},
                    alerts=[],
                    digest={},
                )
            )
    database.close()


@pytest.fixture
def monitor(world: str) -> TestClient:
    """Asks the two addresses on the world's database."""
    return TestClient(Starlette(routes=health_routes()))


def test_health_of_an_installation_without_nights(monitor: TestClient) -> None:
    answer = monitor.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["last_good_night_hours"] is None


def test_health_turns_bad_when_nights_stay_away_and_good_when_one_ends_well(
    monitor: TestClient, world: str
) -> None:
    _nights(world, timedelta(hours=100))
    answer = monitor.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "nights are stale")
    assert 99.9 < answer.json()["last_good_night_hours"] < 100.2
    _nights(world, timedelta(hours=3))
    assert monitor.get("/healthz").status_code == 200


def test_health_where_the_database_does_not_answer(
    monitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("DATABASE_URL", "sqlite:////proc/nowhere/tracker.db")
        elsewhere.setenv("TRACKER_METRICS_TOKEN", "open sesame")
        answer = monitor.get("/healthz")
        assert (answer.status_code, answer.json()) == (503, {"status": "database does not answer"})
        figures = monitor.get("/metrics", headers={"Authorization": "Bearer open sesame"})
        assert "tracker_up 0.0" in figures.text


def test_figures_need_a_token(monitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert monitor.get("/metrics").status_code == 404
    monkeypatch.setenv("TRACKER_METRICS_TOKEN", "open sesame")
    for given in ({}, {"Authorization": "Bearer open"}, {"Authorization": "open sesame"}):
        assert monitor.get("/metrics", headers=given).status_code == 401
    answer = monitor.get("/metrics", headers={"Authorization": "Bearer open sesame"})
    assert answer.status_code == 200
    assert "tracker_agreements 3.0" in answer.text
    assert "process_resident_memory_bytes" in answer.text
