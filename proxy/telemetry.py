"""Structured logs and metrics. Both are projections of audit events, so neither can know more than the record does.

Metrics carry no user and no text. Log lines carry ids, codes, counts and times; a processor drops any key that is not
on a list, so that a careless `log.info(..., body=...)` prints nothing.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TextIO, cast

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from proxy.exchange import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from proxy.exchange import AuditEvent

LOGGED_KEYS: Final = frozenset(
    {
        "address",
        "calls",
        "channel",
        "closed_intents",
        "code",
        "config_hash",
        "count",
        "days",
        "decision",
        "edition",
        "error",
        "event",
        "expires",
        "given_up",
        "instance",
        "kind",
        "level",
        "logger",
        "ms",
        "of",
        "outcome",
        "pending",
        "people",
        "policy_hash",
        "problems",
        "provider",
        "records",
        "request_id",
        "route",
        "rule",
        "signal",
        "state",
        "status",
        "timestamp",
        "tool",
        "version",
        "waiting",
        "work",
        "workers",
    }
)
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


def drop_unlisted(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Processor: keep listed keys that say something."""
    return {key: value for key, value in line.items() if key in LOGGED_KEYS and value is not None}


def configure_logging(level: str, style: Literal["json", "console"]) -> None:
    """One line per event on stderr. Other libraries' loggers are held at WARNING, without their tracebacks."""
    renderer: Any = (
        structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_unlisted,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", Unfailing(sys.stderr))),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[logging.NullHandler()], force=True)
    own = logging.getLogger("chaperone")
    own.handlers = [_Forwarding()]
    own.propagate = False


class Unfailing:
    """A stream that loses a line rather than raise: a full disk or a closed pipe behind the log must stop nothing else.

    Without it the audit writer's thread died of the line that told of a full disk, and no call left until a restart.
    What is lost is counted: in the metrics, and in the record that the guard writes when it stops.
    """

    lost: ClassVar[int] = 0
    """Lines that could not be written since this process began, whatever the stream was then. A line that a buffer
    held back and wrote later is among them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._failed = False

    def write(self, text: str) -> int:
        """As `TextIO.write`."""
        try:
            return self._stream.write(text)
        except (OSError, ValueError):  # ValueError: it was closed
            self._failed = True
        return 0

    def flush(self) -> None:
        """As `TextIO.flush`; structlog calls it behind each line."""
        try:
            self._stream.flush()
        except (OSError, ValueError):
            self._failed = True
        if self._failed:
            self._failed = False
            Unfailing.lost += 1


def lost_lines() -> int:
    """How many lines of the log were lost."""
    return Unfailing.lost


class _Forwarding(logging.Handler):
    """Takes what our own rooms say through the standard library (the audit writer) to the same place."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line: our own wording, which holds no text from calls."""
        log().log(record.levelno, record.getMessage())


def log() -> Any:  # noqa: ANN401 # structlog's bound loggers are typed by their configuration
    """The project's logger."""
    return structlog.get_logger()


class Metrics:
    """Prometheus metrics of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "chaperone_requests",
            "Calls by how they ended.",
            ["dialect", "provider", "outcome", "status"],
            registry=self.registry,
        )
        self._refusals = Counter(
            "chaperone_refusals", "Calls refused before anything left.", ["code"], registry=self.registry
        )
        self._entities = Counter(
            "chaperone_entities", "Findings by type and treatment.", ["entity", "treatment"], registry=self.registry
        )
        self._masked = Counter(
            "chaperone_answer_masked", "Identifiers masked in answers.", ["entity"], registry=self.registry
        )
        self._steps = Histogram(
            "chaperone_step_seconds", "Time per step of a call.", ["step"], buckets=SECONDS, registry=self.registry
        )
        self._in_flight = Gauge("chaperone_in_flight", "Calls being handled.", registry=self.registry)

    def watch(self, name: str, text: str, read: Callable[[], float]) -> None:
        """A gauge that is read when it is scraped."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def observe(self, event: AuditEvent) -> None:
        """Count what an event says, and log one line."""
        detail = event.detail
        if event.kind is not EventKind.INTENT:  # its times stand in the final again
            for step, milliseconds in (detail.get("times_ms") or {}).items():
                self._steps.labels(step).observe(milliseconds / 1000)
        if event.kind is EventKind.INTENT:
            self._count_findings(detail)
            self._in_flight.inc()
        elif event.kind is EventKind.FINAL:
            self._in_flight.dec()
            self._requests.labels("openai", "-", detail["outcome"], str(detail["status"])).inc()
            for row in detail.get("masked") or ():
                self._masked.labels(row["entity"]).inc(row["count"])
        elif event.kind is EventKind.REFUSED:
            self._count_findings(detail)
            self._refusals.labels(detail["error_code"]).inc()
        log().info(
            event.kind.value,
            request_id=event.request_id,
            decision=detail.get("decision"),
            outcome=detail.get("outcome"),
            rule=detail.get("rule"),
            code=detail.get("error_code"),
            status=detail.get("status"),
            ms=(detail.get("times_ms") or {}).get("total"),
        )

    def _count_findings(self, detail: Any) -> None:  # noqa: ANN401 # JSON
        for row in detail.get("findings") or ():
            self._entities.labels(row["entity"], row["treatment"]).inc(row["count"])

    def render(self) -> bytes:
        """The text exposition format."""
        return generate_latest(self.registry)
