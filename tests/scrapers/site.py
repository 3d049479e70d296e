"""A web site on 127.0.0.1 for spider tests, with the nasty habits of real ones."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What the site answers; `cut_to` sends so many bytes of the body and hangs up."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_to: int | None = None


Page = Answer | Callable[[int], Answer]
"""A page is an answer, or a function from how often it was asked for (1, 2, ...) to an answer."""


@dataclass
class Site:
    """A running site: its pages by path, and what was asked of it."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    request_headers: list[dict[str, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        """The answer to one request; a matching If-None-Match gives 304."""
        self.asked.append(path)
        self.request_headers.append(headers)
        page = self.pages.get(path, Answer(b"not here", 404))
        answer = page(self.asked.count(path)) if callable(page) else page
        etag = answer.headers.get("ETag")
        if etag is not None and headers.get("if-none-match") == etag:
            answer = Answer(status=304, headers={"ETag": etag})
        self.statuses[answer.status] += 1
        return answer


@contextmanager
def serving(pages: dict[str, Page]) -> Iterator[Site]:
    """A site with these pages on a free port of 127.0.0.1, until the block ends."""
    site = Site(pages=pages)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = site.answer(self.path, {key.lower(): value for key, value in self.headers.items()})
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body if answer.cut_to is None else answer.body[: answer.cut_to])
            if answer.cut_to is not None:
                self.wfile.flush()
                self.close_connection = True

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
