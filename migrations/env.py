"""Alembic's environment: runs migrations on the program's own connection, or on DATABASE_URL."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

from tracker.models import Base
from tracker.models.search_index import UNMODELLED_NAMES


def include_object(_object: Any, name: str | None, _type: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leave the full-text index out of autogenerate: it is made by hand in the migrations."""
    return not (name or "").startswith(UNMODELLED_NAMES)


def run(connection: Connection) -> None:
    """Run the migrations asked for on `connection`."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    from tracker.models.database import open_database

    with open_database(migrate=False).engine.connect() as own:
        run(own)
