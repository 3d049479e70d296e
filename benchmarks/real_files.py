"""What the readers find in the real files of ../shared/corpus: articles found, expected and missed, name, parties, day.

    uv run python -m benchmarks.real_files

What is expected is in `real_files.yaml`: facts about the agreements (how many articles a chapter, an annex or a
protocol has), not their words. Fails, with a line for each, where a file misses more articles than `lost_in_the_copy`
says its copy has lost, finds one that is not in the agreement, or has another name, other parties or another day.
`tests/texts/test_real_files.py` asks the same of each file that is here.
"""

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tracker.texts import read_bytes
from tracker.texts.numbering import parse_number
from tracker.texts.types import AgreementText

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
EXPECTED = Path(__file__).with_suffix(".yaml")

_ATTACHED = ("ANNEX", "ANEXO", "PROTOCOL", "APPENDIX", "AP", "SIDE", "SCHEDULE")
Number = tuple[str, int, int]
"""The part ("" for the agreement's own chapters), the chapter (0 where numbers run through) and the article."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file as read, beside what is expected of it; `wrong` says in a line each what is not as expected."""

    name: str
    articles: int
    expected: int
    missed: tuple[str, ...]
    false: tuple[str, ...]
    containers: int
    text: AgreementText
    wrong: tuple[str, ...]


def expected_files() -> dict[str, dict[str, Any]]:
    """What is expected of each file, by its path below the corpus."""
    files: dict[str, dict[str, Any]] = yaml.safe_load(EXPECTED.read_text("utf-8"))
    return files


def measure(path: str, facts: dict[str, Any]) -> Found:
    """Read one file and compare."""
    text = read_bytes((CORPUS / path).read_bytes(), Path(path).name)
    wanted = Counter(_wanted(facts))
    found = Counter(_found(text, facts))
    missed = tuple(_label(number) for number in (wanted - found).elements())
    false = tuple(_label(number) for number in (found - wanted).elements())
    wrong = []
    least = facts.get("at_least")
    if least is not None:  # no list of its articles: only a fall is seen
        missed, false = (), ()
        if found.total() < least:
            wrong.append(f"{found.total()} articles, not {least}")
    if len(missed) > facts.get("lost_in_the_copy", 0):
        wrong.append(f"{len(missed)} articles missed: {', '.join(missed[:12])}")
    if len(false) > facts.get("others", 0):
        wrong.append(f"{len(false)} articles that are not expected: {', '.join(false[:12])}")
    day = text.meta.date_signed
    if not _is_named(text.meta.name, facts["name"]):
        wrong.append(f"name is {text.meta.name!r}, not {facts['name']!r}")
    for what, expected, got in (
        ("parties", sorted(facts["parties"]), sorted(text.meta.parties)),
        ("language", facts.get("language", "en"), text.language),
        ("day of signature", facts.get("signed"), day.isoformat() if day else None),
    ):
        if expected != got:
            wrong.append(f"{what} is {got!r}, not {expected!r}")
    lacking = {str(name).upper() for name in facts.get("containers", ())} - set(_containers(text))
    if lacking:
        wrong.append(f"containers missing: {', '.join(sorted(lacking))}")
    return Found(
        path,
        found.total(),
        wanted.total() if least is None else least,
        missed,
        false,
        len(text.chapters),
        text,
        tuple(wrong),
    )


def _is_named(name: str | None, expected: str) -> bool:
    """Whether a name is the one expected; of long ones a middle part is left out ("Treaty ... on Ferries")."""
    begin, gap, end = expected.partition(" ... ")
    return name == expected if not gap else bool(name and name.startswith(begin) and name.endswith(end))


def _wanted(facts: dict[str, Any]) -> list[Number]:
    """Of `chapters: {8: 25}` 8.1 to 8.25, of `articles: 52` 1 to 52, of `parts: {ANNEX 8A: 14}` 1 to 14 of each."""
    numbers: list[Number] = []
    for chapter, last in facts.get("chapters", {}).items():
        numbers += [("", int(chapter), number) for number in range(1, last + 1)]
    numbers += [("", 0, number) for number in range(1, facts.get("articles", 0) + 1)]
    for part, last in facts.get("parts", {}).items():
        numbers += [(str(part).upper(), 0, number) for number in range(1, last + 1)]
    return numbers


def _found(text: AgreementText, facts: dict[str, Any]) -> list[Number]:
    """The numbers of the articles; where they begin again in each chapter, the chapter's own with them."""
    by_chapter = facts.get("restarts", False)
    numbers: list[Number] = []
    for chapter in text.chapters:
        levels = (chapter.number or "").split(", ")
        part = levels[0].upper() if levels[0].upper().startswith(_ATTACHED) else ""
        if part and " " not in part:
            part = (chapter.heading or part).split(" / ")[0].upper()
        named = parse_number(levels[0].rpartition(" ")[2]) if by_chapter and not part else None
        for article in chapter.articles:
            value = parse_number((article.number or "").partition(" ")[2])
            if value is None:
                continue
            inside = value.path[0] if len(value.path) > 1 else named.path[0] if named is not None else 0
            numbers.append(
                (part, inside, value.path[-1] if len(value.path) > 1 or not by_chapter else value.path[0])
            )
    return numbers


def _containers(text: AgreementText) -> list[str]:
    """The outermost containers as printed; a title where they have no number."""
    found = []
    for chapter in text.chapters:
        outer, title = (chapter.number or "").split(", ")[0], (chapter.heading or "").split(" / ")[0]
        found += [outer.upper(), title.upper()]
    return found


def _label(number: Number) -> str:
    part, chapter, article = number
    return " ".join(filter(None, (part, f"{chapter}.{article}" if chapter else str(article))))


def main() -> None:
    """Print the table; exit 1 where anything is not as expected."""
    failed = False
    print(f"{'file':<46} {'found':>5} {'expected':>8} {'missed':>6} {'containers':>10}  signed      name")
    for path, facts in expected_files().items():
        if not (CORPUS / path).exists():
            print(f"{path:<46} is not here")
            continue
        found = measure(path, facts)
        failed = failed or bool(found.wrong)
        day = found.text.meta.date_signed
        print(
            f"{path:<46} {found.articles:>5} {found.expected:>8} {len(found.missed):>6} {found.containers:>10}"
            f"  {day.isoformat() if day else '-':<10}  {found.text.meta.name}"
        )
        for line in found.wrong:
            print(f"    {line}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
