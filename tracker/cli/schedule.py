"""`tracker schedule`: ready-made snippets that run `tracker nightly` every night, with the paths of this machine."""

import getpass
import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

KINDS = ("systemd", "cron", "container")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="Print files that run the night and the dashboard.")(schedule)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the program and its data are, and who runs it when (HH:MM, the machine's clock); `uid` and `gid` are the
    numbers of that user and group."""

    python: Path
    project: Path
    data: Path
    user: str
    at: str
    uid: int = 1000
    gid: int = 1000

    @property
    def environment_file(self) -> Path:
        """Where settings that others must not read belong: database address, mail password."""
        return self.data / "nightly.env"


def schedule(
    kind: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(KINDS)}; all of them if not given.")
    ] = None,
    at: Annotated[str, typer.Option(help="When, HH:MM by the machine's clock.")] = "03:30",
) -> None:
    """Print a systemd service and timer, a cron line, and a container recipe that run the night."""
    from tracker.errors import BadInput
    from tracker.settings import PROJECT_ROOT, data_folder

    if kind is not None and kind not in KINDS:
        raise BadInput(f"unknown kind {kind!r}; known are {', '.join(KINDS)}")
    if not _TIME.fullmatch(at):
        raise BadInput(f"{at!r} is no time of day; give one like 03:30")
    place = Place(
        Path(sys.executable), PROJECT_ROOT, data_folder(), getpass.getuser(), at, os.getuid(), os.getgid()
    )
    writers = {"systemd": systemd, "cron": cron, "container": container}
    typer.echo("\n".join(writers[one](place) for one in KINDS if kind in (None, one)), nl=False)


def systemd(place: Place) -> str:
    """Service and timer, each under the name of its file."""
    return f"""\
# --- /etc/systemd/system/tracker-nightly.service
[Unit]
Description=Digital trade tracker: nightly visit to all sources
Wants=network-online.target
After=network-online.target
# A unit of your own that sends a mail: OnFailure=tell-me@%n.service

[Service]
Type=oneshot
User={_unit(place.user)}
WorkingDirectory={_unit(str(place.project))}
Environment={_unit_word(f"TRACKER_DATA={place.data}")}
# DATABASE_URL, TRACKER_SMTP_HOST and the like, readable for this user only (chmod 600):
EnvironmentFile=-{_unit(str(place.environment_file))}
ExecStart={_unit_word(str(place.python))} -m tracker.cli nightly
Nice=10
KillMode=mixed
TimeoutStartSec=12h
TimeoutStopSec=60s

# --- /etc/systemd/system/tracker-nightly.timer
[Unit]
Description=Digital trade tracker: every night

[Timer]
OnCalendar=*-*-* {place.at}:00
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target

# --- then: systemctl daemon-reload && systemctl enable --now tracker-nightly.timer
"""


def cron(place: Place) -> str:
    """A line for `crontab -e`; cron mails what is printed, the summary last."""
    hour, minute = place.at.split(":")
    data, file = shlex.quote(str(place.data)), shlex.quote(str(place.environment_file))
    command = (
        f"cd {shlex.quote(str(place.project))} && set -a && {{ [ ! -r {file} ] || . {file}; }} && set +a"
        f" && TRACKER_DATA={data} {shlex.quote(str(place.python))} -m tracker.cli nightly"
    )
    # A percent sign means a new line to cron.
    escaped = command.replace("%", r"\%")
    return f"""\
# --- crontab -e
{int(minute)} {int(hour)} * * * {escaped}
"""


def container(place: Place) -> str:
    """A recipe, what to leave out of it, the command that builds it, and the one for a timer of the host's.

    The night runs with the number of the user who owns the data folder, so that it may write there. Podman without
    root gives that user to the container by `--userns=keep-id`, which it refuses when run as root.
    """
    hour, minute = place.at.split(":")
    data, file = shlex.quote(str(place.data)), shlex.quote(str(place.environment_file))
    who = f"--user {place.uid}:{place.gid}" if place.uid == 0 else "--userns=keep-id"
    docker = (
        "" if place.uid == 0 else f", and `--user {place.uid}:{place.gid}` in place of `--userns=keep-id`"
    )
    run = f"podman run --rm --name tracker-nightly {who} -v {data}:/data --env-file {file} tracker"
    return f"""\
# --- Containerfile, in {place.project}
FROM docker.io/library/python:3.12-slim
COPY . /app
RUN pip install --no-cache-dir /app
ENV TRACKER_DATA=/data
VOLUME /data
CMD ["tracker", "nightly"]

# --- .containerignore (.dockerignore for docker), beside it: texts and databases do not belong into an image
.git
.venv
var

# --- build it (docker takes the same words{docker})
podman build -t tracker {shlex.quote(str(place.project))}

# --- crontab -e of the host; the settings file must exist, empty or not
{int(minute)} {int(hour)} * * * {run.replace("%", chr(92) + "%")}
"""


def _unit(text: str) -> str:
    """A value of a unit file: a percent sign starts a specifier there."""
    return text.replace("%", "%%")


def _unit_word(text: str) -> str:
    """One word of a unit file, quoted where it must be."""
    plain = _unit(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{plain}"' if re.search(r"[\s'\"\\;]", plain) else plain
