"""In words: that an article is replaced or suspended, by which agreement, since when and for whom."""

from collections.abc import Iterable, Mapping, Sequence

from dashboard.parts.markup import Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, party
from tracker.queries import AgreementHeader, ReplacedBy


def replaced_note(
    messages: Messages, header: AgreementHeader, replaced: Iterable[ReplacedBy]
) -> Markup | None:
    """A line for each agreement that replaces the article, None where it counts for all."""
    lines = []
    for one in replaced:
        link = page_link("agreement", one.name, agreement=one.slug)
        by = woven(messages.template(f"replaced.{one.relation}"), agreement=link)
        lines.append(tag("p", join([by, *_whom(messages, header, one)], " ")))
    return tag("div", *lines, class_="replaced") if lines else None


def replaced_words(messages: Messages, header: AgreementHeader, replaced: Iterable[ReplacedBy]) -> str:
    """The same without links, for a table."""
    return " ".join(
        sentence
        for one in replaced
        for sentence in (
            messages.say(f"replaced.{one.relation}", agreement=one.name),
            *_whom(messages, header, one),
        )
    )


def _whom(messages: Messages, header: AgreementHeader, one: ReplacedBy) -> list[str]:
    """Since when it holds, and for whom where not for all."""
    if not one.others and len(one.since) == 1:
        return [messages.say("replaced.for_all", day=day(messages, one.since[0][0]))]
    known = {member.iso3: member.name for member in header.members}
    sentences = [
        messages.say("replaced.since", day=day(messages, first), names=_names(messages, known, countries))
        for first, countries in one.since
    ]
    if one.others:
        sentences.append(messages.say("replaced.others", names=_names(messages, known, one.others)))
    return sentences


def _names(messages: Messages, known: Mapping[str, str], countries: Sequence[str]) -> str:
    return ", ".join(sorted(party(messages, iso3, known.get(iso3, iso3)) for iso3 in countries))
