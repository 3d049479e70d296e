"""Where things are kept: the database address and the data folder, from the environment."""

import os
from pathlib import Path

DATABASE_URL_VARIABLE = "DATABASE_URL"
DATA_FOLDER_VARIABLE = "TRACKER_DATA"

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder for the embedded database, caches and logs: `TRACKER_DATA`, or `var` where one stands."""
    return Path(os.environ.get(DATA_FOLDER_VARIABLE) or "var").absolute()


def database_url() -> str:
    """The database address: `DATABASE_URL`, or SQLite in the data folder."""
    return os.environ.get(DATABASE_URL_VARIABLE, "").strip() or f"sqlite:///{data_folder() / 'tracker.db'}"


def with_driver(url: str) -> str:
    """`url` with the psycopg driver named for `postgres://` and `postgresql://`.

    So that the address a hosting company hands out works unchanged.
    """
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
