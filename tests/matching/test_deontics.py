"""Operative phrases in three languages have the strength that the codebook gives them."""

from pathlib import Path

import pytest
import yaml

from tracker.facts.versions import shared_matcher
from tracker.matching.normalise import CleanPieces, fold, lower
from tracker.matching.segments import clauses

PHRASES = yaml.safe_load(Path(__file__).with_name("operative_phrases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("strength", ["hard", "soft"])
def test_strength_of_operative_phrases(language: str, strength: str) -> None:
    compiled = shared_matcher().language(language)
    assert compiled is not None
    wrong = []
    for sentence in PHRASES[language][strength]:
        folded = fold(sentence)
        [clause] = clauses(folded, CleanPieces(lower(folded), ()), compiled.reference_words)
        if compiled.deontics.read(clause, len(clause.low)) != strength:
            wrong.append(sentence)
    assert not wrong, "\n".join(wrong)
