"""Aliases: slugs of merged agreements; the facts that each source claimed last."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "agreement_alias",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_alias_agreement_id_agreement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_agreement_alias")),
    )
    op.create_index(op.f("ix_agreement_alias_agreement_id"), "agreement_alias", ["agreement_id"])
    op.add_column("agreement_key", sa.Column("facts", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("agreement_key", "facts")
    op.drop_table("agreement_alias")
