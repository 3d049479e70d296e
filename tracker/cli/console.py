"""What commands print with: progress bars, tables and one-line complaints."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

out = Console()
err = Console(stderr=True)


def complain(message: str) -> None:
    """Print one line on stderr, as it is: no markup, no wrapping."""
    print(f"tracker: {' '.join(message.split())}", file=sys.stderr)


def say(message: str) -> None:
    """Print one line on stdout, as it is (names from texts may look like markup)."""
    out.print(message, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress display on stderr, so that stdout stays clean for pipes."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=False) as display:
        yield display
