"""A mail server on 127.0.0.1 with TLS and a certificate made for the test: STARTTLS, or TLS from the start."""

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

LOGIN = "AUTH PLAIN"


@dataclass
class Heard:
    """What the server received: commands and mail lines, each with whether it was encrypted."""

    port: int = 0
    lines: list[tuple[bool, str]] = field(default_factory=list)

    @property
    def mail(self) -> str:
        """All that came, a line a line."""
        return "\n".join(line for _, line in self.lines)

    def encrypted(self, word: str) -> list[bool]:
        """For each line that begins so, whether it came encrypted."""
        return [tls for tls, line in self.lines if line.upper().startswith(word)]


def make_certificate(folder: Path, name: str, address: str, days: int = 2) -> Path:
    """A self-made certificate with its key in one file: for an IP address (IP:127.0.0.1) or a host (DNS:name)."""
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate, both = (folder / f"{name}.{suffix}" for suffix in ("key", "crt", "pem"))
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", str(days), "-subj", f"/CN={name}", "-addext", f"subjectAltName={address}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
        timeout=30,
    )
    both.write_text(key.read_text() + certificate.read_text())
    return both


@contextmanager
def tls_mail_server(certificate: Path, kind: str) -> Iterator[Heard]:
    """A server for any number of mails; `kind` is starttls or ssl."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    heard = Heard()
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            await _talk(reader, writer, context, heard, encrypted=kind == "ssl")
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context if kind == "ssl" else None)
        heard.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await ended.wait()

    # Some tests are about refused handshakes, which the loop need not report.
    loop.set_exception_handler(lambda _loop, _context: None)
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield heard
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(timeout=10)
        loop.close()


async def _talk(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    context: ssl.SSLContext,
    heard: Heard,
    *,
    encrypted: bool,
) -> None:
    """One conversation (RFC 5321, RFC 3207, RFC 4954), as short as a client allows."""

    async def say(*lines: str) -> None:
        for line in lines:
            writer.write(line.encode() + b"\r\n")
        await writer.drain()

    await say("220 here")
    data = False
    while raw := await reader.readline():
        line = raw.decode("utf-8").rstrip("\r\n")
        heard.lines.append((encrypted, line))
        word = line.upper()
        if data:
            if line == ".":
                data = False
                await say("250 taken")
        elif word.startswith("EHLO"):
            await say("250-here", "250 AUTH PLAIN" if encrypted else "250 STARTTLS")
        elif word == "STARTTLS" and not encrypted:
            await say("220 go on")
            await writer.start_tls(context)
            encrypted = True
        elif word.startswith("AUTH"):
            await say("235 welcome")
        elif word == "DATA":
            data = True
            await say("354 go on")
        elif word == "QUIT":
            await say("221 bye")
            return
        else:
            await say("250 fine")
