"""Reading a document that is to be stored: always in a child process with limits, for its bytes are a stranger's."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from tracker.confined import READING, ChildFault, confined
from tracker.errors import BadInput, TrackerError
from tracker.plausibility.first_look import ReadPaper, ReadText, parse_and_look, parse_paper_and_look
from tracker.texts import RawDocument

log = logging.getLogger(__name__)

T = TypeVar("T")

LOCAL_SOURCE = "file"
"""Key of the source for texts that a person reads in from a disk."""


def read_text(raw: RawDocument) -> ReadText:
    """Parse a document and look at it. A fetched text belongs to the source it was fetched from, whatever its format
    (ToTA's XML in a watched folder, say).

    Raises BadInput like `tracker.texts.parse`, also where it takes too much memory or time (OverLimit), and where its
    reader breaks: readers are libraries that raise all kinds of exceptions on a broken file, and one file never stops
    the others. The log has the traceback.
    """
    read = _read(parse_and_look, raw)
    text = read.text
    if raw.source in (LOCAL_SOURCE, text.source):
        return read
    external_id = raw.overrides.external_id or text.external_id
    return replace(read, text=replace(text, source=raw.source, external_id=external_id))


def read_paper(raw: RawDocument) -> ReadPaper:
    """Parse a paper of the WTO and look at it; raises like `read_text`."""
    return _read(parse_paper_and_look, raw)


def _read(reader: Callable[[RawDocument], T], raw: RawDocument) -> T:
    """What the reader gives, or BadInput with its reason in one line."""
    try:
        return confined(reader, raw, limits=READING)
    except TrackerError:
        raise
    except ChildFault as error:
        log.warning("%s: its reader broke in the child process:\n%s", raw.name, error.trace)
        raise BadInput(f"{raw.name}: cannot be read ({error}).") from error
    except Exception as error:
        log.warning("%s: its reader broke", raw.name, exc_info=error)
        words = " ".join(str(error).split())
        raise BadInput(f"{raw.name}: cannot be read ({type(error).__name__}: {words}).") from error
