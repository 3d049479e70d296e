"""A web site on 127.0.0.1 for spider tests, with the nasty habits of real ones."""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


@dataclass
class Answer:
    """What the site answers; `cut_to` sends so many bytes of the body and hangs up, `drip_seconds` is a pause before
    each of its bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_to: int | None = None
    drip_seconds: float = 0.0


Page = Answer | Callable[[int], Answer]
"""A page is an answer, or a function from how often it was asked for (1, 2, ...) to an answer."""


def served(body: bytes, content_type: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """An ordinary answer with an ETag of its bytes, so that asking again gives 304 until it changes."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
    return Answer(body, headers={"ETag": etag, "Content-Type": content_type, **headers})


def moved(to: str, status: int = 301) -> Answer:
    """A redirect to another address (a path, or a whole URL)."""
    return Answer(status=status, headers={"Location": to})


@dataclass
class Site:
    """A running site: its pages, and what was asked of it.

    A page's key is the path with its query; where there is none, the path alone is used for every query.
    Answers to POST are found under `POST /path?query` or `POST /path`; `posted` holds the forms, decoded.
    `asked` holds paths with their queries, those of POST with the word before them; `given_up` counts answers whose
    reader went away while they dripped.
    """

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    request_headers: list[dict[str, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    posted: list[dict[str, str]] = field(default_factory=list)
    given_up: int = 0

    def answer(self, path: str, headers: dict[str, str], form: dict[str, str] | None = None) -> Answer:
        """The answer to one request; a matching If-None-Match or If-Modified-Since gives 304."""
        if form is not None:
            self.posted.append(form)
            path = f"POST {path}"
        self.asked.append(path)
        self.request_headers.append(headers)
        page = self.pages.get(path) or self.pages.get(path.partition("?")[0]) or Answer(b"not here", 404)
        answer = page(self.asked.count(path)) if callable(page) else page
        for kept, condition in (("ETag", "if-none-match"), ("Last-Modified", "if-modified-since")):
            value = answer.headers.get(kept)
            if form is None and value is not None and headers.get(condition) == value:
                answer = Answer(status=304, headers={kept: value})
                break
        self.statuses[answer.status] += 1
        return answer


@contextmanager
def serving(pages: dict[str, Page]) -> Iterator[Site]:
    """A site with these pages on a free port of 127.0.0.1, until the block ends."""
    site = Site(pages=pages)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.say(site.answer(self.path, self.lowered()))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
            self.say(site.answer(self.path, self.lowered(), form))

        def lowered(self) -> dict[str, str]:
            return {key.lower(): value for key, value in self.headers.items()}

        def say(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD" and answer.drip_seconds:
                self.drip(answer)
            elif self.command != "HEAD":
                self.wfile.write(answer.body if answer.cut_to is None else answer.body[: answer.cut_to])
            if answer.cut_to is not None:
                self.wfile.flush()
                self.close_connection = True

        def drip(self, answer: Answer) -> None:
            try:
                for byte in answer.body:
                    time.sleep(answer.drip_seconds)
                    self.wfile.write(bytes((byte,)))
                    self.wfile.flush()
            except OSError:
                self.close_connection = True  # the other side has lost its patience
                site.given_up += 1

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: test output stays readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
