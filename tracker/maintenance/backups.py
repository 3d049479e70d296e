"""The folder of backups: where it is, how its files are called, which are the newest."""

import re
from datetime import UTC, datetime
from pathlib import Path

from tracker.settings import data_folder, settings

FOLDER = "backups"
_NAME = re.compile(r"tracker-(\d{8}T\d{6}Z)\.backup")
_TIME = "%Y%m%dT%H%M%SZ"


def backup_folder() -> Path:
    """`TRACKER_BACKUPS`, or `backups` in the data folder; it may not exist."""
    return (settings().backups or data_folder() / FOLDER).absolute()


def new_backup_path(now: datetime) -> Path:
    """The file of a backup made now."""
    return backup_folder() / f"tracker-{now.astimezone(UTC):{_TIME}}.backup"


def backups() -> list[tuple[datetime, Path]]:
    """Time and file of the backups in the folder whose names we gave, the newest first."""
    folder = backup_folder()
    found = [
        (datetime.strptime(name[1], _TIME).replace(tzinfo=UTC), path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (name := _NAME.fullmatch(path.name)) and path.is_file()
    ]
    return sorted(found, reverse=True)


def delete_older(keep: int) -> list[Path]:
    """Delete all but the `keep` newest; those deleted."""
    old = [path for _made_at, path in backups()[keep:]]
    for path in old:
        path.unlink(missing_ok=True)
    return old
