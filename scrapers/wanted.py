"""The texts wanted most that a source publishes: what its spider fetches before anything else."""

from collections.abc import Callable

from tracker.parties import group
from tracker.registry import WantedText, registry
from tracker.registry.names import name_key
from tracker.texts import MetaOverrides


def wanted_of(source: str) -> tuple[WantedText, ...]:
    """What the registry says a source has of the texts wanted most, in its order.

    Addresses that were read nowhere, and only have the shape of others, are for people: nothing is guessed here.
    """
    return tuple(row for row in registry().wanted_from(source) if row.basis == "read")


def facts_of(wanted: WantedText) -> MetaOverrides:
    """The registry's facts of the agreement, which a file or a page of chapters often does not give."""
    instrument = registry().instruments.get(wanted.key)
    if instrument is None:
        return MetaOverrides(language=wanted.language or None)
    signed = instrument.date_signed
    as_one = (code for code in instrument.groups if group(code).acts_as_one)
    return MetaOverrides(
        name=instrument.name,
        parties=(*instrument.parties, *as_one),
        date_signed=signed.day if signed else None,
        wto_rta_id=instrument.wto_rta_id,
    )


def facts_at(source: str, item: str, item_at: Callable[[str], str | None]) -> MetaOverrides:
    """The registry's facts of the agreement whose text it says lies at an item of a source; none for other items.

    `item_at` gives the item that an address is of.
    """
    row = next((row for row in registry().wanted_from(source) if item_at(row.url) == item), None)
    return facts_of(row) if row is not None else MetaOverrides()


def of_same_agreement(name: str | None, keys: set[str]) -> str | None:
    """The key among `keys` of the registry's agreement that goes by a name; None where none of them does.

    A name is the same in another order of the parties, too.
    """
    words = _words(name or "")
    known = registry().instruments
    return next(
        (key for key in keys if words and any(words == _words(one) for one in known[key].all_names)), None
    )


def _words(name: str) -> frozenset[str]:
    return frozenset(name_key(name).split())
