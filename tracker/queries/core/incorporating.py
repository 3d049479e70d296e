"""What an agreement that incorporates a text is by that text: what is missing of it, and how firmly it is known.

An agreement that incorporates a text of which only a part is here is itself read only in part; one that incorporates a
text that is only coded by hand, or reported, is known no firmer than that.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from sqlalchemy.orm import Session

from tracker.facts.incorporation import BASIS, Incorporation, incorporations
from tracker.facts.named_articles import NamedArticles
from tracker.models.life import BASES
from tracker.texts.completeness import ANNEXES, CHAPTERS

Codes = tuple[str, ...]
"""What a text lacks: codes of `tracker.texts.completeness` (`chapters:14-24`, `annexes:8-B`), or words."""

Bases = Mapping[int, Collection[str]]
"""Bases of the current documents of each agreement, by its id (`tracker.models.life.BASES`)."""

Result = TypeVar("Result")


class Incorporating:
    """The agreements that carry a text which they incorporate."""

    def __init__(self, session: Session, bases: Bases) -> None:
        self._bases = bases
        self._taken: defaultdict[int, list[Incorporation]] = defaultdict(list)
        for one in incorporations(session):
            if BASIS in bases.get(one.agreement_id, ()):
                self._taken[one.agreement_id].append(one)

    def missing(self, agreement_id: int, own: Mapping[int, Codes]) -> Codes:
        """What is missing of an agreement: of its own text, then of those it incorporates, in what it takes over.

        `own`: what each agreement's own text lacks.
        """

        def lacking(at: int, of_target: Callable[[int], Codes]) -> Codes:
            taken = (_taken(of_target(one.target_id), one.named) for one in self._taken.get(at, ()))
            return tuple(dict.fromkeys([*own.get(at, ()), *(code for codes in taken for code in codes)]))

        return self._followed(agreement_id, lacking, ())

    def bases(self, agreement_id: int) -> frozenset[str]:
        """The bases of an agreement's documents, each incorporated one by how the text that it takes over is known:
        `incorporated` where that is read here, else coded or reported."""
        if agreement_id not in self._taken:
            return frozenset(self._bases.get(agreement_id, ()))

        def firmest(at: int, of_target: Callable[[int], frozenset[str]]) -> frozenset[str]:
            found = set(self._bases.get(at, ()))
            if BASIS in found and at in self._taken:
                found.discard(BASIS)
                targets = [of_target(one.target_id) for one in self._taken[at]]
                known = [min(of_one, key=BASES.index) for of_one in targets if of_one]
                found |= {BASIS if basis == "read" else basis for basis in known}
            return frozenset(found)

        return self._followed(agreement_id, firmest, frozenset())

    def _followed(
        self, agreement_id: int, ask: Callable[[int, Callable[[int], Result]], Result], nothing: Result
    ) -> Result:
        """`ask` of an agreement, given how to ask of its targets; what leads back to one asked before has `nothing`."""

        def of(at: int, above: frozenset[int]) -> Result:
            return ask(at, lambda target: nothing if target in above else of(target, above | {target}))

        return of(agreement_id, frozenset({agreement_id}))


def _taken(codes: Codes, named: NamedArticles) -> Iterator[str]:
    """The codes of a text, without the chapters and annexes that are not taken over."""
    for code in codes:
        kind, _, listed = code.partition(":")
        if kind == ANNEXES and listed:
            kept = [label for label in listed.split(",") if named.hold(f"Annex {label}")]
        elif kind == CHAPTERS and listed:
            kept = [numbers for numbers in listed.split(",") if any(map(named.holds_of, _chapters(numbers)))]
        else:
            yield code
            continue
        if kept:
            yield f"{kind}:{','.join(kept)}"


def _chapters(numbers: str) -> range:
    """The chapters behind `14` or `14-24`."""
    first, _, last = numbers.partition("-")
    return range(int(first), int(last or first) + 1)
