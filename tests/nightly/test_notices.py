"""Notices to servers on 127.0.0.1: what arrives, and that a failing one only says so."""

import email
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tracker.nightly.notices import Notice
from tracker.nightly.notices import send_notices as send
from tracker.settings import settings

NOTICE = Notice("night: 1 new\nagreement", "Ünser text\n", {"night": 3, "exit_code": 0}, True, False)
MAIL = {
    "TRACKER_SMTP_HOST": "127.0.0.1",
    "TRACKER_SMTP_FROM": "tracker@campaign.example",
    "TRACKER_SMTP_TO": "ann@campaign.example, bob@campaign.example",
    "TRACKER_SMTP_TLS": "none",
}


Send = Callable[..., list[str]]


@pytest.fixture
def send_notices(monkeypatch: pytest.MonkeyPatch) -> Send:
    """`send_notices(notice, variables)`: what is sent where the environment holds these."""

    def sent(notice: Notice, variables: dict[str, str]) -> list[str]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return send(notice, settings())

    return sent


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """A mail server that accepts one mail; its port and the lines it received."""
    lines: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rwb") as stream:

            def say(text: str) -> None:
                stream.write(text.encode() + b"\r\n")
                stream.flush()

            say("220 here")
            data = False
            for raw in stream:
                line = raw.decode("utf-8").rstrip("\r\n")
                lines.append(line)
                if data and line == ".":
                    data = False
                    say("250 taken")
                elif data:
                    continue
                elif line.upper() == "DATA":
                    data = True
                    say("354 go on")
                elif line.upper() == "QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 fine")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()[1], lines
    listening.close()
    thread.join(timeout=5)


@contextmanager
def web_server(status: int) -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes posts; its address and the bodies it was sent."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook/secret", bodies
    server.shutdown()
    server.server_close()


def test_without_variables_nothing_is_sent(send_notices: Send) -> None:
    assert send_notices(NOTICE, {}) == []


def test_a_mail_arrives(send_notices: Send) -> None:
    with mail_server() as (port, lines):
        assert send_notices(NOTICE, {**MAIL, "TRACKER_SMTP_PORT": str(port)}) == []
    assert {"rcpt TO:<ann@campaign.example>", "rcpt TO:<bob@campaign.example>"} <= set(lines)
    start = next(at for at, line in enumerate(lines) if line.upper() == "DATA") + 1
    body = "\n".join(lines[start : lines.index(".")])
    message = email.message_from_bytes(body.encode(), policy=policy.default)
    assert message["Subject"] == "[tracker] night: 1 new agreement"
    assert message.get_content().strip() == "Ünser text"


def test_no_mail_goes_out_unencrypted_where_encryption_was_asked_for(send_notices: Send) -> None:
    with mail_server() as (port, lines):
        (problem,) = send_notices(
            NOTICE, {**MAIL, "TRACKER_SMTP_PORT": str(port), "TRACKER_SMTP_TLS": "starttls"}
        )
    assert problem.startswith("mail not sent: ")
    assert "DATA" not in {line.upper() for line in lines}


def test_a_webhook_gets_json(send_notices: Send) -> None:
    with web_server(204) as (url, bodies):
        assert send_notices(NOTICE, {"TRACKER_WEBHOOK_URL": url}) == []
    assert [json.loads(body) for body in bodies] == [{"summary": NOTICE.summary, "night": 3, "exit_code": 0}]


def test_a_failing_notice_is_one_line_without_the_secret_and_the_other_is_sent(send_notices: Send) -> None:
    with web_server(500) as (url, _bodies), mail_server() as (port, lines):
        problems = send_notices(NOTICE, {**MAIL, "TRACKER_SMTP_PORT": str(port), "TRACKER_WEBHOOK_URL": url})
    assert problems == ["webhook not sent: 127.0.0.1 answered with status 500"]
    assert "." in lines


@pytest.mark.parametrize(
    ("when", "changed", "trouble", "sent"),
    [
        ("always", False, False, True),
        ("changes", False, False, False),
        ("changes", True, False, True),
        ("trouble", True, False, False),
        ("trouble", False, True, True),
    ],
)
def test_notices_can_be_kept_for_when_there_is_something_to_say(
    send_notices: Send, when: str, changed: bool, trouble: bool, sent: bool
) -> None:
    notice = Notice("s", "t", {}, changed, trouble)
    with web_server(200) as (url, bodies):
        send_notices(notice, {"TRACKER_WEBHOOK_URL": url, "TRACKER_NOTICE_WHEN": when})
    assert bool(bodies) is sent
