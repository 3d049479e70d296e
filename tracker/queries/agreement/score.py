"""The template score: how much of the Digital 2 Dozen an agreement's text has.

A figure of ours:

- Each of the 24 principles that can be read from texts (fully or partly) counts once: 1 where one of its provisions is
  hard, 0.5 where the strongest is soft, 0 where none was found.
- The score is the sum divided by the number of such principles.
- Principles that cannot be read from texts (tariff schedules) are in neither; provisions beyond the template add
  nothing. Nor do uncertain findings, and rules whose strength is not known (reported facts).
- It is a lower bound where the text is not complete here, or a principle has only what adds nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.queries.core.basis import BasisCounts, count_bases
from tracker.queries.core.strongest import StrongestFinding
from tracker.queries.core.template_facts import PrincipleFacts, TemplateFacts

WEIGHTS: dict[str | None, float] = {"hard": 1.0, "soft": 0.5, None: 0.0}


@dataclass(frozen=True, slots=True)
class PrincipleScore:
    """One principle in one agreement. `strength`: hard, soft or None (nothing found that counts, or not detectable);
    `provisions`: codes of its provisions that were found; `doubtful`: those found are uncertain, or their strength is
    not known, so that none counts."""

    number: int
    text_detectable: str
    strength: str | None
    provisions: tuple[str, ...]
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class TemplateScore:
    """`score` is 0..1; `counted` is the number of principles in the denominator; `bases`: on what the provisions of
    the principles rest, each once; `complete`: whether a rule that was not found is not in the text."""

    score: float
    counted: int
    principles: tuple[PrincipleScore, ...]
    bases: BasisCounts = ()
    complete: bool = True

    @property
    def doubtful(self) -> int:
        """How many principles have only what adds nothing to the score."""
        return sum(principle.doubtful for principle in self.principles)

    @property
    def at_least(self) -> bool:
        """Whether the score is a lower bound."""
        return not self.complete or self.doubtful > 0


def template_score(
    found: Mapping[str, StrongestFinding], facts: TemplateFacts, *, complete: bool = True
) -> TemplateScore:
    """The score for an agreement's strongest findings by provision code; `complete`: its text is."""
    principles = tuple(_principle(principle, found) for principle in facts.principles)
    detectable = [principle for principle in principles if principle.text_detectable != "no"]
    total = sum(WEIGHTS[principle.strength] for principle in detectable)
    codes = dict.fromkeys(code for principle in detectable for code in principle.provisions)
    return TemplateScore(
        total / len(detectable) if detectable else 0.0,
        len(detectable),
        principles,
        count_bases(found[code].basis.firmness for code in codes),
        complete,
    )


def _principle(principle: PrincipleFacts, found: Mapping[str, StrongestFinding]) -> PrincipleScore:
    codes = tuple(code for code in principle.provisions if code in found)
    strengths = {None if found[code].uncertain else found[code].strength for code in codes}
    return PrincipleScore(
        number=principle.number,
        text_detectable=principle.text_detectable,
        strength="hard" if "hard" in strengths else "soft" if "soft" in strengths else None,
        provisions=codes,
        doubtful=principle.text_detectable != "no" and bool(codes) and not strengths & {"hard", "soft"},
    )
