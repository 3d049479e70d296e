"""Reading a document that is to be stored: always in a child process with limits, for its bytes are a stranger's."""

from dataclasses import replace

from tracker.confined import READING, confined
from tracker.texts import RawDocument, parse, parse_paper
from tracker.texts.types import AgreementText, PaperText

LOCAL_SOURCE = "file"
"""Key of the source for texts that a person reads in from a disk."""


def read_text(raw: RawDocument) -> AgreementText:
    """Parse a document. A fetched text belongs to the source it was fetched from, whatever its format (ToTA's XML in a
    watched folder, say).

    Raises BadInput like `tracker.texts.parse`, OverLimit (a BadInput too) where it takes too much memory or time, and
    ChildFault where its reader breaks.
    """
    text = confined(parse, raw, limits=READING)
    if raw.source in (LOCAL_SOURCE, text.source):
        return text
    return replace(text, source=raw.source, external_id=raw.overrides.external_id or text.external_id)


def read_paper(raw: RawDocument) -> PaperText:
    """Parse a paper of the WTO; raises like `read_text`."""
    return confined(parse_paper, raw, limits=READING)
