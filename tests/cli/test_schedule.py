"""`tracker schedule` and the files it fills in: those of deploy/, which other programs must take as they are."""

import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from dashboard.launch import free_port
from tests.cli.conftest import Run
from tests.conftest import PROJECT
from tracker.cli.schedule import EXAMPLE, FILES, Place, filled

DEPLOY = PROJECT / "deploy"
NAMES = [name for names in FILES.values() for name in names]
ODD = Place(
    Path("/opt/my venv/bin/python"),
    Path("/opt/100% tracker"),
    Path('/var/it\'s "100%" $HOME'),
    "campaign",
    "03:05",
    1234,
    100,
)


def test_every_file_is_printed_by_some_kind() -> None:
    assert sorted(file.name for file in DEPLOY.iterdir() if file.name != "README.md") == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_is_what_the_file_holds(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    assert filled(name, EXAMPLE) == text
    assert len(text.splitlines()) > 1 and text.startswith("# ")


def test_it_prints_all_of_them_with_the_paths_of_this_machine(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))
    ran = run("schedule", "--at", "04:15")
    assert ran.code == 0
    assert [
        line.removeprefix("# --- ") for line in ran.out.splitlines() if line.startswith("# --- ")
    ] == NAMES
    assert "OnCalendar=*-*-* 04:15:00" in ran.out
    assert "\n15 4 * * * cd " in ran.out
    assert ran.out.count(str(tmp_path / "data")) >= 10
    assert f"ExecStart={sys.executable} -m tracker.cli nightly" in ran.out
    for example in ("/opt/tracker", "/var/lib/tracker", "03:30", "30 3 "):
        assert example not in ran.out
    assert "[Service]" not in run("schedule", "cron").out
    assert "reverse_proxy" in run("schedule", "proxy").out


@pytest.mark.parametrize("words", [("schedule", "--at", "24:00"), ("schedule", "launchd")])
def test_it_refuses_what_it_does_not_know(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert ran.err.startswith("tracker: ") and ran.err.count("\n") == 1


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("data", ["/var/lib/tracker", "/var/it's 100% here"])
def test_systemd_takes_the_units(tmp_path: Path, data: str) -> None:
    place = Place(Path("/bin/true"), Path("/"), Path(data), "root", "03:05")
    for name in FILES["systemd"]:
        (tmp_path / name).write_text(filled(name, place), encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.glob("tracker-*")))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in checked.stderr.splitlines() if "tracker-" in line] == []


def test_odd_paths_are_quoted_in_units() -> None:
    unit = filled("tracker-nightly.service", replace(ODD, data=Path("/var/it's 100%")))
    assert 'ExecStart="/opt/my venv/bin/python" -m tracker.cli nightly' in unit
    assert "WorkingDirectory=/opt/100%% tracker" in unit
    assert 'Environment="TRACKER_DATA=/var/it\'s 100%%"' in unit
    assert "EnvironmentFile=-/var/it's 100%%/nightly.env" in unit
    assert "User=campaign" in unit


@pytest.mark.parametrize("name", ["crontab", "container.crontab"])
def test_cron_lines_are_shell_whatever_the_paths(name: str, tmp_path: Path) -> None:
    """The shell that cron starts sees each path as one word."""
    line = filled(name, ODD).splitlines()[-1]
    assert "%" not in line.replace(r"\%", "")
    assert line.startswith("5 3 * * * ")
    shell = line.split(" ", 5)[5].replace(r"\%", "%")
    script = f"cd() {{ :; }}; podman() {{ printf '%s\\n' \"$@\"; }}; {shell.replace('&& TRACKER_DATA=', '&& echo ')}"
    ended = subprocess.run(["sh", "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ended.returncode == 0, ended.stderr
    data = str(ODD.data)
    if name == "crontab":
        assert ended.stdout == f"{data} {ODD.python} -m tracker.cli nightly\n"
    else:
        assert f"{data}:/data" in ended.stdout.splitlines()
        assert f"{data}/nightly.env" in ended.stdout.splitlines()


def test_a_container_may_write_to_the_data_and_holds_no_texts() -> None:
    cron = filled("container.crontab", replace(ODD, data=Path("/srv/data")))
    assert " --userns=keep-id -v /srv/data:/data " in cron and "--user 1234:100 in place of" in cron
    as_root = filled("container.crontab", replace(ODD, uid=0, gid=0)).splitlines()[-1]
    assert " --user 0:0 -v " in as_root and "keep-id" not in as_root
    ignored = (PROJECT / ".dockerignore").read_text("utf-8").splitlines()
    assert {".git", ".venv", "var"} <= set(ignored)


def test_the_compose_file_names_each_path_as_it_is() -> None:
    composed = yaml.safe_load(filled("compose.yaml", ODD))
    assert set(composed["services"]) == {"dashboard", "nightly"}
    for service in composed["services"].values():
        (volume,) = service["volumes"]
        assert volume["source"].replace("$$", "$") == str(ODD.data)  # `$$` is a dollar sign to compose
        assert service["env_file"].replace("$$", "$") == str(ODD.data / "nightly.env")
        assert service["user"] == "${RUN_AS:-1234:100}"
    build = composed["services"]["dashboard"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def test_services_start_what_there_is() -> None:
    """Modules and options of the commands exist."""
    from tracker.cli.serve import DEFAULT_PORT

    unit = (DEPLOY / "tracker-dashboard.service").read_text("utf-8")
    assert f"ExecStart={EXAMPLE.python} -m tracker.cli serve --workers 2 --port {DEFAULT_PORT}" in unit
    for number in (DEFAULT_PORT, DEFAULT_PORT + 1):
        for proxy in ("Caddyfile", "nginx.conf"):
            assert f"127.0.0.1:{number}" in (DEPLOY / proxy).read_text("utf-8")
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    dashboard = composed["services"]["dashboard"]
    assert dashboard["command"][:5] == ["tracker", "serve", "--workers", "2", "--port"]
    ports = [f"127.0.0.1:{number}:{number}" for number in (DEFAULT_PORT, DEFAULT_PORT + 1)]
    assert dashboard["ports"] == ports
    for arguments in (["nightly", "--help"], [*dashboard["command"][1:], "--help"]):
        done = subprocess.run([sys.executable, "-m", "tracker.cli", *arguments], capture_output=True)
        assert done.returncode == 0


def _named(name: bytes) -> type[BaseHTTPRequestHandler]:
    class Named(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(name)))
            self.end_headers()
            self.wfile.write(name)

        def log_message(self, *_words: object) -> None:
            """Quiet."""

    return Named


@contextmanager
def two_workers(sample: str) -> Iterator[str]:
    """Two servers that answer with their names; the proxy's sample with their ports in place of the dashboard's."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _named(name)) for name in (b"one", b"two")]
    threads = [threading.Thread(target=server.serve_forever) for server in servers]
    for thread in threads:
        thread.start()
    try:
        for number, server in zip((8501, 8502), servers, strict=True):
            sample = sample.replace(f"127.0.0.1:{number}", f"127.0.0.1:{server.server_port}")
        yield sample
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


def keeps_visitors(command: list[str], port: int, environment: dict[str, str]) -> None:
    """A proxy that runs sends each visitor to one worker, and not all visitors to the same."""
    proxy = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        chosen = set()
        for _ in range(24):
            visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            answers = {_asked(visitor, port) for _ in range(4)}
            assert len(answers) == 1, "a visitor was sent to another worker"
            chosen |= answers
        assert chosen == {b"one", b"two"}
    finally:
        proxy.terminate()
        proxy.wait(timeout=20)


def _asked(visitor: urllib.request.OpenerDirector, port: int) -> bytes:
    for _ in range(200):
        try:
            answer: bytes = visitor.open(f"http://127.0.0.1:{port}/", timeout=5).read()
            return answer
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("the proxy does not answer")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx")
def test_nginx_keeps_a_visitor_with_one_worker(tmp_path: Path) -> None:
    port = free_port(18_080)
    with two_workers(filled("nginx.conf", EXAMPLE)) as sample:
        (tmp_path / "tracker.conf").write_text(
            sample.replace("listen 80;", f"listen 127.0.0.1:{port};"), encoding="utf-8"
        )
        around = f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\ndaemon off;\nevents {{}}\n"
        (tmp_path / "nginx.conf").write_text(
            f"{around}http {{\n  access_log off;\n  include {tmp_path}/tracker.conf;\n}}\n", encoding="utf-8"
        )
        keeps_visitors(["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], port, {})


@pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy")
def test_caddy_keeps_a_visitor_with_one_worker(tmp_path: Path) -> None:
    port = free_port(18_180)
    with two_workers(filled("Caddyfile", EXAMPLE)) as sample:
        own = sample.replace("tracker.example.org {", f"http://127.0.0.1:{port} {{")
        (tmp_path / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{own}", encoding="utf-8")
        keeps_visitors(
            ["caddy", "run", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")],
            port,
            {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
        )


@pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx")
def test_nginx_takes_its_sample(tmp_path: Path) -> None:
    sample = filled("nginx.conf", EXAMPLE).replace("listen 80;", "listen 127.0.0.1:8080;")
    (tmp_path / "tracker.conf").write_text(sample, encoding="utf-8")
    places = f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\n"
    around = f"{places}http {{\n  include {tmp_path}/tracker.conf;\n}}\n"
    (tmp_path / "nginx.conf").write_text(around, encoding="utf-8")
    checked = subprocess.run(
        ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy")
def test_caddy_takes_its_sample(tmp_path: Path) -> None:
    checked = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")],
        env={
            **os.environ,
            "HOME": str(tmp_path),
            "XDG_DATA_HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr


def test_proxies_take_drafts_as_large_as_the_dashboard_does() -> None:
    import tomllib

    limit = tomllib.loads((PROJECT / "dashboard/.streamlit/config.toml").read_text("utf-8"))["server"][
        "maxUploadSize"
    ]
    assert f"client_max_body_size {limit + 1}m;" in (DEPLOY / "nginx.conf").read_text("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a wheel, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (archive,) = folder.glob("*.whl")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_an_installed_wheel_prints_the_same(wheel: Path, tmp_path: Path) -> None:
    assert sorted(file.name for file in (wheel / "tracker/cli/deploy").iterdir()) == sorted(
        [*NAMES, "README.md"]
    )
    printed = subprocess.run(
        [sys.executable, "-m", "tracker.cli", "schedule", "proxy"],
        env={**os.environ, "PYTHONPATH": str(wheel)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert all(filled(name, EXAMPLE) in printed for name in FILES["proxy"])


def test_a_wheel_holds_every_data_file_of_the_packages(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    packages = ("tracker/", "scrapers/", "dashboard/", "migrations/")
    ours = [name for name in listed.splitlines() if name.startswith(packages) and (PROJECT / name).exists()]
    assert len(ours) > 200
    assert [name for name in ours if not (wheel / name).is_file()] == []
