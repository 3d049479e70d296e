"""Whom a finding's rule reaches (scope) and binds (bound); both are read with the text, so all is matched anew."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; the next match job fills it, because the matcher's version is another."""
    op.add_column("finding", sa.Column("scope", sa.String(), nullable=True))
    op.add_column("finding", sa.Column("bound", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("finding", "bound")
    op.drop_column("finding", "scope")
