"""The full-text index over articles: SQLite FTS5 or PostgreSQL tsvector.

Used by the migration (which creates it), by the code that inserts articles (which indexes them) and by queries.
PostgreSQL keeps its index in step by itself. In SQLite triggers follow deletions and changes, but new rows
must be indexed with `index_articles` in the transaction that inserts them: a trigger for each row takes
2.3 s more over the ToTA corpus than one statement for a document (4.5 s against 2.2 s).
"""

import re
import unicodedata

from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(r"[\u0300-\u036f]+")

_MARKS = r"\u0300-\u036f"
"""Accents by themselves, as Unicode's decomposition leaves them; SQLite's tokenizer drops the same."""

_BETWEEN = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2775\u2794-\u2bff\u3000-\u3004\u3008-\u3020"
)
"""What stands between words: signs, punctuation, spaces.

PostgreSQL's parser would make one word of `U.S.`, a signed number of `-1994` and several readings of `cross-border`;
SQLite's tokenizer knows letters and digits only, and so does a text in which every sign is a space.
Fractions and raised digits (½, ²) are words for SQLite alone.
"""

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


def words_of(column: str) -> str:
    """PostgreSQL that makes a tsvector of a column: words of letters and digits, without accents."""
    plain = f"regexp_replace(normalize({column}, NFD), E'[{_MARKS}]+', '', 'g')"
    return f"to_tsvector('simple', regexp_replace({plain}, E'[{_BETWEEN}]+', ' ', 'g'))"


POSTGRESQL_STATEMENTS = (
    # The heading's words have weight A, so that a phrase never begins in the heading and ends in the text.
    f"""ALTER TABLE article ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight({words_of("coalesce(heading, '')")}, 'A')
        || {words_of(f"left(coalesce(text, ''), {_INDEXED_CHARACTERS})")}) STORED""",
    "CREATE INDEX ix_article_search ON article USING gin (search)",
)

# What the index adds beyond the models; the migrations' autogenerate must not touch it.
UNMODELLED_NAMES = ("article_search", "ix_article_search", "search")


def plain_words(text: str) -> list[str]:
    """The words of `text` as both indexes have them: letters and digits, lower case, without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    return _WORD.findall(_MARK.sub("", decomposed).lower())


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


def index_all_articles(connection: Connection) -> None:
    """Make the full-text index anew from all articles, where the database does not keep it in step by itself."""
    if connection.dialect.name == "sqlite":
        connection.execute(sql("INSERT INTO article_search(article_search) VALUES ('rebuild')"))
