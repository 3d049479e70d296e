"""What goes over the wire: Streamlit's own files compressed, once each, a small icon font for its large one, and pages
compressed quickly.

Streamlit sends its scripts as they are, since it expects a proxy that compresses; with a first visit of 4 MB a phone on
a slow network waits half a minute. Files are addressed by their content, so that what was compressed once stays right.
"""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.websockets import websockets_sansio_impl
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

from dashboard.fonts import REPLACED, SYMBOLS

FOLDER = "/static/"
"""Streamlit's own files; a proxy's or the server's prefix stands before it."""
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
"""Files that compressing makes smaller, with their media types."""
FOREVER = "public, immutable, max-age=31536000"
BROTLI_QUALITY = 9
"""Of 11: a tenth larger than the best and fifteen times as quick (0.5 s for the scripts of a first visit)."""
KEPT = 400
"""Files in the cache, of 1 to 250 kB: a visit of all pages needs some 200."""
PAGE_LEVEL, PAGE_MEMORY = 1, 8
"""How pages are compressed on the websocket (zlib's `level` and `memLevel`), with the whole window of 32 kB. The
server's own choice, a window of 4 kB at level 6, makes the largest page 180 kB in 14 ms; this one 138 kB in 6 ms, for
256 kB of memory of each connection (docs/decisions/0028)."""


class QuickDeflate(ServerPerMessageDeflateFactory):
    """Compression of a connection (RFC 7692) by our own measure, whatever the server asks for."""

    def __init__(self, **_asked: Any) -> None:
        super().__init__(compress_settings={"level": PAGE_LEVEL, "memLevel": PAGE_MEMORY})


def compress_quickly() -> None:
    """Use `QuickDeflate` for the connections of this process: uvicorn has no setting for it."""
    vars(websockets_sansio_impl)["ServerPerMessageDeflateFactory"] = QuickDeflate


class CompressedFiles:
    """Answers requests for the files in `folder` (Streamlit's `static`); everything else goes on to `app`."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.files = _names(folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        answer = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            _, found, name = scope["path"].rpartition(FOLDER)
            file = self.files.get(name) if found else None
            if file is not None:
                answer = await self._answer(file, Request(scope).headers.get("accept-encoding", ""))
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, file: Path, accepted: str) -> Response | None:
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if file.name.startswith(REPLACED):
            return Response(SYMBOLS.read_bytes(), media_type="font/woff2", headers=headers)
        coding = accepted_coding(accepted)
        if coding is None:
            return None
        body = await run_in_threadpool(compressed, file, coding)
        return Response(body, media_type=TYPES[file.suffix], headers={**headers, "Content-Encoding": coding})


def accepted_coding(accepted: str) -> str | None:
    """The better of the codings a browser accepts, None where it accepts neither."""
    known = {}
    for one in accepted.lower().split(","):
        name, _, weight = one.partition(";")
        known[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0")
    return next((coding for coding in ("br", "gzip") if known.get(coding)), None)


@lru_cache(maxsize=KEPT)
def compressed(file: Path, coding: str) -> bytes:
    """The file's bytes in `br` or `gzip`."""
    raw = file.read_bytes()
    if coding == "br":
        return bytes(brotli.compress(raw, quality=BROTLI_QUALITY))
    return gzip.compress(raw, 9, mtime=0)


def _names(folder: Path) -> dict[str, Path]:
    """Files by the part of their address after `/static/`: only these are opened, whatever a request asks for."""
    files = (folder / "static").rglob("*")
    return {
        file.relative_to(folder / "static").as_posix(): file
        for file in files
        if file.suffix in TYPES or file.name.startswith(REPLACED)
    }
