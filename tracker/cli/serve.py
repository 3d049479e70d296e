"""`tracker serve`: the dashboard for many visitors, in several processes behind a reverse proxy."""

import os
import secrets
import signal
import subprocess
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.children import child, wait_until_up
from tracker.cli.console import complain, say
from tracker.cli.stopping import stop

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_PORT = 8501
LOOK_SECONDS = 1.0
SHORTEST_LIFE_SECONDS = 30.0
"""A worker that ends sooner after its start does not run here; it is not started again."""


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="The dashboard in several processes, for a reverse proxy.")(serve)


def serve(
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes; one for each processor core is right.")
    ] = 1,
    port: Annotated[
        int, typer.Option(min=1, max=65_535, help="Port of the first; the others have the next ones.")
    ] = DEFAULT_PORT,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Run the dashboard until it is stopped: each worker a process with a port of its own.

    A reverse proxy before them must send a visitor to the same worker each time; deploy/ has such a configuration for
    Caddy and nginx (`tracker schedule proxy`). A worker that ends is started again. Exit codes: 0 stopped; 1 a worker
    did not start or ended at once; 2 an option or setting that cannot be used.
    """
    from dashboard.launch import free_port, streamlit_command, streamlit_environment
    from tracker.errors import BadInput, TrackerError
    from tracker.settings import settings

    settings()
    ports = range(port, port + workers)
    for number in ports:
        if number > 65_535 or free_port(number, address, tries=1) != number:
            raise BadInput(f"port {number} is taken or is none; give another --port")
    signal.signal(signal.SIGTERM, stop)
    # What one worker signs, another can read, should a visitor change between them; an operator's own secret wins.
    secret = {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32)}
    environment = {**secret, **os.environ, **streamlit_environment()}

    def start(stack: ExitStack, number: int) -> "subprocess.Popen[bytes]":
        command = streamlit_command(number, headless=True, address=address, busiest_first=True)
        return stack.enter_context(
            child(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        )

    try:
        with ExitStack() as stack:
            running = {number: (start(stack, number), time.monotonic()) for number in ports}
            for number, (worker, _) in running.items():
                wait_until_up(worker, f"http://{_shown(address)}:{number}/_stcore/health")
                say(f"dashboard: http://{_shown(address)}:{number}")
            say("press Ctrl-C to stop")
            _watch(running, lambda number: start(stack, number))
    except KeyboardInterrupt:
        say("stopped")
    except TrackerError as error:
        complain(str(error))
        raise typer.Exit(1) from None


def _shown(address: str) -> str:
    """The address at which this machine reaches a worker."""
    if address in ("0.0.0.0", "::"):  # noqa: S104
        return "127.0.0.1"
    return f"[{address}]" if ":" in address else address


def _watch(
    running: dict[int, tuple["subprocess.Popen[bytes]", float]],
    start: "Callable[[int], subprocess.Popen[bytes]]",
) -> None:
    """Start again what ends, for ever. Raises TrackerError for one that ends at once."""
    from tracker.errors import TrackerError

    while True:
        time.sleep(LOOK_SECONDS)
        for number, (worker, since) in list(running.items()):
            if worker.poll() is None:
                continue
            if time.monotonic() - since < SHORTEST_LIFE_SECONDS:
                raise TrackerError(
                    f"the worker on port {number} ended at once (exit code {worker.returncode})"
                )
            complain(
                f"the worker on port {number} ended (exit code {worker.returncode}); it is started again"
            )
            running[number] = start(number), time.monotonic()
