"""A real Nominatim on 127.0.0.1, filled with the places of ``places.osm``.

    python tests/services/nominatim.py --port 8088

installs what is missing (Debian packages only when run by root), makes a PostgreSQL cluster
in a temporary folder, imports, serves until it is told to stop, and removes the cluster. The
environment with Nominatim itself stays in the cache folder and is used again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

PLACES = Path(__file__).with_name("places.osm")
PACKAGES = ("nominatim-db>=5.3,<5.4", "nominatim-api>=5.3,<5.4", "falcon", "uvicorn")
PACKAGES += ("psycopg[binary]", "osmium")
#: Debian packages, and what each must bring. PyICU is compiled.
DEBIAN = {
    "postgresql-15": "/usr/lib/postgresql/15/bin/initdb",
    "postgresql-15-postgis-3": "/usr/share/postgresql/15/extension/postgis.control",
    "osm2pgsql": "/usr/bin/osm2pgsql",
    "osmium-tool": "/usr/bin/osmium",
    "g++": "/usr/bin/g++",
    "pkg-config": "/usr/bin/pkg-config",
    "libicu-dev": "/usr/include/unicode/uversion.h",
}
POSTGRES = Path("/usr/lib/postgresql/15/bin")
_WAIT_S = 60.0


class Unavailable(RuntimeError):
    """Why the service cannot run here."""


def _say(text: str) -> None:
    sys.stderr.write(f"nominatim: {text}\n")
    sys.stderr.flush()


def _run(command: list[str], log: Path, **more: object) -> None:
    """Run a command; when it fails, tell the end of what it wrote."""
    with log.open("ab") as stream:
        done = subprocess.run(
            command,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
            **more,  # type: ignore[call-overload]
        )
    if done.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
        raise Unavailable(f"{' '.join(command[:4])} ended with {done.returncode}:\n{tail}")


def install(environment: Path, log: Path) -> None:
    """Install the Debian packages and the environment, where they are missing."""
    missing = [package for package, file in DEBIAN.items() if not Path(file).exists()]
    if missing:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise Unavailable(f"install these Debian packages first: {' '.join(missing)}")
        _say(f"installing {' '.join(missing)}")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], log, env=quiet)
        _run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
            log,
            env=quiet,
        )
    if not (environment / "installed").is_file():
        _say(f"installing Nominatim in {environment}")
        shutil.rmtree(environment, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(environment)], log)
        pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        _run([*pip, *PACKAGES], log)
        (environment / "installed").write_text("\n".join(PACKAGES))


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def cluster(folder: Path, log: Path) -> Iterator[str]:
    """A PostgreSQL that is reached through a socket in the folder; gives its DSN."""
    # PostgreSQL refuses to run as root.
    owner: dict[str, str] = {}
    if os.geteuid() == 0:
        owner = {"user": "postgres", "group": "postgres"}
        shutil.chown(folder, **owner)
    data = folder / "data"
    initdb = [str(POSTGRES / "initdb"), "-D", str(data), "-A", "trust", "-U", "geo"]
    _run([*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], log, cwd=folder, **owner)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        # Nothing here must survive a crash.
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "autovacuum": "off",
        "jit": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with log.open("ab") as stream:
        server = subprocess.Popen(
            [str(POSTGRES / "postgres"), "-D", str(data), *options],
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd=folder,
            **owner,  # type: ignore[call-overload]
        )
    try:
        ready = [str(POSTGRES / "pg_isready"), "-q", "-h", str(folder)]
        _wait(lambda: subprocess.run(ready, check=False).returncode == 0, server, "PostgreSQL", log)
        yield f"pgsql:host={folder};user=geo;dbname=nominatim"
    finally:
        _stop(server, signal.SIGINT)


def _wait(ready: object, process: subprocess.Popen[bytes], what: str, log: Path) -> None:
    end = time.monotonic() + _WAIT_S
    while time.monotonic() < end and process.poll() is None:
        if ready():  # type: ignore[operator]
            return
        time.sleep(0.1)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
    raise Unavailable(f"{what} did not start:\n{tail}")


def _stop(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/status", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextlib.contextmanager
def nominatim(environment: Path, log: Path, port: int = 0) -> Iterator[str]:
    """Import the places and serve them; gives the address."""
    install(environment, log)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="geo-nominatim-") as place:
        folder = Path(place)
        folder.chmod(0o755)
        project, data = folder / "project", folder / "postgres"
        project.mkdir()
        data.mkdir()
        with cluster(data, log) as dsn:
            environ = os.environ | {
                "NOMINATIM_DATABASE_DSN": dsn,
                "NOMINATIM_DATABASE_WEBUSER": "geo",
                "NOMINATIM_QUERY_TIMEOUT": "20",
                "PATH": f"{environment / 'bin'}:{os.environ['PATH']}",
            }
            program = [str(environment / "bin" / "nominatim")]
            where = ["--project-dir", str(project)]
            _say("importing")
            options = ["--osm-file", str(PLACES), "--no-updates", "--offline", "-j", "2"]
            _run([*program, "import", *where, *options], log, env=environ, cwd=project)
            _say(f"imported after {time.monotonic() - begun:.1f} s")
            port = port or free_port()
            serve = [*program, "serve", *where, "--server", f"127.0.0.1:{port}"]
            with log.open("ab") as stream:
                server = subprocess.Popen(
                    [*serve, "--engine", "falcon"],
                    env=environ,
                    cwd=project,
                    stdout=stream,
                    stderr=subprocess.STDOUT,
                )
            address = f"http://127.0.0.1:{port}"
            try:
                _wait(lambda: _answers(address), server, "Nominatim", log)
                _say(f"{address} answers after {time.monotonic() - begun:.1f} s")
                yield address
            finally:
                _stop(server, signal.SIGTERM)


def default_environment() -> Path:
    """Folder of the environment with Nominatim."""
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("GEO_CACHE_DIR") or root / "cache") / "services" / "nominatim"


def main() -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="A real Nominatim with a few places.")
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("--environment", type=Path, default=default_environment())
    chosen = parser.parse_args()
    chosen.environment.parent.mkdir(parents=True, exist_ok=True)
    log = chosen.environment.parent / "nominatim.log"
    log.write_bytes(b"")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with nominatim(chosen.environment, log, chosen.port):
            _say("stop it with Ctrl-C")
            signal.pause()
    except Unavailable as error:
        _say(str(error))
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
