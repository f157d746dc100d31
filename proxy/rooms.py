"""The rooms that a call passes through, as one configuration furnishes them: what the ten steps work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from proxy.attachments.opening import Opener
from proxy.continuity import Continuity
from proxy.records import CallRecord, RecordSink, Standing
from proxy.registry.gate import Gate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.callers.directory import Directory
    from proxy.callers.quotas import Quotas
    from proxy.examine import Examiner
    from proxy.holding.desk import Desk
    from proxy.kept_content import Contents
    from proxy.registry.tools import Registry
    from proxy.relay import Relay
    from proxy.upstream import Upstream


@dataclass(frozen=True, slots=True)
class Rooms:
    """Everything that a journey needs; immutable, replaced whole when the configuration is reloaded."""

    directory: Directory
    quotas: Quotas
    registry: Registry
    examiner: Examiner
    sink: RecordSink
    standing: Standing
    upstream: Upstream
    relay: Relay
    body_bytes: int
    desk: Desk | None = None
    """Where held calls wait; without one they are refused."""
    today: Callable[[], date] = lambda: datetime.now(UTC).date()  # a default, not a definition
    gate: Gate = field(default_factory=Gate)
    latest: Callable[[], Registry] | None = None
    """The registry as it is at this moment, for the look before something leaves; without it, the one above."""
    contents: Contents | None = None
    """Keeps text of calls; None where none is kept."""
    notices: Mapping[str, str] = field(default_factory=dict)
    """Headers of every answer: where the notice about AI use is."""
    continuity: Continuity = field(default_factory=Continuity)
    """What providers may keep; by default nothing."""
    files: Opener = field(default_factory=Opener)
    """Opens the files of calls."""

    def record(self, request_id: str, route: str, body_bytes: int) -> CallRecord:
        """The record of one call, which begins now."""
        return CallRecord(self.sink, self.standing, request_id=request_id, route=route, body_bytes=body_bytes)
