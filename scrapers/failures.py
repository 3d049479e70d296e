"""Why a request failed: the kind of error, from Scrapy's exceptions and the status of the answer."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scrapers.answers import is_challenge
from tracker.crawls import ErrorKind, Problem


class Ignored(IgnoreRequest):
    """A request that a middleware of ours, or one of Scrapy's, did not send; with the kind of reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


_BLOCKED = frozenset({401, 403, 429, 451})
_NOT_FOUND = frozenset({404, 410})
_TIMED_OUT_AT_SERVER = 408

# The first one that matches decides; a timeout is an OSError too.
_KINDS: tuple[tuple[tuple[type[BaseException], ...], ErrorKind], ...] = (
    ((DownloadTimeoutError, TimeoutError), ErrorKind.TIMEOUT),
    ((ResponseDataLossError, EOFError), ErrorKind.TRUNCATED),
    # Answers with this status are larger than allowed, as sent or when unpacked.
    ((DownloadCancelledError, IgnoreRequest), ErrorKind.LIMIT),
    (
        (CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, OSError),
        ErrorKind.NETWORK,
    ),
)


def status_of(failure: Failure) -> int | None:
    """The HTTP status of a failed request; None where there was no answer."""
    return failure.value.response.status if isinstance(failure.value, HttpError) else None


def problem_of_failure(failure: Failure) -> Problem:
    """Why a request failed: the kind, and a line for people."""
    error = failure.value
    assert error is not None, "a failure is made of an exception"
    if isinstance(error, Ignored):
        return error.problem
    if isinstance(error, HttpError):
        status = error.response.status
        if is_challenge(error.response.body):
            return Problem(
                ErrorKind.BLOCKED, f"status {status} with a challenge page; open the address in a browser"
            )
        return Problem(kind_of_status(status), f"status {status}")
    detail = " ".join(str(failure.getErrorMessage()).split())
    name = type(error).__name__
    if isinstance(error, IgnoreRequest):
        return Problem(kind_of_exception(error), detail or name)
    return Problem(kind_of_exception(error), f"{name}: {detail}" if detail else name)


def kind_of_status(status: int) -> ErrorKind:
    """The kind of error of an HTTP status other than success."""
    if status in _NOT_FOUND:
        return ErrorKind.NOT_FOUND
    if status in _BLOCKED:
        return ErrorKind.BLOCKED
    return ErrorKind.SERVER if status >= 500 or status == _TIMED_OUT_AT_SERVER else ErrorKind.STATUS


def kind_of_exception(error: BaseException) -> ErrorKind:
    """The kind of error of an exception of the download; one that Scrapy does not list for it is a fault in code."""
    return next((kind for types, kind in _KINDS if isinstance(error, types)), ErrorKind.EXCEPTION)
