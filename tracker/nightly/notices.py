"""Optional notices of a night, by mail (SMTP) or webhook, where the settings name a mail server or an address.

A notice that fails is reported in one line and does not fail the night.
"""

import http.client
import json
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from tracker.nightly.render import one_line
from tracker.settings import Settings

TIMEOUT_SECONDS = 30
_PORTS = {"none": 25, "starttls": 587, "ssl": 465}


class NoticeProblem(Exception):
    """Why a notice could not be sent, in one line."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The content of a notice. `text` is for people (Markdown), `facts` for programs (JSON)."""

    summary: str
    text: str
    facts: Mapping[str, Any]
    changed: bool
    trouble: bool


def send_notices(notice: Notice, wanted: Settings) -> list[str]:
    """Send the notices that the settings ask for; one line for each that could not be sent."""
    if not _is_worth(notice, wanted.notice_when):
        return []
    senders: list[tuple[str, Callable[[Notice, Settings], None]]] = []
    if wanted.smtp_host is not None:
        senders.append(("mail", _send_mail))
    if wanted.webhook_url is not None:
        senders.append(("webhook", _post))
    problems = []
    for name, send in senders:
        try:
            send(notice, wanted)
        except (
            NoticeProblem,
            OSError,
            smtplib.SMTPException,
            http.client.HTTPException,
            ValueError,
        ) as error:
            problems.append(f"{name} not sent: {one_line(str(error)) or type(error).__name__}")
    return problems


def _is_worth(notice: Notice, occasion: str) -> bool:
    return occasion == "always" or notice.trouble or (occasion == "changes" and notice.changed)


def _send_mail(notice: Notice, wanted: Settings) -> None:
    message = EmailMessage()
    message["Subject"] = f"[tracker] {one_line(notice.summary)}"
    message["From"], message["To"] = wanted.smtp_from, ", ".join(wanted.smtp_to)
    message.set_content(notice.text)
    host, port = wanted.smtp_host or "", wanted.smtp_port or _PORTS[wanted.smtp_tls]
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
        if wanted.smtp_tls == "ssl"
        else smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    ) as server:
        if wanted.smtp_tls == "starttls":
            server.starttls(context=context)
        if wanted.smtp_user is not None:
            password = wanted.smtp_password.get_secret_value() if wanted.smtp_password else ""
            server.login(wanted.smtp_user, password)
        server.send_message(message)


def _post(notice: Notice, wanted: Settings) -> None:
    url = wanted.webhook_url.get_secret_value() if wanted.webhook_url else ""
    body = json.dumps({"summary": notice.summary, **notice.facts}, ensure_ascii=False).encode(
        "utf-8", "replace"
    )
    request = urllib.request.Request(  # noqa: S310 (http or https, as settings are checked)
        url, data=body, method="POST", headers={"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310 (as above)
            pass
    except urllib.error.HTTPError as error:
        # The address may contain a secret: only its host is printed.
        raise NoticeProblem(f"{urlsplit(url).hostname} answered with status {error.code}") from None
    except urllib.error.URLError as error:
        raise NoticeProblem(f"{urlsplit(url).hostname}: {error.reason}") from None
