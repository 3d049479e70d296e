"""Tables of the matcher's results: findings, and which articles were matched with which versions."""

from sqlalchemy import JSON, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Finding(Base):
    """One provision found in one article; see `tracker.matching.types.Finding` for the meaning of each value.

    `spans` is a list of [start, end) character offsets into `Article.text`; it is empty only for findings
    known from the snapshot, whose text is not stored. `notes` are sorted codes of details. `scope` is None for
    structure; `bound` has the codes of the parties bound, [] for every party. `uncertain`: the reviewer holds
    it improbable. `reference` is the public source of a finding that was coded or reported, not read here.
    """

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_provision_article_id", "provision", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    provision: Mapped[str]
    strength: Mapped[str | None]
    exception: Mapped[bool | None]
    score: Mapped[float]
    spans: Mapped[list[list[int]]] = mapped_column(JSON)
    prototype: Mapped[str]
    similarity: Mapped[float]
    signal: Mapped[str]
    notes: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    scope: Mapped[str | None]
    bound: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    uncertain: Mapped[bool] = mapped_column(default=False, server_default=false())
    template_version: Mapped[str]
    matcher_version: Mapped[str]
    reference: Mapped[str | None]


TOO_COSTLY = "too_costly"
"""Remark on an article that takes more processor time or memory than one may take (`tracker.facts.costs`)."""


class ArticleMatch(Base):
    """That an article was matched, and with which template and matcher (also where nothing was found).

    It is a table of its own because writing it must not rewrite the article's text. `remark` is `TOO_COSTLY` for an
    article that was given up: it has no findings because nobody knows what is in it.
    """

    __tablename__ = "article_match"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(index=True)
    remark: Mapped[str | None]
