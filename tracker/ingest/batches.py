"""Storing a batch in one transaction, without one thing in it stopping the others."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy.orm import Session

from tracker.errors import StorageError
from tracker.models.database import Database, RefusedRows

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")


def store_batch(
    database: Database,
    batch: Sequence[T],
    store: Callable[[Session, T], R],
    refuse: Callable[[T, Exception], None],
) -> list[tuple[T, R]]:
    """Each thing of the batch with what `store` returned for it, all in one transaction.

    Where the database or `store` refuses one, the batch is stored again, each in a transaction of its own, and those
    that cannot be stored are given to `refuse` with the exception.

    Raises StorageError where the database cannot be used at all, OSError where the disk cannot; what was stored before
    then stays.
    """
    try:
        with database.session() as session:
            return [(one, store(session, one)) for one in batch]
    except Exception as error:
        if _is_no_fault_of_one(error):
            raise
        log.warning("a batch of %d could not be stored together: %s", len(batch), error)
    stored = []
    for one in batch:
        try:
            with database.session() as session:
                stored.append((one, store(session, one)))
        except Exception as error:
            if _is_no_fault_of_one(error):
                raise
            refuse(one, error)
    return stored


def _is_no_fault_of_one(error: Exception) -> bool:
    """Whether the next thing could not be stored either: the database cannot be used, the disk is full."""
    return isinstance(error, OSError | StorageError) and not isinstance(error, RefusedRows)
