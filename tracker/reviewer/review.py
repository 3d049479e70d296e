"""What the reviewer says of findings: which are uncertain, and what may have been missed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tracker.matching.types import ArticleInput, Finding
from tracker.reviewer.model import Reviewer


@dataclass(frozen=True, slots=True)
class Proposal:
    """A provision that the rules did not find in an article and the model holds probable (0..1)."""

    code: str
    probability: float


def reviewed(findings: list[Finding], article: ArticleInput, reviewer: Reviewer) -> list[Finding]:
    """The findings, those that the model holds improbable marked as uncertain.

    Findings of provisions on which the model has no opinion, and articles in other languages, stay as they are.
    """
    if not any(finding.code in reviewer.bias for finding in findings):
        return findings
    probable = reviewer.probabilities(article)
    return [
        replace(finding, uncertain=True)
        if probable.get(finding.code, 1.0) < reviewer.uncertain_below
        else finding
        for finding in findings
    ]


def proposals(found: Collection[str], probable: Mapping[str, float], reviewer: Reviewer) -> list[Proposal]:
    """Provisions that the model holds probable (0..1 by code) and that are not among those found, most probable
    first."""
    missed = [
        Proposal(code, probability)
        for code, probability in probable.items()
        if code not in found and probability > reviewer.propose_above
    ]
    return sorted(missed, key=lambda proposal: (-proposal.probability, proposal.code))
