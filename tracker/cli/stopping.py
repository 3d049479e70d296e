"""Ctrl-C that is not lost.

Python raises it wherever the program happens to be, and where that is a finaliser, a callback of a weak reference, or a
library that catches everything, the exception goes no further: the command would run on as if nobody had pressed a key.
"""

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN_AFTER_SECONDS = 0.3
"""So long after it was lost, or had to wait, it comes again, unless the command has ended by then."""

_listening = False


class Stopped(KeyboardInterrupt):
    """Ctrl-C, which comes again where it ceased to exist before the command ended.

    While it passes upwards, is handled, or is the context of what is raised in its place, somebody refers to it.
    """

    def __del__(self) -> None:
        if _listening:
            _come_again()  # not from here: where one exception was lost, the next would be


def stop(_number: int, frame: FrameType | None) -> None:
    """The handler of a signal that ends a command: SIGINT, and SIGTERM where a command wants it to be the same.

    While a module is loaded it waits: pydantic, which makes classes in Rust, turns it into an error of its own.
    """
    if _loads_a_module(frame):
        _come_again()
    else:
        raise Stopped


def _come_again() -> None:
    again = threading.Timer(AGAIN_AFTER_SECONDS, _thread.interrupt_main)
    again.daemon = True
    again.start()


def _loads_a_module(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


@contextmanager
def ctrl_c_heard() -> Iterator[None]:
    """A block that Ctrl-C ends. In other threads than the main one, and where Ctrl-C is ignored, nothing changes."""
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return
    global _listening
    said_of_others, sys.unraisablehook = sys.unraisablehook, _silent_on_ctrl_c
    signal.signal(signal.SIGINT, stop)
    _listening = True
    try:
        yield
    finally:
        _listening = False
        sys.unraisablehook = said_of_others
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _silent_on_ctrl_c(lost: "sys.UnraisableHookArgs") -> None:
    """Python's own report of an exception that was lost, but none of one that comes again."""
    if not isinstance(lost.exc_value, Stopped):
        sys.__unraisablehook__(lost)
