"""The cost of starting: processor time of quick commands, as a multiple of a process that only loads Typer.

    uv run python -m benchmarks.start [--runs 9]

- User and system time of whole processes, the median of several runs.
- The commands take turns, so that a busy machine slows all of them alike, each after a first run that is not counted
  (in which modules are compiled, to a folder of this benchmark).
- A ratio is given because seconds depend on the machine; `python -c pass` is measured for comparison.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

BASELINE = "import typer"
COMMANDS: dict[str, list[str]] = {
    "python -c pass": ["-c", "pass"],
    BASELINE: ["-c", "import typer"],
    "import typer, rich": ["-c", "import typer, rich"],
    "import sqlalchemy.orm": ["-c", "import sqlalchemy.orm"],
    "tracker --help": ["-m", "tracker.cli", "--help"],
    "tracker crawl --help": ["-m", "tracker.cli", "crawl", "--help"],
    "tracker status, no database": ["-m", "tracker.cli", "status"],
    "tracker status": ["-m", "tracker.cli", "status"],
}


def processor_seconds(arguments: list[str], database: Path, compiled: Path) -> float:
    """User and system time of one process, and of those it started, in seconds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments],
        env={
            **environment,
            "DATABASE_URL": f"sqlite:///{database}",
            "PYTHONPYCACHEPREFIX": str(compiled),
        },
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        there, absent = Path(folder, "there.db"), Path(folder, "absent", "absent.db")
        compiled = Path(folder, "compiled")
        # An up-to-date database, so that no run migrates.
        processor_seconds(["-m", "tracker.cli", "links"], there, compiled)
        measured: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for run in range(runs + 1):
            for name, arguments in COMMANDS.items():
                database = absent if name.endswith("no database") else there
                seconds = processor_seconds(arguments, database, compiled)
                if run:
                    measured[name].append(seconds)
    base = statistics.median(measured[BASELINE])
    for name, seconds in measured.items():
        middle = statistics.median(seconds)
        print(f"{name:<28} {middle:6.3f} s  (least {min(seconds):.3f})  {middle / base:5.2f} x {BASELINE!r}")


if __name__ == "__main__":
    main()
