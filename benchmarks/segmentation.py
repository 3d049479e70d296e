"""How well the structure parser finds articles: ToTA texts without their markup, split again and compared.

    uv run python -m benchmarks.segmentation [--sample 60] [--seed 20240] [--layout lines] [--all] [--misses]

1. Of a random sample of ToTA agreements everything is made plain lines, as a text file would have them:
   chapter number, chapter heading, article number, article heading, text. No markup and no added empty lines.
   The parser splits them again. A boundary is the line on which an article begins; one found on exactly the
   line where the XML begins an article is right. Articles that ToTA gives no number have no heading line;
   they are not counted as boundaries, and a boundary found inside one is counted as wrong.
2. The articles found in each text of the shared corpus that is not in ToTA.
3. Pages a second, of typical chapter pages in HTML (made of the same agreements' chapters), two processes.
"""

import argparse
import html
import json
import random
import statistics
import sys
import textwrap
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import BadInput
from tracker.texts import Refusal, read_bytes, read_documents
from tracker.texts.blocks import Block, plain_blocks
from tracker.texts.structure import parse_structure
from tracker.texts.types import AgreementText, ChapterText

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
F1_TARGET = 0.97
PAGES_TARGET = 200.0
PROCESSES = 2
ROUNDS = 5
"""Rounds of the throughput measurement, of which the median counts: other work on the machine slows single rounds."""

LAYOUTS = {
    "lines": ("{number}\n{heading}\n", ""),
    "spaced": ("\n{number}\n\n{heading}\n\n", "\n"),
    "colon": ("{number}: {heading}\n", ""),
    "pages": ("{number}\n{heading}\n", ""),
}
"""Layouts of number and heading: on lines of their own, with empty lines between, or on one line; as `lines`, but
wrapped and on numbered pages with a running header."""

PAGE_LINES = 42
PAGE_WIDTH = 84


@dataclass(frozen=True, slots=True)
class Line(Block):
    """A block that knows its line, so that a heading found can be traced back."""

    line: int = -1


@dataclass(frozen=True, slots=True)
class Score:
    """Numbers of boundaries: right, found and expected."""

    right: int
    found: int
    wanted: int

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """One agreement split again; `missed` and `wrong` are lines with their text."""

    name: str
    language: str
    score: Score
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def plain_text(agreement: AgreementText, layout: str) -> tuple[str, set[int]]:
    """An agreement as a plain text file, and the lines (from 0) where its numbered articles begin."""
    pattern, before_chapter = LAYOUTS[layout]
    text = ""
    lines = 0
    starts: set[int] = set()

    def add(part: str) -> None:
        nonlocal text, lines
        text += part
        lines += part.count("\n")

    for chapter in agreement.chapters:
        for label in (chapter.number, chapter.heading):
            if label:
                add(f"{before_chapter}{_one_line(label)}\n")
        for article in chapter.articles:
            if article.number:
                number, heading = _one_line(article.number), _one_line(article.heading or "")
                head = pattern.format(number=number, heading=heading) if heading else f"{number}\n"
                starts.add(lines + len(head) - len(head.lstrip("\n")))
                add(head)
            elif article.heading:
                add(f"{_one_line(article.heading)}\n")
            add(f"{_normal_lines(article.text)}\n")
    return _on_pages(text, starts) if layout == "pages" else (text, starts)


def _on_pages(text: str, starts: set[int]) -> tuple[str, set[int]]:
    """The text in short lines, a page number at the end of every page and a header on top of the next."""
    paged: list[str] = []
    moved: set[int] = set()
    page = 1
    for number, line in enumerate(text.split("\n")):
        for part in textwrap.wrap(line, PAGE_WIDTH) or [""]:
            if number in starts and part == line.strip():
                moved.add(len(paged))
            paged.append(part)
            if len(paged) % PAGE_LINES == 0:
                paged += [f"- {page} -", "THE AGREEMENT OF THE PARTIES"]
                page += 1
    return "\n".join(paged), moved


def resegment(job: tuple[AgreementText, str]) -> Result:
    """Split one agreement's plain text again and compare."""
    agreement, layout = job
    text, wanted = plain_text(agreement, layout)
    lines = text.split("\n")
    found = {
        block.line for block in parse_structure(list(_numbered(lines))).starts if isinstance(block, Line)
    }
    return Result(
        name=f"{agreement.external_id} {agreement.meta.name}",
        language=agreement.language,
        score=Score(len(found & wanted), len(found), len(wanted)),
        missed=tuple(_around(lines, line) for line in sorted(wanted - found)),
        wrong=tuple(_around(lines, line) for line in sorted(found - wanted)),
    )


def _numbered(lines: list[str]) -> Iterator[Line]:
    """The blocks that `plain_blocks` makes of the lines, each with its number."""
    spaced = False
    for number, line in enumerate(lines):
        blocks = plain_blocks(line)
        for block in blocks:
            yield Line(block.text, spaced=spaced, line=number)
        spaced = not blocks


def _around(lines: list[str], line: int) -> str:
    return " | ".join(part.strip()[:60] for part in lines[max(0, line - 1) : line + 3])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _normal_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def chapter_page(chapter: ChapterText) -> bytes:
    """A chapter as a site's page would have it: headings, a paragraph a line."""
    parts = [f"<h2>{html.escape(' '.join(filter(None, (chapter.number, chapter.heading))))}</h2>"]
    for article in chapter.articles:
        parts.append(f"<h3>{html.escape(': '.join(filter(None, (article.number, article.heading))))}</h3>")
        parts += [f"<p>{html.escape(line)}</p>" for line in article.text.splitlines() if line.strip()]
    links = "".join(f'<li><a href="/{number}.html">Chapter {number}</a></li>' for number in range(1, 31))
    return (
        "<!DOCTYPE html><html><head><title>Chapter</title><script>var a = 1;</script></head><body>"
        f"<nav><ul>{links}</ul></nav><main>{''.join(parts)}</main><footer>Contact</footer></body></html>"
    ).encode()


def parse_pages(pages: list[bytes]) -> int:
    """Read every page through the entry point of all texts; the number of articles."""
    articles = 0
    for page in pages:
        with suppress(BadInput):  # a chapter whose only article has another name ("Transitorio")
            articles += read_bytes(page, "chapter.html").article_count
    return articles


def throughput(agreements: list[AgreementText]) -> dict[str, float]:
    """Pages a second over chapter pages, two processes, start of the processes not counted."""
    pages = [
        chapter_page(chapter)
        for agreement in agreements
        for chapter in agreement.chapters
        if any(article.number and article.number.startswith("ART") for article in chapter.articles)
    ]
    random.Random(1).shuffle(pages)
    chunks = [pages[start::16] for start in range(16)]
    with ProcessPoolExecutor(PROCESSES) as pool:
        list(pool.map(parse_pages, [pages[:5]] * PROCESSES))
        rates = []
        for _round in range(ROUNDS):
            started = time.perf_counter()
            list(pool.map(parse_pages, chunks))
            rates.append(len(pages) / (time.perf_counter() - started))
    return {
        "pages": len(pages),
        "median_page_bytes": statistics.median(map(len, pages)),
        "mean_page_bytes": statistics.fmean(map(len, pages)),
        "pages_per_second": statistics.median(rates),
        "slowest": min(rates),
        "fastest": max(rates),
    }


def agreements_of_tota() -> list[AgreementText]:
    """Every ToTA agreement, by identifier."""
    found = [text for text in read_documents(CORPUS / "tota.tar.xz") if isinstance(text, AgreementText)]
    return sorted(found, key=lambda text: int(text.external_id))


def other_texts() -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Name, number of articles and remarks for each text of the shared corpus outside ToTA."""
    for folder in ("new", "wto"):
        for text in read_documents(CORPUS / folder):
            if isinstance(text, Refusal):
                yield text.name, 0, (text.reason,)
                continue
            numbered = [part for chapter in text.chapters for part in chapter.articles if part.number]
            yield text.external_id, len(numbered), text.warnings


def report(results: list[Result]) -> list[str]:
    """Precision, recall and F1 for each language and in total, a line each."""
    by_language: defaultdict[str, Score] = defaultdict(lambda: Score(0, 0, 0))
    for result in results:
        by_language[result.language] += result.score
    total = sum((result.score for result in results), Score(0, 0, 0))
    rows = [*sorted(by_language.items()), ("total", total)]
    lines = [
        f"{name:<6} boundaries {score.wanted:>6,}  precision {score.precision:.4f}"
        f"  recall {score.recall:.4f}  F1 {score.f1:.4f}"
        for name, score in rows
    ]
    verdict = "reached" if total.f1 >= F1_TARGET else "NOT reached"
    return [*lines, f"F1 {total.f1:.4f} (target {F1_TARGET}) {verdict}"]


def main() -> None:
    """Parse the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20240)
    parser.add_argument("--layout", choices=LAYOUTS, default="lines")
    parser.add_argument("--all", action="store_true", help="all agreements instead of a sample")
    parser.add_argument("--misses", action="store_true", help="show what was missed or wrong, on stderr")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    if not (CORPUS / "tota.tar.xz").exists():
        raise SystemExit(f"{CORPUS} is not here; the benchmark needs the ToTA corpus")
    everything = agreements_of_tota()
    chosen = everything if options.all else random.Random(options.seed).sample(everything, options.sample)
    with ProcessPoolExecutor(PROCESSES) as pool:
        results = list(pool.map(resegment, [(text, options.layout) for text in chosen], chunksize=4))
    print(f"{len(chosen)} agreements, seed {options.seed}, layout {options.layout}")
    print("\n".join(report(results)))
    if options.misses:
        for result in sorted(results, key=lambda result: len(result.missed) + len(result.wrong)):
            print(f"== {result.name}: {result.score} F1 {result.score.f1:.3f}", file=sys.stderr)
            for sign, lines in (("-", result.missed), ("+", result.wrong)):
                print("\n".join(f"   {sign} {line}" for line in lines[:8]), file=sys.stderr)
    others = list(other_texts())
    for name, count, remarks in others:
        print(f"{name:<50} {count:>4} articles")
        for remark in remarks:
            if "heading" in remark or " read as " in remark or "by reference" in remark:
                print(f"    {remark}")
    speed = throughput(chosen)
    verdict = "reached" if speed["pages_per_second"] >= PAGES_TARGET else "NOT reached"
    print(
        f"{speed['pages']:,} chapter pages (bytes: median {speed['median_page_bytes']:,.0f},"
        f" mean {speed['mean_page_bytes']:,.0f}):"
        f" {speed['pages_per_second']:,.0f} pages/s, median of {ROUNDS} rounds"
        f" ({speed['slowest']:,.0f} to {speed['fastest']:,.0f}; target {PAGES_TARGET:.0f}) {verdict}"
    )
    if options.json:
        total = sum((result.score for result in results), Score(0, 0, 0))
        figures = {
            "seed": options.seed,
            "layout": options.layout,
            "precision": total.precision,
            "recall": total.recall,
            "f1": total.f1,
            "articles": {name: count for name, count, _remarks in others},
            **speed,
        }
        options.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
