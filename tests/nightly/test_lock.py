"""One night at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from tracker.nightly.lock import NightLock, NightRunning

HOLD = """
import sys, time
from pathlib import Path
from tracker.nightly.lock import NightLock
with NightLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_running_night_is_named_and_a_killed_one_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "new" / "nightly.lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(NightRunning, match=rf"\(process {holder.pid}, since ") as refused, NightLock(path):
        pass
    assert refused.value.exit_code == 7
    holder.kill()
    holder.wait()
    assert path.read_text(encoding="utf-8") != ""
    with NightLock(path) as lock:
        assert lock.descriptor > 2
    assert path.exists()
    with NightLock(path):
        pass


def test_a_file_with_rubbish_in_it_locks_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "nightly.lock"
    path.write_text("{rubbish", encoding="utf-8")
    with NightLock(path), pytest.raises(NightRunning, match="a night is running already"), NightLock(path):
        pass
