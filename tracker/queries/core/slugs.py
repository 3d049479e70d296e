"""Agreements by the name in a link: the present slug, or one from before a merge."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Agreement, AgreementAlias


def canonical_slug(session: Session, slug: str) -> str | None:
    """The present slug of the agreement an old or present link names; None where there is none of that name."""
    found = session.scalar(select(Agreement.slug).where(Agreement.slug == slug))
    if found is not None:
        return found
    return session.scalar(
        select(Agreement.slug)
        .join(AgreementAlias, AgreementAlias.agreement_id == Agreement.id)
        .where(AgreementAlias.slug == slug)
    )


def agreement_by_slug(session: Session, slug: str) -> Agreement | None:
    """The agreement an old or present link names."""
    present = canonical_slug(session, slug)
    return session.scalar(select(Agreement).where(Agreement.slug == present)) if present else None


def agreement_id_by_slug(session: Session, slug: str) -> int | None:
    """The id of the agreement an old or present link names."""
    present = canonical_slug(session, slug)
    return session.scalar(select(Agreement.id).where(Agreement.slug == present)) if present else None
