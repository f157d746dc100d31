"""Steps 4 to 6 for one call: detect, decide, transform. The pipeline and the preview both run exactly this.

Nothing here reads a clock, opens a file or talks to a provider; detection runs in the worker pool it is handed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from detectors.finding import Finding, Piece, Place, Records
from detectors.linking import residual
from detectors.pool_errors import PoolBusyError, PoolError, ScanTimeoutError
from proxy.errors import Overloaded, ScanFailed, ScanTimedOut, TooLarge
from proxy.exchange import Audience, Circumstances, Decision, Spelling, Tier, Treatment, UnitKind
from proxy.policy.decide import decide
from proxy.transform.replace import Transformed, transform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from detectors.conversation import ConversationScanner, ScanResult
    from proxy.exchange import ParsedCall, Segment
    from proxy.policy.facts import Table


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a call after step 6. Holds values in `transformed`, which does not print them."""

    findings: Sequence[Sequence[Finding]]
    decision: Decision
    transformed: Transformed = field(repr=False)
    new_chars: int
    records: Records = field(default_factory=Records)


@dataclass(frozen=True, slots=True)
class Examiner:
    """Detection, the policy table and the limits, bound together.

    Attributes:
        scanner: both stages of detection (house decision 2).
        table: the operator's table.
        scanned_chars: most characters of text one call may hold.
        secret: key of this installation, from which each caller's placeholder key is derived.
        units: department -> what the law takes it for, where that is not ordinary.
        audiences: app -> who uses it, where that is not staff.
    """

    scanner: ConversationScanner
    table: Table
    scanned_chars: int
    secret: bytes = field(repr=False)
    units: Mapping[str, UnitKind] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)

    def circumstances(self, *, unit: str, app: str) -> Circumstances:
        """What the law makes of a caller's department and app; ordinary staff unless the operator said otherwise."""
        return Circumstances(self.units.get(unit, UnitKind.ORDINARY), self.audiences.get(app, Audience.STAFF))

    def caller_key(self, tenant: str, caller: str) -> bytes:
        """The key behind a caller's placeholder checks: stable over calls, different for every caller."""
        return hmac.digest(self.secret, f"placeholder|{tenant}|{caller}".encode(), hashlib.sha256)

    async def examine(
        self,
        call: ParsedCall,
        *,
        tenant: str,
        caller: str,
        tier: Tier,
        approval_ends: date | None,
        circumstances: Circumstances | None = None,
    ) -> Examined:
        """Detect, decide and transform.

        Raises:
            TooLarge: more text than the operator allows to be scanned.
            ScanFailed | ScanTimedOut | Overloaded: detection did not finish; nothing may be forwarded.
        """
        size = sum(len(segment.text) for segment in call.segments)
        if size > self.scanned_chars:
            raise TooLarge(
                f"This request holds {size:,} characters of text; at most {self.scanned_chars:,} can be checked at "
                "once. Send it in parts."
            )
        scanned = await self._detect(call.segments, tenant)
        decided = partial(
            decide,
            scanned.findings,
            self.table,
            unscanned=Counter(item.kind for item in call.unscanned),
            tier=tier,
            approval_ends=approval_ends,
            records=scanned.records,
            circumstances=circumstances,
        )
        decision = decided()
        if scanned.records.subjects:  # weighed again without what is replaced; this may change the action, no treatment
            decision = decided(left=residual(scanned.records, _treated(scanned.findings, decision)))
        key = self.caller_key(tenant, caller)
        transformed = transform(call.segments, scanned.findings, decision.treatments, key=key)
        return Examined(scanned.findings, decision, transformed, scanned.new_chars, scanned.records)

    async def _detect(self, segments: Sequence[Segment], tenant: str) -> ScanResult:
        pieces = [Piece(s.text, s.context, s.scope, s.spelling is Spelling.TEXT) for s in segments]
        try:
            return await self.scanner.scan(pieces, tenant=tenant)
        except ScanTimeoutError as error:
            raise ScanTimedOut("Checking this request took too long, so it was not sent. Try again.") from error
        except PoolBusyError as error:
            raise Overloaded("The guard is busy, so this request was not sent. Try again in a moment.") from error
        except PoolError as error:
            raise ScanFailed("This request could not be checked, so it was not sent. Try again.") from error


def _treated(findings: Sequence[Sequence[Finding]], decision: Decision) -> list[Place]:
    """Where something is replaced."""
    return [
        (piece, finding.start, finding.end)
        for piece, (found, treated) in enumerate(zip(findings, decision.treatments, strict=True))
        for finding, treatment in zip(found, treated, strict=True)
        if treatment is not Treatment.KEEP
    ]


def counted_treatments(examined: Examined) -> Mapping[str, int]:
    """Base label -> number of findings that are not kept."""
    counts: Counter[str] = Counter()
    for found, treated in zip(examined.findings, examined.decision.treatments, strict=True):
        counts.update(f.base for f, t in zip(found, treated, strict=True) if t is not Treatment.KEEP)
    return dict(sorted(counts.items()))
