"""PostgreSQL's full-text index takes the words that jobs bring with an article; a trigger makes those of other rows."""

from alembic import op

from tracker.models.search_index import POSTGRESQL_STATEMENTS, POSTGRESQL_TRIGGERS

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; the words that are stored stay."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE article ALTER COLUMN search DROP EXPRESSION")
        for statement in POSTGRESQL_TRIGGERS:
            op.execute(statement)


def downgrade() -> None:
    """Take it back: PostgreSQL makes the words of every row again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER article_search_insert ON article")
        op.execute("DROP TRIGGER article_search_update ON article")
        op.execute("DROP FUNCTION article_search_words()")
        op.execute("ALTER TABLE article DROP COLUMN search")
        for statement in POSTGRESQL_STATEMENTS:
            op.execute(statement)
