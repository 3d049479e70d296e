"""Tables of the lineage: which clauses were compared, and how many words each two of them have in common."""

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class LineageClause(Base):
    """A clause that was compared with all others of its provision and language (`tracker.lineage`).

    A clause is the paragraphs of an article in which a provision was found. `spans` are those of the finding it was
    compared for: where the finding has others by now, or there is no such row, its lineage is not worked out. `words`
    is the number of its words, `method` the version of the comparison.
    """

    __tablename__ = "lineage_clause"
    __table_args__ = (UniqueConstraint("article_id", "provision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    provision: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    spans: Mapped[list[list[int]]] = mapped_column(JSON)
    words: Mapped[int]
    method: Mapped[str]


class LineagePair(Base):
    """Two clauses that are alike, the one with the smaller id first; `common` words are in both in the same order.

    Which one is older is not stored: days of signature are facts that may be corrected without any change of words.
    """

    __tablename__ = "lineage_pair"

    first_id: Mapped[int] = mapped_column(
        ForeignKey("lineage_clause.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[int] = mapped_column(
        ForeignKey("lineage_clause.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    common: Mapped[int]
