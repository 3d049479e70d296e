"""What a source asks to be cited as, from its entry; until now a list of the exports' own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; the next crawl, ingest or load of the snapshot fills it from the source's entry."""
    op.add_column("source", sa.Column("cite", sa.String(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("source", "cite")
