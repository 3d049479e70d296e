"""Tables of texts: documents with their version chain, chapters, articles."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Document(Base):
    """One version of one text of an agreement. A changed text is a new row; `previous_id` is the one it replaced.

    - `current`: this is the current text, which is shown and counted. An agreement has one, also where several sources
      have its text. The newest text of each source is the one with the highest `version` for its `source_id` and
      `external_id`.
    - `has_text` is False for documents known only from the snapshot: their articles have numbers and findings but no
      words until the text is fetched.
    - `basis` is one of `tracker.models.life.BASES`: documents that are not `read` hold what is known of an agreement
      without its own text.
    - `sha256` is of the raw bytes.
    - `remarks` is the plausibility report (`tracker.plausibility.Remark.to_json`), an empty list where nothing looked
      wrong; None where nobody looked, as for documents without text.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("source_id", "external_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    external_id: Mapped[str]
    version: Mapped[int]
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    current: Mapped[bool] = mapped_column(index=True)
    has_text: Mapped[bool]
    basis: Mapped[str] = mapped_column(default="read", server_default="read")
    url: Mapped[str | None]
    media_type: Mapped[str]
    language: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    fetched_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    remarks: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))


class Chapter(Base):
    """One chapter of a document; `topic` is our coding of its subject (ecommerce, services, ...).

    `cited_levels`: how many levels of its number a citation of its articles names, because their numbers begin again
    in another chapter (`tracker.texts.restarts`); 0 where the article's number is enough.
    """

    __tablename__ = "chapter"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    number: Mapped[str | None]
    heading: Mapped[str | None]
    topic: Mapped[str]
    external_id: Mapped[str | None]
    cited_levels: Mapped[int] = mapped_column(default=0, server_default="0")


class Article(Base):
    """One article. `text` and `heading` are None where only the snapshot's facts are known.

    `incorporated_from`: the article of another agreement whose words these are, in a document that incorporates it.
    """

    __tablename__ = "article"
    __table_args__ = (Index("ix_article_document_id_position", "document_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    number: Mapped[str | None]
    external_id: Mapped[str | None] = mapped_column(index=True)
    heading: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    incorporated_from: Mapped[int | None] = mapped_column(index=True)
