"""The WTO's public record of an agreement: its facts, and links to the texts as notified."""

from tracker.texts.types import SourceLink

WTO_RECORD = "WTO record"
"""Kind of a link to such a record: it leads to texts, and is none itself."""

_ADDRESS = "https://rtais.wto.org/UI/PublicShowRTAIDCard.aspx?rtaid={}"


def wto_record(rta_id: int | str) -> SourceLink:
    """Link to the record of the agreement with this number in the WTO's list of regional trade agreements."""
    return SourceLink(_ADDRESS.format(rta_id), "en", WTO_RECORD)
