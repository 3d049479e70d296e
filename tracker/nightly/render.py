"""The digest as a document of headings and lines, and that as Markdown, HTML (for feeds) and CSV rows."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tracker.nightly import wording
from tracker.nightly.changes import Changes, ProvisionChange
from tracker.nightly.marks import mark_words
from tracker.nightly.papers import paper_cells, paper_words

NOTHING = "Nothing changed."
LOOKS_WRONG = "Looks wrong"

COLUMNS = (
    "night",
    "what",
    "agreement",
    "agreement_slug",
    "country",
    "provision",
    "provision_title",
    "article",
    "text",
    "change",
    "before",
    "now",
    "overall_before",
    "overall_now",
    "cause",
    "symbol",
    "title",
    "issued",
    "members",
    "builds_on",
    "url",
)

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class DigestPaper:
    """A night's digest: its time, and the night it is compared with (None: the database before the first night)."""

    night_id: int
    started_at: datetime
    since: datetime | None
    changes: Changes
    summary: str

    @property
    def title(self) -> str:
        """The heading in all formats."""
        return f"What changed in the night of {self.started_at:%Y-%m-%d}"

    @property
    def compared(self) -> str:
        """What it was compared with."""
        if self.since is None:
            return "Compared with the database as it was before the first night."
        return f"Compared with the night of {self.since:%Y-%m-%d %H:%M} UTC."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the digest: a heading (level 2 or 3), or a list item with `bold` words first; `deep`: a nested
    item."""

    text: str
    level: int = 0
    bold: str = ""
    deep: bool = False


def lines(paper: DigestPaper) -> Iterator[Line]:
    """The body of the digest, from new agreements over papers to countries; nothing for an empty night."""
    changes = paper.changes
    reported = [row for row in changes.provisions if row.cause != "reading"]
    reread = [row for row in changes.provisions if row.cause == "reading"]
    if changes.new_agreements:
        yield Line("New agreements", 2)
        for new in changes.new_agreements:
            yield Line(wording.new_agreement_words(new), bold=new.name)
            yield from _remarks(new.remarks)
            yield from _provisions(
                row for row in reported if row.slug == new.slug and row.article is not None
            )
    known = {row.slug for row in changes.new_agreements}
    if changes.texts or changes.facts or any(row.slug not in known for row in reported):
        yield Line("Changed agreements", 2)
        slugs = [row.slug for row in changes.texts]
        slugs += [row.slug for row in changes.facts]
        slugs += [row.slug for row in reported if row.slug not in known]
        for slug in dict.fromkeys(slugs):
            yield from _changed(changes, slug, [row for row in reported if row.slug == slug])
    if changes.papers:
        yield Line("Papers of the WTO", 2)
        for paper_row in changes.papers:
            yield Line(paper_words(paper_row), bold=paper_row.symbol)
    countries = [row for row in changes.countries if row.cause != "reading"]
    if countries:
        yield Line("Country by country", 2)
        for iso3 in dict.fromkeys(row.iso3 for row in countries):
            yield Line(wording.country_of(iso3), 3)
            for row in countries:
                if row.iso3 == iso3:
                    yield Line(wording.country_words(row), bold=wording.title_of(row.provision))
    if reread:
        yield Line("Read otherwise", 2)
        yield Line(wording.OTHER_RULES)
        for slug in dict.fromkeys(row.slug for row in reread):
            of_one = [row for row in reread if row.slug == slug]
            yield Line("", bold=of_one[0].name)
            yield from _provisions(of_one)


def _changed(changes: Changes, slug: str, reported: list[ProvisionChange]) -> Iterator[Line]:
    texts = [row for row in changes.texts if row.slug == slug]
    facts = [row for row in changes.facts if row.slug == slug]
    name = [*(row.name for row in texts), *(row.name for row in facts), *(row.name for row in reported)][0]
    words = [*(wording.text_words(row) for row in texts), *(wording.fact_words(row) for row in facts)]
    yield Line("; ".join(words), bold=name)
    for text in texts:
        yield from _remarks(text.remarks)
    yield from _provisions(reported)


def _remarks(remarks: Iterable[str]) -> Iterator[Line]:
    """What looks wrong in a text, below what happened to it."""
    for remark in remarks:
        yield Line(remark, bold=LOOKS_WRONG, deep=True)


def _provisions(rows: Iterable[ProvisionChange]) -> Iterator[Line]:
    for row in rows:
        yield Line(wording.provision_words(row), bold=wording.title_of(row.provision), deep=True)


def markdown(paper: DigestPaper) -> str:
    """The digest as Markdown; names from texts are escaped."""
    parts = [f"# {paper.title}", "", f"{_md(paper.summary)}.", "", paper.compared]
    body = list(lines(paper))
    if not body:
        parts += ["", NOTHING]
    for line in body:
        if line.level:
            parts += ["", f"{'#' * line.level} {_md(line.text)}", ""]
            continue
        bold = f"**{_md(line.bold)}**" if line.bold else ""
        parts.append(
            f"{'  ' if line.deep else ''}- {': '.join(part for part in (bold, _md(line.text)) if part)}"
        )
    return "\n".join(parts) + "\n"


def as_html(paper: DigestPaper, limit: int = 400) -> str:
    """The digest as HTML for feed readers; after `limit` lines it says how many more there are."""
    parts = [f"<p>{_html(paper.summary)}.</p>", f"<p>{_html(paper.compared)}</p>"]
    body = list(lines(paper))
    if not body:
        parts.append(f"<p>{NOTHING}</p>")
    for line in body[:limit]:
        if line.level:
            parts.append(f"<h{line.level}>{_html(line.text)}</h{line.level}>")
            continue
        bold = f"<b>{_html(line.bold)}</b>" if line.bold else ""
        words = ": ".join(part for part in (bold, _html(line.text)) if part)
        parts.append(f"<p>{'– ' if line.deep else ''}{words}</p>")
    if len(body) > limit:
        parts.append(f"<p>… and {len(body) - limit:,} more lines in the digest's files.</p>")
    return "".join(parts)


def csv_rows(paper: DigestPaper) -> Iterator[tuple[object, ...]]:
    """One row a change, under COLUMNS."""
    night, changes = paper.started_at.date(), paper.changes

    def row(what: str, **values: object) -> tuple[object, ...]:
        return tuple({"night": night, "what": what, **values}.get(column) for column in COLUMNS)

    for new in changes.new_agreements:
        yield row(
            "agreement",
            agreement=new.name,
            agreement_slug=new.slug,
            text=list(new.texts),
            change="new",
            now=new.legal_status,
            cause="new agreement",
        )
        for remark in new.remarks:
            yield row(
                "remark", agreement=new.name, agreement_slug=new.slug, text=list(new.texts), change=remark
            )
    for text in changes.texts:
        yield row(
            "text",
            agreement=text.name,
            agreement_slug=text.slug,
            text=text.text,
            change=text.kind,
            before=text.version_before,
            now=text.version_now,
        )
        for remark in text.remarks:
            yield row("remark", agreement=text.name, agreement_slug=text.slug, text=text.text, change=remark)
    for fact in changes.facts:
        yield row(
            "fact",
            agreement=fact.name,
            agreement_slug=fact.slug,
            change=fact.fact,
            before=fact.before,
            now=fact.now,
        )
    for found in changes.provisions:
        yield row(
            "provision in agreement" if found.article is None else "provision in article",
            agreement=found.name,
            agreement_slug=found.slug,
            provision=found.provision,
            provision_title=wording.title_of(found.provision),
            article=found.article,
            text=found.text,
            change=f"moved from {found.moved_from}" if found.kind == "moved" else found.kind,
            before=mark_words(found.before),
            now=mark_words(found.now),
            cause=found.cause,
        )
    for one in changes.papers:
        yield row("paper", **paper_cells(one))
    for country in changes.countries:
        yield row(
            "country",
            agreement=country.name,
            agreement_slug=country.slug,
            country=country.iso3,
            provision=country.provision,
            provision_title=wording.title_of(country.provision),
            change=country.kind,
            before=mark_words(country.before),
            now=mark_words(country.now),
            overall_before=mark_words(country.overall_before),
            overall_now=mark_words(country.overall_now),
            cause=country.cause,
        )


def one_line(text: str) -> str:
    """`text` without line ends, control characters and other characters that XML or mail headers refuse."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _md(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", one_line(text).replace("&", "&amp;"))


def _html(text: str) -> str:
    return html.escape(one_line(text))
