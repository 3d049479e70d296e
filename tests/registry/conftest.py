"""A registry of invented agreements in a folder, to break one row at a time."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tracker.registry import Registry, load_registry
from tracker.registry.model import (
    HandCoding,
    Instrument,
    KnownText,
    Participation,
    PartyEvent,
    Relation,
    ReportedFact,
    WantedText,
    Wording,
)

SOURCE = "https://example.org/facts"

MODELS = {
    "instruments": Instrument,
    "entry_by_party": PartyEvent,
    "relations": Relation,
    "hand_codings": HandCoding,
    "reported_facts": ReportedFact,
    "texts": KnownText,
    "wordings": Wording,
    "participants": Participation,
    "most_wanted": WantedText,
}

INSTRUMENT = {
    "name": "Peru - Singapore Orchard Agreement",
    "kind": "fta",
    "parties": "PER;SGP",
    "unlisted": "bound",
    "date_signed": "2010-03-01",
    "date_in_force": "2011-01-01",
    "status": "in_force",
    "has_digital_rules": "unknown",
    "source_url": SOURCE,
    "checked_on": "2026-11-28",
    "confidence": "high",
}

Row = Mapping[str, str]

ROWS: dict[str, list[Row]] = {
    "instruments": [
        {"key": "OLD", **INSTRUMENT},
        {
            "key": "NEW",
            **INSTRUMENT,
            "name": "Peru - Singapore Orchard Agreement, renewed",
            "date_signed": "2019-05-02",
            "date_in_force": "2020-06-01",
        },
        {
            "key": "UNION",
            **INSTRUMENT,
            "name": "EU - Chile Orchard Agreement",
            "parties": "CHL",
            "groups": "EU",
            "date_signed": "2012-01-01",
            "date_provisional": "2012-06-01",
            "date_in_force": "2014-01-01",
        },
    ],
    "entry_by_party": [
        {"key": "UNION", "party": "CHL", "event": "provisional", "day": "2012-09-01", "source_url": SOURCE}
    ],
    "relations": [
        {
            "key": "NEW",
            "relation": "incorporates",
            "target": "OLD",
            "articles": "*;-1.2",
            "day": "2020-06-01",
            "source_url": SOURCE,
        }
    ],
    "hand_codings": [
        {
            "key": "OLD",
            "article": "3.4",
            "heading": "Pears",
            "code": "data_flows",
            "strength": "hard",
            "exception": "y",
            "scope": "general",
            "bound": "all",
            "source_url": SOURCE,
        }
    ],
    "reported_facts": [
        {
            "key": "NEW",
            "article": "5.6",
            "code": "source_code",
            "strength": "soft",
            "exception": "unknown",
            "scope": "general",
            "confidence": "medium",
            "source_kind": "law_firm_note",
            "source_url": SOURCE,
        }
    ],
    "participants": [{"key": "UNION", "number": "7", "day": "2013-05", "source_url": SOURCE}],
    "wordings": [{"sha256": "cd" * 32, "wording_of": "2009-12-01", "source_url": SOURCE}],
    "most_wanted": [
        {
            "key": "OLD",
            "source": "orchards",
            "url": "https://orchards.example/old",
            "language": "en",
            "official": "y",
            "basis": "read",
            "seen_in": "a letter",
            "looked_on": "2026-11-28",
        }
    ],
    "texts": [
        {
            "sha256": "ab" * 32,
            "key": "NEW",
            "language": "en",
            "missing": "annexes;chapters 1-4",
            "source_url": SOURCE,
        }
    ],
}

Changed = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Changed:
    """Writes the invented registry, with further rows and with changes of its rows, and gives its folder."""

    def write(**changes: list[Row]) -> Path:
        for name, model in MODELS.items():
            rows = [*ROWS[name], *changes.get(name, [])]
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(model.model_fields), restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        return tmp_path

    return write


@pytest.fixture
def invented(folder: Changed) -> Registry:
    """The invented registry as loaded."""
    return load_registry(folder())
