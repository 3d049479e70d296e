"""Calls in a child process: what comes back, and what ends them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.confined import ChildFault, Limits, OverLimit, confined
from tracker.confined.limits import MIB
from tracker.errors import BadInput

SMALL = Limits(memory=256 * MIB, processor=1, answer=MIB, patience=60.0)


def double(number: int) -> int:
    return number * 2


def here() -> int:
    return os.getpid()


def refuse() -> None:
    raise BadInput("kites.txt: the file is empty.")


class StubbornError(Exception):
    """An exception that cannot be rebuilt from its message."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def break_down() -> None:
    raise StubbornError("no ", "wind")


def fill_memory() -> int:
    return len([bytes(MIB) for _ in range(600)])


def spin() -> None:
    while True:
        pass


def talk() -> bytes:
    return bytes(2 * MIB)


def end_itself(number: int) -> None:
    os.kill(os.getpid(), number)


def write_a_file(path: str) -> str:
    try:
        Path(path).write_bytes(b"words of a draft")
    except OSError as error:
        return os.strerror(error.errno or 0)
    return "written"


def count(*, on_progress: Callable[[int, int], None]) -> int:
    for step in range(3):
        on_progress(step, 3)
    return 3


def test_a_child_answers_and_is_used_again() -> None:
    assert confined(double, 21) == 42
    first = confined(here)
    assert first != os.getpid()
    assert confined(here) == first


def test_what_the_function_raises_is_raised_here_with_the_childs_traceback() -> None:
    with pytest.raises(BadInput) as caught:
        confined(refuse)
    assert str(caught.value) == "kites.txt: the file is empty."
    assert "in refuse" in caught.value.__notes__[0]
    with pytest.raises(ChildFault, match="StubbornError: no wind") as fault:
        confined(break_down)
    assert "in break_down" in fault.value.trace


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (fill_memory, (), "takes more than 256 MiB of memory to read."),
        (spin, (), "takes more than 1 s of processor time to read."),
        (talk, (), "what is read of it is larger than 1 MiB."),
        (end_itself, (signal.SIGKILL,), "ended the process that read it (SIGKILL)"),
        (end_itself, (signal.SIGABRT,), "ended the process that read it (SIGABRT)"),
    ],
    ids=["memory", "processor", "answer", "killed", "aborted"],
)
def test_a_call_over_a_limit_is_one_line_and_the_next_one_is_answered(
    function: Callable[..., Any], arguments: tuple[object, ...], words: str
) -> None:
    with pytest.raises(OverLimit) as caught:
        confined(function, *arguments, limits=SMALL)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)
    assert confined(double, 4, limits=SMALL) == 8


def test_a_child_that_never_answers_is_ended() -> None:
    with pytest.raises(OverLimit, match="not read after 0 s"):
        confined(time.sleep, 60, limits=Limits(patience=0.1))


def test_no_child_can_write_a_file(tmp_path: Path) -> None:
    assert confined(write_a_file, str(tmp_path / "draft")) == "File too large"
    assert (tmp_path / "draft").read_bytes() == b""


def work_half_a_second() -> None:
    began = time.process_time()
    while time.process_time() - began < 0.5:
        pass


def test_the_limit_of_time_is_that_of_one_call() -> None:
    """Four calls of half a second each are no call of more than a second."""
    for _ in range(4):
        confined(work_half_a_second, limits=SMALL)


def test_progress_is_passed_on() -> None:
    steps: list[tuple[int, int]] = []
    assert confined(count, on_progress=lambda done, total: steps.append((done, total))) == 3
    assert steps == [(0, 3), (1, 3), (2, 3)]


def test_a_child_ends_with_a_parent_that_is_killed_in_the_middle_of_a_call(tmp_path: Path) -> None:
    note = tmp_path / "child"
    code = (
        "import time\n"
        "from pathlib import Path\n"
        "from tracker.confined import confined\n"
        "from tests.confined.test_pool import here\n"
        f"Path({str(note)!r}).write_text(str(confined(here)))\n"
        "confined(time.sleep, 600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=Path.cwd())
    while not (note.exists() and note.read_text()):
        assert parent.poll() is None
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    child = int(note.read_text())
    until = time.monotonic() + 30
    while time.monotonic() < until and _lives(child):
        time.sleep(0.1)
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
