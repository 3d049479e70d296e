"""How much memory, processor time and output a call in a child process may take, and how the system enforces it."""

import resource
from dataclasses import dataclass
from pathlib import Path

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one call may take.

    - `memory`: bytes of address space beyond what the idle child has.
    - `processor`: seconds of processor time.
    - `answer`: bytes of the pickled answer.
    - `patience`: seconds until a child that neither works nor answers is ended; on a busy machine processor time
      takes several times as long.
    """

    memory: int = 1536 * MIB
    processor: int = 120
    answer: int = 512 * MIB
    patience: float = 1200.0


READING = Limits()
"""For a file that is ingested. The longest known (RCEP, 500 pages of PDF) takes about 25 s and 400 MiB."""

DRAFT = Limits(memory=1024 * MIB, processor=20, answer=256 * MIB, patience=300.0)
"""For a visitor's draft, which is read and matched while the visitor waits."""


def begin_limits() -> None:
    """Limits for the whole life of this child: no file grows by a byte, no core dump is written."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_next_call(limits: Limits, idle_space: int) -> None:
    """Limit this process for its next call. The soft limits move with each call, the hard ones stay open.

    `idle_space` is the address space of the idle child in bytes. Past the processor limit the system ends the process
    by SIGXCPU; past the memory limit allocations fail, which Python raises as MemoryError where it can.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + limits.processor
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = idle_space + limits.memory
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def limit_memory(more: int) -> None:
    """Let this process's address space grow by so many bytes and no further, and have it write no core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = address_space() + more
    if most == resource.RLIM_INFINITY or wanted < most:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def address_space() -> int:
    """Bytes of address space that this process has; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0
