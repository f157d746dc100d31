"""One stored record as a mapping takes it, and small questions that all mappings ask of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from proxy.audit.sorts import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from proxy.exchange import Json

CALLS: Final = frozenset({"request.intent", "request.final", "request.refused"})
REPLACED: Final = frozenset({"generalize", "pseudonymize", "redact"})


@dataclass(frozen=True, slots=True)
class Source:
    """A stored record.

    Attributes:
        seq: its index in the log.
        body: the bytes that are stored and hashed.
        leaf: its Merkle leaf hash, as kept beside it.
        log: the log's name in its checkpoints.
        version: of this program.
        record: the parsed bytes.
    """

    seq: int
    body: bytes = field(repr=False)
    leaf: bytes = field(repr=False)
    log: str
    version: str
    record: dict[str, Json] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "record", json.loads(self.body))

    @property
    def kind(self) -> str:
        """Kind of the record."""
        return str(self.record["kind"])

    @property
    def detail(self) -> dict[str, Json]:
        """Its own part, without members that say nothing."""
        return {name: value for name, value in self.record["detail"].items() if value is not None}

    @property
    def at_ms(self) -> int:
        """When it was made: milliseconds since 1970, UTC."""
        return round(datetime.fromisoformat(self.record["at"]).timestamp() * 1000)

    @property
    def severity(self) -> int:
        """0..4 for S0..S4; -1 where the record has none."""
        found = self.detail.get("severity")
        return SEVERITIES.index(found) if found in SEVERITIES else -1

    @property
    def subjects(self) -> list[str]:
        """Keyed digests of the people it concerns."""
        return list(dict.fromkeys(str(each["digest"]) for each in self.detail.get("subjects") or ()))

    @property
    def corrected(self) -> str:
        """``all``, ``some`` or ``none`` of its findings were replaced; ``none`` where there are none."""
        done = [each["treatment"] in REPLACED for each in self.detail.get("findings") or ()]
        if any(done):
            return "all" if all(done) else "some"
        return "none"

    @property
    def outcome(self) -> str:
        """``success``, ``failure`` or ``unknown``: whether what the record tells of came to be."""
        detail = self.detail
        if self.kind == "request.intent":
            return "unknown"  # its final tells
        if self.kind in {"request.refused", "request.refused_summary"} or detail.get("result") == "rejected":
            return "failure"
        if "outcome" in detail:
            return {"completed": "success", "unknown_outcome": "unknown"}.get(detail["outcome"], "failure")
        return "success"

    @property
    def total_ms(self) -> float | None:
        """How long the call took."""
        found = (self.detail.get("times_ms") or {}).get("total")
        return None if found is None else float(found)


def without_nothing(members: Mapping[str, Json]) -> dict[str, Json]:
    """The members that say something: not None, not empty."""
    return {name: value for name, value in members.items() if value is not None and value not in ("", [], {})}


def rest(detail: Mapping[str, Json], used: Iterable[str]) -> dict[str, Json]:
    """What a schema had no place for."""
    taken = frozenset(used)
    return {name: value for name, value in detail.items() if name not in taken}
