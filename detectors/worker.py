"""What runs in the child processes: the zygote, and the workers it forks. Nothing here runs in the main process.

The zygote imports and loads the engine once (about 2.4 s and 180 MB for the small English model), freezes its heap so
that the collector never touches those pages, and then only forks. A worker therefore starts in milliseconds and
shares the model's pages. Control messages are packets on a Unix socket (one packet, one message):

    main -> zygote   the order: engine, options, import paths (pickled)
    zygote -> main   {"ready": version} | {"failed": type name}
    main -> zygote   b"fork", with the worker's end of a socket pair
    zygote -> main   {"pid": n}, with a pidfd taken before the child could be reaped | {"failed": type name}

Both kinds of process end when the main process is gone: every read then returns end of file, and a worker in the
middle of a job is ended by its own alarm clock, which needs no Python to run.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pickle  # the order comes from our parent over a private socket pair
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from detectors import framing, jobs
from detectors.cutting import cut, joined
from detectors.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.jobs import Item

PACKET = 65_536
"""Largest control message, bytes."""

GRACE_S = 1.0
"""The main process kills a late worker at the deadline; this much later the worker ends itself."""


class WorkerEngine(Protocol):
    """The part of `detectors.engine.Engine` that workers use."""

    @property
    def version(self) -> str:
        """Changes whenever findings may change."""
        ...

    def load(self) -> None:
        """Read models and tables; slow."""
        ...

    def patterns(self, text: str, context: str = "") -> list[Finding]:
        """Everything but names."""
        ...

    def names(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Names in each text; offsets in that text."""
        ...

    def resolve(self, text: str, context: str, candidates: Sequence[Finding]) -> Sequence[Finding]:
        """The winners among the candidates: sorted, never overlapping."""
        ...


def main(control_fd: int) -> int:
    """Run the zygote until the main process closes the control socket."""
    control = socket.socket(fileno=control_fd)
    _harden()
    try:
        engine = _load(control.recv(PACKET))
    except Exception as error:
        control.send(_failure(error))
        raise  # the traceback may print: no text from a call has been here yet
    _silence()
    control.send(json.dumps({"ready": engine.version}).encode())
    return _fork_on_request(control, engine)


def _harden() -> None:
    """No core dumps (they would hold text), no signal from a terminal or an init system: end of file ends us."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _silence() -> None:
    """From here on texts of calls are handled: whatever a library prints must not reach a log."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stderr.fileno())
    os.close(null)


def _load(order: bytes) -> WorkerEngine:
    wanted: dict[str, Any] = pickle.loads(order)  # noqa: S301  # as at the import
    sys.path.extend(wanted["import_paths"])
    module, _, name = wanted["engine"].partition(":")
    engine: WorkerEngine = getattr(importlib.import_module(module), name)(wanted["options"])
    engine.load()
    warm_up: str = wanted["warm_up"]
    answer_items(engine, [jobs.Item(warm_up, names=tuple(cut(warm_up)), resolve=True)])
    gc.collect()
    gc.freeze()
    return engine


def _failure(error: Exception) -> bytes:
    return json.dumps({"failed": type(error).__name__}).encode()


def _fork_on_request(control: socket.socket, engine: WorkerEngine) -> int:
    signal.signal(signal.SIGCHLD, _reap)
    while True:
        message, fds, _, _ = socket.recv_fds(control, PACKET, 1)
        if not message:
            return 0
        try:
            _fork(control, engine, fds[0])
        except OSError as error:
            control.send(_failure(error))
        finally:
            os.close(fds[0])


def _reap(*_: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _fork(control: socket.socket, engine: WorkerEngine, work_fd: int) -> None:
    pid = os.fork()
    if pid == 0:
        control.close()
        _work_and_exit(engine, work_fd)
    pidfd = os.pidfd_open(pid)
    try:
        socket.send_fds(control, [json.dumps({"pid": pid}).encode()], [pidfd])
    finally:
        os.close(pidfd)


def _work_and_exit(engine: WorkerEngine, work_fd: int) -> NoReturn:
    """The whole life of a worker. Never returns into the zygote's code, whatever happens."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _be_killed_first()
        with socket.socket(fileno=work_fd) as sock:
            serve(engine, sock)
        status = 0
    finally:
        os._exit(status)


def _be_killed_first() -> None:
    """When memory runs out, the kernel should take a worker (replaced at once) and not the main process."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


def serve(engine: WorkerEngine, sock: socket.socket) -> None:
    """Answer requests until the main process closes its end."""
    while (request := framing.receive(sock)) is not None:
        sock.sendall(framing.frame(_answer(engine, request)))


def _answer(engine: WorkerEngine, request: bytes) -> bytes:
    items, limit_s = jobs.unpack(request)
    if items is None:
        return jobs.PONG
    signal.setitimer(signal.ITIMER_REAL, limit_s + GRACE_S)  # SIGALRM is left at its default: it ends the process
    try:
        return jobs.pack_found(answer_items(engine, items))
    except Exception as error:  # noqa: BLE001  # the main process refuses the call, whatever it was
        return jobs.pack_failure(error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def answer_items(engine: WorkerEngine, items: Sequence[Item]) -> list[list[Finding]]:
    """The findings of each item."""
    names = _names(engine, items)
    return [_answer_item(engine, item, each) for item, each in zip(items, names, strict=True)]


def _answer_item(engine: WorkerEngine, item: Item, names: Sequence[Finding]) -> list[Finding]:
    found = list(engine.patterns(item.text, item.context)) if item.patterns else []
    found += [*item.candidates, *joined(names)]
    return list(engine.resolve(item.text, item.context, found)) if item.resolve and found else found


def _names(engine: WorkerEngine, items: Sequence[Item]) -> list[list[Finding]]:
    """Names in the spans of each item, all in one batch: the model is faster on batches than on single texts."""
    found: list[list[Finding]] = [[] for _ in items]
    spans = [(index, start, item.text[start:end]) for index, item in enumerate(items) for start, end in item.names]
    if spans:
        for (index, offset, text), names in zip(spans, engine.names([text for *_, text in spans]), strict=True):
            found[index] += [_shifted(name, offset, len(text)) for name in names]
    return found


def _shifted(name: Finding, offset: int, length: int) -> Finding:
    """The finding with offsets in the item's text; refused when it reaches out of the span it was found in."""
    if not 0 <= name.start < name.end <= length:
        raise ValueError("offsets")
    return Finding(name.entity, name.start + offset, name.end + offset, name.score, name.detector, name.why)
