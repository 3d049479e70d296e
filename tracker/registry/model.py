"""What a row of the registry's files holds, field by field (pydantic, unknown columns refused, entries frozen)."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from tracker.registry.articles import ArticleList, article_list
from tracker.registry.cells import (
    Answer,
    Confidence,
    Countries,
    Dated,
    Day,
    EventKind,
    Groups,
    Key,
    Kind,
    MaybeDated,
    RelationKind,
    Row,
    Scope,
    Short,
    SourceKind,
    Sources,
    Status,
    Strength,
    Unlisted,
    Words,
    bound,
    dated,
    day,
    empty_is_none,
    https_address,
    one,
    one_of,
    party_codes,
)


class Instrument(Row):
    """One agreement, protocol or text under negotiation.

    `date_provisional` is the first day any Party applied it before it was in force, `date_in_force` the first day
    it was in force for anyone, `date_ended` the last day it bound (of one that never took effect, the last day on which
    it still could). Where only month or year of the entry is published,
    it certainly is in force from `in_force_from`, the last day that fits. A Party with rows of its own in
    entry_by_party.csv has those days instead; `unlisted` says what holds for one without: `bound` from the
    agreement's own days, or `unknown`. `parties` are countries; `groups` came in as such (the EU's members are not
    listed one by one, those of ASEAN, EFTA and others are). `has_digital_rules` is what sources say, not a reading.
    """

    key: Key
    name: Annotated[str, Field(min_length=3)]
    short_name: str
    names: Words
    kind: Annotated[Kind, one_of(Kind)]
    parties: Countries
    groups: Groups
    unlisted: Annotated[Unlisted, one_of(Unlisted)]
    date_signed: MaybeDated
    date_provisional: Day
    date_in_force: MaybeDated
    date_ended: Day
    status: Annotated[Status, one_of(Status)]
    wto_rta_id: Annotated[int | None, BeforeValidator(empty_is_none)]
    has_digital_rules: Annotated[Answer, one_of(Answer)]
    digital_chapter: Short
    text_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
    source_url: Sources
    checked_on: Day
    confidence: Annotated[Confidence, one_of(Confidence)]
    note: Short

    @cached_property
    def all_names(self) -> tuple[str, ...]:
        """Every name it goes by: the full one, the short one, further ones in use."""
        return tuple(dict.fromkeys(name for name in (self.name, self.short_name, *self.names) if name))

    @property
    def in_force_from(self) -> date | None:
        """The first day on which it was in force for anyone with certainty."""
        return self.date_in_force.latest if self.date_in_force else None

    @property
    def first_applied(self) -> date | None:
        """The first day on which it bound anyone with certainty, in force or provisionally."""
        days = [at for at in (self.date_provisional, self.in_force_from) if at is not None]
        return min(days, default=None)

    @model_validator(mode="after")
    def _days_in_order(self) -> "Instrument":
        begin = self.in_force_from
        if begin and self.date_signed and begin < self.date_signed.earliest:
            raise ValueError(
                f"in force in {self.date_in_force}, before it was signed; "
                "if it was applied provisionally, say date_provisional"
            )
        if begin and self.date_provisional and begin < self.date_provisional:
            raise ValueError(
                f"in force on {begin}, before it was applied provisionally on {self.date_provisional}"
            )
        if self.date_ended and self.first_applied and self.date_ended < self.first_applied:
            raise ValueError(f"ended on {self.date_ended}, before it bound anyone on {self.first_applied}")
        if self.date_ended and self.date_signed and self.date_ended < self.date_signed.earliest:
            raise ValueError(f"ended on {self.date_ended}, before it was signed")
        if self.wto_rta_id is not None and self.kind in ("amendment", "protocol"):
            raise ValueError(
                f"wto_rta_id {self.wto_rta_id} is that of the agreement which this {self.kind} changes; leave it empty"
            )
        if self.checked_on is None:
            raise ValueError("checked_on is empty; give the day the row was compared with its source")
        if self.confidence == "low":
            raise ValueError("confidence low is a lead, not a fact: find a source, or leave the row out")
        return self

    @model_validator(mode="after")
    def _status_goes_with_days(self) -> "Instrument":
        needs = {
            "in_force": ("date_in_force",),
            "provisionally_applied": ("date_provisional",),
            "signed": ("date_signed",),
            "superseded": ("date_ended",),
            "terminated": ("date_ended",),
        }
        has_not = {
            "in_force": ("date_ended",),
            "provisionally_applied": ("date_in_force", "date_ended"),
            "signed": ("date_provisional", "date_in_force", "date_ended"),
            "never_took_effect": ("date_provisional", "date_in_force"),
            "concluded": ("date_signed", "date_provisional", "date_in_force", "date_ended"),
            "negotiating": ("date_signed", "date_provisional", "date_in_force", "date_ended"),
            "unknown": ("date_in_force", "date_ended"),
        }
        for field in needs.get(self.status, ()):
            if getattr(self, field) is None:
                raise ValueError(f"status {self.status} wants a {field}; give it, or say status unknown")
        for field in has_not.get(self.status, ()):
            if getattr(self, field) is not None:
                raise ValueError(f"status {self.status} does not go with a {field}; correct one of them")
        return self


class PartyEvent(Row):
    """What happened to one Party on which day: `exit` is the last day bound, all others are first days.

    `not_in_force`: not in force for this Party on the day the source speaks of, which is `day`.
    """

    key: Key
    party: Annotated[str, BeforeValidator(lambda cell: one(party_codes(cell), "party"))]
    event: Annotated[EventKind, one_of(EventKind)]
    day: Annotated[date, BeforeValidator(day)]
    source_url: Sources


class Relation(Row):
    """What one instrument does to another. `articles` are the target's; `day` the first day it holds.

    Of a withdrawal, `party` is who left and `day` the day it did; `key` is the agreement left, like `target`.
    """

    key: Key
    relation: Annotated[RelationKind, one_of(RelationKind)]
    target: Key
    party: Annotated[str | None, BeforeValidator(lambda cell: one(party_codes(cell), "") if cell else None)]
    articles: Annotated[ArticleList, BeforeValidator(lambda cell: article_list(cell.split(";")))]
    scope: Short
    day: Day
    source_url: Sources

    @model_validator(mode="after")
    def _whole(self) -> "Relation":
        if (self.relation == "withdrawn_from") != (self.party is not None):
            raise ValueError("party is for withdrawn_from, and withdrawn_from wants one")
        if self.relation == "withdrawn_from" and (self.day is None or self.key != self.target):
            raise ValueError("withdrawn_from wants a day, and the agreement left as key and target")
        if self.relation in ("incorporates", "suspends", "replaces") and not self.articles:
            raise ValueError(f"{self.relation} wants articles; write 14.11;18.63, or * for all")
        return self


class HandCoding(Row):
    """One article as coded by hand from an official text that the matcher does not read.

    `code` is a provision of the template, or `none` for an article that holds none; `bound` is `all` or the codes
    of the Parties bound; `exception` is None where it was not asked.
    """

    key: Key
    article: Annotated[str, Field(min_length=1, max_length=60)]
    heading: Short
    code: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    strength: Annotated[Strength | None, one_of(Strength, optional=True)]
    exception: Annotated[Literal["y", "n"] | None, one_of(Literal["y", "n"], optional=True)]
    scope: Annotated[Scope | None, one_of(Scope, optional=True)]
    bound: Annotated[tuple[str, ...], BeforeValidator(lambda cell: bound(cell))]
    note: Short
    source_url: Sources


class ReportedFact(Row):
    """One article-level fact as a public source states it; `unknown` is what the source does not say.

    `article` is empty where the source names none. `confidence` high: two independent sources, the operative words,
    or the text itself; medium: one source; low: no more than that the subject is there.
    """

    key: Key
    article: Annotated[str, Field(max_length=60)]
    code: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    strength: Annotated[Literal["hard", "soft", "unknown"], one_of(Literal["hard", "soft", "unknown"])]
    exception: Annotated[Answer, one_of(Answer)]
    scope: Annotated[Scope, one_of(Scope)]
    confidence: Annotated[Confidence, one_of(Confidence)]
    source_kind: Annotated[SourceKind, one_of(SourceKind)]
    note: Short
    source_url: Sources


class Participation(Row):
    """How many take part in an instrument, as a public source counts them without all their names.

    `day`: when that was so, a day, month or year.
    """

    key: Key
    number: Annotated[int, Field(gt=0)]
    day: Annotated[Dated, BeforeValidator(dated)]
    source_url: Sources
    note: Short


class KnownText(Row):
    """A text known by its very bytes (SHA-256): which agreement it is, in which language, and what it lacks.

    Equal bytes are one text, whatever file or site they come from and whatever their first line says. `missing` names
    what the text lacks of the agreement, one phrase for each part.
    """

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    key: Key
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    missing: Words
    source_url: Sources


class Wording(Row):
    """Of which day the wording of a text (by its SHA-256) is, where that is later than the agreement's signature.

    `wording_of` is the latest change that the text itself names; `note` says where.
    """

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    wording_of: Annotated[Dated, BeforeValidator(dated)]
    note: Short
    source_url: Sources


class WantedText(Row):
    """Where the text of an agreement that is not read in full can be had.

    `source` is the key of the source whose spider fetches it, or `other`: none does. `official`: whether a Party, the
    depositary or an organisation of the Parties publishes it there, in an authentic language or a translation of its
    own. `basis`: the address was read somewhere (`seen_in` says where), or has the shape of others of its site
    (`shape`), and then nobody knows whether anything is there. `looked_on`: the day of looking.
    """

    key: Key
    source: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    url: Annotated[str, BeforeValidator(https_address)]
    language: Annotated[str, Field(pattern=r"^([a-z]{2})?$")]
    official: Annotated[Literal["y", "n"], one_of(Literal["y", "n"])]
    basis: Annotated[Literal["read", "shape"], one_of(Literal["read", "shape"])]
    seen_in: Short
    looked_on: Day
    note: Short

    @model_validator(mode="after")
    def _says_where(self) -> "WantedText":
        if (self.basis == "read") != bool(self.seen_in):
            raise ValueError("basis read wants a seen_in, and basis shape has none")
        if self.looked_on is None:
            raise ValueError("looked_on is empty; give the day of looking")
        return self
