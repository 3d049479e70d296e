"""What looks wrong in the texts that a night brought, and which of their articles could not be searched."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from tracker.nightly.changes import Changes, GivenUpArticles, NewAgreement, TextChange
from tracker.nightly.state import DocumentState, State

_Reported = TypeVar("_Reported", NewAgreement, TextChange)


def with_remarks(changes: Changes, now: State) -> Changes:
    """The changes, each new agreement and each added or revised text with the remarks on the texts current now.

    A text that was withdrawn has none.
    """
    found = {
        key: document
        for agreement in now.agreements.values()
        for key, document in agreement.documents.items()
    }
    return replace(
        changes,
        new_agreements=tuple(_with(new, [found[key] for key in new.texts]) for new in changes.new_agreements),
        texts=tuple(
            _with(text, [found[text.text]] if text.version_now is not None else []) for text in changes.texts
        ),
    )


def _with(row: _Reported, texts: Sequence[DocumentState]) -> _Reported:
    return replace(
        row,
        remarks=tuple(words for text in texts for words in text.remarks),
        figures=tuple(figures for text in texts for figures in text.figures),
    )


def given_up(before: State, now: State) -> Iterator[GivenUpArticles]:
    """By text, the articles that are given up as too costly and were not in the same text before, whatever made them
    so: the text, or the rules. Articles of a revised text count as others."""
    known = {
        (key, document.sha256): Counter(document.given_up)
        for agreement in before.agreements.values()
        for key, document in agreement.documents.items()
    }
    for slug, agreement in now.agreements.items():
        for key, document in agreement.documents.items():
            added = Counter(document.given_up) - known.get((key, document.sha256), Counter())
            if added:
                yield GivenUpArticles(slug, agreement.name, key, tuple(added.elements()), agreement.parties)
