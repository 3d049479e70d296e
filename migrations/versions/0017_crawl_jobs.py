"""Crawl jobs, one row for each source: crawl processes on several machines share them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; stored texts stay."""
    op.create_table(
        "crawl_job",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("source", name="pk_crawl_job"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("crawl_job")
