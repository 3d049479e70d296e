"""Stored values under the words of the field: `held` texts are quarantined, `borrowed` texts misfiled."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD, NEW = "held", "quarantined"


def upgrade() -> None:
    """Apply the change, in the counters of earlier visits too."""
    _rename("held_text", "state", OLD, NEW)
    _rename("agreement_link", "kind", "borrowed", "misfiled")
    _rename_counters(OLD, NEW)


def downgrade() -> None:
    """Take it back."""
    _rename("held_text", "state", NEW, OLD)
    _rename("agreement_link", "kind", "misfiled", "borrowed")
    _rename_counters(NEW, OLD)


def _rename(table: str, column: str, old: str, new: str) -> None:
    rows = sa.table(table, sa.column(column, sa.String()))
    op.execute(rows.update().where(rows.c[column] == old).values({column: new}))


def _rename_counters(old: str, new: str) -> None:
    """`crawl_run.counters` is one object of counters, `nightly_run.sources` one for each source."""
    for table, column in (("crawl_run", "counters"), ("nightly_run", "sources")):
        rows = sa.table(table, sa.column("id", sa.Integer()), sa.column(column, sa.JSON()))
        connection = op.get_bind()
        for row_id, value in connection.execute(sa.select(rows.c.id, rows.c[column])).all():
            renamed = _renamed(value, old, new)
            if renamed != value:
                connection.execute(rows.update().where(rows.c.id == row_id).values({column: renamed}))


def _renamed(value: Any, old: str, new: str) -> Any:
    if not isinstance(value, dict):
        return value
    return {new if key == old else key: _renamed(inner, old, new) for key, inner in value.items()}
