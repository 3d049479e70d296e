"""Provision: every agreement that has one provision, its first appearance, its variants."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.life import KnownDay
from tracker.queries.core.agreement_index import AgreementFacts, Side, agreement_index
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.days import first_known, last_known
from tracker.queries.core.replaced import replaced_for_all
from tracker.queries.core.strongest import StrongestFinding, strongest_findings
from tracker.queries.core.wordings import later_wordings
from tracker.queries.spread.spread import StrengthLabel, strength_label

_UNSIGNED = ("in_negotiation", "draft_text")


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """One agreement that has the provision, as its text was signed.

    `exception` and `basis` are those of its strongest commitment. `replaced`: every article that has the provision is
    replaced today, for all whom the agreement binds. `later_wording`: the text is of a day after the signature; the
    provision need not have been in it then. `uncertain`: every finding of it there is uncertain. `sectoral`: it is
    there for one sector only; of rules for one sector and for all only the latter count.
    """

    slug: str
    name: str
    legal_status: str
    date_signed: date | None
    date_in_force: KnownDay | None
    sides: tuple[Side, ...]
    strength: StrengthLabel
    exception: bool | None
    articles: int
    basis: FindingBasis = READ_HERE
    replaced: bool = False
    year_signed: int | None = None
    later_wording: bool = False
    uncertain: bool = False
    sectoral: bool = False


@dataclass(frozen=True, slots=True)
class ProvisionOverview:
    """One provision over the corpus: first appearances and shares, of rules that are not for one sector only.

    `first_doubts` and `first_hard_doubts` are those that may be as early as `first` and `first_hard`, by what is known
    of their dates of signature (a year, or nothing).
    `without_exception` is the share (0..1) of agreements whose strongest commitment has no exception, None where the
    provision has no exception flag or appears nowhere. `uncertain`: how many of the agreements have it by uncertain
    findings only; none of them is a first appearance while another one is certain. `sectoral`: how many more have it
    for one sector only.
    """

    provision: str
    agreements_hard: int
    agreements_soft: int
    agreements_unrated: int
    first: ProvisionRow | None
    first_hard: ProvisionRow | None
    without_exception: float | None
    first_doubts: tuple[ProvisionRow, ...] = ()
    first_hard_doubts: tuple[ProvisionRow, ...] = ()
    uncertain: int = 0
    sectoral: int = 0


def provision_rows(session: Session, provision: str) -> list[ProvisionRow]:
    """Every agreement with the provision, oldest first; empty for a code found nowhere."""
    general = _by_agreement(session, provision, general=True)
    found = {**_by_agreement(session, provision), **general}
    counting = {
        entry.agreement_id
        for entry in strongest_findings(session, provision=provision, without=replaced_for_all(session))
    }
    later = later_wordings(session)
    return [
        _row(
            agreement,
            strongest,
            replaced=agreement.id not in counting,
            later_wording=agreement.id in later,
            sectoral=agreement.id not in general,
        )
        for agreement in agreement_index(session)
        if (strongest := found.get(agreement.id)) is not None
    ]


def _by_agreement(session: Session, provision: str, *, general: bool = False) -> dict[int, StrongestFinding]:
    found = strongest_findings(session, provision=provision, general=general)
    return {entry.agreement_id: entry.strongest for entry in found}


def provision_overview(provision: str, rows: Sequence[ProvisionRow]) -> ProvisionOverview:
    """First appearances and shares of a provision, from its `provision_rows`."""
    general = [row for row in rows if not row.sectoral]
    counts = Counter(row.strength for row in general)
    as_signed = _certain([row for row in general if not row.later_wording])
    hard = _certain([row for row in general if not row.later_wording and row.strength == "hard"])
    flags = [row.exception for row in general if row.exception is not None]
    return ProvisionOverview(
        provision=provision,
        agreements_hard=counts["hard"],
        agreements_soft=counts["soft"],
        agreements_unrated=counts["unrated"],
        first=next(iter(as_signed), None),
        first_hard=next(iter(hard), None),
        without_exception=flags.count(False) / len(flags) if flags else None,
        first_doubts=_as_early(as_signed),
        first_hard_doubts=_as_early(hard),
        uncertain=sum(row.uncertain for row in general),
        sectoral=len(rows) - len(general),
    )


def _certain(rows: Sequence[ProvisionRow]) -> Sequence[ProvisionRow]:
    """The rows that do not rest on uncertain findings only; all where every one does."""
    return [row for row in rows if not row.uncertain] or rows


def _as_early(rows: Sequence[ProvisionRow]) -> tuple[ProvisionRow, ...]:
    """Of rows, oldest first, those that may be as early as the first: of a year without a day its first day counts, and
    what is signed on a day that is not known may be of any. A text that is not signed is no appearance yet."""
    if not rows:
        return ()
    latest = last_known(rows[0])
    return tuple(
        row
        for row in rows[1:]
        if row.legal_status not in _UNSIGNED
        and (
            latest is None
            or not (row.date_signed or row.year_signed)
            or (first_known(row) or latest) <= latest
        )
    )


def _row(
    agreement: AgreementFacts,
    strongest: StrongestFinding,
    *,
    replaced: bool,
    later_wording: bool,
    sectoral: bool,
) -> ProvisionRow:
    return ProvisionRow(
        slug=agreement.slug,
        name=agreement.name,
        legal_status=agreement.legal_status,
        date_signed=agreement.date_signed,
        date_in_force=agreement.date_in_force,
        sides=agreement.sides,
        strength=strength_label(strongest.strength),
        exception=strongest.exception,
        articles=strongest.articles,
        basis=strongest.basis,
        replaced=replaced,
        year_signed=agreement.year_signed,
        later_wording=later_wording,
        uncertain=strongest.uncertain,
        sectoral=sectoral,
    )
