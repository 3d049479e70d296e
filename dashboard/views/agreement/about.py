"""The foot of the Agreement page: status, dates, parties, sources and the stored texts."""

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.endings import endings_lines
from dashboard.parts.markup import Child, Markup, join, page_link, tag, web_link
from dashboard.parts.messages import Messages
from dashboard.parts.missing import missing_shown
from dashboard.parts.names import day, party, signed_on
from tracker.queries import AgreementHeader, TextLink


def show_about(messages: Messages, header: AgreementHeader) -> None:
    """Facts about the agreement, with links to its parties and sources."""
    layout.section(messages.say("agreement.about"))
    facts: list[tuple[str, Child]] = [
        (messages.say("column.status"), _status(messages, header)),
        (messages.say("column.type"), _type(messages, header)),
        (messages.say("column.signed_on"), signed_on(messages, header)),
        (messages.say("column.in_force_on"), _in_force(messages, header)),
        (
            messages.say("column.provisional_from"),
            day(messages, header.date_provisional) if header.date_provisional else None,
        ),
        (
            messages.say("column.ended_on"),
            day(messages, header.date_inactive) if header.date_inactive else None,
        ),
        (messages.say("column.parties"), _parties(messages, header)),
        (messages.say("column.ending"), _endings(messages, header)),
        (messages.say("column.rta"), header.wto_rta_id),
        (messages.say("column.languages"), ", ".join(header.languages).upper() or None),
        (messages.say("column.sources"), join(source_links(messages, header), " · ") or None),
        (
            messages.say("agreement.missing"),
            missing_shown(messages, header.missing, whole=True) or None,
        ),
        (
            messages.say("agreement.unread"),
            messages.say("agreement.unread_in", languages=", ".join(header.unread_languages).upper())
            if header.unread_languages
            else None,
        ),
        (messages.say("column.versions"), _versions(messages, header)),
    ]
    st.html(
        tag(
            "dl",
            *(join([tag("dt", name), tag("dd", value)]) for name, value in facts if value is not None),
            class_="about",
        )
    )


def _parties(messages: Messages, header: AgreementHeader) -> Markup:
    names = {member.iso3: member for member in header.members}
    parts = []
    for side in header.sides:
        if not side.is_group:
            parts.append(page_link("country", party(messages, side.code, side.name), country=side.code))
            continue
        members = join(
            (
                page_link("country", party(messages, iso3, names[iso3].name), country=iso3)
                for iso3 in side.members
            ),
            ", ",
        )
        name = party(messages, side.code, side.name)
        summary = tag("summary", messages.say("agreement.group", name=name, n=len(side.members)))
        parts.append(tag("details", summary, members, class_="members"))
    gone = [party(messages, member.iso3, member.name) for member in header.left]
    left = tag("p", messages.say("agreement.left", names=", ".join(gone)), class_="quiet") if gone else None
    return join([join(parts, " · "), left])


def _status(messages: Messages, header: AgreementHeader) -> str:
    """In force, provisionally applied ...: today, to whom it binds most."""
    return messages.say(
        "status.provisionally_applied" if header.provisional else f"status.{header.legal_status}"
    )


def _in_force(messages: Messages, header: AgreementHeader) -> str | None:
    """Since when it is fully in force; the day from which it was applied provisionally is said apart. None for one that
    never took effect: it has no such day."""
    if header.legal_status == "never_took_effect":
        return None
    return day(messages, header.date_fully if header.date_provisional else header.date_in_force)


def _endings(messages: Messages, header: AgreementHeader) -> Markup | None:
    """Why it does not bind members (any more); whom that concerns, where it is not one reason for all."""
    lines = endings_lines(messages, header.endings, len(header.members))
    return tag("ul", *(tag("li", line) for line in lines), class_="versions") if lines else None


def _type(messages: Messages, header: AgreementHeader) -> str | None:
    """The type as the WTO's database has it, in the visitor's language part by part."""
    if header.type is None:
        return None
    parts = [part.strip() for part in header.type.split("&")]
    return " · ".join(messages.find(f"agreement_type.{_key(part)}") or part for part in parts)


def link_words(messages: Messages, link: TextLink) -> str:
    """The name of a link's kind; as the source has it where no message has it."""
    if link.archived_on is not None:
        return messages.say("agreement.archived_copy", day=link.archived_on.isoformat())
    return (
        messages.say("text")
        if link.kind is None
        else messages.find(f"link_kind.{_key(link.kind)}") or link.kind
    )


def _key(words: str) -> str:
    return words.strip().lower().replace(" ", "_")


def source_links(messages: Messages, header: AgreementHeader) -> list[Markup]:
    """Links to where the agreement is published; without any, to where its text was fetched."""
    links = [
        web_link(link.url, messages.say("agreement.source_link", n=at, kind=link_words(messages, link)))
        for at, link in enumerate(header.links, start=1)
    ]
    if not links:
        places = {
            (document.source_title, document.url or document.source_url) for document in header.documents
        }
        links = [web_link(url, title) for title, url in sorted(places, key=str)]
    return [tag("span", link, " ") for link in links]


def _versions(messages: Messages, header: AgreementHeader) -> Markup:
    lines = []
    copies = {link.url: link.archived_on for link in header.links if link.archived_on is not None}
    for document in header.documents:
        fetched = document.fetched_at.date().isoformat() if document.fetched_at else None
        words = messages.say(
            "agreement.version_fetched" if fetched else "agreement.version_facts",
            source=document.source_title,
            n=document.version,
            day=fetched,
        )
        copied = copies.get(document.url or "")
        if copied is not None:
            copy = messages.say("agreement.archived_copy", day=copied.isoformat())
            words = f"{words} ({copy})"
        lines.append(
            tag("li", messages.say("agreement.version_current", version=words) if document.current else words)
        )
    return tag("ul", *lines, class_="versions")
