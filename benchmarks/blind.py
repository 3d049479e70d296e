"""The matcher on articles coded blind: by readers who saw neither the matcher nor what it finds.

    uv run python -m benchmarks.blind [--errors]

- `benchmarks/blind/*.csv` have the labels (item_id, code, strength, exception, use).
- Articles whose `use` is `development` were read when rules were written; those with `held_out` never were, so their
  scores can be expected of a new agreement.
- Texts are read from ../shared/corpus; item ids name the agreement and the article as our own reader numbers them.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.later import later_items
from tracker.evaluation import Evaluation, Item, LabelRow, classify_items, codes_known, evaluate
from tracker.facts.versions import shared_matcher
from tracker.texts import read_bytes, read_documents
from tracker.texts.types import AgreementText

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
BLIND = Path(__file__).with_name("blind")
SHORT_NAMES = {
    "INF_ECOM_87": "wto",
    "uk_singapore_digital_economy_agreement_2022": "uksg",
    "uk_ukraine_digital_trade_agreement_2023": "ukua",
}
"""Names of texts in item ids where the file name up to its year is not used."""


def all_items() -> Iterator[Item]:
    """Every article of the corpus as an item."""
    for agreement in read_documents(SHARED / "corpus" / "tota.tar.xz"):
        if isinstance(agreement, AgreementText):
            for chapter in agreement.chapters:
                for article in chapter.articles:
                    key = f"tota{agreement.external_id}:{article.external_id}"
                    yield _item(key, agreement, chapter.heading, article)
    for file in sorted([*(SHARED / "corpus" / "new").iterdir(), *(SHARED / "corpus" / "wto").iterdir()]):
        agreement = read_bytes(file.read_bytes(), file.name)
        short = SHORT_NAMES.get(file.stem, file.stem.split("_2")[0])
        for place, chapter in enumerate(agreement.chapters):
            for number, article in enumerate(chapter.articles):
                key = f"{short}:{article.number or number}-{place}"
                yield _item(key, agreement, chapter.heading, article)
    yield from later_items(SHARED / "corpus")


def _item(key: str, agreement: AgreementText, chapter: str | None, article: object) -> Item:
    return Item(
        item_id=key,
        agreement=agreement.meta.name,
        language=agreement.language,
        chapter=chapter or "",
        number=getattr(article, "number", None) or "",
        title=getattr(article, "heading", None) or "",
        text=getattr(article, "text", ""),
    )


def labels() -> dict[tuple[str, str], list[LabelRow]]:
    """Labels by set (the file's name) and use."""
    found: dict[tuple[str, str], list[LabelRow]] = defaultdict(list)
    for file in sorted(BLIND.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                label = LabelRow(
                    row["item_id"], row["code"], row["strength"], row["exception"],
                    scope=row.get("scope", ""), bound=row.get("bound", ""),
                )  # fmt: skip
                found[file.stem, row["use"]].append(label)
    return found


def line(name: str, use: str, measured: Evaluation) -> str:
    """One row of the table."""
    return (
        f"{name:<34} {use:<12} {measured.items:>4} articles  micro-F1 {measured.micro.f1:.3f}"
        f"  macro-F1 {measured.macro_f1:.3f}  strength {measured.strength_accuracy:.3f}"
        f"  exception {measured.exception_accuracy:.3f} of {measured.exception_count}"
        f"  scope {measured.scope_accuracy:.3f}  bound {measured.bound_accuracy:.3f} of {measured.bound_count}"
    )


def main() -> None:
    """Measure every set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="name what differs in development articles")
    parser.add_argument("--codes", action="store_true", help="scores code by code over all held-out articles")
    options = parser.parse_args()
    by_id = {item.item_id: item for item in all_items()}
    held_out: tuple[list[LabelRow], list[LabelRow]] = ([], [])
    for (name, use), gold in labels().items():
        wanted = list(dict.fromkeys(label.item_id for label in gold))
        missing = [key for key in wanted if key not in by_id]
        if missing:
            raise SystemExit(f"{name}: no such article in the corpus: {', '.join(missing[:5])}")
        known = codes_known(gold, shared_matcher().template)
        rows = [
            row
            for row in classify_items([by_id[key] for key in wanted], shared_matcher())
            if row.code in known
        ]
        measured = evaluate(gold, rows)
        print(line(name, use, measured))
        if use == "held_out":
            held_out[0].extend(gold)
            held_out[1].extend(rows)
        elif options.errors:
            for mistake in measured.mistakes:
                print("   ", mistake)
    if held_out[0]:
        together = evaluate(*held_out)
        print(line("all held out", "held_out", together))
        if options.codes:
            for code, count, precision, recall, f1 in together.rows():
                print(f"    {code:<30} {count:>3}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
