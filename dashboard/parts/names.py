"""Names as the pages show them: of provisions, agreements, sides, dates, articles."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from dashboard.parts.facts import ask
from dashboard.parts.finished import finished_names
from dashboard.parts.messages import Messages
from dashboard.parts.official_names import agreement_name
from tracker.errors import BadInput
from tracker.life import KnownDay
from tracker.parties import party_name
from tracker.queries import AgreementRow, ArticleRef, CountryRow, Side, agreement_list, template_facts
from tracker.queries.core.citation import calm, cited_part

SHOWN_SIDES = 6
"""More sides than this are counted, not listed."""


def provision_name(messages: Messages, code: str) -> str:
    """The short name of a provision; the code as words where the template does not have it."""
    return template_facts(messages.language).provision(code).name


def topic_name(messages: Messages, topic: str) -> str:
    """The name of a chapter's topic; its code as words where no message has it."""
    return messages.find(f"topic.{topic}") or topic.replace("_", " ").capitalize()


def day(messages: Messages, value: KnownDay | None) -> str:
    """A date as shown, its month or year where no more is known, a dash where it is unknown."""
    return value.isoformat() if value else messages.say("unknown")


def year(messages: Messages, value: KnownDay | None) -> str:
    """The year of a date, a dash where it is unknown."""
    return str(value.year) if value else messages.say("unknown")


class Signed(Protocol):
    """What is known of an agreement's signature; `year_signed` is given only where the day is not known."""

    @property
    def date_signed(self) -> date | None:
        """Its day."""

    @property
    def year_signed(self) -> int | None:
        """Its year."""


def signed_on(messages: Messages, agreement: Signed) -> str:
    """The day of signature as shown, the year where only that is known, a dash where nothing is."""
    known = signed_cell(agreement)
    return str(known) if known else messages.say("unknown")


def signed_in(messages: Messages, agreement: Signed) -> str:
    """The year of signature, a dash where it is unknown."""
    return (
        str(agreement.year_signed)
        if agreement.date_signed is None and agreement.year_signed
        else year(messages, agreement.date_signed)
    )


def signed_cell(agreement: Signed) -> date | int | None:
    """The same as the cell of a table: the day, the year where only that is known."""
    return agreement.date_signed or agreement.year_signed


def party(messages: Messages, code: str, known: str) -> str:
    """A country or group in the visitor's language, else `known`, its name in the database."""
    try:
        return party_name(code, messages.language)
    except BadInput:
        return known


def country_names(messages: Messages, rows: Iterable[CountryRow]) -> dict[str, str]:
    """Countries by ISO code, in the order of their names in the visitor's language."""
    names = {row.iso3: party(messages, row.iso3, row.name) for row in rows}
    return dict(sorted(names.items(), key=lambda entry: sorting_key(entry[1])))


def sorting_key(name: str) -> str:
    """Sort key of a name without regard to case and accents."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def side_names(messages: Messages, sides: Iterable[Side]) -> str:
    """Sides by name, at most SHOWN_SIDES of them."""
    names = [party(messages, side.code, side.name) for side in sides]
    if len(names) > SHOWN_SIDES:
        return messages.say(
            "sides.more", names=", ".join(names[: SHOWN_SIDES - 1]), n=len(names) - SHOWN_SIDES + 1
        )
    return ", ".join(names)


def article_name(messages: Messages, article: ArticleRef) -> str:
    """An article as a lawyer cites it, `Article 14.11`, `Annex 8-B, Article 4`, or `Chapter 8, Article 4` where numbers
    begin again in each chapter.

    One without a number goes by its heading, else by the annex or protocol that it is.
    """
    number = calm(article.number)
    part = cited_part(
        article.chapter_number,
        article.chapter_heading,
        article.cited_levels,
        messages.say("chapter.numbered", number="").strip(),
    )
    if not number:
        return article.heading or part or messages.say("article.unnumbered")
    printed = messages.say("article.numbered", number=number) if number[0].isdigit() else number
    return messages.say("article.of_part", part=part, article=printed) if part else printed


def article_title(messages: Messages, article: ArticleRef) -> str:
    """An article by number and heading, as far as they are known."""
    name, heading = article_name(messages, article), (article.heading or "").strip()
    return messages.say("named", name=name, words=heading) if heading and heading != name else name


def chapter_name(messages: Messages, number: str | None, heading: str | None) -> str:
    """A chapter by number and heading, as far as they are known."""
    printed = calm(number)
    if printed and printed[0].isdigit():
        printed = messages.say("chapter.numbered", number=printed)
    return " · ".join(part for part in (printed, (heading or "").strip()) if part) or messages.say(
        "chapter.unnumbered"
    )


def all_agreement_names(messages: Messages) -> dict[str, str]:
    """Name of every agreement by slug, as `agreement_names` gives them, in the order of the list."""
    return finished_names(
        messages, "names of agreements", (), lambda: agreement_names(messages, ask(agreement_list))
    )


def agreement_names(messages: Messages, rows: Iterable[AgreementRow]) -> dict[str, str]:
    """Name of each agreement by slug; where two have the same name and year, their languages are added."""
    listed = list(rows)
    shared = Counter((row.name, signed_cell(row)) for row in listed)
    names = {}
    for row in listed:
        name = agreement_name(messages, row.slug, row.name)
        if signed_cell(row):
            name += f" ({signed_in(messages, row)})"
        if shared[row.name, signed_cell(row)] > 1:
            name += f" [{', '.join(row.languages).upper()}]"
        names[row.slug] = name
    return names
