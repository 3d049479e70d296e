"""What a link says before it is opened: title and description of the page it leads to, for browsers and chats.

They are in the start page that the server sends, since those who draw previews run no scripts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages
from dashboard.parts.names import party, provision_name
from tracker.errors import TrackerError
from tracker.queries import (
    agreement_header,
    country_coverage,
    country_list,
    country_policies,
    template_facts,
)

Parameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """Title and description of one address, in the visitor's language; plain text, to be escaped."""

    title: str
    description: str


def page_title(messages: Messages, page: str, parameters: Parameters) -> str:
    """What the address shows, else its page in general, and the product; also where the database gives no answer."""
    try:
        name = _NAMES[page](messages, parameters) if page in _NAMES else None
    except TrackerError:
        name = None
    return messages.say("named", name=name or messages.say(f"{page}.title"), words=messages.say("product"))


def preview(messages: Messages, page: str, parameters: Parameters) -> Preview:
    """Title and description of what the address shows, else of its page in general."""
    try:
        named = page in _NAMES and _NAMES[page](messages, parameters) is not None
        description = _DESCRIPTIONS[page](messages, parameters) if named else None
    except TrackerError:
        description = None
    return Preview(page_title(messages, page, parameters), description or messages.say(f"{page}.intro"))


def _country(messages: Messages, parameters: Parameters) -> str | None:
    iso3 = _code(parameters)
    known = {row.iso3: row.name for row in ask(country_list)}
    return party(messages, iso3, known[iso3]) if iso3 in known else None


def _country_said(messages: Messages, parameters: Parameters) -> str:
    """How many policies are in which state for the country, and what has been read of what binds it."""
    iso3 = _code(parameters)
    rows = ask(country_policies, iso3)
    verdicts = ", ".join(
        messages.say("named", name=messages.say(f"policies.state_{state}"), words=messages.number(number))
        for state, number in Counter(row.state for row in rows).most_common()
    )
    coverage = ask(country_coverage, iso3)
    read = ", ".join(
        messages.say(f"coverage.{state}", n=number) for state, number in coverage.by_state.items() if number
    )
    in_force = messages.count("coverage.in_force", coverage.in_force)
    return messages.say(
        "preview.country", n=len(rows), verdicts=verdicts, agreements=in_force, read=read or "0"
    )


def _code(parameters: Parameters) -> str:
    return parameters.get("country", "").upper()


def _agreement(_messages: Messages, parameters: Parameters) -> str | None:
    header = ask(agreement_header, parameters.get("agreement", ""))
    return header.name if header else None


def _agreement_said(messages: Messages, parameters: Parameters) -> str | None:
    """Its status, and what of it has been read."""
    header = ask(agreement_header, parameters.get("agreement", ""))
    if header is None:
        return None
    return (
        f"{messages.say(f'status.{header.legal_status}')}, {messages.say(f'coverage.one_{header.reading}')}"
    )


def _provision(messages: Messages, parameters: Parameters) -> str | None:
    code = parameters.get("provision", "")
    return provision_name(messages, code) if code in template_facts().by_code else None


def _provision_said(messages: Messages, parameters: Parameters) -> str:
    """What it says."""
    return str(template_facts(messages.language).provision(parameters.get("provision", "")).explainer)


_NAMES = {"country": _country, "agreement": _agreement, "provision": _provision}
_DESCRIPTIONS = {"country": _country_said, "agreement": _agreement_said, "provision": _provision_said}
