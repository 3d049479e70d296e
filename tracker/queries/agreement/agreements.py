"""Agreement: the list, one agreement's header, its chapters and articles with findings, its score."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.life import KnownDay, agreement_status, last_of
from tracker.models import AgreementUrl, Article, Document, Source
from tracker.queries.agreement.score import TemplateScore, template_score
from tracker.queries.core.agreement_index import AgreementFacts, Side, agreement_index, first_links
from tracker.queries.core.basis import BasisCounts, count_bases
from tracker.queries.core.endings import Ending, ending_for
from tracker.queries.core.members import Member
from tracker.queries.core.reading import ReadingState
from tracker.queries.core.slugs import agreement_by_slug, agreement_id_by_slug
from tracker.queries.core.strongest import AnySelect, StrongestFinding
from tracker.queries.core.strongest_by_day import strongest_today
from tracker.queries.core.template_facts import template_facts
from tracker.template import template_languages
from tracker.texts.archived import archived_day


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement of the list.

    - `provisions_hard`, `provisions_soft`, `score` (the template score, 0..1): without articles that are replaced today
      for all whom it binds, and without rules for one sector only. `score` is None where nothing of its text was read,
      here or by a person (`scored`); `score_at_least`: it is a lower bound; `incomplete`: so are the two numbers.
    - `reading`: what of it has been read; `missing`: what its text here lacks.
    - `has_text`: whether all its current texts are stored with their words, not only as facts.
    - `languages`: those of its current texts (ISO 639-1).
    - `facts_only`: only facts are known, from a source's list; no text of it is stored.
    - `link`: the address at which it is published.
    - `year_signed`: the year of signature where its day is not known.
    - `bases`: on what the strongest commitments of its provisions rest; `uncertain`: how many of its provisions were
      found by uncertain findings only.
    """

    slug: str
    name: str
    legal_status: str
    date_signed: date | None
    date_in_force: KnownDay | None
    sides: tuple[Side, ...]
    articles: int
    provisions_hard: int
    provisions_soft: int
    score: float | None
    has_text: bool
    languages: tuple[str, ...]
    facts_only: bool = False
    link: str | None = None
    year_signed: int | None = None
    bases: BasisCounts = ()
    uncertain: int = 0
    score_at_least: bool = False
    incomplete: bool = False
    reading: ReadingState = "read"
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLink:
    """Where an agreement's text is published."""

    url: str
    language: str | None
    kind: str | None

    @property
    def archived_on(self) -> date | None:
        """The day of which the link leads to an archive's copy, None where it leads to the publisher's own text."""
        return archived_day(self.kind)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One version of a text. `current` is the one whose findings count."""

    document_id: int
    source: str
    source_title: str
    source_url: str | None
    licence: str | None
    version: int
    current: bool
    has_text: bool
    language: str
    media_type: str
    url: str | None
    fetched_at: datetime | None
    sha256: str


@dataclass(frozen=True, slots=True)
class AgreementHeader:
    """The header of an agreement's page. Dates are None where unknown; groups are listed in addition to their
    members. `missing`: what the text here lacks, as codes (`tracker.texts.completeness`) or in words.
    `year_signed`: the year of signature where its day is not known; `left`: the parties that it no longer binds while
    it binds others (by `tracker.life`); `reading`: what of it has been read."""

    slug: str
    name: str
    type: str | None
    status: str | None
    legal_status: str
    notification: str | None
    composition: str | None
    region: str | None
    date_signed: date | None
    date_in_force: KnownDay | None
    date_inactive: date | None
    wto_rta_id: int | None
    languages: tuple[str, ...]
    sides: tuple[Side, ...]
    members: tuple[Member, ...]
    links: tuple[TextLink, ...]
    documents: tuple[DocumentRow, ...]
    missing: tuple[str, ...] = ()
    year_signed: int | None = None
    left: tuple[Member, ...] = ()
    endings: tuple[tuple[Ending, tuple[Member, ...]], ...] = ()
    date_provisional: date | None = None
    date_fully: KnownDay | None = None
    provisional: bool = False
    reading: ReadingState = "not_read"

    @property
    def has_text(self) -> bool:
        """Whether there is a current document and every one is stored with its words."""
        current = [document.has_text for document in self.documents if document.current]
        return bool(current) and all(current)

    @property
    def unread_languages(self) -> tuple[str, ...]:
        """Languages (ISO 639-1) of texts that are stored and that the rules do not read, in alphabetical order."""
        kept = {document.language for document in self.documents if document.has_text}
        return tuple(sorted(kept - template_languages()))

    @property
    def facts_only(self) -> bool:
        """Whether only facts are known, from a source's list: neither a text nor the findings of one are stored."""
        return not any(document.current for document in self.documents)


def agreement_list(session: Session) -> list[AgreementRow]:
    """Every agreement, oldest first, including those of which only facts are known (`facts_only`)."""
    found = _strongest_by_agreement(session)
    texts = _texts_by_agreement(session)
    facts = template_facts()
    links = first_links(session)
    return [
        _agreement_row(
            agreement,
            found[agreement.id],
            texts[agreement.id],
            template_score(found[agreement.id], facts, complete=agreement.fully_known)
            if scored(agreement)
            else None,
            links.get(agreement.id),
        )
        for agreement in agreement_index(session)
    ]


def agreement_header(session: Session, slug: str) -> AgreementHeader | None:
    """The header of the agreement with this slug (or a slug from before a merge), None when there is none."""
    row = agreement_by_slug(session, slug)
    if row is None:
        return None
    facts = next(agreement for agreement in agreement_index(session) if agreement.id == row.id)
    links = session.execute(
        select(AgreementUrl.url, AgreementUrl.language, AgreementUrl.kind)
        .where(AgreementUrl.agreement_id == row.id)
        .order_by(AgreementUrl.position)
    )
    return AgreementHeader(
        slug=row.slug,
        name=row.name,
        type=row.type,
        status=row.status,
        legal_status=facts.legal_status,
        notification=row.notification,
        composition=row.composition,
        region=row.region,
        date_signed=row.date_signed,
        date_in_force=facts.date_in_force,
        date_inactive=facts.date_inactive,
        wto_rta_id=row.wto_rta_id,
        languages=tuple(row.languages or ()),
        sides=facts.sides,
        members=facts.members,
        links=tuple(TextLink(*link) for link in links),
        documents=tuple(_documents(session, row.id)),
        missing=facts.missing,
        year_signed=facts.year_signed,
        left=_left(facts, date.today()),
        endings=_endings_of(facts, date.today()),
        date_provisional=facts.date_provisional,
        date_fully=_fully(facts),
        provisional=facts.life is not None and agreement_status(facts.life, date.today()).provisional,
        reading=facts.reading,
    )


def scored(agreement: AgreementFacts) -> bool:
    """Whether a template score can be said: reports of single facts, or a name in a list, say nothing of the rest."""
    return agreement.reading not in ("reported", "not_read")


def _left(agreement: AgreementFacts, day: date) -> tuple[Member, ...]:
    """The members for which the agreement has ended on a day on which it binds others."""
    if agreement.life is None or not agreement_status(agreement.life, day).binds:
        return ()
    return tuple(one for one in agreement.members if agreement.status_for(one.iso3, day).kind == "ended")


def _fully(agreement: AgreementFacts) -> KnownDay | None:
    """The first day on which it was fully in force for anybody; None before, and where it is not known."""
    if agreement.life is None or agreement.date_in_force is None:
        return None
    periods = [one for own in agreement.life.periods.values() for one in own] or list(agreement.life.whole)
    days = (one.in_force_from.known for one in periods if one.in_force_from is not None)
    return min((day for day in days if day is not None), key=last_of, default=None)


def _endings_of(agreement: AgreementFacts, day: date) -> tuple[tuple[Ending, tuple[Member, ...]], ...]:
    """Why it does not bind members (any more) on a day, with all whom that concerns; the most first."""
    found: defaultdict[Ending, list[Member]] = defaultdict(list)
    for one in agreement.members:
        ending = ending_for(agreement, one.iso3, day)
        if ending is not None:
            found[ending].append(one)
    return tuple(
        (ending, tuple(own)) for ending, own in sorted(found.items(), key=lambda each: -len(each[1]))
    )


@dataclass(frozen=True, slots=True)
class AgreementEndings:
    """Why an agreement does not bind members (any more), with all whom that concerns; `members`: how many it has."""

    endings: tuple[tuple[Ending, tuple[Member, ...]], ...]
    members: int


def agreement_endings(session: Session) -> dict[str, AgreementEndings]:
    """The same of every agreement that does not bind all its members today, by slug."""
    today = date.today()
    found = ((entry, _endings_of(entry, today)) for entry in agreement_index(session))
    return {entry.slug: AgreementEndings(endings, len(entry.members)) for entry, endings in found if endings}


def agreement_score(session: Session, slug: str) -> TemplateScore | None:
    """The template score of the agreement with this slug, without articles that are replaced today for all whom it
    binds; None where there is none, or nothing of its text was read: a text nobody has has no score."""
    agreement_id = agreement_id_by_slug(session, slug)
    own = next((entry for entry in agreement_index(session) if entry.id == agreement_id), None)
    if own is None or not scored(own):
        return None
    found = {
        entry.provision: entry.strongest
        for entry in strongest_today(session, agreement_id=agreement_id, general=True)
    }
    return template_score(found, template_facts(), complete=own.fully_known)


def _strongest_by_agreement(session: Session) -> defaultdict[int, dict[str, StrongestFinding]]:
    found: defaultdict[int, dict[str, StrongestFinding]] = defaultdict(dict)
    for entry in strongest_today(session, general=True):
        found[entry.agreement_id][entry.provision] = entry.strongest
    return found


@dataclass(slots=True)
class _Texts:
    """Languages of an agreement's current documents, and whether their words are stored."""

    articles: int = 0
    documents: int = 0
    with_text: int = 0
    languages: dict[str, None] = field(default_factory=dict)


def _texts_by_agreement(session: Session) -> defaultdict[int, _Texts]:
    texts: defaultdict[int, _Texts] = defaultdict(_Texts)
    counted = (
        select(Article.document_id, func.count().label("articles")).group_by(Article.document_id).subquery()
    )
    for agreement_id, has_text, language, count in session.execute(
        select(Document.agreement_id, Document.has_text, Document.language, counted.c.articles)
        .outerjoin(counted, counted.c.document_id == Document.id)
        .where(Document.current)
        .order_by(Document.id)
    ):
        found = texts[agreement_id]
        found.articles += count or 0
        found.documents += 1
        found.with_text += has_text
        found.languages[language] = None
    return texts


def _agreement_row(
    agreement: AgreementFacts,
    found: dict[str, StrongestFinding],
    texts: _Texts,
    score: TemplateScore | None,
    link: str | None,
) -> AgreementRow:
    strengths = Counter(strongest.strength for strongest in found.values())
    return AgreementRow(
        slug=agreement.slug,
        name=agreement.name,
        legal_status=agreement.legal_status,
        date_signed=agreement.date_signed,
        date_in_force=agreement.date_in_force,
        sides=agreement.sides,
        articles=texts.articles,
        provisions_hard=strengths["hard"],
        provisions_soft=strengths["soft"],
        score=score.score if score is not None else None,
        score_at_least=score is not None and score.at_least,
        reading=agreement.reading,
        missing=agreement.missing,
        incomplete=not agreement.fully_known,
        has_text=texts.documents > 0 and texts.with_text == texts.documents,
        languages=tuple(texts.languages),
        facts_only=agreement.facts_only,
        link=link,
        year_signed=agreement.year_signed,
        bases=count_bases(strongest.basis.firmness for strongest in found.values()),
        uncertain=sum(strongest.uncertain for strongest in found.values()),
    )


def _documents(session: Session, agreement_id: int) -> Iterable[DocumentRow]:
    query: AnySelect = (
        select(
            Document.id,
            Source.key,
            Source.title,
            Source.url,
            Source.licence,
            Document.version,
            Document.current,
            Document.has_text,
            Document.language,
            Document.media_type,
            Document.url,
            Document.fetched_at,
            Document.sha256,
        )
        .join(Source, Source.id == Document.source_id)
        .where(Document.agreement_id == agreement_id)
        .order_by(Document.source_id, Document.external_id, Document.version.desc())
    )
    return (DocumentRow(*row) for row in session.execute(query))
