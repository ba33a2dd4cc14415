"""A real Nominatim on 127.0.0.1, filled with the places of ``places.osm``.

    python tests/services/nominatim.py --port 8088

installs what is missing (Debian packages only when run by root), makes a PostgreSQL cluster
in a temporary folder, imports, serves until it is told to stop, and removes the cluster. The
Debian packages, and the environment with Nominatim itself in the cache folder, stay.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

PLACES = Path(__file__).with_name("places.osm")
PACKAGES = ("nominatim-db>=5.3,<5.4", "nominatim-api>=5.3,<5.4", "falcon", "uvicorn")
PACKAGES += ("psycopg[binary]", "osmium")
#: Debian packages, and a pattern of what each must bring. PyICU is compiled.
DEBIAN = {
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "postgresql-postgis": "/usr/share/postgresql/*/extension/postgis.control",
    "osm2pgsql": "/usr/bin/osm2pgsql",
    "g++": "/usr/bin/g++",
    "pkg-config": "/usr/bin/pkg-config",
    "libicu-dev": "/usr/include/unicode/uversion.h",
}
#: Kept PostgreSQL clusters of the machine, by version and name.
_CLUSTERS = "/etc/postgresql/*/*"
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


def _found(pattern: str) -> list[Path]:
    """Files of a pattern, the highest version last."""
    return sorted(
        Path("/").glob(pattern.lstrip("/")),
        key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))],
    )


def postgres() -> Path:
    """Folder of PostgreSQL's programs: the newest version that has PostGIS."""
    for control in reversed(_found(DEBIAN["postgresql-postgis"])):
        programs = Path("/usr/lib/postgresql", control.parts[4], "bin")
        if (programs / "initdb").exists():
            return programs
    raise Unavailable("there is no PostgreSQL with PostGIS; run this as root on Debian")


def _debian(missing: list[str], log: Path) -> None:
    """Install Debian packages, and leave no server running that came with them."""
    by_hand = f"Install them by hand: apt-get install {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise Unavailable(f"Debian packages are missing: {' '.join(missing)}")
    if os.geteuid() != 0:
        raise Unavailable(f"Debian packages are missing, and only root can install them. {by_hand}")
    _say(f"installing {' '.join(missing)}")
    before = set(_found(_CLUSTERS))
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # Another installation may be going on; servers that do not answer are not waited for.
    patient = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::http::Timeout=30"]
    patient += ["-o", "Acquire::Retries=2"]
    get = ["apt-get", *patient, "-qq"]
    try:
        _run([*get, "update", "--error-on=any"], log, env=quiet)
    except Unavailable:
        _say("the lists of packages could not be renewed; trying with those that are there")
    try:
        _run([*get, "install", "-y", "--no-install-recommends", *missing], log, env=quiet)
    except Unavailable as error:
        raise Unavailable(f"{error}\nThe packages could not be installed. {by_hand}") from error
    finally:
        for cluster_ in set(_found(_CLUSTERS)) - before:
            version, name = cluster_.parts[-2:]
            subprocess.run(["pg_dropcluster", "--stop", version, name], check=False)


def install(environment: Path, log: Path) -> None:
    """Install the Debian packages and the environment, where they are missing."""
    missing = [package for package, pattern in DEBIAN.items() if not _found(pattern)]
    if missing:
        _debian(missing, log)
    postgres()
    mark, wanted = environment / "installed", "\n".join((sys.version, *PACKAGES))
    if not mark.is_file() or mark.read_text() != wanted:
        _say(f"installing Nominatim in {environment}")
        shutil.rmtree(environment, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(environment)], log)
        pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        try:
            _run([*pip, *PACKAGES], log)
        except Unavailable as error:
            raise Unavailable(f"{error}\nNominatim could not be installed from PyPI.") from error
        mark.write_text(wanted)


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
    initdb = [str(postgres() / "initdb"), "-D", str(data), "-A", "trust", "-U", "geo"]
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
            [str(postgres() / "postgres"), "-D", str(data), *options],
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd=folder,
            **owner,  # type: ignore[call-overload]
        )
    try:
        ready = [str(postgres() / "pg_isready"), "-q", "-h", str(folder)]
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


#: Serves on a port, any free one for 0, and gives the address.
Serve = Callable[[int], contextlib.AbstractContextManager[str]]


@contextlib.contextmanager
def imported(environment: Path, log: Path) -> Iterator[Serve]:
    """Import the places; gives what serves them, as often as it is wanted."""
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

            @contextlib.contextmanager
            def serve(port: int) -> Iterator[str]:
                address = f"127.0.0.1:{port or free_port()}"
                command = [*program, "serve", *where, "--server", address, "--engine", "falcon"]
                with log.open("ab") as stream:
                    server = subprocess.Popen(
                        command, env=environ, cwd=project, stdout=stream, stderr=subprocess.STDOUT
                    )
                try:
                    _wait(lambda: _answers(f"http://{address}"), server, "Nominatim", log)
                    _say(f"http://{address} answers after {time.monotonic() - begun:.1f} s")
                    yield f"http://{address}"
                finally:
                    _stop(server, signal.SIGTERM)

            yield serve


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
        with imported(chosen.environment, log) as serve, serve(chosen.port):
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
