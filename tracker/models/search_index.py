"""The full-text index over articles: SQLite FTS5 or PostgreSQL tsvector.

Used by the migration (which creates it), by the code that inserts articles (which indexes them) and by queries.
PostgreSQL keeps its index in step by itself. In SQLite triggers follow deletions and changes, but new rows
must be indexed with `index_articles` in the transaction that inserts them: a trigger for each row takes
2.3 s more over the ToTA corpus than one statement for a document (4.5 s against 2.2 s).
"""

from sqlalchemy import text as sql
from sqlalchemy.orm import Session

# Letters whose accents are folded on PostgreSQL, where `unaccent` is an extension that may not be there and
# is not immutable; SQLite's tokenizer folds them by itself.
_ACCENTED = "áàâäãåéèêëíìîïóòôöõúùûüñçýÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇÝ"
_PLAIN = "aaaaaaeeeeiiiiooooouuuuncyAAAAAAEEEEIIIIOOOOOUUUUNCY"

# tsvector refuses values over 1 MiB; the longest article known has 90,560 characters.
_INDEXED_CHARACTERS = 300_000

SQLITE_STATEMENTS = (
    """CREATE VIRTUAL TABLE article_search USING fts5(
        heading, text, content='article', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER article_search_delete AFTER DELETE ON article BEGIN
        INSERT INTO article_search(article_search, rowid, heading, text)
        VALUES ('delete', old.id, old.heading, old.text); END""",
    """CREATE TRIGGER article_search_update AFTER UPDATE OF heading, text ON article BEGIN
        INSERT INTO article_search(article_search, rowid, heading, text)
        VALUES ('delete', old.id, old.heading, old.text);
        INSERT INTO article_search(rowid, heading, text) VALUES (new.id, new.heading, new.text); END""",
)

POSTGRESQL_STATEMENTS = (
    f"""ALTER TABLE article ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple',
        translate(coalesce(heading, '') || ' ' || left(coalesce(text, ''), {_INDEXED_CHARACTERS}),
        '{_ACCENTED}', '{_PLAIN}'))) STORED""",
    "CREATE INDEX ix_article_search ON article USING gin (search)",
)

# What the index adds beyond the models; the migrations' autogenerate must not touch it.
UNMODELLED_NAMES = ("article_search", "ix_article_search", "search")


def fold_accents(text: str) -> str:
    """`text` with the accents folded that the PostgreSQL index folds."""
    return text.translate(str.maketrans(_ACCENTED, _PLAIN))


def index_articles(session: Session, document_id: int) -> None:
    """Put the articles just inserted for a document into the full-text index."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(
            sql(
                "INSERT INTO article_search(rowid, heading, text)"
                " SELECT id, heading, text FROM article WHERE document_id = :document_id"
            ),
            {"document_id": document_id},
        )
