"""Token probabilities: a second copy of the text, piece by piece, which must agree with what leaves.

Entries of unchanged text stay as they are. Those of a restored or masked span become one entry: its text is what stands
there now, its probability the product of theirs, without alternatives. Alternatives of other entries are texts that
nobody chose: read by rank, each must pass a machine unchanged, or all are dropped; in a stream all are, because what
follows is not known yet. Entries that do not spell the text are dropped, all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.wire.alignment import Aligner
from proxy.wire.rewrite import rewrite_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Json, MachineFactory
    from proxy.wire.alignment import Group

_PARTIAL: Final = re.compile(r"(?:bytes:)?(?:\\x[0-9a-fA-F]{2})+")
"""How a token is shown that ends inside a character."""
_MOST_ALTERNATIVES: Final = 32
_MOST_UNSPELLED: Final = 1 << 16
"""Bytes of text that may be ahead of the entries that spell it, or they of it."""
_MOST_DISTINCT: Final = 4096
"""Different alternatives of an answer that are looked at: 60 microseconds each (measured), while all others wait."""
_BYTE: Final = range(256)


@dataclass(slots=True)
class Track:
    """The probabilities of one text of one choice, as they come."""

    alternatives: bool = False
    _aligner: Aligner = field(default_factory=Aligner)
    _waiting: list[dict[str, Json]] = field(default_factory=list, repr=False)
    _begun: bool = False
    _lost: bool = False
    _said: bytearray = field(default_factory=bytearray, repr=False)
    _spelled: bytearray = field(default_factory=bytearray, repr=False)

    def feed(self, entries: Json, said: str, released: str) -> list[dict[str, Json]]:
        """The entries that are decided.

        Args:
            entries: those that came with a piece of the text.
            said: the piece as the provider sent it.
            released: what left for the client meanwhile.
        """
        if not entries and not self._begun:
            self._lost = self._lost or bool(said)  # entries that begin later cannot be put anywhere
            return []
        read = _read(entries)
        if self._lost or read is None:
            self._lost = True
            return []
        self._begun = True
        tokens = [_bytes(entry) for entry in read]
        if not self._agrees(said.encode("utf-8", "surrogatepass"), b"".join(tokens)):
            return []
        self._waiting += read
        return self._entries(self._aligner.feed(tokens, released.encode("utf-8", "surrogatepass")))

    def finish(self, released: str = "") -> list[dict[str, Json]]:
        """The text ended with `released`: the rest."""
        if self._lost or not self._begun:
            return []
        groups = self._aligner.finish(released.encode("utf-8", "surrogatepass"))
        entries = self._entries(groups)
        self._aligner, self._begun = Aligner(), False
        return entries

    def _agrees(self, said: bytes, spelled: bytes) -> bool:
        self._said += said
        self._spelled += spelled
        both = min(len(self._said), len(self._spelled))
        ahead = max(len(self._said), len(self._spelled)) - both
        self._lost = self._said[:both] != self._spelled[:both] or ahead > _MOST_UNSPELLED
        del self._said[:both], self._spelled[:both]
        return not self._lost

    def _entries(self, groups: Sequence[Group]) -> list[dict[str, Json]]:
        self._lost = self._lost or self._aligner.lost
        made: list[dict[str, Json]] = []
        done = 0
        for group in groups:
            taken = self._waiting[done : done + group.pieces]
            done += group.pieces
            if group.same:
                made.append(_plain(taken[0], group.text, alternatives=self.alternatives))
            elif group.text and taken:
                made.append(_merged(taken, group.text))
        del self._waiting[:done]
        return made


def rewritten_entries(
    entries: Json, said: str, rewritten: str, machines: MachineFactory | None
) -> list[dict[str, Json]]:
    """The entries of a whole text that reads `rewritten` now; none when they did not spell it.

    Without `machines`, that is in a stream, alternatives are dropped.
    """
    track = Track(alternatives=machines is not None)
    made = track.feed(entries, said, "")
    made += track.finish(rewritten)
    spelled = b"".join(_bytes(entry) for entry in made)
    if spelled != rewritten.encode("utf-8", "surrogatepass"):
        return []
    return made if machines is None else _with_harmless_alternatives(made, machines)


def _read(entries: Json) -> list[dict[str, Json]] | None:
    if entries is None:
        return []
    if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
        return None
    return entries


def _is_entry(entry: Json) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("token"), str):
        return False
    spelled = entry.get("bytes")
    whole = spelled is None or (isinstance(spelled, list) and all(type(b) is int and b in _BYTE for b in spelled))
    return whole and _is_number(entry.get("logprob"))


def _is_number(value: Json) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _bytes(entry: dict[str, Json]) -> bytes:
    spelled = entry.get("bytes")
    return entry["token"].encode("utf-8", "surrogatepass") if spelled is None else bytes(spelled)


def _shown(entry: dict[str, Json], text: bytes) -> str:
    """The token as text: what its bytes say, and nothing else."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        token: str = entry["token"]
        return token if _PARTIAL.fullmatch(token) else text.decode("utf-8", "replace")


def _plain(entry: dict[str, Json], text: bytes, *, alternatives: bool) -> dict[str, Json]:
    out: dict[str, Json] = {"token": _shown(entry, text), "logprob": entry.get("logprob")}
    if "bytes" in entry:
        out["bytes"] = entry["bytes"]
    if "top_logprobs" in entry:
        out["top_logprobs"] = _read_alternatives(entry["top_logprobs"]) if alternatives else []
    return out


def _read_alternatives(given: Json) -> list[dict[str, Json]]:
    if not isinstance(given, list) or len(given) > _MOST_ALTERNATIVES or not all(_is_entry(each) for each in given):
        return []
    bare = [{key: value for key, value in each.items() if key != "top_logprobs"} for each in given]
    return [_plain(each, _bytes(each), alternatives=False) for each in bare]


def _merged(entries: list[dict[str, Json]], text: bytes) -> dict[str, Json]:
    known = [entry["logprob"] for entry in entries if entry.get("logprob") is not None]
    out: dict[str, Json] = {"token": text.decode("utf-8", "replace"), "logprob": sum(known) if known else None}
    if any("bytes" in entry for entry in entries):
        out["bytes"] = list(text)
    if any("top_logprobs" in entry for entry in entries):
        out["top_logprobs"] = []
    return out


def _with_harmless_alternatives(entries: list[dict[str, Json]], machines: MachineFactory) -> list[dict[str, Json]]:
    """Alternatives stay only when each rank, read as a text, and each alone pass a machine unchanged."""
    ranks: list[str] = []
    for entry in entries:
        for rank, each in enumerate(entry.get("top_logprobs") or ()):
            if rank == len(ranks):
                ranks.append("")
            ranks[rank] += each["token"]
    alone = {each["token"] for entry in entries for each in entry.get("top_logprobs") or ()}
    few = len(alone) <= _MOST_DISTINCT
    if few and all(rewrite_text(text, machines) == text for text in (*ranks, *alone)):
        return entries
    return [{**entry, "top_logprobs": []} if "top_logprobs" in entry else entry for entry in entries]
