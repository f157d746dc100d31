"""Running the application under uvicorn: the socket, the demonstration's stand-ins, signals, drain and reload.

SIGTERM and SIGINT stop taking connections, let streams end (up to `DRAIN_S`), and close the house, which closes every
record. SIGHUP reads the configuration again.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import signal
import socket
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self

import uvicorn
import uvloop

from proxy.app import create_app
from proxy.audit.stores.base import StoreError
from proxy.callers import keys
from proxy.callers.directory import CallerRecord
from proxy.console.page import DemoKeys
from proxy.demo_provider import start_demo
from proxy.errors import GuardError
from proxy.exchange import Caller, Role
from proxy.house import House
from proxy.installation import AssemblyError
from proxy.telemetry import configure_logging

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from config.loading import Loaded
    from config.models import Listen, Settings
    from detectors.pool import Pool

DRAIN_S: Final = 30
BACKLOG: Final = 2048
DEMO_PROVIDER: Final = "demo"

DEMO_GREETING: Final = """
Chaperone is ready. This is a demonstration: the AI provider behind it is a stand-in on this machine.

  Page         {origin}/
  Base URL     {origin}/v1      (point any OpenAI tool here; model: demo)
  Staff key    {staff}
  Auditor key  {auditor}

Try it:

  curl {origin}/v1/chat/completions \\
    -H "Authorization: Bearer {staff}" -H "Content-Type: application/json" \\
    -d '{{"model": "demo", "messages": [{{"role": "user", "content": "Write a note to Dana Whitfield about her son Jordan Whitfield, SSID 4812093377."}}]}}'

See the record it left:

  curl "{origin}/audit/v1/records?limit=5" -H "Authorization: Bearer {auditor}"

Stop with Ctrl-C. For a real provider: chaperone providers add --help
"""  # noqa: E501 # a command that people copy stays on one line
GREETING: Final = "Chaperone is ready on {origin}/v1"


class Unservable(Exception):
    """The server cannot start; the message says what to change."""


def run(loaded: Loaded, load: Callable[[], Loaded], pool: Pool, *, announce: Callable[[str], None]) -> int:
    """Serve until stopped; return the exit status.

    Args:
        loaded: the configuration.
        load: reads it again, for a reload.
        pool: detection's workers, launched or not.
        announce: takes the greeting.

    Raises:
        Unservable: the address is taken, or the house does not start.
    """
    configure_logging(loaded.settings.log.level, loaded.settings.log.format)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_serve(loaded, load, pool, announce))


async def _serve(loaded: Loaded, load: Callable[[], Loaded], pool: Pool, announce: Callable[[str], None]) -> int:
    bound = _bind(loaded.settings.listen)
    origin = _origin(loaded.settings.listen, bound)
    async with _demonstration(loaded) as demo:
        house = _house(loaded, load, pool, origin, demo)
        server = Server(
            _uvicorn_config(house, loaded.settings), lambda: announce(_greeting(origin, demo)), lambda: house.why_not
        )
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, lambda: server.keep(house.reload()))
        await server.serve(sockets=[bound])
    if not server.greeted:
        raise Unservable("The guard did not start. Run `chaperone doctor` to see why.")
    return 0


class ToldHouse(House):
    """A house that remembers why it did not start: uvicorn drops the exception."""

    why_not = ""

    async def __aenter__(self) -> Self:
        """As the house's own."""
        try:
            return await super().__aenter__()
        except Exception as error:
            self.why_not = _in_words(error)
            raise


def _in_words(error: Exception) -> str:
    """A sentence without any value: of our own errors theirs, of others the name alone."""
    if isinstance(error, GuardError):
        return error.message
    return f"{error}." if isinstance(error, StoreError) else f"{type(error).__name__}."


class Server(uvicorn.Server):
    """uvicorn, with a word when it is listening and a place for tasks that signals start."""

    def __init__(
        self, config: uvicorn.Config, greet: Callable[[], None], why_not: Callable[[], str] = lambda: ""
    ) -> None:
        super().__init__(config)
        self._greet = greet
        self._why_not = why_not
        self.greeted = False
        self._tasks: set[asyncio.Task[Any]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's; then greet."""
        with self._house_told():
            await super().startup(sockets=sockets)
        if not self.should_exit:
            self.greeted = True
            self._greet()

    @contextlib.contextmanager
    def _house_told(self) -> Iterator[None]:
        """Without it uvicorn ends the process silently when the house does not start."""
        try:
            yield
        except SystemExit:
            raise Unservable(
                f"The guard did not start: {self._why_not()} `chaperone doctor` looks at the rest."
            ) from None

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT begin the drain. Unlike uvicorn's, this does not raise them again at the end: 0 is 0."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    def keep(self, work: Any) -> None:  # noqa: ANN401 # any coroutine
        """Run a coroutine that outlives the signal handler that started it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The stand-ins of a demonstration: its provider's address, its keys, its callers."""

    url: str
    keys: DemoKeys
    guests: tuple[CallerRecord, ...]


@contextlib.asynccontextmanager
async def _demonstration(loaded: Loaded) -> AsyncIterator[Demonstration | None]:
    if not loaded.demo:
        yield None
        return
    provider = await start_demo()
    try:
        tenant = loaded.settings.tenant.id
        staff, staff_record = _guest("demo-staff", tenant, Role.STAFF)
        auditor, auditor_record = _guest("demo-auditor", tenant, Role.AUDITOR)
        yield Demonstration(provider.url, DemoKeys(staff, auditor), (staff_record, auditor_record))
    finally:
        await provider.close()


def _guest(name: str, tenant: str, role: Role) -> tuple[str, CallerRecord]:
    minted = keys.mint()
    caller = Caller(name, tenant, role, unit="demonstration", app="demonstration")
    return minted.key, CallerRecord(caller, minted.key_hash, minted.prefix, date.max)


def _house(
    loaded: Loaded, load: Callable[[], Loaded], pool: Pool, origin: str, demo: Demonstration | None
) -> ToldHouse:
    def placed(read: Loaded) -> Loaded:
        return _at_demo_address(read, demo)

    try:
        return ToldHouse(
            placed(loaded),
            load_again=lambda: placed(load()),
            base_url=f"{origin}/v1",
            guests=demo.guests if demo else (),
            demo_keys=demo.keys if demo else None,
            pool=pool,
        )
    except (AssemblyError, OSError) as error:
        raise Unservable(str(error)) from error


def _at_demo_address(loaded: Loaded, demo: Demonstration | None) -> Loaded:
    if demo is None:
        return loaded
    return dataclasses.replace(loaded, settings=loaded.settings.with_base_url(DEMO_PROVIDER, demo.url))


def _uvicorn_config(house: House, settings: Settings) -> uvicorn.Config:
    listen = settings.listen
    return uvicorn.Config(
        create_app(house),
        http="httptools",
        ws="none",
        loop="none",
        lifespan="on",
        access_log=False,
        server_header=False,
        log_config=None,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=DRAIN_S,
        ssl_certfile=listen.tls_cert,
        ssl_keyfile=listen.tls_key,
    )


def _bind(listen: Listen) -> socket.socket:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((listen.host.strip("[]"), listen.port))
    except OSError as error:
        bound.close()
        raise Unservable(
            f"Cannot listen on {listen.host}:{listen.port} ({error.strerror}). "
            "Stop what uses it, or choose another with --port or listen.port."
        ) from error
    bound.set_inheritable(False)
    return bound


def _origin(listen: Listen, bound: socket.socket) -> str:
    scheme = "https" if listen.tls_cert else "http"
    host = f"[{listen.host}]" if ":" in listen.host else listen.host
    return f"{scheme}://{host}:{bound.getsockname()[1]}"


def _greeting(origin: str, demo: Demonstration | None) -> str:
    if demo is None:
        return GREETING.format(origin=origin)
    return DEMO_GREETING.format(origin=origin, staff=demo.keys.staff, auditor=demo.keys.auditor)
