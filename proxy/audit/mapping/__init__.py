"""Our record in the words of others: OCSF, ECS and OpenTelemetry GenAI. Pure; versions pinned.

A mapping never loses anything: what a schema has no place for stands under ``unmapped`` (OCSF) or ``chaperone`` (ECS,
OpenTelemetry). It never adds anything either: records hold no value and no text of a call, and so does what is made
of them. None of the results is evidence: they are no longer the bytes that were signed. Each carries the record's
index and leaf hash, by which it can be held against the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.audit.mapping import ecs, ocsf, otel
from proxy.audit.mapping.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from proxy.exchange import Json

__all__ = ["MAPPINGS", "VERSIONS", "Source"]

VERSIONS: Final[Mapping[str, str]] = {"ocsf": ocsf.VERSION, "ecs": ecs.VERSION, "otel": otel.VERSION}
"""Schema -> the version that is written."""

MAPPINGS: Final[Mapping[str, Callable[[Source], Iterator[dict[str, Json]]]]] = {
    "ocsf": ocsf.events,
    "ecs": ecs.documents,
    "otel": otel.log_records,
}
"""Schema -> what makes its events of one record; at least one each."""
