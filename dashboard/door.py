"""The door of the server: whom it answers, what it says about itself, and what browsers may do with its pages.

- A request must name a host of `TRACKER_HOSTS` or this machine; otherwise any site could make a name of its own point
  here and read pages through its visitors' browsers. A connection of a page must come from a page of such a host.
- Streamlit's own figures and its interface for programs are not served; `/metrics` asks for a token.
- Every answer carries the headers below. A page's own policy (which sites may frame it) is left as it is.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""This machine, always answered: a monitor or a proxy on it asks by these names."""

CLOSED = ("_stcore/metrics", "_stcore/agent", "_stcore/script-health-check")
"""Streamlit's addresses that are nobody's business. `_stcore/health` only says ok, and its pages ask it."""

POLICY = "Content-Security-Policy"
_FRAMES = "frame-ancestors"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def policy(page: str) -> str:
    """The content security policy of a start page: everything from this server, its own inline scripts by hash.

    The charts' language (Vega) makes functions from expressions and Streamlit styles elements in place, hence
    `unsafe-eval` for scripts and `unsafe-inline` for styles; text of treaties is escaped before it reaches a page
    (`dashboard.parts.markup`), and no inline script runs but those named.
    """
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _SCRIPT.findall(page)
    ]
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' 'unsafe-eval'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:{sockets}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class Door:
    """Wraps the application (ASGI). `hosts`: names without ports; `page`: a start page, for its inline scripts."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], page: str) -> None:
        self._app = app
        self._hosts = {*LOOPBACK, *hosts}
        self._policy = policy(page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or connection, or refuse it in one line."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        if refused is None:
            await self._app(scope, receive, self._with_headers(send, headers.get("host", "")))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(scope, receive, self._with_headers(send, ""))

    def _refusal(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        """The answer to what does not come in, None for what does."""
        if not self._known(f"//{headers.get('host', '')}"):
            return PlainTextResponse(
                "This host is not answered here; TRACKER_HOSTS names those that are.", 421
            )
        origin = headers.get("origin")
        if scope["type"] == "websocket" and origin is not None and not self._known(origin):
            return PlainTextResponse("Pages of other sites may not connect.", 403)
        path = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        if any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED):
            return PlainTextResponse("Not found", 404)
        return None

    def _known(self, address: str) -> bool:
        try:
            host = (urlsplit(address).hostname or "").rstrip(".")
        except ValueError:
            return False
        return host in self._hosts

    def _with_headers(self, send: Send, host: str) -> Send:
        # Older Safari does not count a page's own websocket as 'self'; the host is one that was let in.
        said = self._policy.format(sockets=f" ws://{host} wss://{host}" if host else "")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not any(_FRAMES in given for given in headers.getlist(POLICY)):
                    headers.append(POLICY, f"{_FRAMES} 'self'")
                headers.append(POLICY, said)
            await send(message)

        return sent
