"""What became of each record of an upload, in words that a person can act on, and never with a record's text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, Blocked, CallerError, NotApproved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.exchange import Json

SHOWN: Final = 200
"""Records that a report lists; what is left out is counted."""
NAMED: Final = 5
"""Records that the sentence names."""
FORWARDED: Final = "forwarded"
_ENDINGS: Final = ("blocked", "held", "malformed", "not_approved")


@dataclass(frozen=True, slots=True)
class Row:
    """One record's line of the report.

    Attributes:
        record: its number, as people count.
        ending: ``forwarded``, ``blocked``, ``held``, ``malformed`` or ``not_approved``.
        why: a sentence; empty where it leaves.
        facts: rule, clause, counts by label, places: never a value.
    """

    record: int
    ending: str
    why: str = ""
    facts: Mapping[str, Json] = field(default_factory=dict)

    @property
    def leaves(self) -> bool:
        """Whether the record goes to the provider."""
        return self.ending == FORWARDED

    def told(self) -> dict[str, Json]:
        """As the report shows it."""
        return {
            "record": self.record,
            "decision": self.ending,
            **({"why": self.why} if self.why else {}),
            **self.facts,
        }


def failed_row(number: int, ending: str, error: CallerError) -> Row:
    """The line of a record that an error keeps back."""
    return Row(number, ending, error.message, {} if error.param is None else {"where": [error.param]})


@dataclass(frozen=True, slots=True)
class Report:
    """All records of an upload."""

    rows: Sequence[Row]

    @property
    def kept_back(self) -> list[Row]:
        """Records that may not leave."""
        return [row for row in self.rows if not row.leaves]

    def counts(self, *, sent: bool) -> dict[str, int]:
        """How many records ended how; `sent`: whether the others went on."""
        endings = Counter(row.ending for row in self.rows)
        counts = {"total": len(self.rows), **{name: endings[name] for name in _ENDINGS if endings[name]}}
        if sent:
            counts[FORWARDED] = endings[FORWARDED]
            counts["replaced"] = sum(bool(row.facts.get("replaced")) for row in self.rows if row.leaves)
            counts["left_out"] = len(self.rows) - endings[FORWARDED]
        return counts

    def told(self, *, sent: bool) -> dict[str, Json]:
        """For the key ``chaperone``: the counts, and a line for each record with something to say."""
        telling = [row for row in self.rows if not row.leaves or row.facts]
        kept_back_first = sorted(telling, key=lambda row: (row.leaves, row.record))
        return {
            "records": self.counts(sent=sent),
            "report": [row.told() for row in kept_back_first[:SHOWN]],
            **({"not_shown": len(telling) - SHOWN} if len(telling) > SHOWN else {}),
        }

    def refusal(self) -> CallerError:
        """The error for an upload of which nothing leaves because of some of its records."""
        bad = self.kept_back
        named = " ".join(f"Record {row.record}: {row.why}" for row in bad[:NAMED])
        more = f" And {len(bad) - NAMED} more; see the report." if len(bad) > NAMED else ""
        message = (
            f"{len(bad)} of {len(self.rows)} records cannot be sent, so nothing of this upload was sent. "
            f"{named}{more} Mend or remove them and upload it again."
        )
        kinds = {row.ending for row in bad}
        error: type[CallerError] = Blocked
        if kinds == {"malformed"}:
            error = BadRequest
        elif kinds == {"not_approved"}:
            error = NotApproved
        decision = "held" if kinds == {"held"} else "blocked"
        return error(message, param="file", details={"decision": decision, **self.told(sent=False)})


def refuse_unless_allowed(rows: Sequence[Row], *, leave_out: bool) -> None:
    """Refuse an upload with records that may not leave, unless the others may go without them.

    Raises:
        CallerError: with the report.
    """
    report = Report(rows)
    if report.kept_back and not (leave_out and len(report.kept_back) < len(rows)):
        raise report.refusal()
