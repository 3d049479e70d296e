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
    wrong = [
        sentence for sentence in PHRASES[language][strength] if _strength(sentence, language) != strength
    ]
    assert not wrong, "\n".join(wrong)


def test_softener_of_a_coordinated_verb_is_not_that_of_the_first() -> None:
    """A clause is read up to the end of what was found in it."""
    text = "Each Party shall accept online forms, and shall, where possible, publish its drafts"
    assert (_strength(text, "en", text.index(",")), _strength(text, "en")) == ("hard", "soft")
    late = "In clearing parcels, each Party shall apply, to the extent possible, the guidelines"
    assert _strength(late, "en", late.index(",")) == "soft"


def _strength(text: str, language: str, end: int | None = None) -> str:
    compiled = shared_matcher().language(language)
    assert compiled is not None
    folded = fold(text)
    [clause] = clauses(folded, CleanPieces(lower(folded)), compiled.reference_words)
    return compiled.deontics.read(clause, len(clause.low) if end is None else end)
