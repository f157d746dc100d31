"""Steps 4 to 6 for one call: detect, decide, transform. The pipeline and the preview both run exactly this.

Nothing here reads a clock, opens a file or talks to a provider; detection runs in the worker pool it is handed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detectors.finding import Finding, Piece
from detectors.pool_errors import PoolBusyError, PoolError, ScanTimeoutError
from proxy.errors import Overloaded, ScanFailed, ScanTimedOut, TooLarge
from proxy.exchange import Decision, Spelling, Tier, Treatment
from proxy.policy.decide import decide
from proxy.transform.replace import Transformed, transform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from detectors.conversation import ConversationScanner
    from proxy.exchange import ParsedCall, Segment
    from proxy.policy.facts import Table


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a call after step 6. Holds values in `transformed`, which does not print them."""

    findings: Sequence[Sequence[Finding]]
    decision: Decision
    transformed: Transformed = field(repr=False)
    new_chars: int


@dataclass(frozen=True, slots=True)
class Examiner:
    """Detection, the policy table and the limits, bound together.

    Attributes:
        scanner: both stages of detection (house decision 2).
        table: the operator's table.
        scanned_chars: most characters of text one call may hold.
        secret: key of this installation, from which each caller's placeholder key is derived.
    """

    scanner: ConversationScanner
    table: Table
    scanned_chars: int
    secret: bytes = field(repr=False)

    def caller_key(self, tenant: str, caller: str) -> bytes:
        """The key behind a caller's placeholder checks: stable over calls, different for every caller."""
        return hmac.digest(self.secret, f"placeholder|{tenant}|{caller}".encode(), hashlib.sha256)

    async def examine(
        self, call: ParsedCall, *, tenant: str, caller: str, tier: Tier, approval_ends: date | None
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
        findings, new_chars = await self._detect(call.segments, tenant)
        unscanned = Counter(item.kind for item in call.unscanned)
        decision = decide(findings, self.table, unscanned=unscanned, tier=tier, approval_ends=approval_ends)
        transformed = transform(call.segments, findings, decision.treatments, key=self.caller_key(tenant, caller))
        return Examined(findings, decision, transformed, new_chars)

    async def _detect(self, segments: Sequence[Segment], tenant: str) -> tuple[Sequence[Sequence[Finding]], int]:
        pieces = [Piece(s.text, s.context, s.scope, s.spelling is Spelling.TEXT) for s in segments]
        try:
            scanned = await self.scanner.scan(pieces, tenant=tenant)
        except ScanTimeoutError as error:
            raise ScanTimedOut("Checking this request took too long, so it was not sent. Try again.") from error
        except PoolBusyError as error:
            raise Overloaded("The guard is busy, so this request was not sent. Try again in a moment.") from error
        except PoolError as error:
            raise ScanFailed("This request could not be checked, so it was not sent. Try again.") from error
        return scanned.findings, scanned.new_chars


def counted_treatments(examined: Examined) -> Mapping[str, int]:
    """Base label -> number of findings that are not kept."""
    counts: Counter[str] = Counter()
    for found, treated in zip(examined.findings, examined.decision.treatments, strict=True):
        counts.update(f.base for f, t in zip(found, treated, strict=True) if t is not Treatment.KEEP)
    return dict(sorted(counts.items()))
