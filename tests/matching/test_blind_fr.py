"""French, of which the corpus has hardly a digital clause: measured on clauses written blind (blind_fr.yaml)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, Finding, match_article

CLAUSES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("blind_fr.yaml").read_text(encoding="utf-8")
)
MATCHER = shared_matcher()


@cache
def found() -> list[dict[str, Finding]]:
    """Findings of codebook codes for each clause."""
    codes = MATCHER.template.codebook_codes
    return [
        {finding.code: finding for finding in match_article(article, MATCHER) if finding.code in codes}
        for article in (
            ArticleInput(entry["text"], "fr", entry["chapter"], "", entry["heading"] or "")
            for entry in CLAUSES
        )
    ]


def test_half_of_the_clauses_are_harmless_neighbours_and_the_others_are_of_the_codebook() -> None:
    """A provision that came into the codebook later is measured by its own clauses until somebody writes it in here."""
    wanted = {code for entry in CLAUSES for code in entry["found"]}
    assert wanted and wanted <= MATCHER.template.codebook_codes
    assert 2 * sum(not entry["found"] for entry in CLAUSES) == len(CLAUSES)


def test_f1_is_at_least_95_percent() -> None:
    right = wrong = missed = 0
    for entry, findings in zip(CLAUSES, found(), strict=True):
        right += len(entry["found"].keys() & findings.keys())
        wrong += len(findings.keys() - entry["found"].keys())
        missed += len(entry["found"].keys() - findings.keys())
    assert 2 * right / (2 * right + wrong + missed) >= 0.95


def test_strength_and_exception_are_right_in_95_percent() -> None:
    judged = [
        (wanted, findings[code])
        for entry, findings in zip(CLAUSES, found(), strict=True)
        for code, wanted in entry["found"].items()
        if code in findings
    ]
    strengths = [finding.strength == wanted["strength"] for wanted, finding in judged]
    exceptions = [
        finding.exception == wanted["exception"]
        for wanted, finding in judged
        if wanted["exception"] is not None
    ]
    assert sum(strengths) / len(strengths) >= 0.95
    assert len(exceptions) >= 15
    assert sum(exceptions) / len(exceptions) >= 0.95
