"""Which transactions changed the data of a PostgreSQL database: what a reader compares to know that they changed.

The server's own snapshot will not do: it moves whenever anything is written on the server, in other databases as well.

Every statement that changes one of our tables leaves the number of its transaction in the table `data_change`, by a
trigger. Others see the number when they see the change. Rows have no locks that two writers would wait for.
"""

CHANGE_TABLE = "data_change"

POSTGRESQL_STATEMENTS = (
    "CREATE TABLE data_change (transaction bigint PRIMARY KEY)",
    """CREATE FUNCTION data_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE own bigint := pg_current_xact_id()::text::bigint;
        BEGIN
            INSERT INTO data_change VALUES (own) ON CONFLICT DO NOTHING;
            IF FOUND AND own % 512 = 0 THEN
                DELETE FROM data_change WHERE transaction IN (
                    SELECT transaction FROM data_change
                    WHERE transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                    FOR UPDATE SKIP LOCKED);
            END IF;
            RETURN NULL;
        END $$""",
)
"""About 512 numbers are kept. Those of transactions that ended before all present ones say nothing any more."""

POSTGRESQL_VERSION = "SELECT count(*) || '.' || sum(transaction) || '.' || max(transaction) FROM data_change"
"""A value that changes with every transaction that changed the data, once it has ended; NULL before the first."""


def trigger_on(table: str) -> str:
    """The statement that makes changes of a table known. Every migration that adds a table needs it on PostgreSQL."""
    return (
        f'CREATE TRIGGER data_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION data_changed()"
    )
