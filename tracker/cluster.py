"""Pure functions on the machines of a Dask cluster, for corpora too large for one: `tracker match --scheduler tcp://...`.

Only articles, clauses and results go over the network; no worker needs the database. A worker that dies is no loss: the
scheduler gives its tasks to the others. Needs the optional extra `cluster` (Dask distributed, BSD licence).
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tracker.errors import BadInput, NetworkError

if TYPE_CHECKING:
    from distributed import Client, Future

Item = TypeVar("Item")
Result = TypeVar("Result")
Later = TypeVar("Later", covariant=True)

INSTALL = "install the extra: pip install 'digital-trade-tracker[cluster]', or uv sync --extra cluster"

CONNECT_SECONDS = 5.0
LONELY_SECONDS = 60.0
"""So long a job waits for a worker where the scheduler has none; then it ends with an error."""

_LOOK_SECONDS = 5.0


class OtherVersion(Exception):
    """A worker has other files than the job: its results would be stored under a false version."""


class Waiting(Protocol[Later]):
    """A result that comes later."""

    def result(self) -> Later:
        """Wait for it. Raises what the task raised."""


class Cluster:
    """The workers of one scheduler, for the time of a job."""

    def __init__(self, client: "Client", address: str) -> None:
        self._client, self._address = client, address

    def in_flight(self) -> int:
        """How many tasks keep all workers busy: two for each thread that is there now."""
        threads: dict[str, int] = self._client.nthreads()
        return 2 * max(1, sum(threads.values()))

    def submit(
        self, version: Callable[[], str], task: Callable[..., Result], *arguments: object
    ) -> Waiting[Result]:
        """Have a worker run `task(*arguments)`, if its `version()` is the same as here.

        Functions are sent by name: the workers have this program installed.
        """
        future = self._client.submit(run_as, version, version(), task, *arguments, pure=False)
        return _Task(future, self._client, self._address)

    def share(self, data: object) -> object:
        """Data that many tasks need, sent once; to be given to `submit` in place of the data.

        As the result of a task of its own: what dies with a worker is sent again.
        """
        return self._client.submit(_same, data, pure=False)


@contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at `address` (`tcp://host:port`, or `tls://host:port`).

    Raises BadInput where Dask is not installed or the address is none, NetworkError where no scheduler answers.
    """
    if not address.startswith(("tcp://", "tls://")):
        raise BadInput(f"--scheduler {address}: give the address as tcp://host:port or tls://host:port")
    try:
        from distributed import Client
    except ImportError as error:
        raise BadInput(f"--scheduler needs Dask, which is not installed; {INSTALL}") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said here, in one line
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NetworkError(
            f"no scheduler answers at {address}; start one (dask scheduler), or leave out --scheduler"
        ) from error
    try:
        yield Cluster(client, address)
    finally:
        client.close(timeout=CONNECT_SECONDS)


def _same(data: object) -> object:
    return data


def run_as(
    version: Callable[[], str], expected: str, task: Callable[..., Result], *arguments: object
) -> Result:
    """Run a task on a worker. Raises OtherVersion where the worker's `version()` is not the `expected` one."""
    if version() != expected:
        raise OtherVersion(version())
    return task(*arguments)


def in_order(
    items: Iterable[Item], submit: Callable[[Item], Waiting[Result]], in_flight: Callable[[], int]
) -> Iterator[Result]:
    """The results in the order of the items, with at most so many tasks waiting: memory is bounded by them."""
    waiting: list[Waiting[Result]] = []
    for item in items:
        waiting.append(submit(item))
        while len(waiting) > in_flight():
            yield waiting.pop(0).result()
    for one in waiting:
        yield one.result()


class _Task:
    """A task on the cluster, with the errors of clusters as errors of ours."""

    def __init__(self, future: "Future[Any]", client: "Client", address: str) -> None:
        self._future, self._client, self._address = future, client, address

    def result(self) -> Any:
        from distributed import CancelledError, KilledWorker

        lonely_since: float | None = None
        while True:
            try:
                return self._future.result(timeout=_LOOK_SECONDS)
            except TimeoutError:
                if self._future.status == "error":
                    raise  # the task's own
                lonely_since = self._lonely(lonely_since)
            except KilledWorker as error:
                raise NetworkError(
                    f"several workers of {self._address} died over the same task; see their memory and their log"
                ) from error
            except (OSError, CancelledError) as error:
                if self._future.status == "error":
                    raise  # the task's own: the scheduler is there
                raise NetworkError(
                    f"the scheduler at {self._address} is gone; what was stored stays, run the command again"
                ) from error
            except OtherVersion as error:
                raise BadInput(
                    f"a worker of {self._address} has another version of this program or its data;"
                    " install the same on all machines and start the workers again"
                ) from error

    def _lonely(self, since: float | None) -> float | None:
        """Since when there is no worker; NetworkError where that is too long."""
        if self._client.nthreads():
            return None
        now = time.monotonic()
        if since is not None and now - since > LONELY_SECONDS:
            raise NetworkError(
                f"the scheduler at {self._address} has no worker; start some (dask worker {self._address})"
            )
        return since if since is not None else now
