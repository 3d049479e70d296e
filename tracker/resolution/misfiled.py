"""Misfiled texts: an agreement that has the text of another one. The text is not counted for it.

Collections sometimes file the text of an agreement under an older one of the same parties as well (ToTA: that of 2002
between the EU and Algeria under 1976), so that its clauses would be dated decades too early. The text of the older
agreement is then no longer current, so that only its facts are shown, and a link of kind `misfiled` is made, which a
person can reject.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.models import AgreementLink, Document
from tracker.resolution.similarity import DRAFT_STATUSES, Profile, Similarity
from tracker.resolution.translations import build_similarity, builds_of

KIND = "misfiled"
"""Kind of the link from the agreement with the misfiled text to the one the text belongs to."""

LEAST_APART = timedelta(days=366)
"""Least time between the days of signature: closer agreements may rightly have similar texts (an interim one and the
full one)."""

SAME_LENGTHS = 0.99
"""Least correlation of the logarithms of the articles' lengths. Over ToTA: 1.00 for the one text that is filed under
two agreements of the same parties, at most 0.27 for any other pair of agreements with the same parties."""


def set_misfiled_aside(session: Session, known: dict[int, Profile]) -> list[tuple[str, str]]:
    """Make misfiled texts no longer current. Returns the names of the older agreement and of the one the text belongs
    to.

    A text whose link a person rejected stays current.
    """
    rejected = _links(session, decision="rejected")
    aside = []
    for older, newer, found in _pairs(session, known):
        if (older, newer) in rejected:
            continue
        session.execute(update(Document).where(Document.agreement_id == older).values(current=False))
        if (older, newer) not in _links(session):
            session.add(
                AgreementLink(
                    agreement_id=older,
                    other_id=newer,
                    kind=KIND,
                    score=found.score,
                    evidence=found.evidence,
                    decision="auto",
                )
            )
            session.flush()
            aside.append((known[older].name, known[newer].name))
    return aside


def _pairs(session: Session, known: dict[int, Profile]) -> Iterator[tuple[int, int, Similarity]]:
    """Older and newer agreement of the same parties whose current texts are the same text."""
    buckets: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for id_, profile in known.items():
        if profile.sides and profile.date_signed and profile.legal_status not in DRAFT_STATUSES:
            buckets[profile.sides].append(id_)
    pairs = [
        (older, newer)
        for bucket in buckets.values()
        for older, newer in combinations(sorted(bucket, key=lambda id_: _signed(known[id_])), 2)
        if known[newer].date_signed - known[older].date_signed >= LEAST_APART  # type: ignore[operator]
        and known[older].languages & known[newer].languages
    ]
    builds = builds_of(session, {id_ for pair in pairs for id_ in pair})
    for older, newer in pairs:
        found = build_similarity(builds[older], builds[newer]) if {older, newer} <= builds.keys() else None
        if found and found.certain and found.evidence.get("lengths_alike", 0.0) >= SAME_LENGTHS:
            yield older, newer, found


def _signed(profile: Profile) -> str:
    return profile.date_signed.isoformat() if profile.date_signed else ""


def _links(session: Session, decision: str | None = None) -> set[tuple[int, int]]:
    query = select(AgreementLink.agreement_id, AgreementLink.other_id).where(AgreementLink.kind == KIND)
    if decision is not None:
        query = query.where(AgreementLink.decision == decision)
    return set(session.execute(query).tuples())
