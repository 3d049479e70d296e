"""What looks wrong in the texts that a night brought, and which of their articles could not be searched."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tracker.nightly.changes import Changes, GivenUpArticles
from tracker.nightly.state import State


def with_remarks(changes: Changes, now: State) -> Changes:
    """The changes, each new agreement and each added or revised text with the remarks on the texts current now.

    A text that was withdrawn has none.
    """
    remarks = {
        key: document.remarks
        for agreement in now.agreements.values()
        for key, document in agreement.documents.items()
    }
    return replace(
        changes,
        new_agreements=tuple(
            replace(new, remarks=tuple(words for key in new.texts for words in remarks.get(key, ())))
            for new in changes.new_agreements
        ),
        texts=tuple(
            replace(text, remarks=remarks.get(text.text, ()) if text.version_now is not None else ())
            for text in changes.texts
        ),
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
