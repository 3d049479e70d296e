"""Whom a clause binds, where it names the parties that shall."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from tracker.models import Article, Document, Finding
from tracker.parties import group, is_group_code


def binds(bound: Collection[str], iso3: str, day: date | None = None) -> bool:
    """Whether a clause that binds `bound` (codes of countries and groups; none: every party) binds a party of its
    agreement, on a day (default: today) for the members of a group."""
    if not bound or iso3 in bound:
        return True
    on = day or date.today()
    return any(
        stay.binds(on) for code in bound if is_group_code(code) for stay in group(code).memberships_of(iso3)
    )


@dataclass(frozen=True, slots=True)
class LimitedFinding:
    """A finding that binds some parties only: its id, and the codes of those it binds."""

    id: int
    bound: tuple[str, ...]


def limited_findings(session: Session, *, provision: str | None = None) -> dict[int, list[LimitedFinding]]:
    """The findings of current texts that bind some parties of their agreement only, by agreement."""
    query = (
        select(Document.agreement_id, Finding.id, Finding.bound)
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current, cast(Finding.bound, String).not_in(("[]", "null")))
    )
    if provision is not None:
        query = query.where(Finding.provision == provision)
    found: defaultdict[int, list[LimitedFinding]] = defaultdict(list)
    for agreement_id, finding_id, bound in session.execute(query):
        if bound:
            found[agreement_id].append(LimitedFinding(finding_id, tuple(bound)))
    return found
