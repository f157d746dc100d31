"""Exemptions from disclosure under the Public Records Act (RCW 42.56), and which parts of our records they can cover.

Records hold no names of students and no text of a call. What may still be exempt: digests that stand for people,
who among the staff did what, network addresses, and reasons that people wrote. The records officer decides; `proposed`
only says what usually applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.audit.kinds import DETAIL
from proxy.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from proxy.exchange import Json


@dataclass(frozen=True, slots=True)
class Exemption:
    """One exemption: the code as people write it, the statute, and why it applies, in a sentence."""

    code: str
    statute: str
    because: str


EXEMPTIONS: Final[Mapping[str, Exemption]] = {
    each.code: each
    for each in (
        Exemption(
            "230(1)",
            "RCW 42.56.230(1)",
            "It is personal information in files maintained for students in public schools.",
        ),
        Exemption(
            "230(2)",
            "RCW 42.56.230(2)",
            "It is personal information of a child in an early learning or similar program.",
        ),
        Exemption(
            "230(3)",
            "RCW 42.56.230(3)",
            "It is personal information in files maintained for employees, whose release would violate their privacy.",
        ),
        Exemption(
            "70.02",
            "chapter 70.02 RCW and RCW 42.56.360(2)",
            "It is health care information, whose release that chapter governs.",
        ),
        Exemption(
            "420",
            "RCW 42.56.420",
            "It is information about the security of computer and telecommunications networks or of facilities.",
        ),
        Exemption(
            "290",
            "RCW 42.56.290",
            "It is relevant to a controversy to which the agency is a party and would be privileged in court.",
        ),
    )
}
MARK: Final = "[withheld: {statute}]"

ENVELOPE: Final = frozenset({"caller", "instance", "request_id"})
_NEVER: Final = frozenset({"decision", "rule", "clause", "outcome", "error_code", "severity"})
FIELDS: Final = (ENVELOPE | {name for fields in DETAIL.values() for name in fields}) - _NEVER
"""Parts of a record that may be withheld. What was decided, and by which rule, always stays."""

WHAT: Final[Mapping[str, str]] = {
    "subjects": "digests that stand for individual people in the call",
    "caller": "which member of staff made the call",
    "client_ip": "the network address that the call came from",
    "reason": "the reason that a member of staff wrote",
    "purpose": "the purpose that a member of staff wrote",
    "instance": "which process of the system wrote the record",
    "host_digest": "a digest that identifies the computer",
}
"""What a withheld part was, in words; any other is called by its name."""

_STUDENTS: Final = ("STUDENT", "FAMILY")
_HEALTH: Final = frozenset({"P2", "MH", "SEXH"})
_WRITTEN: Final = ("reason", "purpose")


@dataclass(frozen=True, slots=True)
class Withheld:
    """One part of one record that is not released."""

    field: str
    exemption: Exemption

    @property
    def explanation(self) -> str:
        """The brief explanation that RCW 42.56.210(3) asks for."""
        what = WHAT.get(self.field, f"the field `{self.field}`")
        return f"Removed: {what}. {self.exemption.because}"


def parse_rules(given: Mapping[str, str]) -> dict[str, str]:
    """Field -> code, checked.

    Raises:
        BadRequest: a field that no record has or that is never withheld, or an unknown code.
    """
    for field, code in given.items():
        if field not in FIELDS:
            raise BadRequest(
                f"A part of a record that can be withheld is one of {', '.join(sorted(FIELDS))}.", param="withhold"
            )
        if code not in EXEMPTIONS:
            raise BadRequest(f"An exemption is one of {', '.join(EXEMPTIONS)}.", param="withhold")
    return dict(given)


def proposed(record: Mapping[str, Json]) -> Iterator[Withheld]:
    """What usually applies to a record."""
    detail = record["detail"]
    tags = frozenset(detail.get("tags") or ())
    if detail.get("subjects"):
        yield Withheld("subjects", EXEMPTIONS[_people(detail, tags)])
    for field in ("client_ip", "host_digest"):
        if detail.get(field):
            yield Withheld(field, EXEMPTIONS["420"])
    for field in _WRITTEN:
        if detail.get(field) and "PRIV" in tags:
            yield Withheld(field, EXEMPTIONS["290"])
        elif detail.get(field) and "SECPLAN" in tags:
            yield Withheld(field, EXEMPTIONS["420"])


def _people(detail: Mapping[str, Json], tags: frozenset[str]) -> str:
    labels = {str(each["entity"]) for each in detail["subjects"]}
    if "EARLY" in tags:
        return "230(2)"
    if any(label.startswith(_STUDENTS) for label in labels):
        return "230(1)"
    if tags & _HEALTH or "PATIENT_NAME" in labels or "MRN" in labels:
        return "70.02"
    return "230(3)" if "EMP" in tags or "STAFF_NAME_SENSITIVE" in labels else "230(1)"


def withheld(record: Mapping[str, Json], rules: Mapping[str, str], *, usual: bool) -> list[Withheld]:
    """What is withheld of a record: what the officer's rules say, and with `usual` what is proposed elsewhere."""
    found = {each.field: each for each in proposed(record)} if usual else {}
    for field, code in rules.items():
        holder = record if field in ENVELOPE else record["detail"]
        if holder.get(field) not in (None, "", [], {}):
            found[field] = Withheld(field, EXEMPTIONS[code])
    return sorted(found.values(), key=lambda each: each.field)


def released(record: Mapping[str, Json], gone: list[Withheld]) -> dict[str, Json]:
    """The record without what is withheld, each part replaced by a mark that names the statute."""
    out = {**record, "detail": dict(record["detail"])}
    for each in gone:
        holder = out if each.field in ENVELOPE else out["detail"]
        holder[each.field] = MARK.format(statute=each.exemption.statute)
    return out
