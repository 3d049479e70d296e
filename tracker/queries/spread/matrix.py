"""The heatmap: agreements by date, and the strongest commitment of each on every provision."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from tracker.queries.core.agreement_index import AgreementFacts
from tracker.queries.core.basis import READ_HERE, BasisCounts, FindingBasis, count_bases
from tracker.queries.core.periods import basis_date
from tracker.queries.core.reading import ReadingState
from tracker.queries.core.replaced import replaced_for_all
from tracker.queries.core.strongest import AgreementStrongest, strongest_findings
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts
from tracker.queries.spread.spread import SpreadFilter, StrengthLabel, selected, strength_label

MatrixColumns = Literal["found", "template", "all"]
"""Agreements of the heatmap: `found`: those with any provision; `template`: with one of the template's own; `all`."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The strongest finding of one agreement on one provision (only where it has the provision). `sectoral`: no rule of
    it for every sector is as strict."""

    slug: str
    provision: str
    strength: StrengthLabel
    exception: bool | None
    articles: int
    basis: FindingBasis = READ_HERE
    uncertain: bool = False
    sectoral: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One agreement of the heatmap. `fully_known`: a provision that it has no cell for is not in it; `reading`: what of
    it has been read."""

    slug: str
    name: str
    date: date | None
    legal_status: str
    provisions: int
    year_signed: int | None = None
    fully_known: bool = True
    reading: ReadingState = "read"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Agreements (by date, oldest first) x provisions (the template's core first), sparse cells. `left_out`: slug and
    code of what an agreement has for one sector only, where such rules are not counted."""

    agreements: tuple[MatrixRow, ...]
    provisions: tuple[str, ...]
    cells: tuple[MatrixCell, ...]
    left_out: frozenset[tuple[str, str]] = frozenset()

    @property
    def bases(self) -> BasisCounts:
        """On what the cells rest."""
        return count_bases(cell.basis.firmness for cell in self.cells)


def spread_matrix(
    session: Session, choice: SpreadFilter | None = None, columns: MatrixColumns = "found"
) -> Matrix:
    """The heatmap: the agreements of the selection that `columns` asks for, and all provisions found in them."""
    choice = choice or SpreadFilter()
    agreements = selected(session, choice)
    replaced = replaced_for_all(session) if choice.basis == "in_force" else ()
    general = _strongest(session, choice, replaced, general=True)
    every = _strongest(session, choice, replaced, general=False)
    found = [entry for entry in (general if choice.general else every) if entry.agreement_id in agreements]
    counts = Counter(entry.agreement_id for entry in found)
    facts = template_facts()
    kept = {
        "all": set(agreements),
        "found": set(counts),
        "template": {e.agreement_id for e in found if facts.provision(e.provision).group in TEMPLATE_GROUPS},
    }[columns]
    found = [entry for entry in found if entry.agreement_id in kept]
    rows = tuple(
        MatrixRow(
            slug=agreement.slug,
            name=agreement.name,
            date=basis_date(agreement, choice.basis),
            legal_status=agreement.legal_status,
            provisions=counts[agreement.id],
            year_signed=agreement.year_signed if choice.basis == "signed" else None,
            fully_known=agreement.fully_known,
            reading=agreement.reading,
        )
        for agreement in sorted(
            agreements.values(), key=lambda a: (basis_date(a, choice.basis) or date.max, a.name)
        )
        if agreement.id in kept
    )
    codes = facts.sorted_codes(entry.provision for entry in found)
    ranks = {(entry.agreement_id, entry.provision): entry.strongest.rank for entry in general}
    left_out = frozenset(
        (agreements[entry.agreement_id].slug, entry.provision)
        for entry in every
        if choice.general
        and entry.agreement_id in kept
        and (entry.agreement_id, entry.provision) not in ranks
    )
    return Matrix(rows, tuple(codes), tuple(_cells(found, agreements, ranks)), left_out)


def _strongest(
    session: Session, choice: SpreadFilter, replaced: Collection[int], *, general: bool
) -> list[AgreementStrongest]:
    return strongest_findings(session, topics=choice.topics, without=replaced, general=general)


def _cells(
    found: Iterable[AgreementStrongest],
    agreements: dict[int, AgreementFacts],
    general: dict[tuple[int, str], int],
) -> Iterable[MatrixCell]:
    """`general`: the ranks of the strongest rules for every sector."""
    for entry in found:
        strongest = entry.strongest
        yield MatrixCell(
            agreements[entry.agreement_id].slug,
            entry.provision,
            strength_label(strongest.strength),
            strongest.exception,
            strongest.articles,
            strongest.basis,
            strongest.uncertain,
            general.get((entry.agreement_id, entry.provision), -1) < strongest.rank,
        )
