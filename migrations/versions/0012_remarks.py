"""The plausibility report of each text; `tracker plausibility --again` fills it for texts that are stored."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("document", sa.Column("remarks", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("document", "remarks")
