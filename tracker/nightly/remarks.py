"""What looks wrong in the texts that a night brought, beside what it reports of them."""

from dataclasses import replace

from tracker.nightly.changes import Changes
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
