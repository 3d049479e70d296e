"""Mail over TLS: sent only where the certificate is right; a wrong one is one line, and the night is done anyway."""

import base64
from pathlib import Path

import pytest

from tests.nightly.mail_tls import make_certificate, tls_mail_server
from tests.nightly.nights import House, pages
from tests.scrapers.site import serving
from tracker.nightly.notices import Notice, send_notices
from tracker.settings import settings

NOTICE = Notice("night: 1 new agreement", "All is told here.\n", {"night": 3}, True, False)
KINDS = ("starttls", "ssl")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A certificate for this machine's address, and one for another host."""
    folder = tmp_path_factory.mktemp("certificates")
    return {
        "right": make_certificate(folder, "right", "IP:127.0.0.1"),
        "elsewhere": make_certificate(folder, "elsewhere", "DNS:mail.elsewhere.example"),
    }


def variables(kind: str, port: int) -> dict[str, str]:
    return {
        "TRACKER_SMTP_HOST": "127.0.0.1",
        "TRACKER_SMTP_PORT": str(port),
        "TRACKER_SMTP_FROM": "tracker@campaign.example",
        "TRACKER_SMTP_TO": "ann@campaign.example",
        "TRACKER_SMTP_TLS": kind,
        "TRACKER_SMTP_USER": "ann",
        "TRACKER_SMTP_PASSWORD": "s3cret",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_and_its_login_go_encrypted_to_a_server_whose_certificate_is_trusted(
    kind: str, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As an administrator would add the certificate of an own mail server.
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates["right"]))
    with tls_mail_server(certificates["right"], kind) as heard:
        for variable, value in variables(kind, heard.port).items():
            monkeypatch.setenv(variable, value)
        assert send_notices(NOTICE, settings()) == []
    assert "Subject: [tracker] night: 1 new agreement" in heard.mail and "All is told here." in heard.mail
    login = base64.b64encode(b"\0ann\0s3cret").decode()
    assert f"AUTH PLAIN {login}" in heard.mail
    assert heard.encrypted("AUTH") == heard.encrypted("DATA") == [True]
    assert heard.encrypted("STARTTLS") == ([False] if kind == "starttls" else [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", ["unknown", "other host"])
def test_nothing_is_sent_to_a_server_whose_certificate_is_wrong(
    kind: str, wrong: str, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown: not signed by a trusted authority. Other host: trusted, but issued for another host."""
    name = "right" if wrong == "unknown" else "elsewhere"
    if wrong == "other host":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates[name]))
    with tls_mail_server(certificates[name], kind) as heard:
        for variable, value in variables(kind, heard.port).items():
            monkeypatch.setenv(variable, value)
        (problem,) = send_notices(NOTICE, settings())
    assert problem.startswith("mail not sent: ") and "certificate" in problem.lower()
    assert "\n" not in problem and "s3cret" not in problem
    assert heard.encrypted("AUTH") == heard.encrypted("DATA") == heard.encrypted("MAIL") == []


def test_a_night_whose_mail_cannot_be_sent_is_done_all_the_same(
    tmp_path: Path, certificates: dict[str, Path]
) -> None:
    with serving(pages(1, 2, 3)) as site, tls_mail_server(certificates["right"], "starttls") as heard:
        house = House(tmp_path, site)
        house.environment |= variables("starttls", heard.port)
        refused = house.night()
        assert refused.code == 0, refused.out + refused.err
        assert "3 new agreements" in refused.last_line
        assert refused.err.count("\n") == 1
        assert "mail not sent" in refused.err and "certificate" in refused.err.lower()
        assert house.digest()["counts"]["new_agreements"] == 3
        assert heard.encrypted("DATA") == []

        house.environment["SSL_CERT_FILE"] = str(certificates["right"])
        sent = house.night()
        assert (sent.code, sent.err) == (0, "")
        assert "nothing changed" in heard.mail and heard.encrypted("DATA") == [True]
