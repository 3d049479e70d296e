"""The time of ingest and match over the whole ToTA corpus, as a ratio to two yardsticks measured in the same run.

    uv run python -m benchmarks.pipeline [--rounds 3] [--json FILE]

Yardsticks (one process each):
- parse: open the archive, parse all files with lxml and read every text node;
- words: one pass of re.findall(r"\\w+", text.lower()) over the text of every article.

Every measurement runs in a fresh process and each round runs all of them in turn, so that a machine that
slows down slows all alike; the ratio is taken round by round and its median is what counts. Memory is the
greatest sum over the measuring process and all processes below it, sampled every tenth of a second.
"""

import argparse
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "tota.tar.xz"

# Targets of the issues: (measurement, yardstick, greatest ratio). That of matching is for two cores.
TARGETS = (("ingest", "parse", 10.0), ("match", "words", 5.0), ("match_again", "match", 0.05))
MEMORY_TARGET_BYTES = 1024**3
SAMPLED_EVERY_SECONDS = 0.1


def measure_parse() -> float:
    """Seconds to parse every file of the archive with lxml and read every text node."""
    from lxml import etree

    started = time.perf_counter()
    characters = 0
    with tarfile.open(CORPUS) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                characters += sum(len(text) for text in etree.fromstring(file.read()).itertext())
    elapsed = time.perf_counter() - started
    if characters < 40_000_000:
        raise SystemExit(f"the corpus is not whole: {characters} characters")
    return elapsed


def measure_words() -> float:
    """Seconds for one regular-expression pass over the stored texts (reading them is not counted)."""
    from sqlalchemy import select

    from tracker.models import Article
    from tracker.models.database import open_database

    with open_database().read() as session:
        texts = list(session.scalars(select(Article.text)))
    started = time.perf_counter()
    for text in texts:
        re.findall(r"\w+", text.lower())
    return time.perf_counter() - started


def measure_ingest() -> float:
    """Seconds from archive to database, full-text index included."""
    from tracker.cli.sources import source_facts
    from tracker.ingest.job import ingest_paths
    from tracker.models.database import open_database

    database = open_database()
    sources = source_facts()
    started = time.perf_counter()
    tally = ingest_paths(database, [CORPUS], sources=sources)
    elapsed = time.perf_counter() - started
    if tally.articles != 40_993 or tally.refusals:
        raise SystemExit(f"the corpus did not load: {tally}")
    return elapsed


def measure_match() -> float:
    """Seconds of a match run over all articles that need it; start of the workers included."""
    from tracker.facts.match_job import run_match
    from tracker.models.database import open_database

    database = open_database()
    started = time.perf_counter()
    result = run_match(database)
    elapsed = time.perf_counter() - started
    print(json.dumps({"matched": result.matched, "findings": result.findings}), file=sys.stderr)
    return elapsed


MEASUREMENTS: dict[str, Callable[[], float]] = {
    "parse": measure_parse,
    "ingest": measure_ingest,
    "words": measure_words,
    "match": measure_match,
    "match_again": measure_match,
}


def measure_here(name: str) -> dict[str, float]:
    """Run one measurement in this process: its seconds and peak memory."""
    peak = 0
    over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(SAMPLED_EVERY_SECONDS):
            peak = max(peak, resident_bytes())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    seconds = MEASUREMENTS[name]()
    over.set()
    watcher.join()
    return {"seconds": seconds, "peak_bytes": max(peak, resident_bytes())}


def resident_bytes() -> int:
    """Memory of this process and all below it, as Linux counts it (pages shared between them count each time)."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    family = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in family and pid not in family}:
        family |= more
    total = 0
    for pid in family:
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


def measure_apart(name: str, database_url: str) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pipeline", "--only", name]
    environment = {**os.environ, "DATABASE_URL": database_url}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{name} failed: {done.stderr.strip()}")
    result: dict[str, float] = json.loads(done.stdout)
    return result


def run(rounds: int) -> dict[str, list[dict[str, float]]]:
    """All measurements, `rounds` times in turn, each round on a database of its own."""
    results: dict[str, list[dict[str, float]]] = {name: [] for name in MEASUREMENTS}
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/benchmark.db"
            for name in MEASUREMENTS:
                results[name].append(measure_apart(name, url))
                print(f"round {number + 1} {name:<12} {results[name][-1]['seconds']:.2f} s", file=sys.stderr)
    return results


def report(results: dict[str, list[dict[str, float]]]) -> list[str]:
    """The figures, one per line: medians, ratios round by round, and whether the target is met."""
    lines = []
    for name, runs in results.items():
        seconds = [one["seconds"] for one in runs]
        peak = max(one["peak_bytes"] for one in runs)
        lines.append(
            f"{name:<12} median {statistics.median(seconds):6.2f} s  ({min(seconds):.2f}-{max(seconds):.2f})"
            f"  peak memory {peak / 1024**2:,.0f} MiB"
        )
    for name, yardstick, target in TARGETS:
        ratios = [
            one["seconds"] / other["seconds"]
            for one, other in zip(results[name], results[yardstick], strict=True)
        ]
        median = statistics.median(ratios)
        verdict = "reached" if median <= target else "NOT reached"
        lines.append(f"{name} / {yardstick}: {median:.3f} (target {target}) {verdict}")
    peak = max(one["peak_bytes"] for one in results["match"])
    verdict = "reached" if peak <= MEMORY_TARGET_BYTES else "NOT reached"
    lines.append(f"match peak memory: {peak / 1024**2:,.0f} MiB (target 1,024) {verdict}")
    return lines


def main() -> None:
    """Parse the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write all measurements to this file")
    parser.add_argument("--only", choices=MEASUREMENTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not CORPUS.exists():
        raise SystemExit(f"{CORPUS} is not here; the benchmark needs the ToTA corpus")
    if options.only:
        print(json.dumps(measure_here(options.only)))
        return
    results = run(options.rounds)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))
    print("\n".join(report(results)))


if __name__ == "__main__":
    main()
