"""`tracker schedule`: the files of `deploy/` with the paths, user and time of this machine.

The files can be used unchanged for a program in /opt/tracker with its data in /var/lib/tracker; the values filled in
are quoted as each kind of file requires.
"""

import getpass
import os
import re
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

FILES = {
    "systemd": ("tracker-nightly.service", "tracker-nightly.timer", "tracker-dashboard.service"),
    "cron": ("crontab",),
    "container": ("Containerfile", "container.crontab", "compose.yaml"),
    "proxy": ("Caddyfile", "nginx.conf"),
}
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

_WORD_KEYS = ("ExecStart", "Environment")
"""Keys of a unit file whose values are words, each quoted; the value of any other key is the rest of the line."""


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Print files that run the night and the dashboard.")(schedule)


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of the program and its data, the user who runs it, and the time (HH:MM, the machine's clock); `uid`
    and `gid` are the numbers of that user and group."""

    python: Path
    project: Path
    data: Path
    user: str
    at: str
    uid: int = 1000
    gid: int = 1000


EXAMPLE = Place(
    Path("/opt/tracker/.venv/bin/python"), Path("/opt/tracker"), Path("/var/lib/tracker"), "tracker", "03:30"
)
"""The values in the files of `deploy/`."""


def schedule(
    kind: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(FILES)}; all of them if not given.")
    ] = None,
    at: Annotated[str, typer.Option(help="When the night is, HH:MM by the machine's clock.")] = "03:30",
) -> None:
    """Print the files that run the night and the dashboard: systemd units, cron lines, container, proxy.

    They are those of deploy/, with the paths and the user of this machine.
    """
    from tracker.errors import BadInput
    from tracker.settings import PROJECT_ROOT, data_folder

    if kind is not None and kind not in FILES:
        raise BadInput(f"unknown kind {kind!r}; known are {', '.join(FILES)}")
    if not _TIME.fullmatch(at):
        raise BadInput(f"{at!r} is no time of day; give one like 03:30")
    place = Place(
        Path(sys.executable), PROJECT_ROOT, data_folder(), getpass.getuser(), at, os.getuid(), os.getgid()
    )
    names = [name for one, files in FILES.items() if kind in (None, one) for name in files]
    typer.echo("\n".join(f"# --- {name}\n{filled(name, place)}" for name in names), nl=False)


def filled(name: str, place: Place) -> str:
    """The text of a file of `deploy/` with the values of `place` in place of the example's."""
    text = (_folder() / name).read_text(encoding="utf-8")
    if name.endswith((".service", ".timer")):
        return "".join(_unit_line(line, place) for line in text.splitlines(keepends=True))
    if name.endswith("crontab"):
        return "".join(_cron_line(line, place) for line in text.splitlines(keepends=True))
    return _replaced(text, place, _in_compose) if name.endswith(".yaml") else text


def _folder() -> Path:
    """The folder `deploy/`: inside this package where it is installed from a wheel, else at the project's root."""
    from tracker.settings import PROJECT_ROOT

    shipped = Path(__file__).with_name("deploy")
    return shipped if shipped.is_dir() else PROJECT_ROOT / "deploy"


def _replaced(text: str, place: Place, quote: Callable[[str], str]) -> str:
    """`text` with paths and numbers replaced, all at once, each new one through `quote`."""
    ours = {
        str(EXAMPLE.python): str(place.python),
        str(EXAMPLE.data / "nightly.env"): str(place.data / "nightly.env"),
        str(EXAMPLE.data): str(place.data),
        str(EXAMPLE.project): str(place.project),
        f"{EXAMPLE.uid}:{EXAMPLE.gid}": f"{place.uid}:{place.gid}",
    }
    return re.sub("|".join(re.escape(example) for example in ours), lambda found: quote(ours[found[0]]), text)


def _unit_line(line: str, place: Place) -> str:
    """A line of a unit file."""
    key, equals, value = line.rstrip("\n").partition("=")
    if line.startswith("#") or not equals:
        return line
    if key == "User":
        return f"{key}={_unit(place.user)}\n"
    if key == "OnCalendar":
        return f"{key}={value.replace(EXAMPLE.at, place.at)}\n"
    if key in _WORD_KEYS:
        words = (_unit_word(_replaced(word, place, str)) for word in value.split(" "))
        return f"{key}={' '.join(words)}\n"
    return f"{key}={_unit(_replaced(value, place, str))}\n"


def _unit(text: str) -> str:
    """A value of a unit file: a percent sign starts a specifier there."""
    return text.replace("%", "%%")


def _unit_word(text: str) -> str:
    """One word of a unit file, quoted where it must be."""
    plain = _unit(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{plain}"' if re.search(r"[\s'\"\\;]", plain) else plain


def _in_compose(text: str) -> str:
    """Inside a quoted string of a compose file, which reads `$` as the start of a variable."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")


def _cron_line(line: str, place: Place) -> str:
    """A line of a crontab: five times, then a shell command in which a percent sign would mean a new line."""
    if line.startswith("#"):
        return _replaced(line, place, shlex.quote)
    minute, hour, command = line.split(" ", 2)
    assert f"{int(hour):02}:{int(minute):02}" == EXAMPLE.at, line
    hour, minute = place.at.split(":")
    if place.uid == 0:
        # Podman refuses to keep the user's number when it is run as root.
        command = command.replace("--userns=keep-id", "--user 0:0")
    return f"{int(minute)} {int(hour)} {_replaced(command, place, shlex.quote)}".replace("%", r"\%")
