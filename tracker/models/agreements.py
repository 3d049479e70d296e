"""Tables about agreements as such: sources, agreements, parties and groups, where they are published."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base


class Source(Base):
    """A source of texts: the site of one Scrapy spider, or `file` for a local folder.

    `cite` is the publication it asks to be cited as, None where it asks for none.
    """

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    url: Mapped[str | None]
    licence: Mapped[str | None]
    cite: Mapped[str | None]


class Agreement(Base):
    """One trade agreement (or draft of one). `slug` is its public name in links and never changes.

    `status` is the status as the WTO RTA database states it; `legal_status` is ours: one of
    `tracker.texts.types.LEGAL_STATUSES`, which also covers negotiations and drafts.

    - `year_signed`: the year of signature where its day is not known.
    - `in_force_precision`: `month` or `year` where no more is known of the entry into force; `date_in_force` is then
      the last day that fits. None where the day is known.
    - `date_provisional`: the first day of provisional application.
    - `state`: what the registry says of it as a whole (`tracker.registry.model.Status`), None where it says nothing.
    - `own_days`: it enters into force for each party by itself; of a party without an event nothing is known.
    - `short_name` and `names`: what it is called in use (CPTPP; USMCA, CUSMA, T-MEC).
    - `digital_rules`: whether it holds rules on digital trade, as far as known without its text: y, n or None.
    - `missing`: what its text here lacks, one code or phrase for each part; empty for a complete text.
    """

    __tablename__ = "agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    type: Mapped[str | None]
    status: Mapped[str | None]
    legal_status: Mapped[str]
    notification: Mapped[str | None]
    composition: Mapped[str | None]
    region: Mapped[str | None]
    date_signed: Mapped[date | None]
    date_in_force: Mapped[date | None]
    date_inactive: Mapped[date | None]
    wto_rta_id: Mapped[int | None] = mapped_column(index=True)
    year_signed: Mapped[int | None]
    in_force_precision: Mapped[str | None]
    date_provisional: Mapped[date | None]
    state: Mapped[str | None]
    own_days: Mapped[bool] = mapped_column(default=False, server_default=false())
    short_name: Mapped[str | None]
    names: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    digital_rules: Mapped[str | None]
    missing: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    related_wto_rta_ids: Mapped[list[int]] = mapped_column(JSON, default=list)

    keys: Mapped[list["AgreementKey"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    parties: Mapped[list["AgreementParty"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    groups: Mapped[list["AgreementGroup"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    urls: Mapped[list["AgreementUrl"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="AgreementUrl.position"
    )


class AgreementAlias(Base):
    """A slug an agreement had before it was merged into another one; links with it open that one."""

    __tablename__ = "agreement_alias"

    slug: Mapped[str] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)


class AgreementKey(Base):
    """The identifier a source uses for an agreement, by which the next crawl finds the same agreement.

    `facts` are the source's latest claims (`tracker.resolution.claims`), None where none were stored.
    """

    __tablename__ = "agreement_key"
    __table_args__ = (UniqueConstraint("source_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    external_id: Mapped[str]
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class AgreementUrl(Base):
    """Where an agreement's text is published."""

    __tablename__ = "agreement_url"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    url: Mapped[str]
    language: Mapped[str | None]
    kind: Mapped[str | None]


class Party(Base):
    """A country or customs territory: ISO 3166 alpha-3 (or a historic code kept by `tracker.parties`)."""

    __tablename__ = "party"

    iso3: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class PartyGroup(Base):
    """A group that signs as one: EU, EFTA, ASEAN, GCC, ..."""

    __tablename__ = "party_group"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class AgreementParty(Base):
    """A party to an agreement. `via_group` names the group through which it is bound, if any.

    `original`: among the signatories; `current`: a party today (both may hold).
    """

    __tablename__ = "agreement_party"

    agreement_id: Mapped[int] = mapped_column(
        ForeignKey("agreement.id", ondelete="CASCADE"), primary_key=True
    )
    iso3: Mapped[str] = mapped_column(ForeignKey("party.iso3"), primary_key=True, index=True)
    via_group: Mapped[str | None] = mapped_column(ForeignKey("party_group.code"))
    original: Mapped[bool]
    current: Mapped[bool]


class AgreementGroup(Base):
    """A group that is itself a side of an agreement, stored in addition to its members."""

    __tablename__ = "agreement_group"

    agreement_id: Mapped[int] = mapped_column(
        ForeignKey("agreement.id", ondelete="CASCADE"), primary_key=True
    )
    group_code: Mapped[str] = mapped_column(ForeignKey("party_group.code"), primary_key=True)
