"""Results that several queries need, worked out once for one state of the data."""

from collections.abc import Callable, Hashable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from tracker.models.database import KEPT

P = ParamSpec("P")
R = TypeVar("R")


def kept(
    session: Session, question: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """The result of `question(session, *args)`, worked out once per reading transaction, and by a `Reader` once until
    the data change. In a writing transaction it is worked out each time.

    The result is shared: callers must not change it.
    """
    results: dict[Hashable, R] | None = session.info.get(KEPT)
    if results is None:
        return question(session, *args, **kwargs)
    key = (question.__module__, question.__qualname__, args, tuple(sorted(kwargs.items())))
    if key not in results:
        results[key] = question(session, *args, **kwargs)
    return results[key]
