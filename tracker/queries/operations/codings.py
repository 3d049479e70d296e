"""What each agreement holds, for comparison with codings made elsewhere."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.evaluation.comparison import KnownAgreement
from tracker.models import Agreement
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.strongest import strongest_findings


def known_agreements(session: Session) -> list[KnownAgreement]:
    """Every stored agreement with the strength of its provisions, by current documents of any basis."""
    provisions: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for found in strongest_findings(session):
        provisions[found.agreement_id][found.provision] = found.strongest.strength or ""
    numbers = {row.id: row.wto_rta_id for row in session.execute(select(Agreement.id, Agreement.wto_rta_id))}
    return [
        KnownAgreement(
            slug=one.slug,
            name=one.name,
            names=tuple(filter(None, (one.short_name, *one.names))),
            wto_rta_id=numbers.get(one.id),
            year=one.date_signed.year if one.date_signed else one.year_signed,
            reading=one.reading,
            provisions=provisions.get(one.id, {}),
        )
        for one in agreement_index(session)
    ]
