"""Remarks on articles that matching gave up as too costly."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; what was matched so far was given up nowhere."""
    op.add_column("article_match", sa.Column("remark", sa.String(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("article_match") as batch:
        batch.drop_column("remark")
