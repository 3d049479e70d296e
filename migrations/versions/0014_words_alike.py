"""PostgreSQL's full-text index takes the same for a word as SQLite's: letters and digits, without accents."""

from alembic import op

from tracker.models.search_index import POSTGRESQL_STATEMENTS

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; its index goes with the column."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE article DROP COLUMN search")
        for statement in POSTGRESQL_STATEMENTS:
            op.execute(statement)


def downgrade() -> None:
    """Nothing to take back: what older versions ask of the index, it answers."""
