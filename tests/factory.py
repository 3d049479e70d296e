"""Invented agreements written through the models: small ones for logic, a whole corpus for speed.

Every sentence in here is ours; no treaty text.
"""

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tracker.models import (
    Agreement,
    AgreementGroup,
    AgreementKey,
    AgreementParty,
    AgreementUrl,
    Article,
    ArticleMatch,
    Chapter,
    CrawlRun,
    Document,
    Finding,
    Party,
    PartyGroup,
    Source,
)
from tracker.models.search_index import index_articles

FINGERPRINT = "template-test matcher-test"


@dataclass(frozen=True)
class MadeFinding:
    """A finding to write; `evidence` is looked up in the article's text to make the span."""

    provision: str
    strength: str | None = "hard"
    exception: bool | None = None
    evidence: str | None = None
    score: float = 0.9
    notes: tuple[str, ...] = ()
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


@dataclass(frozen=True)
class MadeArticle:
    """An article to write; text None for one known from the snapshot only."""

    number: str | None = None
    heading: str | None = None
    text: str | None = "Nothing of note is said here."
    findings: tuple[MadeFinding, ...] = ()
    matched: bool = True


@dataclass(frozen=True)
class MadeChapter:
    """A chapter to write."""

    number: str | None = "1"
    heading: str | None = "Electronic Commerce"
    topic: str = "digital"
    articles: tuple[MadeArticle, ...] = ()


@dataclass
class World:
    """Writes agreements into one session, making parties, groups and the source as they are needed."""

    session: Session
    source_key: str = "tota"
    _external: itertools.count = field(default_factory=lambda: itertools.count(1))  # type: ignore[type-arg]
    _article_ids: itertools.count = field(default_factory=lambda: itertools.count(1))  # type: ignore[type-arg]

    def source(self) -> Source:
        """The source all agreements come from."""
        found = self.session.query(Source).filter_by(key=self.source_key).one_or_none()
        if found is None:
            found = Source(key=self.source_key, title="Invented texts", url=None, licence="CC0")
            self.session.add(found)
            self.session.flush()
        return found

    def agreement(
        self,
        name: str,
        parties: Iterable[str | tuple[str, str]] = ("AAA", "BBB"),
        *,
        slug: str | None = None,
        signed: date | None = date(2010, 1, 1),
        in_force: date | None = None,
        inactive: date | None = None,
        legal_status: str | None = None,
        gone: Iterable[str] = (),
        joined: Iterable[str] = (),
        chapters: Sequence[MadeChapter] = (),
        has_text: bool = True,
        urls: Sequence[str] = ("https://example.org/text",),
        current: bool = True,
    ) -> Agreement:
        """Write one agreement. A party is an ISO code or (code, group); `gone` left, `joined` came later."""
        status = legal_status or ("inactive" if inactive else "in_force" if in_force else "signed")
        agreement = Agreement(
            slug=slug or name.lower().replace(" - ", "-").replace(" ", "-"),
            name=name,
            type="Free Trade Agreement",
            status={"in_force": "In Force", "inactive": "Inactive"}.get(status),
            legal_status=status,
            notification=None,
            composition="Bilateral",
            region="East Asia",
            date_signed=signed,
            date_in_force=in_force,
            date_inactive=inactive,
            wto_rta_id=None,
            languages=["en"],
            related_wto_rta_ids=[],
        )
        self.session.add(agreement)
        self.session.flush()
        source, external_id = self.source(), str(next(self._external))
        self.session.add(
            AgreementKey(agreement_id=agreement.id, source_id=source.id, external_id=external_id)
        )
        for position, url in enumerate(urls):
            self.session.add(
                AgreementUrl(
                    agreement_id=agreement.id, position=position, url=url, language="en", kind="full text"
                )
            )
        self._parties(agreement, parties, set(gone), set(joined))
        self.document(agreement, chapters, external_id=external_id, has_text=has_text, current=current)
        return agreement

    def _parties(
        self,
        agreement: Agreement,
        parties: Iterable[str | tuple[str, str]],
        gone: set[str],
        joined: set[str],
    ) -> None:
        groups = set()
        for entry in parties:
            iso3, group = (entry, None) if isinstance(entry, str) else entry
            if self.session.get(Party, iso3) is None:
                self.session.add(Party(iso3=iso3, name=f"Land {iso3}"))
            if group and self.session.get(PartyGroup, group) is None:
                self.session.add(PartyGroup(code=group, name=f"Union {group}"))
            if group:
                groups.add(group)
            self.session.flush()
            self.session.add(
                AgreementParty(
                    agreement_id=agreement.id,
                    iso3=iso3,
                    via_group=group,
                    original=iso3 not in joined,
                    current=iso3 not in gone,
                )
            )
        for group in groups:
            self.session.add(AgreementGroup(agreement_id=agreement.id, group_code=group))
        self.session.flush()

    def document(
        self,
        agreement: Agreement,
        chapters: Sequence[MadeChapter],
        *,
        external_id: str,
        version: int = 1,
        previous: Document | None = None,
        current: bool = True,
        has_text: bool = True,
    ) -> Document:
        """Write one version of an agreement's text with its chapters, articles and findings."""
        document = Document(
            agreement_id=agreement.id,
            source_id=self.source().id,
            external_id=external_id,
            version=version,
            previous_id=previous.id if previous else None,
            current=current,
            has_text=has_text,
            url=None,
            media_type="application/xml",
            language="en",
            sha256=f"{external_id}-{version}",
            fetched_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC) if has_text else None,
        )
        self.session.add(document)
        self.session.flush()
        position = itertools.count()
        for place, made in enumerate(chapters):
            chapter = Chapter(
                document_id=document.id,
                position=place,
                number=made.number,
                heading=made.heading if has_text else None,
                topic=made.topic,
                external_id=str(place + 1),
            )
            self.session.add(chapter)
            self.session.flush()
            for article in made.articles:
                self._article(document, chapter, article, next(position))
        self.session.flush()
        index_articles(self.session, document.id)
        return document

    def _article(self, document: Document, chapter: Chapter, made: MadeArticle, position: int) -> None:
        article = Article(
            document_id=document.id,
            chapter_id=chapter.id,
            position=position,
            number=made.number,
            external_id=str(next(self._article_ids)),
            heading=made.heading if document.has_text else None,
            text=made.text if document.has_text else None,
        )
        self.session.add(article)
        self.session.flush()
        if made.matched and document.has_text:
            self.session.add(ArticleMatch(article_id=article.id, fingerprint=FINGERPRINT))
        for finding in made.findings:
            text = article.text or ""
            start = text.find(finding.evidence) if finding.evidence else 0
            assert start >= 0, f"evidence not in the article: {finding.evidence}"
            length = len(finding.evidence) if finding.evidence else len(text)
            self.session.add(
                Finding(
                    article_id=article.id,
                    provision=finding.provision,
                    strength=finding.strength,
                    exception=finding.exception,
                    score=finding.score,
                    spans=[[start, start + length]] if text else [],
                    prototype="",
                    similarity=0.0,
                    signal="test",
                    notes=list(finding.notes),
                    scope=finding.scope,
                    bound=list(finding.bound),
                    uncertain=finding.uncertain,
                    template_version="test-1",
                    matcher_version="test-1",
                )
            )


def provision_agreement(
    world: World, name: str, findings: Sequence[MadeFinding], topic: str = "digital", **facts: object
) -> Agreement:
    """An agreement with one chapter, one article per finding."""
    articles = tuple(
        MadeArticle(
            number=f"{number}",
            heading=f"About {finding.provision}",
            text=finding.evidence or f"A clause of ours on {finding.provision}.",
            findings=(finding,),
        )
        for number, finding in enumerate(findings, start=1)
    )
    return world.agreement(name, chapters=(MadeChapter(topic=topic, articles=articles),), **facts)  # type: ignore[arg-type]


WORDS = (  # noqa: SIM905
    "each side agrees keeps allows parcels servers tariff ferry harbour ledger cable market licence data"
    " postal clerk office stamp border seal paper record trader consumer privacy signature message panel"
    " measure notice review council observer bridge river timber cotton copper barley salt wool silk tea"
).split()

TOPICS = (
    "goods",
    "services",
    "digital",
    "telecommunications",
    "investment",
    "intellectual_property",
    "other",
)


def large_corpus(
    session: Session,
    *,
    agreements: int = 450,
    articles_each: int = 91,
    findings_each: int = 20,
    codes: Sequence[str],
    countries: Sequence[str],
    seed: int = 7,
) -> None:
    """A corpus of the real one's size, in bulk: the defaults give 450 agreements and 40,950 articles."""
    chance = random.Random(seed)
    source = Source(key="tota", title="Invented texts", url=None, licence="CC0")
    session.add(source)
    session.flush()
    session.execute(insert(Party), [{"iso3": code, "name": f"Land {code}"} for code in countries])
    session.execute(insert(PartyGroup), [{"code": "UNI", "name": "Union of lands"}])
    union = list(countries[:27])
    numbers = itertools.count(1)
    for number in range(1, agreements + 1):
        signed = date(1960 + number * 60 // agreements, chance.randint(1, 12), chance.randint(1, 28))
        status = chance.choices(("in_force", "inactive", "signed"), (60, 37, 3))[0]
        in_union = chance.random() < 0.15
        members = [*(union if in_union else []), *chance.sample(list(countries[27:]), 2)]
        agreement_id = session.execute(
            insert(Agreement).returning(Agreement.id),
            {
                "slug": f"agreement-{number}",
                "name": f"Agreement {number} of the lands",
                "type": "Free Trade Agreement",
                "legal_status": status,
                "date_signed": signed,
                "date_in_force": None if status == "signed" else date(signed.year + 1, 1, 1),
                "date_inactive": date(signed.year + 12, 1, 1) if status == "inactive" else None,
                "languages": ["en"],
                "related_wto_rta_ids": [],
            },
        ).scalar_one()
        session.execute(
            insert(AgreementKey),
            {"agreement_id": agreement_id, "source_id": source.id, "external_id": str(number)},
        )
        session.execute(
            insert(AgreementUrl),
            {"agreement_id": agreement_id, "position": 0, "url": f"https://example.org/{number}"},
        )
        session.execute(
            insert(AgreementParty),
            [
                {
                    "agreement_id": agreement_id,
                    "iso3": iso3,
                    "via_group": "UNI" if in_union and iso3 in union else None,
                    "original": True,
                    "current": status != "inactive",
                }
                for iso3 in members
            ],
        )
        if in_union:
            session.execute(insert(AgreementGroup), {"agreement_id": agreement_id, "group_code": "UNI"})
        _large_document(
            session, chance, source.id, agreement_id, number, numbers, articles_each, findings_each, codes
        )
    session.add(
        CrawlRun(
            source_id=source.id,
            started_at=datetime(2026, 1, 1, tzinfo=UTC),
            finished_at=datetime(2026, 1, 1, 1, tzinfo=UTC),
            state="finished",
            counters={"loaded": agreements},
            message=None,
        )
    )


def _large_document(
    session: Session,
    chance: random.Random,
    source_id: int,
    agreement_id: int,
    number: int,
    numbers: "itertools.count[int]",
    articles_each: int,
    findings_each: int,
    codes: Sequence[str],
) -> None:
    document_id = session.execute(
        insert(Document).returning(Document.id),
        {
            "agreement_id": agreement_id,
            "source_id": source_id,
            "external_id": str(number),
            "version": 1,
            "current": True,
            "has_text": True,
            "media_type": "application/xml",
            "language": "en",
            "sha256": f"{number}",
            "fetched_at": datetime(2026, 1, 1, tzinfo=UTC),
        },
    ).scalar_one()
    chapter_ids = session.scalars(
        insert(Chapter).returning(Chapter.id, sort_by_parameter_order=True),
        [
            {
                "document_id": document_id,
                "position": place,
                "number": str(place + 1),
                "heading": f"On {topic}",
                "topic": topic,
            }
            for place, topic in enumerate(TOPICS)
        ],
    ).all()
    rows = [
        {
            "document_id": document_id,
            "chapter_id": chapter_ids[position * len(chapter_ids) // articles_each],
            "position": position,
            "number": f"{position + 1}",
            "external_id": str(next(numbers)),
            "heading": f"Clause {position + 1}",
            "text": ". ".join(
                " ".join(chance.choices(WORDS, k=14)).capitalize() for _ in range(chance.randint(4, 22))
            ),
        }
        for position in range(articles_each)
    ]
    article_ids = session.scalars(
        insert(Article).returning(Article.id, sort_by_parameter_order=True), rows
    ).all()
    index_articles(session, document_id)
    session.execute(
        insert(ArticleMatch), [{"article_id": key, "fingerprint": FINGERPRINT} for key in article_ids]
    )
    chosen = chance.sample(range(articles_each), min(findings_each, articles_each))
    session.execute(
        insert(Finding),
        [
            {
                "article_id": article_ids[at],
                "provision": chance.choice(codes),
                "strength": chance.choice(("hard", "soft")),
                "exception": chance.choice((True, False, None)),
                "score": round(chance.uniform(0.5, 1.0), 2),
                "spans": [[0, len(rows[at]["text"].partition(".")[0])]],
                "prototype": "",
                "similarity": 0.0,
                "signal": "test",
                "template_version": "test-1",
                "matcher_version": "test-1",
            }
            for at in chosen
        ],
    )
