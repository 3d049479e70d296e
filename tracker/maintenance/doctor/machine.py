"""Checks of the machine: the installed program, its folders, space, schedule, certificates. None asks the network."""

import os
import shutil
import ssl
import stat
import subprocess
import sys
import warnings
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

from cryptography import x509
from packaging.requirements import Requirement

from tracker import __version__
from tracker.maintenance.doctor.checks import CheckResult, Installation, note, problem, unknown, well
from tracker.queries.operations.nights import NightRow, last_nights

DISTRIBUTION = "digital-trade-tracker"
NIGHT_ENV = "nightly.env"
"""Settings and passwords of the services that `tracker schedule` prints, in the data folder."""

LEAST_FREE_BYTES = 1_000_000_000
SOON = timedelta(days=30)
"""A certificate that ends within this time is to be replaced."""
OWN_LIST = 5
"""Certificates up to which SSL_CERT_FILE is taken for a list of one's own, each of which matters."""


def installation(installed: Installation) -> list[CheckResult]:
    """The program has what it needs, in versions it knows, and may write where it must."""
    check = "installation"
    found = []
    wrong = _unmet_requirements()
    if wrong:
        found.append(
            problem(check, f"packages do not fit: {', '.join(wrong)}", "run `uv sync --locked` in its folder")
        )
    if not os.access(installed.data, os.R_OK | os.W_OK | os.X_OK):
        found.append(
            problem(
                check,
                f"the data folder {installed.data} cannot be written",
                "make it, or give its owner the right",
            )
        )
    secrets = installed.data / NIGHT_ENV
    if secrets.exists() and secrets.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found.append(problem(check, f"others than its owner may read {secrets}", f"run chmod 600 {secrets}"))
    python = ".".join(map(str, sys.version_info[:3]))
    return found or [well(check, f"tracker {__version__}, Python {python}, data in {installed.data}")]


def _unmet_requirements() -> list[str]:
    wrong = []
    try:
        wanted = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []  # run from its sources without being installed
    for line in wanted:
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            there = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(there, prereleases=True):
            wrong.append(f"{requirement.name} {there} is not {requirement.specifier}")
    return wrong


def space(installed: Installation) -> list[CheckResult]:
    """Enough is free: a gigabyte, and twice what the embedded database takes (a restore copies it)."""
    check = "space"
    url = installed.database.engine.url
    file = Path(url.database or "") if installed.database.is_sqlite else None
    size = file.stat().st_size if file is not None and file.is_file() else 0
    needed = max(LEAST_FREE_BYTES, 2 * size)
    found = []
    for folder in {installed.data, file.absolute().parent if file is not None else installed.data}:
        if not folder.is_dir():
            continue
        free = shutil.disk_usage(folder).free
        words = f"{free / 1e9:,.1f} GB free at {folder}"
        if free < needed:
            advice = "free some space (what a setting may delete: docs/nightly.md)"
            found.append(problem(check, f"{words}, {needed / 1e9:,.1f} GB are needed", advice))
        else:
            found.append(well(check, words))
    if file is None:
        found.append(unknown(check, "how much is free on the database's server is not known from here"))
    return found


def schedule(installed: Installation) -> list[CheckResult]:
    """Nights run: the newest one ended well and lately, and where this machine can say so, something starts them."""
    check = "schedule"
    with installed.database.read() as session:
        nights = last_nights(session, 30)
    starter = _starter(installed.system)
    by = f"; started by {starter}" if starter else ""
    if not nights:
        advice = (
            "run `tracker nightly` once; `tracker schedule` prints the files for systemd, cron and containers"
        )
        return [note(check, f"no night has run yet{by}", advice)]
    found = [_newest(installed, nights, by)]
    if not starter:
        found.append(
            unknown(
                check,
                "neither a systemd timer nor a line of this user's crontab starts nights here",
                "if no other machine or container does, see `tracker schedule`",
            )
        )
    return found


def _newest(installed: Installation, nights: tuple[NightRow, ...], by: str) -> CheckResult:
    check, newest = "schedule", nights[0]
    if newest.state in ("failed", "interrupted"):
        log = f" Its log: {installed.data / newest.log}" if newest.log else ""
        return problem(
            check,
            f"the night of {newest.started_at:%Y-%m-%d} {newest.state}: {newest.summary or 'it was killed'}",
            f"mend that, then run `tracker nightly`.{log}",
        )
    ended = next((night.finished_at for night in nights if night.state == "finished"), None)
    age = installed.now - (ended or newest.started_at)
    limit = timedelta(hours=installed.settings.stale_hours)
    hours = age.total_seconds() / 3600
    if age > limit:
        return problem(
            check,
            f"the last good night ended {hours:,.0f} hours ago{by}",
            f"more than {limit.total_seconds() / 3600:,.0f} hours (TRACKER_STALE_HOURS): is the timer on?",
        )
    return well(check, f"the last good night ended {hours:,.0f} hours ago{by}")


def _starter(system: Path) -> str | None:
    """What starts nights on this machine, as far as its files and this user's crontab say."""
    for folder in ("etc/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"):
        timer = system / folder / "tracker-nightly.timer"
        wanted = system / "etc/systemd/system/timers.target.wants" / timer.name
        if timer.exists() or wanted.exists():
            return "tracker-nightly.timer" if wanted.exists() else None
    lines = ""
    crontab = shutil.which("crontab")
    if crontab is not None:
        try:
            lines = subprocess.run(
                [crontab, "-l"], capture_output=True, text=True, timeout=10, check=False
            ).stdout
        except (OSError, subprocess.TimeoutExpired):
            lines = ""
    return (
        "cron" if any("nightly" in line and not line.startswith("#") for line in lines.splitlines()) else None
    )


def certificates(installed: Installation) -> list[CheckResult]:
    """The authorities against which mail servers and webhooks are checked are there and in date."""
    check = "certificates"
    needed = installed.settings.smtp_host is not None or installed.settings.webhook_url is not None
    if not needed:
        return [
            unknown(
                check, "no notices are set up, so nobody hears of a bad night", "see docs/nightly.md, notices"
            )
        ]
    paths = ssl.get_default_verify_paths()
    if paths.cafile and paths.cafile != paths.openssl_cafile:  # OpenSSL's SSL_CERT_FILE
        return [_own_file(check, Path(paths.cafile), installed.now)]
    count = len(ssl.create_default_context().get_ca_certs())
    if not count and not (paths.capath and any(Path(paths.capath).glob("*.0"))):
        return [
            problem(
                check,
                "this machine has no list of authorities",
                "install ca-certificates, or set SSL_CERT_FILE",
            )
        ]
    return [
        well(
            check,
            f"{count:,} authorities of this machine (whether servers' own fit is seen when a notice is sent)",
        )
    ]


def _own_file(check: str, path: Path, now: datetime) -> CheckResult:
    """A file of authorities: one of them in date is enough for a connection; a short list is one of one's own."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd certificates in lists that others made
            found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        return problem(
            check, f"SSL_CERT_FILE {path} cannot be used: {error}", "name a file of certificates (PEM)"
        )
    ends = sorted(one.not_valid_after_utc.astimezone(UTC) for one in found)
    if ends[-1] <= now:
        words = f"all {len(ends)} certificates in SSL_CERT_FILE {path} have ended, the last on {ends[-1]:%Y-%m-%d}"
        return problem(check, words, "replace it: no notice can be sent until then")
    if len(ends) <= OWN_LIST and ends[0] - now < SOON:
        words = f"of the {len(ends)} certificates in SSL_CERT_FILE {path} the first ends {ends[0]:%Y-%m-%d}"
        return note(check, words, "replace it in time")
    return well(check, f"{sum(end > now for end in ends)} certificates of SSL_CERT_FILE {path} are in date")
