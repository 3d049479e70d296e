"""Table of papers: documents of the WTO, with or without articles, each under its own symbol."""

from datetime import date, datetime

from sqlalchemy import JSON, DateTime, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Paper(Base):
    """One paper of the WTO as one source has it in one language: communication, draft, decision, corrigendum, ...

    - `base`: the symbol of the paper that this one revises, corrects or adds to, whether that one is stored or not;
      None for the first of a series of revisions.
    - `members`: who submitted it (ISO 3166 alpha-3 or group codes), as far as the title names them.
    - `agreement_id`: the agreement whose text it is, where it has articles; a paper without articles is not an
      agreement.
    - `sha256` is of the raw bytes, `text` what was read from them.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("source_id", "symbol", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    symbol: Mapped[str] = mapped_column(index=True)
    base: Mapped[str | None] = mapped_column(index=True)
    title: Mapped[str]
    issued: Mapped[date | None] = mapped_column(index=True)
    members: Mapped[list[str]] = mapped_column(JSON, default=list)
    language: Mapped[str]
    url: Mapped[str | None]
    sha256: Mapped[str] = mapped_column(index=True)
    fetched_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    text: Mapped[str] = mapped_column(Text)
    agreement_id: Mapped[int | None] = mapped_column(
        ForeignKey("agreement.id", ondelete="SET NULL"), index=True
    )
