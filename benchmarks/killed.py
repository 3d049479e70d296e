"""kill -9 at many random moments: the long form of tests/test_killed_anywhere.py.

    uv run python -m benchmarks.killed [--rounds 45] [--agreements 150] [--seed 20261129]

The rounds are shared out over ingest, match, nightly and up. After each kill the job is run again, to its end, and
every table but the journals of visits and nights is compared row by row with a run nobody disturbed, numbers and
moments aside. Ends with exit code 1 where any row differs.
"""

import argparse
import tempfile
from pathlib import Path

from tests.killed import JOBS, grounds, kill_rounds

SEED = 20261129


def main() -> None:
    """Kill, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=45)
    parser.add_argument("--agreements", type=int, default=150)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    rounds = {
        job: chosen.rounds // len(JOBS) + (place < chosen.rounds % len(JOBS))
        for place, job in enumerate(JOBS)
    }
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for shared in grounds(Path(folder) / "grounds", chosen.agreements):
            for job, count in rounds.items():
                tried = kill_rounds(shared, {job: count}, chosen.seed)[job]
                faults += len(tried.faults)
                print(
                    f"{job:8} {count:3} kills, {tried.under_way} with part of the texts stored,"
                    f" {len(tried.faults)} rows or runs that differ",
                    *tried.faults[:20],
                    sep="\n  ",
                    flush=True,
                )
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
