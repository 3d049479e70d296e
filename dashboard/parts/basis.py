"""How a finding is known, in words: read here, taken over, coded by hand, or only reported; and how many of each."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from dashboard.parts.markup import Child, Markup, join, tag, web_link
from dashboard.parts.messages import Messages
from tracker.addresses import is_web_address
from tracker.queries import FindingBasis

BASES = ("read", "incorporated", "coded", "reported")
"""The firmest first."""

Counted = Iterable[tuple[str, int]]
"""Numbers by basis."""


def basis_words(messages: Messages, basis: FindingBasis) -> str:
    """The label of a basis; of what is taken over with agreement and article, and how those are known where they were
    not read."""
    text = basis.incorporated_text
    if text is None:
        return messages.say(f"basis.label_{basis.kind}")
    label = messages.say("basis.label_incorporated_text", text=text)
    if basis.origin in (None, "read"):
        return label
    return messages.say("basis.and_origin", label=label, origin=messages.say(f"basis.label_{basis.origin}"))


def sourced_words(messages: Messages, basis: FindingBasis) -> str:
    """The label, and the names of the sites that say what was not read in any text."""
    label = basis_words(messages, basis)
    sites = _sites(basis) if "read" not in (basis.kind, basis.origin) else []
    return messages.say("basis.with_sources", label=label, sources=", ".join(sites)) if sites else label


def basis_chip(messages: Messages, basis: FindingBasis) -> Markup | None:
    """A label on what rests on anything but a text of the agreement read here; nothing on what does not."""
    if basis.is_read:
        return None
    return tag("span", sourced_words(messages, basis), class_=f"chip chip-basis-{basis.firmness}")


def basis_cells(messages: Messages, basis: FindingBasis) -> tuple[str, str | None]:
    """The cells of a table's columns `column.basis` and `column.basis_source`."""
    return basis_words(messages, basis), None if basis.is_read else basis.source


def basis_sources(messages: Messages, basis: FindingBasis) -> Markup | None:
    """Links to the public sources of what was not read in any text."""
    if "read" in (basis.kind, basis.origin) or not basis.sources:
        return None
    links: list[Child] = []
    for source in basis.sources:
        address, _, place = source.partition(" ")
        link = web_link(address, site_name(address)) if is_web_address(address) else address
        links.append(join([link, " ", place]) if place else link)
    return tag("p", messages.say("basis.source"), ": ", join(links, " · "), class_="quiet")


def basis_sentence(messages: Messages, bases: Counted, what: str = "counted") -> str:
    """How many of what is counted rest on each basis; empty where nothing is. `what`: a message of `basis`."""
    listed = ", ".join(messages.count(f"basis.{basis}", number) for basis, number in bases if number)
    return messages.say(f"basis.{what}", listed=listed) if listed else ""


def basis_note(messages: Messages, bases: Counted) -> str:
    """How many rest on a weaker basis than a text read here, in few words; empty where none does."""
    return ", ".join(
        f"{messages.number(number)} {messages.say(f'basis.short_{basis}')}"
        for basis, number in bases
        if basis != "read" and number
    )


def basis_columns(messages: Messages, what: str | None = None) -> list[str]:
    """The headings of a table's numbers by basis, the firmest first; `what` they are numbers of."""
    names = [messages.say(f"basis.short_{basis}") for basis in BASES]
    return [messages.say("basis.column", what=what, basis=name) for name in names] if what else names


def basis_numbers(bases: Counted) -> tuple[int, ...]:
    """The cells of `basis_columns`."""
    counted = dict(bases)
    return tuple(counted.get(basis, 0) for basis in BASES)


def basis_paragraph(*sentences: str) -> Markup | None:
    """Sentences on how what is counted is known, below a chart or list; nothing where there is nothing to say."""
    said = [sentence for sentence in sentences if sentence]
    return tag("p", " ".join(said), class_="quiet basis-counts") if said else None


def _sites(basis: FindingBasis) -> list[str]:
    return list(dict.fromkeys(site_name(source.partition(" ")[0]) for source in basis.sources))


def site_name(address: str) -> str:
    """The name of a site, as people know it; what is no address stays as it is."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
