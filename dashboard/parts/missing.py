"""In words: what of an agreement its text here lacks."""

from collections.abc import Sequence

from dashboard.parts.markup import Markup, join
from dashboard.parts.messages import Messages
from tracker.queries import EnglishWords
from tracker.texts.completeness import ANNEXES, ARTICLES, CHAPTERS, GIVEN_UP, GOODS_ANNEXES, UNNUMBERED

SHOWN_ANNEXES = 8
"""Annexes that are named; of the rest the number is given."""


def missing_words(messages: Messages, codes: Sequence[str], *, whole: bool = False) -> str:
    """The codes of `tracker.texts.completeness` in the visitor's language, joined, for a file; other words stay as they
    are. `whole`: every annex is named."""
    return "; ".join(missing_parts(messages, codes, whole=whole))


def missing_shown(messages: Messages, codes: Sequence[str], *, whole: bool = False) -> Markup:
    """The same for a page: words that are in English only are marked as that."""
    return join(missing_parts(messages, codes, whole=whole), "; ")


def missing_parts(messages: Messages, codes: Sequence[str], *, whole: bool = False) -> list[str]:
    """The same one by one; what is neither a code nor one of the registry's usual words is a note of it, in English."""
    return [_words(messages, code, whole) for code in codes]


def _words(messages: Messages, code: str, whole: bool) -> str:
    kind, _, listed = code.partition(":")
    numbers = listed.split(",")
    if kind not in (CHAPTERS, ARTICLES, ANNEXES, GOODS_ANNEXES, GIVEN_UP) or not listed:
        return messages.find(f"coverage.gap.{code.replace(' ', '_')}") or EnglishWords(code)
    if kind == GIVEN_UP:
        return _given_up_words(messages, numbers)
    if whole or kind in (CHAPTERS, ARTICLES) or len(numbers) <= SHOWN_ANNEXES:
        return messages.say(f"coverage.missing_{kind}", numbers=", ".join(numbers))
    return messages.say(
        f"coverage.missing_{kind}_more",
        numbers=", ".join(numbers[:SHOWN_ANNEXES]),
        n=len(numbers) - SHOWN_ANNEXES,
    )


def _given_up_words(messages: Messages, numbers: Sequence[str]) -> str:
    """Articles that are here and could not be searched: those with a number, then how many have none."""
    numbered = [number for number in numbers if number != UNNUMBERED]
    others = len(numbers) - len(numbered)
    said = []
    if numbered:
        said.append(messages.count("coverage.missing_given_up", len(numbered), numbers=", ".join(numbered)))
    if others:
        said.append(messages.count("coverage.missing_given_up_unnumbered", others))
    return "; ".join(said)
