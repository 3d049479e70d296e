"""Optional notices of a night, by mail (SMTP) or webhook, switched on by environment variables.

A notice that fails is told in one line and never fails the night.
"""

import http.client
import json
import os
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

SMTP_HOST = "TRACKER_SMTP_HOST"
SMTP_PORT = "TRACKER_SMTP_PORT"
SMTP_FROM = "TRACKER_SMTP_FROM"
SMTP_TO = "TRACKER_SMTP_TO"
SMTP_TLS = "TRACKER_SMTP_TLS"
SMTP_USER = "TRACKER_SMTP_USER"
SMTP_PASSWORD = "TRACKER_SMTP_PASSWORD"  # noqa: S105 (the variable's name)
WEBHOOK_URL = "TRACKER_WEBHOOK_URL"
NOTICE_WHEN = "TRACKER_NOTICE_WHEN"

TIMEOUT_SECONDS = 30
_PORTS = {"none": 25, "starttls": 587, "ssl": 465}
_OCCASIONS = ("always", "changes", "trouble")


class NoticeProblem(Exception):
    """Why a notice could not be sent, in one line."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told. `text` is for people (Markdown), `facts` for programs (JSON)."""

    summary: str
    text: str
    facts: Mapping[str, Any]
    changed: bool
    trouble: bool


def send_notices(notice: Notice, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Send whatever the environment asks for; one line for each notice that could not be sent."""
    try:
        if not _wanted(notice, environment):
            return []
    except NoticeProblem as problem:
        return [str(problem)]
    senders: tuple[tuple[str, str, Callable[[Notice, Mapping[str, str]], None]], ...] = (
        (SMTP_HOST, "mail", _send_mail),
        (WEBHOOK_URL, "webhook", _post),
    )
    problems = []
    for variable, name, send in senders:
        if not environment.get(variable, "").strip():
            continue
        try:
            send(notice, environment)
        except (
            NoticeProblem,
            OSError,
            smtplib.SMTPException,
            http.client.HTTPException,
            ValueError,
        ) as error:
            problems.append(f"{name} not sent: {one_line(str(error)) or type(error).__name__}")
    return problems


def _wanted(notice: Notice, environment: Mapping[str, str]) -> bool:
    occasion = environment.get(NOTICE_WHEN, "").strip().lower() or "always"
    if occasion not in _OCCASIONS:
        raise NoticeProblem(f"{NOTICE_WHEN} must be one of {', '.join(_OCCASIONS)}, not {occasion!r}")
    return occasion == "always" or notice.trouble or (occasion == "changes" and notice.changed)


def _send_mail(notice: Notice, environment: Mapping[str, str]) -> None:
    def value(name: str) -> str:
        return environment.get(name, "").strip()

    kind = value(SMTP_TLS).lower() or "starttls"
    if kind not in _PORTS:
        raise NoticeProblem(f"{SMTP_TLS} must be one of {', '.join(_PORTS)}, not {kind!r}")
    recipients = [address.strip() for address in value(SMTP_TO).split(",") if address.strip()]
    if not value(SMTP_FROM) or not recipients:
        raise NoticeProblem(f"{SMTP_FROM} and {SMTP_TO} must be set beside {SMTP_HOST}")
    port = value(SMTP_PORT) or str(_PORTS[kind])
    if not port.isdecimal():
        raise NoticeProblem(f"{SMTP_PORT} must be a number, not {port!r}")
    message = EmailMessage()
    message["Subject"] = f"[tracker] {one_line(notice.summary)}"
    message["From"], message["To"] = value(SMTP_FROM), ", ".join(recipients)
    message.set_content(notice.text)
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(value(SMTP_HOST), int(port), timeout=TIMEOUT_SECONDS, context=context)
        if kind == "ssl"
        else smtplib.SMTP(value(SMTP_HOST), int(port), timeout=TIMEOUT_SECONDS)
    ) as server:
        if kind == "starttls":
            server.starttls(context=context)
        if value(SMTP_USER):
            server.login(value(SMTP_USER), environment.get(SMTP_PASSWORD, ""))
        server.send_message(message)


def _post(notice: Notice, environment: Mapping[str, str]) -> None:
    url = environment[WEBHOOK_URL].strip()
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise NoticeProblem(f"{WEBHOOK_URL} must be an http or https address")
    body = json.dumps({"summary": notice.summary, **notice.facts}, ensure_ascii=False).encode(
        "utf-8", "replace"
    )
    request = urllib.request.Request(  # noqa: S310 (http or https, checked above)
        url, data=body, method="POST", headers={"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310 (as above)
            pass
    except urllib.error.HTTPError as error:
        # The address may hold a secret: only its host is told.
        raise NoticeProblem(f"{urlsplit(url).hostname} answered with status {error.code}") from None
    except urllib.error.URLError as error:
        raise NoticeProblem(f"{urlsplit(url).hostname}: {error.reason}") from None
