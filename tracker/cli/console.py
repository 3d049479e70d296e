"""Output of commands: progress bars, tables and one-line messages.

Rich takes longer to load than most commands take to run, so it is loaded only where it is needed, not by `--help`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress
    from rich.table import Table


def complain(message: str) -> None:
    """Print one line on stderr unchanged: no markup, no wrapping."""
    print(f"tracker: {' '.join(message.split())}", file=sys.stderr)


def say(message: str) -> None:
    """Print one line on stdout unchanged (names from texts may look like markup)."""
    # While a progress bar is shown on a terminal, Rich replaces stdout and would print the line on stderr.
    print(message, file=getattr(sys.stdout, "rich_proxied_file", sys.stdout))


def show(table: "Table", *, markup: bool = True) -> None:
    """Print a table on stdout; without `markup`, cells are printed as they are."""
    from rich.console import Console

    Console().print(table, markup=markup)


@contextmanager
def progress() -> "Iterator[Progress]":
    """A progress display on stderr, so that stdout stays clean for pipes."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as display:
        yield display
