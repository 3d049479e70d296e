"""The log of a job: standard `logging`, in lines for people or, with one setting, JSON lines for machines.

Jobs print their results; the log has the events in between, with times and tracebacks. Several processes may write to
one file: each record is one write to its end.
"""

import fcntl
import logging
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from tracker.settings import data_folder, settings

OWN = ("tracker", "scrapers")
"""Loggers of this project: everything from INFO on is logged; of other packages only warnings and errors."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class _HumanFormatter(logging.Formatter):
    """`2026-11-28 02:10:03Z WARNING scrapers.session: ...`, in UTC; a traceback follows on lines of its own."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%d %H:%M:%SZ"
    default_msec_format = None

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """One line, whatever characters a name from a site has."""
        record.message = _CONTROL.sub(" ", record.message)
        return super().formatMessage(record)


def _set_aside(path: Path) -> None:
    """Give a log the name of an older one (`.1`, whose own becomes `.2`, ...); TRACKER_LOG_KEEP of them stay."""
    keep = settings().log_keep
    if not keep:
        path.unlink(missing_ok=True)
        return
    handler = RotatingFileHandler(path, backupCount=keep, delay=True)
    handler.doRollover()
    handler.close()


class _OneWriteHandler(logging.Handler):
    """A log file that several processes append to: the system appends each single write as a unit.

    The process whose record would make it too large sets it aside; the others, which still have the old file open,
    find so at their next record that no longer fits.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._given_up = False
        self._file: FileIO | None = path.open("ab", buffering=0)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        try:
            # `logging.config` closes all existing handlers, and Scrapy calls it when a crawl begins.
            self._file = self._file or self._path.open("ab", buffering=0)
            line = f"{self.format(record)}\n".encode("utf-8", "replace")
            self._free_space(self._file, len(line)).write(line)
        except OSError as error:
            if not self._given_up:
                _complain(self._path, error)
            self._given_up = True
        except Exception:
            self.handleError(record)

    def _free_space(self, file: FileIO, coming: int) -> FileIO:
        """The file to write so many bytes to: a new one where the old would become too large."""
        size = os.fstat(file.fileno()).st_size
        if not size or size + coming <= settings().log_megabytes * 1_000_000:
            return file
        fcntl.flock(file, fcntl.LOCK_EX)  # released when it is closed
        if self._path.exists() and os.path.samestat(self._path.stat(), os.fstat(file.fileno())):
            _set_aside(self._path)
        self._file = self._path.open("ab", buffering=0)
        file.close()
        return self._file

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


def _complain(path: Path, error: OSError) -> None:
    print(f"tracker: {path}: no log is written ({error.strerror or error})", file=sys.stderr)


def _wanted(record: logging.LogRecord) -> bool:
    own = record.name.partition(".")[0] in OWN
    return record.levelno >= (logging.INFO if own else logging.WARNING)


def _formatter(form: str) -> logging.Formatter:
    if form == "human":
        return _HumanFormatter()
    # Scrapy adds its spider and items to records; they are not text.
    return JsonFormatter(
        "%(levelname)s %(name)s %(message)s %(process)d",
        rename_fields={"levelname": "level", "name": "logger"},
        reserved_attrs=[*RESERVED_ATTRS, "spider", "item"],
        timestamp="time",
        json_ensure_ascii=False,
    )


@contextmanager
def job_log(name: str) -> Iterator[Path | None]:
    """The log of a job that is run by hand, `logs/<name>.log` in the data folder; the previous run's is set aside.

    Where another process set a file (TRACKER_LOG_FILE), the job logs to that. Yields the file; None, after one line on
    stderr, where it cannot be written: the job then runs without a log.
    """
    given = settings().log_file
    path = given or data_folder() / "logs" / f"{name}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not given and path.exists():
            _set_aside(path)
        path.open("ab").close()
    except OSError as error:
        _complain(path, error)
        yield None
        return
    with writing_to(path):
        yield path


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Append the log to `path` while the block runs.

    With `TRACKER_LOG_FORMAT=json` the same lines are also written to stderr, unless another process set the file, since
    that one reads this one's errors from stderr. Raises OSError for a file that cannot be written.
    """
    form = settings().log_format
    path.parent.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [_OneWriteHandler(path)]
    if form == "json" and settings().log_file is None:
        handlers.append(logging.StreamHandler(sys.stderr))
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in OWN}
    for handler in handlers:
        handler.setFormatter(_formatter(form))
        handler.addFilter(_wanted)
        root.addHandler(handler)
    for name in OWN:
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
