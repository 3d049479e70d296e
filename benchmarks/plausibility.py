"""How often the plausibility report remarks on texts that are right: the false alarms of each kind.

    uv run python -m benchmarks.plausibility [--corpus] [--json FILE]

1. On every text of ToTA, as its XML marks it and as plain text (two layouts: lines, and wrapped lines on numbered
   pages) read by our own parser. ToTA is edited by hand: every remark there is counted as a false alarm. At most 5 %
   of the texts may have a remark of one kind, none a grave one.
2. With `--corpus`: what the report says of every other text of the shared corpus.
3. What the report costs, as a share of the time that reading the plain texts takes.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.segmentation import CORPUS, PROCESSES, agreements_of_tota, plain_text
from tracker.errors import BadInput
from tracker.plausibility import KINDS, Remark, report, words
from tracker.texts import Refusal, read_bytes, read_documents
from tracker.texts.types import AgreementText

MOST_ALARMS = 0.05
"""Largest share of the texts with a remark of one kind."""

LAYOUTS = ("lines", "pages")
FOLDERS = ("later", "new", "pdf")


def as_plain(job: tuple[AgreementText, str]) -> tuple[str, tuple[Remark, ...] | None, float, float]:
    """Name, remarks (None where the parser refuses the text) and seconds of reading and of the report, of one text."""
    agreement, layout = job
    text, _starts = plain_text(agreement, layout)
    started = time.process_time()
    try:
        read = read_bytes(text.encode(), f"{agreement.external_id}.txt")
    except BadInput:
        return agreement.external_id, None, 0.0, 0.0
    between = time.process_time()
    remarks = report(read)
    return agreement.external_id, remarks, between - started, time.process_time() - between


def rates(reports: list[tuple[Remark, ...]]) -> dict[str, float]:
    """Share of the texts with a remark of each kind, with any (`any`), and with a grave one (`grave`)."""
    found: Counter[str] = Counter()
    for remarks in reports:
        found.update({remark.kind for remark in remarks})
        found["any"] += bool(remarks)
        found["grave"] += any(remark.grave for remark in remarks)
    return {kind: found[kind] / len(reports) for kind in (*KINDS, "any", "grave")}


def of_corpus() -> Iterator[tuple[str, int, list[str]]]:
    """Name, number of articles and remarks, the grave ones marked, of each text of the shared corpus outside ToTA."""
    for folder in FOLDERS:
        for text in read_documents(CORPUS / folder):
            if isinstance(text, Refusal):
                yield f"{folder}/{text.name}", 0, [f"refused: {text.reason}"]
                continue
            said = [f"{'GRAVE ' if one.grave else ''}{one.kind}: {words(one)}" for one in report(text)]
            yield f"{folder}/{text.external_id}", text.article_count, said


def main() -> None:
    """Parse the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", action="store_true", help="also what is said of later, new and pdf")
    parser.add_argument("--show", action="store_true", help="also every remark on a text of ToTA")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    if not (CORPUS / "tota.tar.xz").exists():
        raise SystemExit(f"{CORPUS} is not here; the benchmark needs the ToTA corpus")
    everything = agreements_of_tota()
    reports = {"markup": {text.external_id: report(text) for text in everything}}
    reading = looking = 0.0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for layout in LAYOUTS:
            rows = list(pool.map(as_plain, [(text, layout) for text in everything], chunksize=8))
            reports[layout] = {name: remarks for name, remarks, *_seconds in rows if remarks is not None}
            reading += sum(seconds for _name, _remarks, seconds, _ in rows)
            looking += sum(seconds for *_row, seconds in rows)
    figures = {layout: rates(list(found.values())) for layout, found in reports.items()}
    print(f"{'':<24}" + "".join(f"{layout:>10}" for layout in figures))
    print(f"{'texts':<24}" + "".join(f"{len(found):>10}" for found in reports.values()))
    for kind in (*KINDS, "any", "grave"):
        print(f"{kind:<24}" + "".join(f"{figures[layout][kind]:>10.4f}" for layout in figures))
    worst = max(figures[layout][kind] for layout in figures for kind in KINDS)
    verdict = "reached" if worst <= MOST_ALARMS else "NOT reached"
    print(f"most false alarms of one kind {worst:.4f} (target {MOST_ALARMS}) {verdict}")
    print(f"the report takes {looking / reading:.3f} of the time of reading plain text")
    if options.show:
        for layout, found in reports.items():
            for name, remarks in found.items():
                for one in remarks:
                    print(f"{layout} {name}: {'GRAVE ' if one.grave else ''}{one.kind}: {words(one)}")
    if options.corpus:
        for name, count, said in of_corpus():
            print(f"{name:<50} {count:>4} articles" + ("" if said else "  nothing to remark"))
            print("".join(f"    {line}\n" for line in said), end="")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
