"""Words that clauses have in common with others; `tracker lineage` fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "lineage_clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("provision", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_lineage_clause_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineage_clause")),
        sa.UniqueConstraint("article_id", "provision", name=op.f("uq_lineage_clause_article_id_provision")),
    )
    op.create_index(op.f("ix_lineage_clause_provision"), "lineage_clause", ["provision"])
    op.create_table(
        "lineage_pair",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("common", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["lineage_clause.id"],
            name=op.f("fk_lineage_pair_first_id_lineage_clause"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["lineage_clause.id"],
            name=op.f("fk_lineage_pair_second_id_lineage_clause"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_lineage_pair")),
    )
    op.create_index(op.f("ix_lineage_pair_second_id"), "lineage_pair", ["second_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("lineage_pair")
    op.drop_table("lineage_clause")
