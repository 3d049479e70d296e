"""The Country page's last section: all agreements of the country, by state."""

from collections.abc import Iterator, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.endings import ending_words, provisional_words
from dashboard.parts.finished import finished
from dashboard.parts.markup import Markup, join, page_link, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, side_names, signed_on
from tracker.queries import CountryAgreement

STATES = ("in_force", "pending", "ended", "never", "unknown")


def show_agreements(messages: Messages, iso3: str, agreements: Sequence[CountryAgreement]) -> None:
    """One foldable table for each state, the newest agreement first."""
    layout.section(messages.say("country.agreements"))
    if not agreements:
        return
    folds = finished(messages, "agreements of a country", iso3, lambda: join(_folds(messages, agreements)))
    st.html(folds)


def _folds(messages: Messages, agreements: Sequence[CountryAgreement]) -> Iterator[Markup]:
    for state in STATES:
        chosen = [agreement for agreement in agreements if agreement.state == state]
        if not chosen:
            continue
        over = any(agreement.ending for agreement in chosen)
        head = [
            tag("th", messages.say(f"column.{name}"), scope="col")
            for name in ("agreement", "toward", "signed_on", "in_force_on", *(["ending"] if over else []))
        ]
        body = [
            tag(
                "tr",
                tag("th", page_link("agreement", agreement.name, agreement=agreement.slug), scope="row"),
                tag("td", side_names(messages, agreement.toward), class_="wide"),
                tag("td", signed_on(messages, agreement), class_="wide"),
                tag(
                    "td",
                    _in_force(messages, agreement),
                    class_="wide",
                ),
                tag("td", ending_words(messages, agreement.ending) if agreement.ending else "", class_="wide")
                if over
                else None,
            )
            for agreement in reversed(chosen)
        ]
        head[1] = tag("th", messages.say("column.toward"), scope="col", class_="wide")
        head[2] = tag("th", messages.say("column.signed_on"), scope="col", class_="wide")
        yield tag(
            "details",
            tag(
                "summary",
                tag("span", messages.say(f"country.list_{state}", n=len(chosen)), class_="fold-name"),
            ),
            layout.table_frame(messages.say(f"country.list_{state}", n=len(chosen)), head, body),
            class_="fold",
            open=state == "in_force",
        )


def _in_force(messages: Messages, agreement: CountryAgreement) -> str:
    """Since when it binds, provisionally or in force; nothing for one that never took effect."""
    if agreement.state == "never":
        return ""
    return provisional_words(messages, agreement) or day(messages, agreement.date_in_force)
