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


def preview(messages: Messages, page: str, parameters: Parameters) -> Preview:
    """Of what the address shows, else of its page in general; the same where the database gives no answer."""
    try:
        about = _ABOUT[page](messages, parameters) if page in _ABOUT else None
    except TrackerError:
        about = None
    product = messages.say("product")
    if about is not None:
        return Preview(messages.say("named", name=about.title, words=product), about.description)
    title = messages.say(f"{page}.title")
    return Preview(messages.say("named", name=title, words=product), messages.say(f"{page}.intro"))


def _country(messages: Messages, parameters: Parameters) -> Preview | None:
    """How many policies are in which state for the country, and what has been read of what binds it."""
    iso3 = parameters.get("country", "").upper()
    known = {row.iso3: row for row in ask(country_list)}
    if iso3 not in known:
        return None
    counted = Counter(row.state for row in ask(country_policies, iso3))
    verdicts = ", ".join(
        messages.say("named", name=messages.say(f"policies.state_{state}"), words=messages.number(number))
        for state, number in counted.most_common()
    )
    coverage = ask(country_coverage, iso3)
    read = ", ".join(
        messages.say(f"coverage.{state}", n=number) for state, number in coverage.by_state.items() if number
    )
    in_force = messages.count("coverage.in_force", coverage.in_force)
    return Preview(
        party(messages, iso3, known[iso3].name),
        messages.say("preview.country", verdicts=verdicts, agreements=in_force, read=read or "0"),
    )


def _agreement(messages: Messages, parameters: Parameters) -> Preview | None:
    """What the agreement is called, and its status."""
    slug = parameters.get("agreement", "")
    header = ask(agreement_header, slug) if slug else None
    if header is None:
        return None
    known = [messages.say(f"status.{header.legal_status}")]
    if header.facts_only:
        known.append(messages.say("coverage.one_not_read"))
    elif header.missing:
        known.append(messages.say("coverage.one_partly_read"))
    return Preview(header.name, ", ".join(known))


def _provision(messages: Messages, parameters: Parameters) -> Preview | None:
    """What the provision says."""
    code = parameters.get("provision", "")
    facts = template_facts(messages.language)
    if code not in facts.by_code:
        return None
    provision = facts.provision(code)
    return Preview(provision_name(messages, code), str(provision.explainer))


_ABOUT = {"country": _country, "agreement": _agreement, "provision": _provision}
