"""The basis of a finding: read here, taken over from another agreement, coded by hand or reported, and where from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.models import Agreement, Article, Document
from tracker.models.life import BASES
from tracker.queries.core.kept import kept
from tracker.texts.numbering import plain_number

INCORPORATED = "incorporated"
READ = "read"
WEAKER = ("coded", "reported")
"""Bases that are weaker than words read in a text."""

BasisCounts = tuple[tuple[str, int], ...]
"""How many rest on each basis (`tracker.models.life.BASES`), the firmest first; those on which none does left out."""


@dataclass(frozen=True, slots=True)
class FindingBasis:
    """How a finding is known.

    - `kind`: of `tracker.models.life.BASES`.
    - Of an incorporated one `agreement` is the agreement whose text it is (its name in use), `article` the number of
      its article there, `origin` how that text is known (never `incorporated` itself).
    - `source`: the public sources of what was coded or reported (several with ` ; `), else the address of the text.
    """

    kind: str = READ
    agreement: str | None = None
    article: str | None = None
    origin: str | None = None
    source: str | None = None

    @property
    def firmness(self) -> str:
        """How firmly it is known, of `tracker.models.life.BASES`: an incorporated one no firmer than the text that it
        is taken from. What is counted is counted by this."""
        return self.origin if self.kind == INCORPORATED and self.origin in WEAKER else self.kind

    @property
    def is_read(self) -> bool:
        """Whether it was found in a text of the agreement itself that is or was here."""
        return self.kind == READ

    @property
    def incorporated_text(self) -> str | None:
        """The agreement and article that are incorporated ("TPP 14.13"), None where nothing is."""
        if self.kind != INCORPORATED or self.agreement is None:
            return None
        return " ".join(part for part in (self.agreement, self.article) if part)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources one by one."""
        return tuple(part.strip() for part in (self.source or "").split(" ; ") if part.strip())


READ_HERE = FindingBasis()
"""The basis of what was found in a text of the agreement itself."""


@dataclass(frozen=True, slots=True)
class Incorporated:
    """What a document takes over: from which agreement (its name in use), how that text is known (BASES of
    `tracker.models.life`; never `incorporated` itself), and the address of that text."""

    name: str
    basis: str
    url: str | None


def finding_basis(
    taken_over: Mapping[int, Incorporated],
    kind: str,
    document_id: int,
    number: str | None,
    reference: str | None,
    url: str | None = None,
) -> FindingBasis:
    """The basis of a finding in a document, from the document's own and what `incorporated_texts` says of it.

    `number` is that of the article, which a copy has from its origin; `reference` the finding's public source; `url`
    the address of the document.
    """
    found = taken_over.get(document_id)
    if kind != INCORPORATED or found is None:
        return FindingBasis(kind, source=reference or url)
    return FindingBasis(
        kind, found.name, plain_number(number or "") or None, found.basis, reference or found.url
    )


def count_bases(bases: Iterable[str]) -> BasisCounts:
    """How many rest on each basis, the firmest first; those on which none does are left out."""
    counted = Counter(bases)
    return tuple((basis, counted[basis]) for basis in BASES if counted[basis])


def incorporated_texts(session: Session) -> Mapping[int, Incorporated]:
    """What each document of basis `incorporated` takes over, by the document's id (kept).

    A text that is itself taken over is followed to the one that is read, coded or reported: findings are as firm as
    that. The name is of the agreement that the document's own agreement points to.
    """
    return kept(session, _read_incorporated)


def _read_incorporated(session: Session) -> Mapping[int, Incorporated]:
    origin = aliased(Article)
    text = aliased(Document)
    rows = session.execute(
        select(Article.document_id, text.id, text.basis, text.url, Agreement.name, Agreement.short_name)
        .join(Document, Document.id == Article.document_id)
        .join(origin, origin.id == Article.incorporated_from)
        .join(text, text.id == origin.document_id)
        .join(Agreement, Agreement.id == text.agreement_id)
        .where(Document.basis == INCORPORATED)
        .distinct()
    ).all()
    above = {row[0]: (row[1], Incorporated(row.short_name or row.name, row.basis, row.url)) for row in rows}
    return {document_id: _followed(document_id, above) for document_id in above}


def _followed(document_id: int, above: Mapping[int, tuple[int, Incorporated]]) -> Incorporated:
    origin_id, found = above[document_id]
    firm, seen = found, {document_id}
    while firm.basis == INCORPORATED and origin_id in above and origin_id not in seen:
        seen.add(origin_id)
        origin_id, firm = above[origin_id]
    return Incorporated(found.name, firm.basis, firm.url)
