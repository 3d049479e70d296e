"""The lives of all agreements, as a ratio of copying the facts they are derived from.

Run: uv run python -m benchmarks.lives. 1,200 invented agreements, as many as the WTO's list and the registry hold. The
baseline is pickling all facts and reading them again: a machine's speed changes both, not the ratio.
"""

import argparse
import pickle
import statistics
import time
from collections.abc import Callable

from tests.life.invented import mixed
from tracker.life import lives

AGREEMENTS = 1200
TARGET_RATIO = 1.5
"""A guard: 0.9 in November 2026."""


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(rounds: int) -> float:
    """The median ratio; lives and baseline are timed in turns."""
    facts = mixed(AGREEMENTS)
    lives(facts[:50])  # what is read once: groups and their members
    ratios = []
    for _ in range(rounds):
        baseline = seconds(lambda: pickle.loads(pickle.dumps(facts)))
        ratios.append(seconds(lambda: lives(facts)) / baseline)
    return statistics.median(ratios)


def main() -> None:
    """Print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=9)
    ratio = measure(parser.parse_args().rounds)
    verdict = "" if ratio <= TARGET_RATIO else "  OVER"
    print(f"lives of {AGREEMENTS:,} agreements {ratio:6.2f} x copying their facts{verdict}")


if __name__ == "__main__":
    main()
