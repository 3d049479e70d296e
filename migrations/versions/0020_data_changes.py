"""PostgreSQL notes which transactions changed the data, so that readers notice these alone."""

import sqlalchemy as sa
from alembic import op

from tracker.models.data_changes import CHANGE_TABLE, POSTGRESQL_STATEMENTS, trigger_on

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    if op.get_bind().dialect.name == "postgresql":
        tables = _tables()
        for statement in (*POSTGRESQL_STATEMENTS, *(trigger_on(table) for table in tables)):
            op.execute(statement)


def downgrade() -> None:
    """Take it back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION data_changed() CASCADE")
        op.drop_table(CHANGE_TABLE)


def _tables() -> list[str]:
    """The tables of this revision, Alembic's own left out."""
    return sorted(set(sa.inspect(op.get_bind()).get_table_names()) - {"alembic_version"})
