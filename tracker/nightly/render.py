"""The digest as Markdown, HTML (for feeds) and CSV rows."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tracker.nightly import wording
from tracker.nightly.changes import Changes
from tracker.nightly.marks import mark_words
from tracker.nightly.papers import paper_cells
from tracker.nightly.story import lines

NOTHING = "Nothing changed."

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
    "scope",
    "bound",
    "basis",
    "uncertain",
    "policy",
    "countries",
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


def markdown(paper: DigestPaper) -> str:
    """The digest as Markdown; names from texts are escaped."""
    parts = [f"# {paper.title}", "", f"{_md(paper.summary)}.", "", paper.compared]
    body = list(lines(paper.changes))
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
    body = list(lines(paper.changes))
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
            before=mark_words(found.before, found.provision),
            now=mark_words(found.now, found.provision),
            cause=found.cause,
            scope=found.scope,
            bound=list(found.bound) or None,
            basis=found.basis if found.now is not None else None,
            uncertain=found.uncertain or None,
        )
    names = {one.slug: one.name for one in changes.new_agreements}
    names |= {one.slug: one.name for one in changes.texts}
    names |= {one.slug: one.name for one in changes.facts}
    names |= {one.slug: one.name for one in changes.provisions}
    for news in changes.news:
        for closing in news.closings:
            yield row(
                "policy",
                agreement=names.get(news.slug),
                agreement_slug=news.slug,
                policy=closing.policy,
                countries=list(closing.countries),
                before=closing.before,
                now=closing.state,
            )
        for provision in news.stricter:
            yield row(
                "stricter than the reference",
                agreement=names.get(news.slug),
                agreement_slug=news.slug,
                provision=provision,
                provision_title=wording.title_of(provision),
                change=news.reference,
            )
    for given_up in changes.given_up:
        for article in given_up.articles:
            yield row(
                "article too costly to search",
                agreement=given_up.name,
                agreement_slug=given_up.slug,
                article=article,
                text=given_up.text,
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
            before=mark_words(country.before, country.provision),
            now=mark_words(country.now, country.provision),
            overall_before=mark_words(country.overall_before, country.provision),
            overall_now=mark_words(country.overall_now, country.provision),
            cause=country.cause,
        )


def one_line(text: str) -> str:
    """`text` without line ends, control characters and other characters that XML or mail headers refuse."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _md(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", one_line(text).replace("&", "&amp;"))


def _html(text: str) -> str:
    return html.escape(one_line(text))
