"""The full-text index over articles: SQLite FTS5 or PostgreSQL tsvector.

Used by the migration (which creates it), by the code that inserts articles (which indexes them) and by queries.
Triggers follow deletions and changes on both. New rows must be indexed with `index_articles` in the transaction that
inserts them in SQLite: a trigger for each row takes 2.3 s more over the ToTA corpus than one statement for a document
(4.5 s against 2.2 s). In PostgreSQL a trigger makes the words of a row that comes without them; jobs bring them
(`search_vector`), since the server takes about ten times as long for them (33 s against 3 s, 61 million letters).
"""

import re
import unicodedata
from itertools import accumulate, islice

from sqlalchemy import Connection, bindparam, event
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from tracker.models.data_changes import CHANGE_TABLE

_WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_PLAIN = str.maketrans({code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)})
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


def _words_of_row(row: str = "") -> str:
    """PostgreSQL that makes the words of an article.

    The heading's have weight A, so that a phrase never begins in the heading and ends in the text.
    """
    heading = words_of(f"coalesce({row}heading, '')")
    text = words_of(f"left(coalesce({row}text, ''), {_INDEXED_CHARACTERS})")
    return f"setweight({heading}, 'A') || {text}"


POSTGRESQL_STATEMENTS = (
    f"ALTER TABLE article ADD COLUMN search tsvector GENERATED ALWAYS AS ({_words_of_row()}) STORED",
    "CREATE INDEX ix_article_search ON article USING gin (search)",
)
"""As it was up to migration 0015: PostgreSQL made the words of every row."""

POSTGRESQL_TRIGGERS = (
    f"""CREATE FUNCTION article_search_words() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN NEW.search := {_words_of_row("NEW.")}; RETURN NEW; END $$""",
    """CREATE TRIGGER article_search_insert BEFORE INSERT ON article FOR EACH ROW
        WHEN (NEW.search IS NULL) EXECUTE FUNCTION article_search_words()""",
    """CREATE TRIGGER article_search_update BEFORE UPDATE OF heading, text ON article FOR EACH ROW
        WHEN (NEW.search IS NULL OR NEW.search IS NOT DISTINCT FROM OLD.search
              AND (NEW.heading IS DISTINCT FROM OLD.heading OR NEW.text IS DISTINCT FROM OLD.text))
        EXECUTE FUNCTION article_search_words()""",
)
"""From migration 0016 on: of rows that come, or change, without their words."""

# What the index, and the note of changes, add beyond the models; the migrations' autogenerate must not touch it.
UNMODELLED_NAMES = ("article_search", "ix_article_search", "search", CHANGE_TABLE)


def plain_words(text: str) -> list[str]:
    """The words of `text` as both indexes have them: letters and digits, lower case, without accents."""
    if not text.isascii():
        text = _MARK.sub("", unicodedata.normalize("NFD", text))
        if not text.isascii():
            # What is left is mostly quotation marks and dashes, a few kinds of sign in a text.
            for sign in set(_BEYOND_ASCII.findall(text)):
                if not sign.isalnum():
                    text = text.replace(sign, " ")
            if not text.isascii():
                return _WORD.findall(text.lower())
    # Takes a sixth of the pattern's time.
    return text.translate(_PLAIN).split()


_PLACES = range(1, 16_384)
_FIRST = [f":{place}" for place in _PLACES]
_FURTHER = [f",{place}" for place in _PLACES]
_LONGEST_WORD = 500
_MOST_BYTES = 1_000_000
_MOST_POSITIONS = 255
"""Limits of a tsvector: positions up to 16,383, 255 of a word; a word of 2,046 bytes, which is 511 letters or more; one
MiB of words."""


def search_vector(heading: str | None, text: str | None) -> str:
    """The words of an article as PostgreSQL reads a tsvector: each with its positions, those in the heading marked A.

    Words beyond the last position have that one.
    """
    title = plain_words(heading or "")[: len(_PLACES)]
    words = plain_words((text or "")[:_INDEXED_CHARACTERS])
    if len(" ".join(words).encode()) > _MOST_BYTES:
        words = _fewer_bytes(words)
    written: dict[str, str] = {}
    for word, first, further in zip(title, _FIRST, _FURTHER, strict=False):
        written[word] = f"{written[word]}{further}A" if word in written else f"{word}{first}A"
    # Strings that grow take less time than lists of places: most words of an article stand in it once.
    for word, first, further in zip(
        words, islice(_FIRST, len(title), None), islice(_FURTHER, len(title), None), strict=False
    ):
        if word in written:
            written[word] += further
        else:
            written[word] = word + first
    for word in set(words[len(_PLACES) - len(title) :]):
        written[word] = written[word] + _FURTHER[-1] if word in written else word + _FIRST[-1]
    return " ".join(_within_limits(written))


def _within_limits(written: dict[str, str]) -> list[str]:
    """What a tsvector takes of words and their places: no word too long, and the first places of those that have too
    many."""
    if max(map(len, written.values()), default=0) <= min(_LONGEST_WORD, 2 * _MOST_POSITIONS):
        return list(written.values())
    return [
        ",".join(places.split(",", _MOST_POSITIONS)[:_MOST_POSITIONS])
        for word, places in written.items()
        if len(word) <= _LONGEST_WORD
    ]


def _fewer_bytes(words: list[str]) -> list[str]:
    """As many of the words as fit; only of scripts with many bytes a letter are there more."""
    sizes = accumulate(len(word.encode()) for word in words)
    return [word for word, size in zip(words, sizes, strict=True) if size <= _MOST_BYTES]


_NOT_INDEXED = "documents not in the full-text index yet"
_INDEX = sql(
    "INSERT INTO article_search(rowid, heading, text)"
    " SELECT id, heading, text FROM article WHERE document_id IN :documents"
).bindparams(bindparam("documents", expanding=True))


def index_articles(session: Session, document_id: int) -> None:
    """Put the articles just inserted for a document into the full-text index."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(_INDEX, {"documents": [document_id]})


def index_at_commit(session: Session, document_id: int) -> None:
    """The same, for all documents of the transaction together at its end: one statement takes a fifth less time than
    one for each document, since SQLite writes the index out after every statement.

    Articles of these documents must not be changed or deleted in between without `index_now`.
    """
    if session.get_bind().dialect.name == "sqlite":
        if _NOT_INDEXED not in session.info:
            session.info[_NOT_INDEXED] = []
            event.listen(session, "before_commit", index_now)
        session.info[_NOT_INDEXED].append(document_id)


def index_now(session: Session) -> None:
    """Index what waits for the end of the transaction."""
    documents = session.info.get(_NOT_INDEXED)
    if documents:
        session.execute(_INDEX, {"documents": sorted(documents)})
        documents.clear()


def index_all_articles(connection: Connection) -> None:
    """Make the full-text index anew from all articles, where the database does not keep it in step by itself."""
    if connection.dialect.name == "sqlite":
        connection.execute(sql("INSERT INTO article_search(article_search) VALUES ('rebuild')"))
