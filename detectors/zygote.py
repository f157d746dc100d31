"""The main process's side of the child processes: `Zygote` (starts, forks, is watched) and `Worker` (is asked, killed).

What runs inside them is `worker`. Nothing here decides when to start, ask or kill; that is `pool`. Processes are
killed and watched through pidfds, which can never hit a stranger that got a dead worker's number. Linux only.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle  # only written here, never read
import signal
import socket
import subprocess  # starts this very interpreter on our own code
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detectors import framing
from detectors.pool_errors import PoolError
from detectors.worker import PACKET

LOAD_LIMIT_S = 60.0
"""A zygote that has not loaded its engine after this long never will (2.4 s are usual, a cold disk takes 10)."""

FORK_LIMIT_S = 2.0
"""A fork takes milliseconds; a zygote that needs longer is stopped or dying, and is replaced."""

_CLOSE_LIMIT_S = 2.0

_HOME = str(Path(__file__).resolve().parent.parent)
"""Where this package was imported from: the zygote must run the very same code, installed or not."""

_BOOT = (
    "import sys; home = sys.argv[2]; home in sys.path or sys.path.insert(0, home); "
    "from detectors.worker import main; sys.exit(main(int(sys.argv[1])))"
)

_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "TMPDIR")
"""All that is passed on. Provider keys and database passwords stand in the environment too; workers never see them."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Threads do not survive a fork, and the pool is the parallelism."""


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return kept | _ONE_THREAD | {"TOKENIZERS_PARALLELISM": "false"}


@dataclass(frozen=True, slots=True)
class Order:
    """What a zygote must load.

    Attributes:
        engine: dotted path of the factory, ``package.module:Name``; it is called with `options`.
        options: any picklable value the factory takes.
        warm_up: a text to scan once before forking.
        import_paths: extra entries of `sys.path`, for engines outside this distribution (tests).
    """

    engine: str
    options: object
    warm_up: str
    import_paths: tuple[str, ...] = ()

    def packed(self) -> bytes:
        """The order as the zygote reads it."""
        fields = {name: getattr(self, name) for name in ("engine", "options", "warm_up", "import_paths")}
        return pickle.dumps(fields)


class Worker:
    """One live worker process."""

    def __init__(self, pid: int, pidfd: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.chars = 0
        """Characters it has scanned so far."""
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done as soon as the process has ended, for whatever reason."""
        self._pidfd = pidfd
        self._reader, self._writer = reader, writer
        asyncio.get_running_loop().add_reader(pidfd, self._ended)

    def _ended(self) -> None:
        asyncio.get_running_loop().remove_reader(self._pidfd)
        _resolve(self.gone)

    async def ask(self, request: bytes) -> bytes:
        """Send a request, return the reply. One at a time; after an error or a cancellation the worker must be killed.

        Raises:
            asyncio.IncompleteReadError | ConnectionError: the worker is gone.
        """
        self._writer.write(framing.frame(request))
        return await framing.read(self._reader)

    def kill(self) -> None:
        """End it now; it holds nothing worth keeping. May be called once."""
        asyncio.get_running_loop().remove_reader(self._pidfd)
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self._writer.transport.abort()
        # The zygote reaps its children. Once it is dead they are ours if we are process 1 of a container.
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PIDFD, self._pidfd, os.WEXITED | os.WNOHANG)
        os.close(self._pidfd)


class Zygote:
    """The process that loaded the engine and forks workers."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket, version: str) -> None:
        self.pid = process.pid
        self.version = version
        """The engine's version, as the loaded engine reports it."""
        self._process = process
        self._control = control
        self._forking = asyncio.Lock()

    @classmethod
    def launch(cls, order: Order) -> Zygote:
        """Start the process and return at once; `loaded` waits for it. Needs no running loop.

        Raises:
            PoolError: the process ended at once.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = _spawn(theirs.fileno())
        ours.settimeout(0)
        launched = cls(process, ours, "")
        try:
            ours.send(order.packed())
        except OSError:
            launched.kill()
            raise PoolError("the detection process ended while loading") from None
        return launched

    async def loaded(self) -> Zygote:
        """Return when the engine is loaded.

        Raises:
            PoolError: the engine could not be loaded (with the error's type name), or not in time.
        """
        try:
            answer, _ = await self._answer(LOAD_LIMIT_S)
        except BaseException as error:
            self.kill()
            if isinstance(error, OSError):
                raise PoolError("the detection process ended while loading") from None
            raise
        self.version = str(answer["ready"])
        return self

    @classmethod
    async def start(cls, order: Order) -> Zygote:
        """`launch`, then `loaded`. Raises as both."""
        return await cls.launch(order).loaded()

    async def fork(self) -> Worker:
        """A fresh worker.

        Raises:
            PoolError: the zygote is dead or does not answer; it has been killed and its `gone` will tell.
        """
        async with self._forking:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                with theirs:
                    socket.send_fds(self._control, [b"fork"], [theirs.fileno()])
                answer, fds = await self._answer(FORK_LIMIT_S)
            except (OSError, PoolError):
                ours.close()
                self._process.kill()
                raise PoolError("no worker could be forked") from None
            except BaseException:
                ours.close()
                self._process.kill()  # an answer may be under way that nobody will read: start afresh
                raise
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        return Worker(int(answer["pid"]), fds[0], reader, writer)

    async def _answer(self, limit_s: float) -> tuple[dict[str, Any], list[int]]:
        """The next control message and the descriptors that came with it."""
        try:
            async with asyncio.timeout(limit_s):
                await _readable(self._control.fileno())
        except TimeoutError:
            raise PoolError("the detection process does not answer") from None
        message, fds, _, _ = socket.recv_fds(self._control, PACKET, 1)
        if not message:
            raise PoolError("the detection process ended")
        answer: dict[str, Any] = json.loads(message)
        if "failed" in answer:
            raise PoolError(f"the detection process failed: {answer['failed']}")
        return answer, fds

    async def gone(self) -> None:
        """Return when the process has ended."""
        pidfd = os.pidfd_open(self.pid)  # ours, and not yet waited for: the number cannot have passed to another
        try:
            await _readable(pidfd)
        finally:
            os.close(pidfd)

    def kill(self) -> None:
        """End it now and forget it."""
        self._process.kill()
        self._process.wait()
        self._control.close()

    async def close(self) -> None:
        """Let it end by itself; kill it if it does not."""
        with contextlib.suppress(OSError):  # it may be dead already
            self._control.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_LIMIT_S):
                await self.gone()
        self.kill()


def _spawn(control_fd: int) -> subprocess.Popen[bytes]:
    """Start the zygote: isolated interpreter, own session (no signals from a terminal), bare environment."""
    return subprocess.Popen(  # noqa: S603  # our own interpreter and code
        [sys.executable, "-I", "-c", _BOOT, str(control_fd), _HOME],
        pass_fds=[control_fd],
        env=_environment(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


async def _readable(fd: int) -> None:
    """Return when `fd` has something to read (for a pidfd: when the process has ended)."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    loop.add_reader(fd, _resolve, ready)
    try:
        await ready
    finally:
        loop.remove_reader(fd)


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
