"""Text that people write (a reason, a name): it passes the detectors before anything keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detectors.finding import Piece
from detectors.pool_errors import PoolError
from proxy.errors import BadRequest, ScanFailed
from proxy.exchange import Treatment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Finding
    from proxy.examine import Examiner

LONGEST: Final = 500
SHORTEST: Final = 10
"""A reason of fewer characters ("ok", "needed") tells an auditor nothing."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")


@dataclass(frozen=True, slots=True)
class Written:
    """Takes protected information out of what people write, for good.

    Attributes:
        examiner: detection and the table in force.
        tenant: whose roster applies.
    """

    examiner: Examiner
    tenant: str

    async def reason(self, text: object, *, what: str = "reason") -> str:
        """One line of 10 to 500 characters, with ``[LABEL]`` in place of each protected value.

        Raises:
            BadRequest: too short, too long or no text; `what` names it.
            ScanFailed: it could not be checked, so it is not kept.
        """
        line = _BREAKS.sub(" ", text).strip() if isinstance(text, str) else ""
        if not SHORTEST <= len(line) <= LONGEST:
            raise BadRequest(
                f"Say why, in {SHORTEST} to {LONGEST} characters: `{what}` is stored with what you do.", param=what
            )
        return (await self.lines([line]))[0][:LONGEST]

    async def lines(self, texts: Sequence[str]) -> list[str]:
        """The same for short texts of any length, each by itself: titles, names, conditions. Raises ScanFailed."""
        if not any(texts):
            return list(texts)
        pieces = [Piece(text, "", str(number)) for number, text in enumerate(texts)]
        try:
            scanned = await self.examiner.scanner.scan(pieces, tenant=self.tenant)
        except PoolError as error:
            raise ScanFailed("What you wrote could not be checked, so nothing was done. Try again.") from error
        return [self._clean(text, found) for text, found in zip(texts, scanned.findings, strict=True)]

    def _clean(self, line: str, findings: Sequence[Finding]) -> str:
        out, at = [], 0
        for finding in findings:
            if self.examiner.table.treatment(finding.entity) is not Treatment.KEEP:
                out += [line[at : finding.start], f"[{finding.base}]"]
                at = finding.end
        return "".join([*out, line[at:]])
