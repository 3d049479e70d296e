"""The full-text index over articles: SQLite FTS5 or PostgreSQL tsvector.

Used by the migration (which creates it), by the code that inserts articles (which indexes them) and by queries.
Triggers follow deletions and changes on both. New rows must be indexed with `index_articles` in the transaction that
inserts them in SQLite: a trigger for each row takes 2.3 s more over the ToTA corpus than one statement for a document
(4.5 s against 2.2 s). In PostgreSQL a trigger makes the words of a row that comes without them; jobs bring them
(`search_vector`), since the server takes about ten times as long for them (33 s against 3 s, 61 million letters).
"""

import re
import unicodedata
from collections import Counter
from itertools import accumulate, islice
from operator import add

from sqlalchemy import Connection, bindparam, event
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

# What the index adds beyond the models; the migrations' autogenerate must not touch it.
UNMODELLED_NAMES = ("article_search", "ix_article_search", "search")


def plain_words(text: str) -> list[str]:
    """The words of `text` as both indexes have them: letters and digits, lower case, without accents."""
    if text.isascii():
        return _WORD.findall(text.lower())
    decomposed = unicodedata.normalize("NFD", text)
    return _WORD.findall(_MARK.sub("", decomposed).lower())


_PLACES = [f":{number}" for number in range(1, 16_384)]
_LAST_PLACE = _PLACES[-1]
_LONGEST_WORD = 500
_MOST_BYTES = 1_000_000
_MOST_POSITIONS = 255
"""Limits of a tsvector: positions up to 16,383, 255 of a word; a word of 2,046 bytes, which is 511 letters or more; one
MiB of words, of which each counts as often as it is written."""


def search_vector(heading: str | None, text: str | None) -> str:
    """The words of an article as PostgreSQL reads a tsvector: each with its position, the heading's marked A.

    A word is written as often as it occurs: PostgreSQL puts its positions together in less time than Python does.
    """
    title = plain_words(heading or "")[: len(_PLACES)]
    words = plain_words((text or "")[:_INDEXED_CHARACTERS])
    if len(" ".join(words).encode()) > _MOST_BYTES:
        words = _fewer_bytes(words)
    written = [f"{word}{place}A" for word, place in zip(title, _PLACES, strict=False)]
    written += map(add, words, islice(_PLACES, len(title), None))
    written += {f"{word}{_LAST_PLACE}" for word in words[len(_PLACES) - len(title) :]}
    if len(title) + len(words) > _MOST_POSITIONS:
        counted = Counter([*title, *words])
        often = {word for word, count in counted.items() if count > _MOST_POSITIONS}
        written = _first_of_each(written, often) if often else written
    if max(map(len, written), default=0) > _LONGEST_WORD:
        written = [one for one in written if one.index(":") <= _LONGEST_WORD]
    return " ".join(written)


def _first_of_each(written: list[str], often: set[str]) -> list[str]:
    """The written words, those of `often` as many times as a tsvector has positions of one."""
    times: Counter[str] = Counter()
    found = []
    for one in written:
        word = one[: one.index(":")]
        if word in often:
            times[word] += 1
            if times[word] > _MOST_POSITIONS:
                continue
        found.append(one)
    return found


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
