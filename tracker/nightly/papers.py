"""Papers of the WTO in the digest: which are stored, which are new, and the words for each."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Paper, Source

_KEPT_HEX = 16
"""Hex digits of a SHA-256 that are stored, enough to distinguish files under one symbol."""


@dataclass(frozen=True, slots=True)
class PaperState:
    """One paper in this night's state. `members`: codes of who submitted it; `issued`: YYYY-MM-DD; `slug`: the
    agreement whose text it is, None for a paper without articles."""

    symbol: str
    title: str
    issued: str | None
    members: tuple[str, ...]
    base: str | None
    language: str
    source: str
    url: str | None
    slug: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class PaperChange:
    """A paper that is `new`, or whose file was `replaced` under the same symbol."""

    kind: str
    symbol: str
    title: str
    issued: str | None
    members: tuple[str, ...]
    base: str | None
    language: str
    source: str
    url: str | None
    slug: str | None


def take_papers(session: Session) -> dict[str, PaperState]:
    """Every paper by "source/symbol/language", the newest first."""
    rows = session.execute(
        select(Paper, Source.key, Agreement.slug)
        .join(Source, Source.id == Paper.source_id)
        .outerjoin(Agreement, Agreement.id == Paper.agreement_id)
        .order_by(Paper.issued.is_(None), Paper.issued.desc(), Paper.symbol, Source.key, Paper.language)
    )
    return {
        f"{key}/{row.symbol}/{row.language}": PaperState(
            row.symbol,
            row.title,
            row.issued.isoformat() if row.issued else None,
            tuple(row.members),
            row.base,
            row.language,
            key,
            row.url,
            slug,
            row.sha256[:_KEPT_HEX],
        )
        for row, key, slug in rows
    }


def compare_papers(before: Mapping[str, PaperState], now: Mapping[str, PaperState]) -> Iterator[PaperChange]:
    """The new papers, and those whose bytes changed."""
    for key, paper in now.items():
        earlier = before.get(key)
        if earlier is None or earlier.sha256 != paper.sha256:
            facts = {name: getattr(paper, name) for name in PaperState.__slots__ if name != "sha256"}
            yield PaperChange("new" if earlier is None else "replaced", **facts)


def papers_to_json(papers: Mapping[str, PaperState]) -> dict[str, dict[str, Any]]:
    """Plain objects, for the state stored with a night."""
    return {key: asdict(paper) for key, paper in papers.items()}


def papers_from_json(values: Mapping[str, Mapping[str, Any]]) -> dict[str, PaperState]:
    """The papers from the values of `papers_to_json`."""
    return {key: PaperState(**{**paper, "members": tuple(paper["members"])}) for key, paper in values.items()}


def change_from_json(values: Mapping[str, Any]) -> PaperChange:
    """A change from a night's record."""
    return PaperChange(**{**values, "members": tuple(values["members"])})


def paper_cells(row: PaperChange) -> dict[str, object]:
    """Its values in the digest's CSV, by column."""
    return {
        "agreement_slug": row.slug,
        "text": f"{row.source}/{row.symbol}/{row.language}",
        "change": row.kind,
        "symbol": row.symbol,
        "title": row.title,
        "issued": row.issued,
        "members": list(row.members),
        "builds_on": row.base,
        "url": row.url,
    }
