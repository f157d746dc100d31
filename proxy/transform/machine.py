"""The incremental machine for prose: restores placeholders and masks what is new, in one pass.

Text comes in pieces of any size. It is cut into units by its content alone (`units`), each unit is decided once
(`masking`) and leaves. So the output depends on the text and never on the pieces, nothing is scanned twice, and what is
held back is the current unit: in prose, one word. No timer is involved. What stands in the answer as a placeholder of
this call comes back as the value; what looks like an identifier that the caller never sent becomes ``[SSN_REMOVED]``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.transform.attention import LONGEST_SECRET, PASSWORD_CONTEXT, PASSWORD_LINE, Attention, folded
from proxy.transform.forced import forced_border
from proxy.transform.masking import MASKED, REACH, Edit, Place, Treatment, remembered
from proxy.transform.plain_run import run_end, shared_out, units
from proxy.transform.table_header import TableHeader
from proxy.transform.units import GAP, KEY_BLOCK, KEY_END, MAX_CHAIN, MAX_UNIT, PLAIN_WORD, WIDE_GAP, WIDE_LOOK, joins
from proxy.transform.urls import destination_open, ends_in_address

if TYPE_CHECKING:
    from collections.abc import Sequence

_WAIT: Final = -1
_FORCE: Final = -2
_KEPT_LEFT: Final = 4 * REACH
_AT_ONCE: Final = 64
"""Pieces that are looked at together."""
_WORTH_A_RUN: Final = 24
"""Characters from which on looking for a run of plain words is quicker than going word by word."""
_VALUE_ENDS: Final = re.compile(r"[^A-Za-z0-9+/_.~=-]")
_KEY_END_LENGTH: Final = 64
_KEY_MARK: Final = "-----BEGIN"
_BOX_STARTS: Final = "bBrR"
_PLAIN_UNIT: Final = re.compile(rf"(?a:({PLAIN_WORD.pattern}))[ \n]{{1,4}}(?=[A-Za-z])")


class Machine:
    """See the file's docstring. The JSON machine overrides the first group of methods after `finish`."""

    _plain_unit = staticmethod(_PLAIN_UNIT.match)

    def __init__(self, treatment: Treatment, context: str = "") -> None:
        self._treatment = treatment
        self._context = context
        self._pending = ""
        self._looked = 0
        self._left = ""
        self._left_whole = True
        self._attention = Attention(context)
        self._header = TableHeader()
        self._secret_line = PASSWORD_CONTEXT.search(context) is not None
        self._swallowing: re.Pattern[str] | None = None
        self._in_link = False
        self._forced_end = 0

    def __repr__(self) -> str:
        return f"{type(self).__name__}(<{len(self._pending)} chars held>)"

    def feed(self, text: str) -> str:
        """Take the next piece; return what may leave now."""
        self._take(text)
        return "".join(self._advance(last=False))

    def feed_each(self, pieces: Sequence[str]) -> list[str]:
        """Take the next pieces; return what may leave with each. As `feed` for one after the other, but faster."""
        out: list[str] = []
        while len(out) < len(pieces):
            together = pieces[len(out) : len(out) + _AT_ONCE]
            held = len(self._pending)
            text = self._pending + "".join(together)
            if len(together) > 1 and len(text) <= MAX_CHAIN and text.isascii() and self._swallowing is None:
                self._pending = text
                ends: list[int] = []
                out += shared_out(self._advance(last=False, ends=ends), ends, together, held)
            else:
                out.append(self.feed(together[0]))
        return out

    def finish(self) -> str:
        """The text ended: return the rest."""
        self._end()
        return "".join(self._advance(last=True))

    # ------------------------------------------------------------------ prose, as against JSON

    def _take(self, text: str) -> None:
        self._pending += text

    def _end(self) -> None:
        """Nothing more comes."""

    def _forget(self, count: int) -> None:
        self._pending = self._pending[count:]

    def _emitted(self, start: int, end: int, edits: Sequence[Edit]) -> str:
        """``pending[start:end]`` as it leaves; offsets of the edits count from `start`."""
        parts: list[str] = []
        position = start
        for edit in edits:
            if edit.text is not None:
                parts += (self._pending[position : start + edit.start], edit.text)
                position = start + edit.end
        return "".join([*parts, self._pending[position:end]])

    def _structural(self, start: int) -> int | None:  # noqa: ARG002  JSON has such places
        """The next place after `start` at which the text's own grammar makes a cut, if it is known."""
        return None

    def _string_end(self, start: int) -> int | None:  # noqa: ARG002  JSON has strings
        """Where the string that a swallowed value stands in ends, if it does in what came so far."""
        return None

    # ------------------------------------------------------------------ the walk over units

    def _advance(self, *, last: bool, ends: list[int] | None = None) -> list[str]:
        """What may leave; in `ends` where in the pending text each part of it ended, if that text is short."""
        out: list[str] = []
        start = 0
        while start < len(self._pending):
            if self._swallowing is not None:
                start, done = self._swallowed(start)
                if not done:
                    break
                continue
            if len(self._pending) - start > _WORTH_A_RUN and (end := self._run_end(start)):
                start = self._pass(start, end, out, ends)
                continue
            end = self._plain_end(start) or self._cut(start)
            if end == _FORCE:
                start = self._force(start, out)
            elif end == _WAIT:
                if not last:
                    break
                start = self._release(start, len(self._pending), out, last=True)
            else:
                start = self._release(start, end, out, last=False)
            if ends is not None:
                ends.append(start)
        self._forget(start)
        self._looked = max(0, self._looked - start)
        return out

    def _run_end(self, start: int) -> int:
        """Where a run of plain words that begins at `start` ends; 0 without one."""
        if self._secret_line or self._attention.awake or self._header.vanity:
            return 0
        if self._pending.find(" ", start) < self._looked:
            return 0
        return run_end(self._pending, start, 2 * _KEPT_LEFT - len(self._left))

    def _pass(self, start: int, end: int, out: list[str], ends: list[int] | None) -> int:
        """Let a run of plain words out, as its units one after the other."""
        run = self._pending[start:end]
        if ends is None:
            out.append(run)
        else:
            for unit in units(run):
                start += len(unit)
                out.append(unit)
                ends.append(start)
        self._attention.passed(len(run))
        self._left += run
        self._in_link = False
        return end

    def _plain_end(self, start: int) -> int:
        """What `_cut` says where a plain word of ASCII letters ends and another begins, as most do; else 0."""
        if self._secret_line or self._attention.awake:
            return 0
        plain = self._plain_unit(self._pending, start)
        if plain is None or plain.end(1) < self._looked or plain.end() - start > MAX_CHAIN:
            return 0
        end = plain.end()
        following = self._pending[end]
        if following in _BOX_STARTS or (following.isupper() and plain[1].isupper()):
            return 0
        return end

    def _cut(self, start: int) -> int:
        """Where the unit that begins at `start` ends, once that is decided."""
        pending = self._pending
        limit = start + MAX_UNIT - WIDE_LOOK
        ascii_only = pending.isascii()
        gap = GAP if ascii_only else WIDE_GAP
        position = max(self._looked, start)
        structural = self._structural(start)
        stop = limit if structural is None else min(structural, limit)
        while (found := gap.search(pending, position, stop + WIDE_LOOK)) is not None:
            end = found.end()
            if end > stop or end == len(pending):
                break
            if end > start and self._cuts(start, found.start(), end):
                return end
            if end - start > MAX_CHAIN and _KEY_MARK not in pending[start:end]:
                self._forced_end = end
                return _FORCE
            position = max(end, start + 1)
        if structural is not None and structural <= limit:
            return structural
        if len(pending) - start >= MAX_UNIT:
            self._forced_end = start + MAX_UNIT
            return _FORCE
        looked = max(position, _before_space(pending, len(pending)))
        self._looked = (
            looked if ascii_only else _before_space(pending, max(start, min(looked, len(pending) - WIDE_LOOK)))
        )
        return _WAIT

    def _cuts(self, start: int, word_end: int, end: int) -> bool:
        if word_end == end:
            return True
        pending, following = self._pending, self._pending[end]
        if following.isalpha() and not self._secret_line and not self._attention.awake:
            plain = PLAIN_WORD.fullmatch(pending, start, word_end)
            if plain is not None and following not in _BOX_STARTS and (following.islower() or not plain[0].isupper()):
                return True
        unit = pending[start:end]
        return not (joins(self._left, unit, following) or self._held(unit))

    def _held(self, unit: str) -> bool:
        """Holds that do not look at the next word: a secret that may be a sentence, a link's destination."""
        if self._secret_line and len(unit) <= LONGEST_SECRET and "\n" not in unit:
            return True
        return self._treatment.url_hosts is not None and destination_open(unit)

    # ------------------------------------------------------------------ one unit

    def _release(self, start: int, end: int, out: list[str], *, last: bool) -> int:
        unit = self._pending[start:end]
        edits: Sequence[Edit] = ()
        awake = self._attention.awake  # of a long unit only the beginning may be near the label
        if self._attention.worth(unit) or self._secret_line or self._header.vanity:
            edits = self._treatment.edits(unit, self._place(last=last, awake=awake or self._attention.awake))
            self._treatment.report(edits)
        out.append(self._emitted(start, end, edits) if edits else self._raw(start, end))
        self._remember(remembered(unit, edits) if edits else unit)
        self._in_link = False
        return end

    def _raw(self, start: int, end: int) -> str:
        return self._pending[start:end]

    def _place(self, *, last: bool, awake: bool) -> Place:
        first = self._left_whole and len(self._left) <= REACH
        context = self._context if first else ""
        labelled = bool(context or self._header.text) or self._secret_line or awake
        return Place(self._left, self._header.text, context, first, last, self._in_link, labelled)

    def _remember(self, unit: str) -> None:
        self._left += unit
        if "\n" in unit:
            self._header.line_ended(self._left)
        if self._left_whole and len(self._left) <= REACH:
            self._secret_line = (
                PASSWORD_LINE.search(self._left if self._left.isascii() else folded(self._left)) is not None
            )
        elif len(self._left) > 2 * _KEPT_LEFT:
            self._left = self._left[-_KEPT_LEFT:]
            self._left_whole = False

    # ------------------------------------------------------------------ units that are too long

    def _force(self, start: int, out: list[str]) -> int:
        """Cut a unit that became too long, beside every value in it. Returns where."""
        unit = self._pending[start : self._forced_end]
        edits = self._treatment.edits(unit, self._place(last=False, awake=True))  # labels in it were not looked for
        border = forced_border(unit, edits)
        kept = [edit for edit in edits if edit.end <= border]
        self._attention.worth(unit[:border])
        self._treatment.report(kept)
        out.append(self._emitted(start, start + border, kept))
        if border == MAX_UNIT and kept and kept[-1].event == MASKED:
            self._swallowing = KEY_END if KEY_BLOCK.match(unit, kept[-1].start) else _VALUE_ENDS
        self._remember(remembered(unit, kept)[:border])
        self._in_link = ends_in_address(unit[:border], within=self._in_link)
        self._looked = start + border
        return start + border

    def _swallowed(self, start: int) -> tuple[int, bool]:
        """Drop the rest of a value that was too long to be held: where it ends, and whether it does."""
        pattern = self._swallowing
        assert pattern is not None  # noqa: S101  for the type checker: asked by `_advance`
        found = pattern.search(self._pending, start)
        ends = [
            self._string_end(start),
            None if found is None else found.end() if pattern is KEY_END else found.start(),
        ]
        known = [end for end in ends if end is not None]
        if known:
            self._swallowing = None
            return min(known), True
        kept = _KEY_END_LENGTH if pattern is KEY_END else 0
        return max(start, len(self._pending) - kept), False


def _before_space(text: str, position: int) -> int:
    """`position`, or the beginning of the white space that it stands in."""
    return len(text[:position].rstrip())
