"""Details of a finding: kinds of exception, limits of scope, and what the template notes beside a rule."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; findings made before it hold no details until they are matched again."""
    op.add_column("finding", sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_column("notes")
