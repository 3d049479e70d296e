"""How much of a chapter's number a citation names, where article numbers begin again in each chapter."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from tracker.texts.restarts import cited_levels

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ARTICLES = sa.text(
    "SELECT chapter.document_id, chapter.id, chapter.number, chapter.heading, article.number"
    " FROM chapter JOIN article ON article.chapter_id = chapter.id"
    " ORDER BY chapter.document_id, chapter.position, article.position"
)


def upgrade() -> None:
    """Apply the change, and say it of the texts that are stored."""
    op.add_column("chapter", sa.Column("cited_levels", sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    documents: defaultdict[int, dict[int, tuple[str | None, str | None, list[str | None]]]] = defaultdict(
        dict
    )
    for document, chapter, number, heading, article in connection.execute(_ARTICLES):
        documents[document].setdefault(chapter, (number, heading, []))[2].append(article)
    changed = [
        {"id": chapter, "levels": levels}
        for chapters in documents.values()
        for chapter, levels in zip(chapters, cited_levels(list(chapters.values())), strict=True)
        if levels
    ]
    if changed:
        connection.execute(sa.text("UPDATE chapter SET cited_levels = :levels WHERE id = :id"), changed)


def downgrade() -> None:
    """Take it back."""
    op.drop_column("chapter", "cited_levels")
