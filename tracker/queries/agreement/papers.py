"""Papers of the WTO: communications, drafts, decisions and their corrections, with or without articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Agreement, Paper, Source
from tracker.texts.symbols import PaperKind, kind_of, root_of

SUFFIXES = ("/Rev.", "/Corr.", "/Add.")


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper in one language.

    - `kind`: its relation to `base`, the symbol it builds on (None for a first version).
    - `members`: codes of who submitted it (ISO 3166 alpha-3 or groups'), as far as its title names them.
    - `issued`: its date of issue; `fetched_at` (UTC): when these bytes were fetched; `characters`: length of its text.
    - `slug` and `agreement`: the agreement whose text it is, both None for a paper without articles.
    """

    id: int
    source: str
    symbol: str
    kind: PaperKind
    base: str | None
    title: str
    issued: date | None
    members: tuple[str, ...]
    language: str
    url: str | None
    sha256: str
    fetched_at: datetime
    characters: int
    slug: str | None
    agreement: str | None


def papers(
    session: Session,
    *,
    series: str | None = None,
    kinds: Iterable[PaperKind] | None = None,
    member: str | None = None,
    since: date | None = None,
    with_agreement: bool | None = None,
    limit: int | None = None,
) -> list[PaperRow]:
    """Papers, the newest date of issue first, those without one last.

    - `series`: only symbols with this beginning ("INF/ECOM/"); `kinds`: only these.
    - `member`: only papers submitted under this code (EU for its members together).
    - `since`: only papers issued on that day or later.
    - `with_agreement`: only papers that are (True) or are not (False) an agreement's text.
    - `limit`: at most this number of rows.
    """
    query = _rows()
    if series is not None:
        query = query.where(Paper.symbol.startswith(series, autoescape=True))
    if since is not None:
        query = query.where(Paper.issued >= since)
    if with_agreement is not None:
        query = query.where(Paper.agreement_id.is_not(None) == with_agreement)
    wanted = None if kinds is None else set(kinds)
    found = [
        row
        for row in map(_row, session.execute(query))
        if (wanted is None or row.kind in wanted) and (member is None or member in row.members)
    ]
    return found[:limit]


def papers_of(session: Session, slug: str) -> list[PaperRow]:
    """All papers of an agreement, newest first: its texts, and the papers that revise, correct or add to them.

    Empty for an agreement that is not the text of a paper, and for an unknown slug.
    """
    own = session.execute(
        select(Paper.source_id, Paper.symbol)
        .join(Agreement, Agreement.id == Paper.agreement_id)
        .where(Agreement.slug == slug)
    ).all()
    lines = {(source_id, root_of(symbol)) for source_id, symbol in own}
    if not lines:
        return []
    rooted = [
        (Paper.source_id == source_id)
        & or_(
            Paper.symbol == root,
            *(Paper.symbol.startswith(root + suffix, autoescape=True) for suffix in SUFFIXES),
        )
        for source_id, root in sorted(lines)
    ]
    return [_row(row) for row in session.execute(_rows().where(or_(*rooted)))]


def paper_text(session: Session, paper_id: int) -> str | None:
    """The words of a paper, one block per line; None for an unknown id."""
    return session.scalar(select(Paper.text).where(Paper.id == paper_id))


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Paper.id,
            Source.key,
            Paper.symbol,
            Paper.base,
            Paper.title,
            Paper.issued,
            Paper.members,
            Paper.language,
            Paper.url,
            Paper.sha256,
            Paper.fetched_at,
            func.length(Paper.text),
            Agreement.slug,
            Agreement.name,
        )
        .join(Source, Source.id == Paper.source_id)
        .outerjoin(Agreement, Agreement.id == Paper.agreement_id)
        .order_by(Paper.issued.is_(None), Paper.issued.desc(), Paper.symbol.desc(), Paper.id)
    )


def _row(values: Any) -> PaperRow:
    id_, source, symbol, base, title, issued, members, language, url, sha256, fetched_at, size, slug, name = (
        values
    )
    return PaperRow(
        id_,
        source,
        symbol,
        kind_of(symbol),
        base,
        title,
        issued,
        tuple(members),
        language,
        url,
        sha256,
        # SQLite keeps no time zone; what is stored is UTC.
        fetched_at.replace(tzinfo=fetched_at.tzinfo or UTC),
        size,
        slug,
        name,
    )
