"""Whether only the month or the year of an entry into force is known; storing the registry again fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("agreement", sa.Column("in_force_precision", sa.String(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("agreement", "in_force_precision")
