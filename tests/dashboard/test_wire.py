"""What goes over the wire: Streamlit's files compressed, the small icon font with every icon that is named."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from starlette.responses import PlainTextResponse
from uvicorn import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Frame, Opcode

from dashboard.fonts import SYMBOLS
from dashboard.fonts.build import icons_of, streamlit_font, wanted_icons
from dashboard.start_page import STATIC
from dashboard.wire import FOREVER, CompressedFiles, QuickDeflate, accepted_coding, compress_quickly

LARGEST_FONT_BYTES = 20_000


def answer(path: str, accepted: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """What the middleware answers; "passed on" where it leaves a request to Streamlit."""
    app = CompressedFiles(PlainTextResponse("passed on"), STATIC)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept-encoding", accepted.encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    # In a thread: a browser of the journeys may keep an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture(scope="module")
def script() -> Path:
    return max((STATIC / "static" / "js").glob("index*.js"), key=lambda file: file.stat().st_size)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip")],
)
@pytest.mark.parametrize("prefix", ["", "/behind/a/proxy"])
def test_scripts_are_compressed_and_stay_the_same(
    script: Path, accepted: str, coding: str, prefix: str
) -> None:
    status, headers, body = answer(f"{prefix}/static/js/{script.name}", accepted)
    assert status == 200
    assert (headers["content-encoding"], headers["cache-control"]) == (coding, FOREVER)
    assert headers["content-type"].startswith("text/javascript")
    assert headers["vary"] == "Accept-Encoding"
    raw = brotli.decompress(body) if coding == "br" else gzip.decompress(body)
    assert raw == script.read_bytes()
    assert len(body) < len(raw) / 2.5


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0"])
def test_who_accepts_no_coding_gets_the_file_from_streamlit(script: Path, accepted: str) -> None:
    assert accepted_coding(accepted) is None
    assert answer(f"/static/js/{script.name}", accepted)[2] == b"passed on"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/country",
        "/static/js/../../index.html",
        "/static/nope.js",
        "/static//etc/passwd",
        "/_stcore/health",
    ],
)
def test_everything_else_goes_on(path: str) -> None:
    assert answer(path, "br")[2] == b"passed on"


def test_icon_font_is_the_small_one_with_every_icon_that_streamlit_or_a_page_names() -> None:
    status, headers, body = answer(f"/static/media/{streamlit_font().name}", "br")
    assert (status, headers["content-type"]) == (200, "font/woff2")
    assert body == SYMBOLS.read_bytes()
    assert len(body) < LARGEST_FONT_BYTES
    missing = wanted_icons() & icons_of(streamlit_font()) - icons_of(body)
    assert missing == set(), "run: uv run python -m dashboard.fonts.build"
    assert {"download", "keyboard_arrow_down", "chevron_right"} <= icons_of(body)


def test_pages_are_compressed_with_the_whole_window() -> None:
    compress_quickly()
    config = Config(PlainTextResponse(""), ws_per_message_deflate=True)
    config.load()

    async def offered() -> Any:
        return WebSocketsSansIOProtocol(config, ServerState(), {}).conn.available_extensions

    with ThreadPoolExecutor(1) as thread:
        [factory] = thread.submit(asyncio.run, offered()).result()
    assert isinstance(factory, QuickDeflate), "uvicorn makes it another way now"
    browser = ClientPerMessageDeflateFactory(client_max_window_bits=True)
    agreed, server = factory.process_request_params(browser.get_request_params(), [])
    client = browser.process_response_params(agreed, [])
    row = "".join(chr(65 + (7 * at * at) % 57) for at in range(9_000)).encode()
    sent = [server.encode(Frame(Opcode.BINARY, data)) for data in (row, b"x", row)]
    assert [client.decode(frame).data for frame in sent] == [row, b"x", row]
    assert len(sent[2].data) < len(row) / 50, "what stood 9 kB before is found again"
