"""How cost grows with the corpus: ingest, match, lineage, search and pages at 1, 10 and 50 times the same agreements.

    uv run python -m benchmarks.growth [--base 30] [--times 1 10 50] [--json FILE]

- The base is a fixed draw of ToTA agreements (seed SEED). Every copy is an agreement of its own: another name and
  number, and one word in ten replaced by another word of the same text, so that no two copies are alike word by word.
- Times are processor seconds of the process, on one core, so that other work on the machine does not count; memory is
  the greatest resident size. Every step runs in a process of its own.
- Printed per step: seconds for each agreement. Where they stay the same, cost grows as the corpus does.
- `questions` are those a visitor asks: a search, a country, the curve of a provision, all countries (a fresh reader).
"""

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.pipeline import CORPUS

SEED = 20261129
REPLACED = 0.1
_WORD = re.compile(r"[a-z]{5,}")
STEPS = ("ingest", "match", "lineage", "search", "country", "curve", "countries")


def base_files(count: int) -> list[str]:
    """The text of so many files of the corpus, drawn by SEED."""
    with tarfile.open(CORPUS) as archive:
        members = [member for member in archive if member.isfile()]
        drawn = random.Random(SEED).sample(members, count)
        files = [archive.extractfile(member) for member in drawn]
        return [file.read().decode("utf-8") for file in files if file is not None]


def copied(text: str, copy: int, rng: random.Random) -> str:
    """One agreement as another one: its own name and number, and REPLACED of its words exchanged."""
    head, mark, body = text.partition("<body>")
    head = re.sub(r"<name>", f"<name>Copy {copy} of ", head)
    head = re.sub(
        r"<treaty_identifier>(\d+)<",
        lambda m: f"<treaty_identifier>{100_000 * copy + int(m[1])}<",
        head,
    )
    head = re.sub(r"<wto_rta_id>.*?</wto_rta_id>", "", head)
    words = sorted(set(_WORD.findall(body)))
    return (
        head
        + mark
        + re.sub(
            r"(?<=[ >])[a-z]{5,}(?=[ .,;])",
            lambda m: rng.choice(words) if rng.random() < REPLACED else m[0],
            body,
        )
    )


def fill(folder: Path, base: list[str], times: int) -> None:
    """Write the base and its copies as files."""
    rng = random.Random(SEED)
    for copy in range(times):
        for number, text in enumerate(base):
            written = text if copy == 0 else copied(text, copy, rng)
            (folder / f"pta_{copy}_{number}.xml").write_text(written, encoding="utf-8")


def ingest(folder: str) -> object:
    """Read all files into the database."""
    from tracker.cli.sources import source_facts
    from tracker.ingest.job import ingest_paths
    from tracker.models.database import open_database

    tally = ingest_paths(open_database(), [Path(folder)], sources=source_facts())
    return {"articles": tally.articles, "refused": len(tally.refusals)}


def match(_folder: str) -> object:
    """Match all articles in this process."""
    from tracker.facts.match_job import run_match
    from tracker.models.database import open_database

    return {"findings": run_match(open_database(), workers=1).findings}


def lineage(_folder: str) -> object:
    """Compare all clauses."""
    from tracker.lineage.job import run_lineage
    from tracker.models.database import open_database

    done = run_lineage(open_database())
    return {"clauses": done.compared, "pairs": done.pairs}


def _asked(question: Callable[..., object], *arguments: object) -> object:
    """One question by a reader that knows nothing yet."""
    from tracker.queries import Reader

    reader = Reader(os.environ["DATABASE_URL"])
    reader.ask(question, *arguments)
    reader.close()
    return {}


def search(_folder: str) -> object:
    """A search of two words."""
    from tracker.queries import search_articles

    return _asked(search_articles, "electronic commerce")


def country(_folder: str) -> object:
    """The policies of one country."""
    from tracker.queries import country_policies

    return _asked(country_policies, "CHL")


def curve(_folder: str) -> object:
    """How a provision spread."""
    from tracker.queries import spread_curve

    return _asked(spread_curve, "customs_duties")


def countries(_folder: str) -> object:
    """The list of all countries."""
    from tracker.queries import country_list

    return _asked(country_list)


def run_step(name: str, folder: str) -> None:
    """One step in this process; its figures as a line of JSON."""
    before, started = time.process_time(), time.perf_counter()
    said = globals()[name](folder)
    print(
        json.dumps(
            {
                "cpu": time.process_time() - before,
                "wall": time.perf_counter() - started,
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "said": said,
            }
        )
    )


def measured(base: list[str], times: int) -> dict[str, dict[str, float]]:
    """All steps over the base taken so many times."""
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "files"
        folder.mkdir()
        fill(folder, base, times)
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{work}/tracker.db"}
        for step in STEPS:
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.growth", "--step", step, "--folder", str(folder)],
                env=environment,
                capture_output=True,
                text=True,
            )
            if done.returncode:
                raise SystemExit(f"{step} at {times}: {done.stderr[-800:]}")
            found[step] = json.loads(done.stdout.splitlines()[-1])
            figures, agreements = found[step], times * len(base)
            print(
                f"{times:3} x {len(base)}  {step:10} {figures['cpu']:8.2f} s"
                f"  {1000 * figures['cpu'] / agreements:8.2f} ms each"
                f"  {figures['peak_mib']:6.0f} MiB  {figures['said'] or ''}",
                flush=True,
            )
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", type=int, default=30, help="agreements in the base")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        run_step(chosen.step, chosen.folder)
        return
    base = base_files(chosen.base)
    found = {times: measured(base, times) for times in chosen.times}
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
