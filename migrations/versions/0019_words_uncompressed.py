"""PostgreSQL keeps the long words of articles as they are: compressing them took a tenth of an ingest's time.

Rows that are stored stay as they were written, and are read as before.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_COLUMNS = ("text", "search")


def upgrade() -> None:
    """Apply the change."""
    _store_as("EXTERNAL")


def downgrade() -> None:
    """Take it back."""
    _store_as("EXTENDED")


def _store_as(storage: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for column in _COLUMNS:
            op.execute(f"ALTER TABLE article ALTER COLUMN {column} SET STORAGE {storage}")
