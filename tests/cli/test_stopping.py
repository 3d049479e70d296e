"""Ctrl-C at a moment at which Python cannot pass it on ends a command all the same."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.cli.stopping import ctrl_c_heard

COMMAND = """
import signal, time, weakref
from tracker.cli.stopping import ctrl_c_heard

class Finalised:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

class Referred:
    pass

def finaliser():
    Finalised()

def callback():
    referred = Referred()
    kept = weakref.ref(referred, lambda _: signal.raise_signal(signal.SIGINT))
    del referred

def catches_everything():
    try:
        signal.raise_signal(signal.SIGINT)
    except:
        pass

def loading():
    import interrupted

with ctrl_c_heard():
    {lost}()
    print("goes on", flush=True)
    while True:
        time.sleep(0.05)
"""

MODULE = """
import signal
try:
    signal.raise_signal(signal.SIGINT)
except BaseException:
    raise TypeError("a class that cannot be made")
"""


@pytest.mark.parametrize("lost", ["finaliser", "callback", "catches_everything", "loading"])
def test_it_comes_again(lost: str, tmp_path: Path) -> None:
    (tmp_path / "interrupted.py").write_text(MODULE)
    command = [sys.executable, "-c", COMMAND.replace("{lost}", lost)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert done.stdout == "goes on\n"
    assert done.returncode != 0 and done.stderr.splitlines()[-1] == "tracker.cli.stopping.Stopped"
    assert "Exception ignored" not in done.stderr


def test_what_was_there_is_there_again() -> None:
    def none() -> None:
        raise OSError("nothing to do with it")

    handler, hook = signal.getsignal(signal.SIGINT), sys.unraisablehook
    with pytest.raises(OSError, match="nothing"), ctrl_c_heard():
        none()
    assert (signal.getsignal(signal.SIGINT), sys.unraisablehook) == (handler, hook)


def test_where_it_is_ignored_it_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with ctrl_c_heard():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
