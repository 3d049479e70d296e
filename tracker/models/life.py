"""Tables of what the registry and lists say beyond the texts: events of single parties, relations of agreements."""

from datetime import date

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base

PARTY_EVENTS = ("entry", "provisional", "exit", "not_in_force")
RELATIONS = (
    "incorporates",
    "suspends",
    "amends",
    "replaces",
    "supersedes",
    "accession_to",
    "terminated_by",
    "withdrawn_from",
)
BASES = ("read", "incorporated", "coded", "reported")
"""How a finding came about, from the strongest to the weakest: read here, read in a text that is incorporated, coded
by hand from an official text in a language that is not matched, reported by a public source."""


class PartyEvent(Base):
    """What one party did, or what happened to it, apart from the agreement's own dates; `event` is of PARTY_EVENTS.

    `day` is the first day of an entry or provisional application, the last day on which an exit leaves the party
    bound; None where it is not known, and for `not_in_force` (the agreement binds others, not this party).
    """

    __tablename__ = "party_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    iso3: Mapped[str] = mapped_column(ForeignKey("party.iso3"))
    event: Mapped[str]
    day: Mapped[date | None]
    reference: Mapped[str | None]


class AgreementRelation(Base):
    """That one agreement incorporates, suspends, amends, supersedes ... another, or parts of it; of RELATIONS.

    `articles` are those of the target concerned (`["*"]`: all); `iso3` is the party that withdrew. `day` is the last
    day on which the target applied, for relations that end it. `reference`: where that is said.
    """

    __tablename__ = "agreement_relation"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    relation: Mapped[str]
    iso3: Mapped[str | None]
    articles: Mapped[list[str]] = mapped_column(JSON, default=list)
    scope: Mapped[str | None]
    day: Mapped[date | None]
    reference: Mapped[str | None]
