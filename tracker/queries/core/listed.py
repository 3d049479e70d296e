"""Who is meant by a country's code, a group's code, or several codes with commas between them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import AgreementKey, Source
from tracker.parties import country_list_of, country_lists
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index
from tracker.resolution.instruments import REGISTRY


def listed_countries(session: Session, code: str, day: date) -> tuple[tuple[str, ...], AgreementFacts | None]:
    """The members of a group or list (`tracker.parties.country_lists`) on a day, sorted; and the agreement, where they
    are the parties of one: those that it binds on the day, or may. Raises BadInput for an unknown group."""
    chosen = country_list_of(code)
    if chosen.parties_of is None:
        return chosen.members(day), None
    agreement = _registered(session, chosen.parties_of)
    if agreement is None:
        return (), None
    return tuple(sorted(m.iso3 for m in agreement.members if agreement.has_party(m.iso3, day))), agreement


def countries_meant(session: Session, codes: str, day: date | None = None) -> frozenset[str]:
    """ISO 3166 alpha-3 codes of all who are meant on a day (default: today); nobody by a code of nobody."""
    on = day or date.today()
    meant: set[str] = set()
    for code in codes.split(","):
        meant.update(listed_countries(session, code, on)[0] if code in country_lists() else (code,))
    return frozenset(meant)


def _registered(session: Session, key: str) -> AgreementFacts | None:
    """The agreement with this key of the registry; None where it is not stored."""
    agreement_id = session.scalar(
        select(AgreementKey.agreement_id)
        .join(Source, Source.id == AgreementKey.source_id)
        .where(Source.key == REGISTRY, AgreementKey.external_id == key)
    )
    return next((one for one in agreement_index(session) if one.id == agreement_id), None)
