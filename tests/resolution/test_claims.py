"""What sources said of an agreement, to JSON and back."""

import json
from datetime import date

from tracker.resolution.claims import claimed_meta, meta_from_json, meta_to_json, with_part
from tracker.texts.types import AgreementMeta, PartyEvent, SourceLink

META = AgreementMeta(
    "Invented",
    date_signed=date(2018, 3, 8),
    parties=("CHL", "PER"),
    party_events=(
        PartyEvent("PER", "entry", date(2021, 9, 19)),
        PartyEvent("CHL", "not_in_force"),
        PartyEvent("USA", "exit", date(2017, 1, 30)),
    ),
    sources=(SourceLink("https://example.org/1", "en", "full text"),),
)


def test_facts_come_back_as_they_were() -> None:
    values = meta_to_json(META)
    assert values["party_events"][0] == {"iso3": "PER", "event": "entry", "day": "2021-09-19"}
    stored = json.loads(json.dumps(values))
    assert stored == values  # so that what is stored can be compared with what is said anew
    assert meta_from_json(stored) == META


def test_claims_of_before_there_were_events_have_none() -> None:
    assert meta_from_json({"name": "Invented"}).party_events == ()


def test_the_list_says_what_happened_to_parties_and_a_text_beside_it_nothing() -> None:
    claims = with_part(with_part(None, "list", META), "text", AgreementMeta("Invented", year=2018))
    found = claimed_meta(claims)
    assert found is not None and found.party_events == META.party_events
    changed = AgreementMeta("Invented", party_events=(PartyEvent("CHL", "entry", date(2023, 2, 21)),))
    found = claimed_meta(with_part(claims, "list", changed))
    assert found is not None and found.party_events == changed.party_events
