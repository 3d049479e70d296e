"""Checks of the database and of the folders that go with it."""

from datetime import timedelta

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, select, text

from tracker.errors import StorageError
from tracker.facts.given_up import given_up_articles
from tracker.facts.pending import pending_count
from tracker.ingest.archive import Archive
from tracker.maintenance.backups import backup_folder, backups
from tracker.maintenance.doctor.checks import CheckResult, Installation, note, problem, unknown, well
from tracker.models import Article, Base, Document, QuarantinedText, RawFile
from tracker.models.database import HEAD_REVISION, current_revision
from tracker.models.search_index import UNMODELLED_NAMES
from tracker.queries.operations.nights import source_health
from tracker.queries.operations.plausibility import not_looked_at

BACKUP_DAYS = 7
"""A newest backup older than this is a problem: what people decided since (quarantine, links) exists nowhere else."""


def schema(installed: Installation) -> list[CheckResult]:
    """The tables are those of this program."""
    check = "schema"
    revision = current_revision(installed.database)
    if revision is None:
        return [problem(check, "the database is empty", "run `tracker up`")]
    if revision != HEAD_REVISION:
        advice = (
            "update the program"
            if revision > HEAD_REVISION
            else "run `tracker status`, which brings it up to date"
        )
        return [
            problem(
                check, f"the database is at migration {revision}, this program at {HEAD_REVISION}", advice
            )
        ]
    with installed.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _modelled})
        differences = compare_metadata(context, Base.metadata)
    if differences:
        words = (
            f"{len(differences)} differences from migration {revision}, first: {str(differences[0])[:120]}"
        )
        return [problem(check, words, "somebody changed tables by hand: take that back, or restore a backup")]
    return [well(check, f"migration {revision}, tables as this program makes them")]


def _modelled(_object: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:
    return not (name or "").startswith(UNMODELLED_NAMES)


def index(installed: Installation) -> list[CheckResult]:
    """Pages of the database are sound, and the full-text index has every article."""
    check = "index"
    database = installed.database
    try:
        # SQLite checks its full-text index by a statement that asks for the write lock, and writes nothing.
        with database.writing() if database.is_sqlite else database.one_moment() as connection:
            wrong = _sqlite_faults(connection) if database.is_sqlite else _postgresql_faults(connection)
            articles = connection.scalar(select(func.count()).select_from(Article)) or 0
    except StorageError as error:
        return [unknown(check, f"not looked at: {error}", "run this again when no job is running")]
    return [problem(check, *one) for one in wrong] or [
        well(check, f"the full-text index has all {articles:,} articles")
    ]


def _sqlite_faults(connection: Connection) -> list[tuple[str, str]]:
    faults = []
    sound = str(connection.scalar(text("PRAGMA quick_check(1)")))
    if sound != "ok":
        faults.append(
            (
                f"the database file is damaged: {sound.splitlines()[0]}",
                "restore a backup: tracker restore FILE",
            )
        )
        return faults
    advice = "make it anew: sqlite3 FILE \"INSERT INTO article_search(article_search) VALUES ('rebuild')\""
    try:
        connection.execute(
            text("INSERT INTO article_search(article_search, rank) VALUES ('integrity-check', 1)")
        )
    except Exception as error:
        faults.append(
            (f"the full-text index does not fit the articles ({str(error).splitlines()[0][:80]})", advice)
        )
    return faults


def _postgresql_faults(connection: Connection) -> list[tuple[str, str]]:
    faults = []
    without = connection.scalar(text("SELECT count(*) FROM article WHERE search IS NULL"))
    if without:
        advice = "run in psql: UPDATE article SET heading = heading WHERE search IS NULL"
        faults.append((f"{without:,} articles are not in the full-text index", advice))
    broken = connection.scalars(
        text(
            "SELECT CAST(indexrelid::regclass AS text) FROM pg_index"
            " WHERE NOT indisvalid AND indrelid = 'article'::regclass"
        )
    ).all()
    faults += [(f"the index {name} is not valid", f"run in psql: REINDEX INDEX {name}") for name in broken]
    return faults


def matching(installed: Installation) -> list[CheckResult]:
    """All articles are matched with the present template and matcher, and none was too costly to search."""
    check = "matching"
    with installed.database.read() as session:
        pending, given_up = pending_count(session), given_up_articles(session)
    found = []
    if pending:
        words = f"{pending:,} articles wait for the present template and matcher"
        found.append(problem(check, words, "run `tracker match`"))
    if given_up:
        noun = "article" if len(given_up) == 1 else "articles"
        words = f"{len(given_up):,} {noun} too costly to search: what they say is not known"
        found.append(note(check, words, "see `tracker status`, and read them yourself"))
    return found or [well(check, "every article is matched with the present template and matcher")]


def plausibility(installed: Installation) -> list[CheckResult]:
    """Every text has a plausibility report; one stored before there were reports has none."""
    check = "plausibility"
    with installed.database.read() as session:
        missing = not_looked_at(session)
        waiting = session.scalar(
            select(func.count()).select_from(QuarantinedText).where(QuarantinedText.state == "quarantined")
        )
    found = []
    if missing:
        words = f"{missing:,} texts were stored before there were plausibility reports"
        found.append(problem(check, words, "run `tracker plausibility --again`"))
    if waiting:
        found.append(
            note(check, f"{waiting:,} texts in quarantine wait for a decision", "see `tracker quarantine`")
        )
    return found or [well(check, "every text was looked at, none waits in quarantine")]


def archive(installed: Installation) -> list[CheckResult]:
    """The bytes of every file that was archived are there, in their size."""
    check, folder = "archive", Archive(installed.data / "archive")
    with installed.database.read() as session:
        files = session.execute(select(RawFile.sha256, RawFile.bytes)).all()
        documents = session.scalar(select(func.count()).select_from(Document).where(Document.has_text)) or 0
    lost = 0
    for sha256, size in files:
        path = folder.path(sha256)
        lost += not path.is_file() or path.stat().st_size != size
    if lost:
        advice = "copy the folder `archive` from where the database came, or let the next nights fetch the files again"
        return [
            problem(
                check,
                f"{lost:,} of {len(files):,} raw files are missing or cut short in {folder.folder}",
                advice,
            )
        ]
    return [well(check, f"{len(files):,} raw files, all there ({documents:,} texts are stored)")]


def sources(installed: Installation) -> list[CheckResult]:
    """Every source that nights visit was visited lately, and its last visit ended well."""
    check = "sources"
    with installed.database.read() as session:
        health = {one.key: one for one in source_health(session)}
    found, never = [], []
    for plan in installed.plans:
        known = health.get(plan.key)
        if known is None or known.last is None:
            never.append(plan.key)
        elif not known.last.well and known.last.state != "running":
            found.append(
                problem(
                    check,
                    f"{plan.key}: the last visit {known.last.reason}",
                    f"see `tracker sources check {plan.key}`",
                )
            )
        elif known.last_success is None or installed.now - known.last_success > timedelta(
            days=plan.crawl_every_days
        ):
            when = f"{known.last_success:%Y-%m-%d}" if known.last_success else "never"
            words = f"{plan.key}: last good visit {when}, wanted every {plan.crawl_every_days} days"
            found.append(problem(check, words, f"run `tracker crawl {plan.key}` and see what it says"))
    if never:
        advice = "run `tracker nightly`, or write enabled: false into its entry"
        found.append(note(check, f"never visited: {', '.join(never)}", advice))
    return found or [well(check, f"all {len(installed.plans)} sources were visited in time, and well")]


def saved(installed: Installation) -> list[CheckResult]:
    """There is a backup of the last days in the folder of backups."""
    check, folder = "backups", backup_folder()
    made = backups()
    if not made:
        advice = (
            "run `tracker backup --keep 14` every night (other copies, such as pg_dump, are not known here)"
        )
        return [problem(check, f"no backup in {folder}", advice)]
    when, newest = made[0]
    age = (installed.now - when).days
    words = f"{len(made)} in {folder}, the newest {newest.name}, {age} days old, {newest.stat().st_size / 1e6:,.1f} MB"
    if age > BACKUP_DAYS:
        return [problem(check, words, "run `tracker backup --keep 14` every night")]
    return [well(check, words)]
