"""The coded articles of the texts in ../shared/corpus/later and pdf, as items.

An id is `<file's short name>:<number>.<mark>`; the mark is the beginning of the SHA-1 of the article's first letters
and digits, because numbers restart in annexes. Texts of the United States' reciprocal trade agreements are Markdown
with bold headings, which are read here by their headings alone.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from tracker.evaluation import Item
from tracker.texts import read_documents
from tracker.texts.types import AgreementText

MARKDOWN = {
    "us_cambodia_art_2025.md": "uskh",
    "us_jordan_art_2026.md": "usjo",
    "us_malaysia_art_2025.md": "usmy",
}
READ = {
    "pdf/afcfta_digital_trade_protocol_2024.pdf": "afcd",
    "later/uk_japan_cepa_2020_whole.txt": "ukjpw",
    "later/pacer_plus_2017.txt": "pacer",
    "later/efta_georgia_2016.txt": "efge",
    "later/rcep_2020_ch05_to_ch20.txt": "rcepw",
    "later/tpp_2016_signed_whole_with_annexes.txt": "tppw",
}
LONGEST = 7_000
"""Characters of an article that the readers saw."""

_HEADING = re.compile(r"\s*\*\*\s*Article\s+(\d+\.\d+)\s*:?\s*(.*)")
_SECTION = re.compile(r"\s*\*\*\s*Section\s+(\d+.*?)\*\*", re.IGNORECASE)
_FOOTNOTE = re.compile(r"<a [^>]*>(\[\d+\])</a>")
_MARKED = 160


def mark(text: str) -> str:
    """The mark of an article by its first letters and digits."""
    plain = re.sub(r"\W+", "", text)[:_MARKED].lower()
    return hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:8]


def later_items(corpus: Path) -> Iterator[Item]:
    """Every article of these texts as an item."""
    for name, short in MARKDOWN.items():
        yield from _markdown(corpus / "later" / name, short)
    for name, short in READ.items():
        for agreement in read_documents(corpus / name):
            if isinstance(agreement, AgreementText):
                for chapter in agreement.chapters:
                    heading = " ".join(part for part in (chapter.number, chapter.heading) if part)
                    for article in chapter.articles:
                        yield _item(short, heading, article.number or "", article.heading or "", article.text)


def _markdown(file: Path, short: str) -> Iterator[Item]:
    section, number, title = "", "", ""
    lines: list[str] = []
    for line in [*_FOOTNOTE.sub(r"\1", file.read_text(encoding="utf-8")).split("\n"), "**Article 0.0**"]:
        heading, begun = _HEADING.match(line), _SECTION.match(line)
        if (heading or begun) and number:
            yield _item(short, section, number, title, re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip())
            number = ""
        if begun:
            section = begun.group(1).strip(" *")
        if heading:
            number, title, lines = heading.group(1), heading.group(2).strip(" *"), []
        elif number:
            lines.append(line)


def _item(short: str, chapter: str, number: str, title: str, text: str) -> Item:
    digits = re.sub(r"(?i)^article\s*", "", number).strip()
    return Item(f"{short}:{digits}.{mark(text)}", short, "en", chapter, number, title, text[:LONGEST])
