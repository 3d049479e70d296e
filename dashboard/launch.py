"""Starting the dashboard as a process of its own, from any working directory."""

import os
import socket
import sys
from pathlib import Path

APP = Path(__file__).resolve().with_name("app.py")
LOCAL_ADDRESS = "127.0.0.1"
BUSIEST_FIRST = "tracker.busiestFirst"
"""An option of our own among Streamlit's."""


def streamlit_command(
    port: int, headless: bool = True, address: str = LOCAL_ADDRESS, busiest_first: bool = False
) -> list[str]:
    """The command that serves the dashboard on `address`:`port`.

    - `headless`: do not open a browser window.
    - `busiest_first`: answer the busiest questions before the first visit is let in (some seconds); otherwise
      soon after the start, beside the visits.

    The dashboard's own configuration is in the app's folder and is found from any working directory.
    """
    return [
        sys.executable,
        "-m",
        "dashboard.serve",
        f"--server.port={port}",
        f"--server.address={address}",
        f"--server.headless={'true' if headless else 'false'}",
        *([f"--{BUSIEST_FIRST}=true"] if busiest_first else []),
    ]


def streamlit_environment() -> dict[str, str]:
    """The variables to set in the server's environment in addition to the caller's.

    The package's parent folder is put on the import path, so that `-m dashboard.serve` is found when the project runs
    from a checkout without being installed.
    """
    root = str(APP.parent.parent)
    known = os.environ.get("PYTHONPATH")
    return {
        "PYTHONPATH": os.pathsep.join([root, known]) if known else root,
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }


def free_port(wanted: int, address: str = LOCAL_ADDRESS, tries: int = 50) -> int:
    """`wanted`, or the next port above it that is free; any free one where none of `tries` is."""
    for port in [*range(wanted, min(wanted + tries, 65_536)), 0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted
