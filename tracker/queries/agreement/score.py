"""The template score: how much of the Digital 2 Dozen an agreement's text has.

A figure of ours:

- Each of the 24 principles that can be read from texts (fully or partly) counts once: 1 where one of its provisions is
  hard, 0.5 where the strongest is soft, 0 where none was found.
- The score is the sum divided by the number of such principles.
- Principles that cannot be read from texts (tariff schedules) are in neither; provisions beyond the template add
  nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.queries.core.basis import BasisCounts, count_bases
from tracker.queries.core.strongest import StrongestFinding
from tracker.queries.core.template_facts import PrincipleFacts, TemplateFacts

WEIGHTS: dict[str | None, float] = {"hard": 1.0, "soft": 0.5, None: 0.0}


@dataclass(frozen=True, slots=True)
class PrincipleScore:
    """One principle in one agreement. `strength`: hard, soft or None (nothing found, or not detectable); `provisions`:
    codes of its provisions that were found."""

    number: int
    text_detectable: str
    strength: str | None
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateScore:
    """`score` is 0..1; `counted` is the number of principles in the denominator; `bases`: on what the provisions of
    the principles rest, each once."""

    score: float
    counted: int
    principles: tuple[PrincipleScore, ...]
    bases: BasisCounts = ()


def template_score(found: Mapping[str, StrongestFinding], facts: TemplateFacts) -> TemplateScore:
    """The score for an agreement's strongest findings by provision code."""
    principles = tuple(_principle(principle, found) for principle in facts.principles)
    detectable = [principle for principle in principles if principle.text_detectable != "no"]
    total = sum(WEIGHTS[principle.strength] for principle in detectable)
    codes = dict.fromkeys(code for principle in detectable for code in principle.provisions)
    return TemplateScore(
        total / len(detectable) if detectable else 0.0,
        len(detectable),
        principles,
        count_bases(found[code].basis.firmness for code in codes),
    )


def _principle(principle: PrincipleFacts, found: Mapping[str, StrongestFinding]) -> PrincipleScore:
    codes = tuple(code for code in principle.provisions if code in found)
    strengths = {found[code].strength for code in codes}
    return PrincipleScore(
        number=principle.number,
        text_detectable=principle.text_detectable,
        strength="hard" if "hard" in strengths else "soft" if "soft" in strengths else None,
        provisions=codes,
    )
