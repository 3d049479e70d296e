"""The door of the real server, asked as programs ask: whom it answers, what it says of itself, what is closed."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import Dashboard


def asked(dashboard: Dashboard, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    """Status, headers and body of one request; a `Host` given replaces the address's own."""
    address = urlsplit(dashboard.address)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode(errors="replace")
    finally:
        connection.close()


def test_a_foreign_name_is_not_answered(dashboard: Dashboard) -> None:
    for path in ("/", "/country?country=VNM", "/_stcore/health", "/healthz"):
        status, _, body = asked(dashboard, path, Host="evil.example")
        assert status == 421
        assert "evil" not in body


@pytest.mark.parametrize(
    "path", ["/", "/country?country=VNM", "/_stcore/health", "/favicon.png", "/nothing/here"]
)
def test_every_answer_carries_the_headers(dashboard: Dashboard, path: str) -> None:
    _, headers, _ = asked(dashboard, path)
    said = ", ".join(headers.get_all("Content-Security-Policy") or [])
    assert "frame-ancestors 'self'" in said
    assert "default-src 'self'" in said
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_streamlits_figures_and_its_interface_for_programs_are_closed(dashboard: Dashboard) -> None:
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/metrics"):
        assert asked(dashboard, path)[0] == 404, path


def test_health_says_by_what_the_findings_were_made(dashboard: Dashboard) -> None:
    status, _, body = asked(dashboard, "/healthz")
    said = json.loads(body)
    assert status == 200
    assert said["data_version"].startswith("template ")
    assert said["documents"] > 0


@pytest.mark.parametrize(("origin", "status"), [("https://evil.example", 403), ("http://127.0.0.1", 101)])
def test_only_pages_of_its_own_connect(dashboard: Dashboard, origin: str, status: int) -> None:
    given = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
        "Sec-WebSocket-Protocol": "streamlit",
        "Origin": origin,
    }
    assert asked(dashboard, "/_stcore/stream", **given)[0] == status
