"""Steps 4 to 6 for one call: detect, decide, transform. The pipeline and the preview both run exactly this.

Nothing here reads a clock, opens a file or talks to a provider; detection runs in the worker pool it is handed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from detectors.finding import Finding, Piece, Place, Records, Subject
from detectors.linking import residual
from detectors.pool_errors import PoolBusyError, PoolError, ScanTimeoutError
from proxy.errors import Overloaded, ScanFailed, ScanTimedOut, StateUnavailable, TooLarge
from proxy.exchange import Action, Audience, Circumstances, Decision, Spelling, Tier, Treatment, UnitKind, show_path
from proxy.policy.decide import NO_HINTS, decide
from proxy.transform.replace import Transformed, transform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from detectors.conversation import ConversationScanner, ScanResult
    from proxy.exchange import Caller, Ceiling, Hints, Override, ParsedCall
    from proxy.policy.facts import Table

MAX_PLACES: Final = 5
"""Places that an error or a record names: enough to find them, and no map of the conversation."""

MANY_VALUES: Final = 2_000
MANY_CHARS: Final = 50_000
"""From either on a call that ran out of time has itself to blame, not the moment (20,000 members: 46 s, two cores)."""


class Exceptions(Protocol):
    """Where granted overrides are looked up; the store in `overrides` implements it."""

    async def in_force(self, who: Caller) -> Sequence[Override]:
        """Those that cover this caller now. Raises StateUnavailable."""
        ...


class Weigh(Protocol):
    """Step 5 for one call, on findings and records that may be fewer than all."""

    def __call__(self, findings: Sequence[Sequence[Finding]], /, *, records: Records) -> Decision:
        """The decision, under the same terms and circumstances."""
        ...


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a call after step 6. Holds values in `transformed`, which does not print them."""

    findings: Sequence[Sequence[Finding]]
    decision: Decision
    transformed: Transformed = field(repr=False)
    new_chars: int
    records: Records = field(default_factory=Records)
    weigh: Weigh | None = field(default=None, repr=False)
    """Decides again, on other findings and records of the same call: what a release leaves to be decided."""
    left: tuple[Subject, ...] = field(default=(), repr=False)
    """The subjects of `records` as the reader of the replaced text meets them (34 CFR 99.31(b)(1))."""


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
        exceptions: granted overrides; None where there are none to be had (a command, a measurement).
    """

    scanner: ConversationScanner
    table: Table
    scanned_chars: int
    secret: bytes = field(repr=False)
    units: Mapping[str, UnitKind] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    exceptions: Exceptions | None = None

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
        who: Caller | None = None,
        hints: Hints = NO_HINTS,
        today: date | None = None,
        ceiling: Ceiling | None = None,
    ) -> Examined:
        """Detect, decide and transform.

        Overrides are looked up only when the call would be stopped, at the database itself: one that was revoked a
        moment ago helps nobody, and when the database does not answer there are none.

        Args:
            call: the parsed call.
            tenant: whose roster and cache apply.
            caller: whose placeholders they are.
            tier: contract tier in force.
            approval_ends: last day of the approval.
            circumstances: what the text cannot show.
            who: the caller in full, to whom an override may have been granted.
            hints: what the caller asks for beyond the policy.
            today: the day by which trials of rows end; without it no row is on trial.
            ceiling: the most that the tool was approved for.

        Raises:
            TooLarge: more text than the operator allows to be scanned, or than was checked within the deadline.
            ScanFailed | ScanTimedOut | Overloaded: detection did not finish; nothing may be forwarded.
        """
        size = sum(len(segment.text) for segment in call.segments)
        if size > self.scanned_chars:
            raise TooLarge(
                f"This request holds {size:,} characters of text; at most {self.scanned_chars:,} can be checked at "
                "once. Send it in parts."
            )
        scanned = await self._detect(call, tenant)
        findings, records = scanned.findings, scanned.records
        weigh = partial(
            decide,
            table=self.table,
            unscanned=Counter(item.kind for item in call.unscanned),
            tier=tier,
            approval_ends=approval_ends,
            circumstances=circumstances,
            hints=hints,
            today=today,
            ceiling=ceiling,
        )
        decision = weigh(findings, records=records)
        left = remaining(records, findings, decision.treatments)
        if left:  # weighed again without what is replaced; this may change the action, no treatment
            weigh = partial(weigh, left=left)
            decision = weigh(findings, records=records)
        if decision.action > Action.FORWARD and who is not None and (granted := await self._granted(who)):
            weigh = partial(weigh, overrides=granted)
            decision = weigh(findings, records=records)
        key = self.caller_key(tenant, caller)
        transformed = transform(call.segments, findings, decision.treatments, key=key, recalled=call.recalled)
        return Examined(findings, decision, transformed, scanned.new_chars, records, weigh, left)

    async def _granted(self, who: Caller) -> Sequence[Override]:
        if self.exceptions is None:
            return ()
        try:
            return await self.exceptions.in_force(who)
        except StateUnavailable:
            return ()

    async def _detect(self, call: ParsedCall, tenant: str) -> ScanResult:
        pieces = [Piece(s.text, s.context, s.scope, s.spelling is Spelling.TEXT) for s in call.segments]
        try:
            if call.recalled is None:
                return await self.scanner.scan(pieces, tenant=tenant)
            return await self.scanner.scan(pieces, tenant=tenant, before=call.recalled.known)
        except ScanTimeoutError as error:
            raise _took_too_long(call) from error
        except PoolBusyError as error:
            raise Overloaded("The guard is busy, so this request was not sent. Try again in a moment.") from error
        except PoolError as error:
            raise ScanFailed("This request could not be checked, so it was not sent. Try again.") from error


def _took_too_long(call: ParsedCall) -> ScanTimedOut | TooLarge:
    """What to do about it. Much takes as long again, so an SDK is not told to send the same once more by itself."""
    values, chars = len(call.segments), sum(len(segment.text) for segment in call.segments)
    late = "Checking this request took too long, so it was not sent."
    if values < MANY_VALUES and chars < MANY_CHARS:
        return ScanTimedOut(f"{late} Try again in a moment. If that does not help, send it in smaller parts.")
    rows = " Of a sheet or a table attach only the rows and columns that are needed." if call.attachments else ""
    return TooLarge(
        f"{late} It holds {values:,} values with {chars:,} characters: send it in smaller parts, such as a quarter "
        f"at a time.{rows}"
    )


def remaining(
    records: Records, findings: Sequence[Sequence[Finding]], treatments: Sequence[Sequence[Treatment]]
) -> tuple[Subject, ...]:
    """The subjects as the reader of the replaced text meets them; none where nobody is spoken of."""
    return residual(records, treated_places(findings, treatments)) if records.subjects else ()


def treated_places(findings: Sequence[Sequence[Finding]], treatments: Sequence[Sequence[Treatment]]) -> list[Place]:
    """Where something is replaced."""
    return [
        (piece, finding.start, finding.end)
        for piece, (found, treated) in enumerate(zip(findings, treatments, strict=True))
        for finding, treatment in zip(found, treated, strict=True)
        if treatment is not Treatment.KEEP
    ]


def counted_treatments(examined: Examined) -> Mapping[str, int]:
    """Base label -> number of findings that are not kept."""
    counts: Counter[str] = Counter()
    for found, treated in zip(examined.findings, examined.decision.treatments, strict=True):
        counts.update(f.base for f, t in zip(found, treated, strict=True) if t is not Treatment.KEEP)
    return dict(sorted(counts.items()))


def places_of(call: ParsedCall, examined: Examined) -> list[str]:
    """The first places with something in them, as paths that show no caller-chosen key."""
    paths = [segment.path for segment, found in zip(call.segments, examined.findings, strict=True) if found]
    paths += [item.path for item in call.unscanned]
    return list(dict.fromkeys(show_path(path) for path in paths))[:MAX_PLACES]
