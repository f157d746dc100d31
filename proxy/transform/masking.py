"""What becomes of one unit of an answer: placeholders restored, identifiers that the caller never sent masked.

Pure but for the events it reports. The scanner sees placeholders blanked by a character that joins nothing, and so is
everything before the unit that was decided already: no value is found twice and none is found through another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from proxy.transform.attention import striking
from proxy.transform.placeholders import TokenMatch, find_tokens, removed, token_label
from proxy.transform.units import KEY_BLOCK, KEY_END
from proxy.transform.urls import inside_foreign_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from proxy.exchange import StreamScanner
    from proxy.transform.assign import TokenMap
    from proxy.transform.own_values import OwnValues

BLANK: Final = "\ue000"
"""A private-use character: no letter, no digit, no space, for every pattern."""
REACH: Final = 200
"""Characters before a unit that the scanner is given, so that labels count."""
_MORE: Final = "\n" + BLANK
"""Stands after a unit that is not the last: no pattern may take its end for the end of the text."""
_HALVES: Final = re.compile("[\ud800-\udfff]")
RESTORED: Final = "restored"
MASKED: Final = "masked"
KEPT_OUT: Final = "unrestored_url"
UNKNOWN: Final = "unknown_token"
_INVENTED: Final = ("1 ", " St")
_KEY_ENTITY: Final = "CREDENTIAL.PRIVATE_KEY"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands.

    Attributes:
        left: decided text before it, blanked where something was decided.
        header: first line of the table that the unit stands in, or empty.
        context: label words outside the text, while `left` reaches back to its beginning; else empty.
        first: whether `left` reaches back to the beginning of the text.
        last: whether the text ends with the unit.
        in_link: whether the unit begins inside an address that was too long for one unit.
        labelled: whether a label before the unit or in it makes its words suspect.
    """

    left: str
    header: str = ""
    context: str = ""
    first: bool = True
    last: bool = True
    in_link: bool = False
    labelled: bool = True

    def __repr__(self) -> str:
        return f"Place(<{len(self.left)} chars before>, first={self.first}, last={self.last})"


@dataclass(frozen=True, slots=True)
class Edit:
    """``unit[start:end]`` was decided. `text` replaces it; None leaves it as it is."""

    start: int
    end: int
    text: str | None
    event: str = ""
    label: str = ""

    def __repr__(self) -> str:
        return f"Edit({self.start}, {self.end}, {self.event})"


@dataclass(frozen=True, slots=True)
class Treatment:
    """What one call knows: its placeholders, what its caller sent, the scanner, where values may not go.

    Attributes:
        tokens: placeholders of the call.
        scan: finds structured identifiers; None when answers are not scanned.
        own: what the caller sent.
        url_hosts: hosts into whose addresses values may be put; None for all.
        on_event: told what happened, without values.
    """

    tokens: TokenMap
    scan: StreamScanner | None
    own: OwnValues
    url_hosts: frozenset[str] | None
    on_event: Callable[[str, str], None]

    def edits(self, unit: str, place: Place) -> list[Edit]:
        """Decisions about a unit: in order, never overlapping."""
        tokens = list(self._restored(unit, place))
        if self.scan is None or (tokens and not place.labelled and not striking(blanked(unit, tokens, " "))):
            return tokens  # nine units in ten that hold a placeholder hold plain words beside it; a scan is 130 us
        decided = self._masked(unit, place, tokens)
        return sorted(decided, key=lambda edit: edit.start)

    def report(self, edits: Sequence[Edit]) -> None:
        """Tell the caller of the machine what was done; once per decision."""
        for edit in edits:
            if edit.event:
                self.on_event(edit.event, edit.label)

    def _restored(self, unit: str, place: Place) -> Iterator[Edit]:
        for match in find_tokens(unit):
            value = self.tokens.resolve(match)
            if value is None:
                self._unknown(unit[match.start : match.end])
                continue
            label = self.tokens.label_of(match) or ""
            if self._may_not_go(unit, place, match):
                yield Edit(match.start, match.end, None, KEPT_OUT, label)
            else:
                yield Edit(match.start, match.end, value, RESTORED, label)

    def _unknown(self, spelled: str) -> None:
        """Prose can look like a placeholder with spaces in it; only what is written like one is worth counting."""
        if ("_" in spelled or not spelled[0].isalpha()) and not self.own.holds(spelled):
            self.on_event(UNKNOWN, "")

    def _may_not_go(self, unit: str, place: Place, match: TokenMatch) -> bool:
        if self.url_hosts is None:
            return False
        if place.in_link and not any(char.isspace() for char in unit[: match.start]):
            return True
        shift = len(place.left)
        return inside_foreign_link(place.left + unit, shift + match.start, shift + match.end, self.url_hosts)

    def _masked(self, unit: str, place: Place, tokens: list[Edit]) -> list[Edit]:
        masks: list[Edit] = []
        for start, end, entity in sorted(self._found(unit, place, tokens)):
            inner = [token for token in tokens if token.start < end and start < token.end]
            begin = max(min([start, *(token.start for token in inner)]), masks[-1].end if masks else 0)
            end = max([end, *(token.end for token in inner)])  # noqa: PLW2901  a mask never cuts a placeholder
            if begin >= end or not _says_something(unit, begin, end, inner):
                continue
            if not self.own.holds(_value(unit, place, min(start, begin), end, inner)):
                masks.append(Edit(begin, end, removed(token_label(entity)), MASKED, entity))
            elif not inner:
                masks.append(Edit(begin, end, None))
        kept = (
            token for token in tokens if not any(token.start < mask.end and mask.start < token.end for mask in masks)
        )
        return [*masks, *kept]

    def _found(self, unit: str, place: Place, tokens: list[Edit]) -> Iterator[tuple[int, int, str]]:
        """Findings that reach into the unit, by offsets in it; a start before it is negative."""
        assert self.scan is not None  # noqa: S101  for the type checker: asked by `edits`
        keys = list(_key_blocks(unit))
        yield from keys
        before = _window_before(place)
        window = before + blanked(unit, tokens) + ("" if place.last else _MORE)
        if not window.isascii():
            window = _HALVES.sub("\ufffd", window)
        for finding in self.scan(window, place.context):
            start, end = finding.start - len(before), min(finding.end - len(before), len(unit))
            if end > 0 and not any(key[0] < end and start < key[1] for key in keys):
                yield start, end, finding.entity


def _key_blocks(unit: str) -> Iterator[tuple[int, int, str]]:
    """Private keys from their first line to their last, or to the end: half a key is a secret too."""
    position = 0
    while begin := KEY_BLOCK.search(unit, position):
        closing = KEY_END.search(unit, begin.end())
        position = closing.end() if closing else len(unit)
        yield begin.start(), position, _KEY_ENTITY


def _window_before(place: Place) -> str:
    if place.header:
        line = place.left[place.left.rfind("\n") + 1 :]
        return f"\n{place.header}\n{line}"
    return place.left[-REACH:] if place.first and len(place.left) <= REACH else "\n" + place.left[-REACH:]


def blanked(unit: str, edits: Sequence[Edit], blank: str = BLANK) -> str:
    """The unit as scanner and later units see it: everything decided is blank. Same length."""
    for edit in edits:
        unit = unit[: edit.start] + blank * (edit.end - edit.start) + unit[edit.end :]
    return unit


def remembered(unit: str, edits: Sequence[Edit]) -> str:
    """The same for the units that follow, but for two things that go on telling what comes next.

    A masked address leaves an invented one, so that the ZIP code behind it counts. What was masked without a digit in
    it stays: in ``password: SSN: 412-68-1234`` it is a label.
    """
    decided = [edit for edit in edits if not _may_be_label(unit, edit)]
    kept = blanked(unit, decided)
    for edit in decided:
        invented = edit.end - edit.start - len("".join(_INVENTED))
        if edit.event == MASKED and edit.label == "ADDRESS" and invented > 0:
            kept = kept[: edit.start] + ("X" * invented).join(_INVENTED) + kept[edit.end :]
    return kept


def _may_be_label(unit: str, edit: Edit) -> bool:
    masked = edit.event == MASKED and edit.label != _KEY_ENTITY
    return masked and not any(char.isdigit() for char in unit[edit.start : edit.end])


def _says_something(unit: str, start: int, end: int, inner: Sequence[Edit]) -> bool:
    rest = blanked(unit, inner)[max(0, start) : end]
    return any(char.isalnum() for char in rest)


def _value(unit: str, place: Place, start: int, end: int, inner: Sequence[Edit]) -> str:
    """What a finding covers, as the reader would see it: with its placeholders restored."""
    parts, position = [place.left[start:] if start < 0 else ""], max(0, start)
    for token in inner:
        parts += (unit[position : token.start], unit[token.start : token.end] if token.text is None else token.text)
        position = token.end
    return "".join([*parts, unit[position:end]])
