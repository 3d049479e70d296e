"""Links to the WTO's records of agreements."""

from tracker.texts.types import SourceLink
from tracker.texts.wto_record import wto_record


def test_the_record_is_named_by_its_number() -> None:
    address = "https://rtais.wto.org/UI/PublicShowRTAIDCard.aspx?rtaid=640"
    assert wto_record(640) == wto_record("640") == SourceLink(address, "en", "WTO record")
