"""The digest as Markdown, HTML (for feeds) and CSV rows."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tracker.nightly.changes import Changes
from tracker.nightly.language import ENGLISH, words_in
from tracker.nightly.marks import mark_words
from tracker.nightly.names import title_of
from tracker.nightly.papers import paper_cells
from tracker.nightly.story import lines
from tracker.nightly.summary import NightEnd, night_summary

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
    """A night's digest: its time, and the night it is compared with (None: the database before the first night).

    `summary`: the night in one line, in English; `end`: what that line says of visits and alerts (None: nothing, where
    the digest is about one subject).
    """

    night_id: int
    started_at: datetime
    since: datetime | None
    changes: Changes
    summary: str
    end: NightEnd | None = None

    def title(self, language: str = ENGLISH) -> str:
        """The heading in all formats."""
        words = words_in(language)
        return words.say("paper.title", day=words.day(self.started_at))

    def compared(self, language: str = ENGLISH) -> str:
        """What it was compared with."""
        words = words_in(language)
        if self.since is None:
            return words.say("paper.compared_first")
        return words.say("paper.compared", day=words.day(self.since), time=f"{self.since:%H:%M}")

    def summary_in(self, language: str = ENGLISH) -> str:
        """The night in one line."""
        if language == ENGLISH:
            return self.summary
        if self.end is None:
            return self.changes.sentence(language)
        return night_summary(self.started_at, self.end, self.changes, language)


def markdown(paper: DigestPaper, language: str = ENGLISH) -> str:
    """The digest as Markdown; names from texts are escaped."""
    words = words_in(language)
    parts = [f"# {paper.title(language)}", "", f"{_md(paper.summary_in(language))}.", ""]
    parts.append(paper.compared(language))
    body = list(lines(paper.changes, language))
    if not body:
        parts += ["", words.say("paper.nothing")]
    for line in body:
        if line.level:
            parts += ["", f"{'#' * line.level} {_md(line.text)}", ""]
            continue
        bold = f"**{_md(line.bold)}**" if line.bold else ""
        said = words.named(bold, _md(line.text)) if bold and line.text else bold or _md(line.text)
        parts.append(f"{'  ' if line.deep else ''}- {said}")
    return "\n".join(parts) + "\n"


def as_html(paper: DigestPaper, language: str = ENGLISH, limit: int = 400) -> str:
    """The digest as HTML for feed readers; after `limit` lines it says how many more there are."""
    words = words_in(language)
    parts = [f"<p>{_html(paper.summary_in(language))}.</p>", f"<p>{_html(paper.compared(language))}</p>"]
    body = list(lines(paper.changes, language))
    if not body:
        parts.append(f"<p>{_html(words.say('paper.nothing'))}</p>")
    for line in body[:limit]:
        if line.level:
            parts.append(f"<h{line.level}>{_html(line.text)}</h{line.level}>")
            continue
        bold = f"<b>{_html(line.bold)}</b>" if line.bold else ""
        said = words.named(bold, _html(line.text)) if bold and line.text else bold or _html(line.text)
        parts.append(f"<p>{'– ' if line.deep else ''}{said}</p>")
    if len(body) > limit:
        parts.append(f"<p>{_html(words.count('paper.more_lines', len(body) - limit))}</p>")
    return "".join(parts)


def csv_rows(paper: DigestPaper) -> Iterator[tuple[object, ...]]:
    """One row a change, under COLUMNS."""
    night, changes, english = paper.started_at.date(), paper.changes, words_in(ENGLISH)

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
            provision_title=title_of(english, found.provision),
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
        own = {"agreement": names.get(news.slug), "agreement_slug": news.slug}
        for closing in news.closings:
            yield row(
                "policy",
                **own,
                policy=closing.policy,
                countries=list(closing.countries),
                before=closing.before,
                now=closing.state,
            )
        for opening in news.openings or ():
            yield row(
                "policy",
                **own,
                policy=opening.policy,
                countries=list(opening.countries),
                change="no longer" if opening.known else "not known whether still",
                before=opening.before,
                now=opening.now,
            )
        for provision in news.stricter:
            yield row(
                "stricter than the reference",
                **own,
                provision=provision,
                provision_title=title_of(english, provision),
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
            provision_title=title_of(english, country.provision),
            change=country.kind,
            before=mark_words(country.before, country.provision),
            now=mark_words(country.now, country.provision),
            overall_before=mark_words(country.overall_before, country.provision),
            overall_now=mark_words(country.overall_now, country.provision),
            cause=country.cause,
        )


def one_line(text: str) -> str:
    """`text` without line ends, control characters and other characters that XML or mail headers refuse. Spaces that
    do not break stay: French has them before colons."""
    return " ".join(part for part in _CONTROL.sub(" ", text).split(" ") if part)


def _md(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", one_line(text).replace("&", "&amp;"))


def _html(text: str) -> str:
    return html.escape(one_line(text))
