"""The command line: the only package that may import scrapers, tracker and dashboard.

Each command imports what it needs when it runs, so that `--help` and quick commands start fast.
"""

import errno
import io
import signal
import sys
import threading

# Ctrl-C while modules are loaded ends the process at once and without a word, as it ends other programs: there is
# nothing to be finished yet. From then on it is an exception.
_ON_CTRL_C = signal.getsignal(signal.SIGINT)
_LOADING_QUIETLY = (
    _ON_CTRL_C is signal.default_int_handler and threading.current_thread() is threading.main_thread()
)
if _LOADING_QUIETLY:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import typer

from tracker import __version__
from tracker.cli import (
    backup,
    compare,
    coverage,
    crawl,
    doctor,
    export,
    ingest,
    lineage,
    links,
    match,
    nightly,
    plausibility,
    quarantine,
    registry,
    reparse,
    review,
    schedule,
    serve,
    snapshot,
    sources,
    status,
    template,
    tidy,
    up,
)
from tracker.cli.console import complain
from tracker.cli.stopping import ctrl_c_heard
from tracker.errors import CHILD_NOTE, TrackerError

app = typer.Typer(
    help="Who has signed which digital trade clause, how binding, with which exceptions.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    # Plain help: with Rich's frames it takes three times as long and cannot be copied to docs/cli.md.
    rich_markup_mode=None,
)

for part in (
    up,
    serve,
    ingest,
    match,
    lineage,
    status,
    plausibility,
    coverage,
    compare,
    review,
    crawl,
    nightly,
    schedule,
    reparse,
    backup,
    doctor,
    tidy,
):
    part.register(app)
app.add_typer(snapshot.app, name="snapshot")
app.add_typer(export.app, name="export")
app.add_typer(quarantine.app, name="quarantine")
# The command's name until 2026-11, so that older scripts still work.
app.add_typer(quarantine.app, name="held", hidden=True)
app.add_typer(links.app, name="links")
app.add_typer(sources.app, name="sources")
app.add_typer(registry.app, name="registry")
app.add_typer(template.app, name="template")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Print the version and end."
    ),
) -> None:
    """Who has signed which digital trade clause, how binding, with which exceptions."""


def main() -> None:
    """Run the command line; every error a user can act on is one line on stderr and a non-zero exit."""
    _print_whatever_it_is()
    try:
        with ctrl_c_heard():
            app()
    except TrackerError as error:
        complain(str(error))
        _complain_too(error)
        sys.exit(error.exit_code)
    except (SystemExit, KeyboardInterrupt) as ended:
        if not _was_stopped(ended):
            raise
        complain("stopped; what was stored is intact, run the command again to finish the work")
        sys.exit(130)
    except OverflowError:
        complain("a number that was given is larger than any number in the database; check it")
        sys.exit(2)
    except UnicodeEncodeError as error:
        complain(f"{ascii(error.object)[:80]}: has characters that are no text; check what was given")
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        hint = "free some space and run this again" if full else "check the path and its rights"
        complain(f"{error.filename or 'disk'}: {error.strerror or error}; {hint}")
        _complain_too(error)
        sys.exit(4)


def _complain_too(error: BaseException) -> None:
    """What went wrong besides, such as a notice of it that could not be sent."""
    for note in getattr(error, "__notes__", ()):
        if not note.startswith(CHILD_NOTE):  # a traceback
            complain(note)


def _print_whatever_it_is() -> None:
    """Print characters that a terminal or file cannot show as escapes ("\\xe9"), in place of an exception."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def run() -> None:
    """The program: `main`, after which Ctrl-C ends the process at once, for nothing is left to be finished."""
    try:
        main()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _was_stopped(ended: BaseException) -> bool:
    """Whether Ctrl-C is behind the end, and no command has said so itself (`raise ... from None`)."""
    cause: BaseException | None = ended
    while cause is not None:
        if isinstance(cause, KeyboardInterrupt):
            return True
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return False


if _LOADING_QUIETLY:
    signal.signal(signal.SIGINT, _ON_CTRL_C)
