"""Storing papers of the WTO: one row per symbol, source and language, linked to the agreement whose text it is."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Document, Paper, Source
from tracker.resolution.papers import link_papers
from tracker.texts.symbols import base_of
from tracker.texts.types import AgreementText, PaperText

PaperOutcome = Literal["new", "changed", "unchanged"]

PaperKey = tuple[str, str, str]
"""(source's key, symbol, SHA-256): a paper whose bytes are known."""


def store_paper(
    session: Session, source: Source, paper: PaperText, *, url: str | None, fetched_at: datetime
) -> PaperOutcome:
    """Store a paper within the caller's transaction, after its agreement, if it is one.

    `url`: where it was fetched, for papers without an address of their site. Other bytes under the same symbol replace
    the old ones, which stay in the archive.
    """
    row = session.scalar(
        select(Paper).where(
            Paper.source_id == source.id, Paper.symbol == paper.symbol, Paper.language == paper.language
        )
    )
    outcome: PaperOutcome = "unchanged"
    if row is None:
        row = Paper(source_id=source.id, symbol=paper.symbol, language=paper.language)
        outcome = "new"
        session.add(row)
    elif row.sha256 != paper.sha256:
        outcome = "changed"
    if outcome != "unchanged":
        row.sha256, row.fetched_at = paper.sha256, fetched_at
    row.base, row.title, row.issued = base_of(paper.symbol), paper.title, paper.issued
    row.members, row.text, row.url = list(paper.members), paper.text, paper.url or url or row.url
    session.flush()
    link_papers(session, row.id)
    return outcome


def known_papers(session: Session) -> set[PaperKey]:
    """Every paper whose bytes are stored."""
    rows = session.execute(
        select(Source.key, Paper.symbol, Paper.sha256).join(Source, Source.id == Paper.source_id)
    )
    return {(key, symbol, sha256) for key, symbol, sha256 in rows}


def is_earlier_version(session: Session, source_key: str, text: AgreementText) -> bool:
    """Whether a text is stored already as a version that a newer one replaced.

    Each revision of a paper keeps its own address: an old one that is fetched again is no change of the agreement.
    """
    digests = session.scalars(
        select(Document.sha256)
        .join(Source, Source.id == Document.source_id)
        .where(Source.key == source_key, Document.external_id == text.external_id)
        .order_by(Document.version)
    ).all()
    return text.sha256 in digests and digests[-1] != text.sha256
