"""Python processes for tests, without the second or two that importing takes each time.

`run_module` is `subprocess.run([python, "-m", module, ...])` for our own modules: the process is forked from one that
has imported what crawls and commands need, but has started nothing (no reactor, no thread, no database). It gets its
own arguments, environment, folder, session and output, and ends as any Python process does.

`multiprocessing`'s own fork server would do, but matching uses the only one a process can have, with other imports.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
IMPORTED = (
    "alembic.command",
    "scrapers.check",
    "scrapers.run",
    "scrapers.spider",
    "scrapy.crawler",
    "tracker.cli",
    "tracker.ingest.job",
    "tracker.nightly.night",
    "tracker.queries",
)
NEVER_IMPORTED = ("twisted.internet.reactor", "tracker.cli.__main__")
"""What must begin in each process: two of them would share it."""


class _Server:
    """The process that is forked, started when it is needed first; it ends with its standard input."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.processes"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # `select` must see what is there to be read
        )
        atexit.register(self.end)

    def end(self) -> None:
        """No more processes are wanted."""
        with contextlib.suppress(OSError):
            self.process.communicate(timeout=10)

    def ask(self, wanted: Mapping[str, Any]) -> None:
        """Begin a process."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(wanted).encode() + b"\n")

    def answer(self, timeout: float | None = None) -> int | None:
        """The next number from the server: of the process it has started, then how it ended. None after `timeout`."""
        assert self.process.stdout is not None
        if timeout is not None and not select.select([self.process.stdout], [], [], timeout)[0]:
            return None
        line = self.process.stdout.readline()
        assert line, "the process that is forked has ended; see what it printed"
        return int(line)


_server: _Server | None = None


def run_module(
    module: str,
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path = PROJECT,
    timeout: float,
) -> "subprocess.CompletedProcess[str]":
    """Run `python -m module arguments` to its end, as the leader of a session of its own, and give what it printed.

    `environment` is the whole of it (default: this process's). After `timeout` seconds the process and its children
    are killed and subprocess.TimeoutExpired is raised.
    """
    global _server
    if _server is None:
        _server = _Server()
    with tempfile.TemporaryDirectory(prefix="process-") as place:
        out, err = Path(place, "out"), Path(place, "err")
        _server.ask(
            {
                "module": module,
                "arguments": [*map(str, arguments)],
                "environment": dict(os.environ if environment is None else environment),
                "folder": str(folder),
                "out": str(out),
                "err": str(err),
            }
        )
        number = _server.answer()
        assert number is not None
        code = _server.answer(timeout)
        if code is None:
            os.killpg(number, signal.SIGKILL)
            _server.answer()
            raise subprocess.TimeoutExpired([module, *arguments], timeout)
        return subprocess.CompletedProcess(
            [module, *arguments], code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        )


def _become(wanted: Mapping[str, Any]) -> None:
    """In the forked process: take the place, the environment and the outputs that are wanted."""
    os.setsid()
    for number, path in ((1, wanted["out"]), (2, wanted["err"])):
        with open(path, "wb") as file:  # noqa: PTH123 (only its descriptor is wanted)
            os.dup2(file.fileno(), number)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    os.chdir(wanted["folder"])
    for place in filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)):
        # Python imports it as it starts.
        customized = Path(place, "sitecustomize.py")
        if customized.is_file():
            runpy.run_path(str(customized))
    sys.argv = [wanted["module"], *wanted["arguments"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _serve() -> Mapping[str, Any] | None:
    """Fork a process for each line of standard input. Returns in the forked ones what they are to be, else None."""
    answers = os.dup(1)
    os.set_inheritable(answers, False)
    for line in sys.stdin:
        wanted: dict[str, Any] = json.loads(line)
        number = os.fork()
        if number == 0:
            os.close(answers)
            return wanted
        os.write(answers, f"{number}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        os.write(answers, f"{code}\n".encode())
    return None


def _import_all() -> None:
    """`IMPORTED`, and the parts Scrapy looks up by their names in its settings when a crawl begins."""
    for name in IMPORTED:
        importlib.import_module(name)
    from scrapy.settings import Settings
    from scrapy.utils.misc import load_object

    from scrapers.settings import polite_settings

    settings = Settings(polite_settings(PROJECT))
    parts: list[str] = [*settings.getwithbase("DOWNLOAD_HANDLERS").values()]
    for kind in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES"):
        parts += settings.getwithbase(kind)
    for part in filter(None, parts):
        load_object(part)


def main() -> None:
    """Import, then fork for as long as somebody asks."""
    _import_all()
    loaded = [name for name in NEVER_IMPORTED if name in sys.modules]
    assert loaded == [], f"begun too early: {loaded}"
    gc.collect()
    gc.freeze()
    wanted = _serve()
    if wanted is not None:
        _become(wanted)
        runpy.run_module(wanted["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
