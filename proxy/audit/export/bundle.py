"""Writing an export: the records in one form, what proves them, and a signed manifest over all of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from proxy.audit.event import stamp
from proxy.audit.export import manifest
from proxy.audit.export.formats import NATIVE
from proxy.audit.export.tiles import Tiles
from proxy.audit.mapping import VERSIONS
from proxy.audit.proof import verifier_source
from proxy.audit.verifier import claims

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from proxy.audit.export.formats import Format
    from proxy.audit.export.manifest import NoteSigner, Told
    from proxy.audit.export.outlets import Outlet
    from proxy.audit.export.selection import Selection
    from proxy.audit.mapping.source import Source
    from proxy.exchange import Json

CHECKPOINTS: Final = "checkpoints.txt"
PROOFS: Final = "proofs.jsonl"
LEAVES: Final = "leaves.txt"
KEYS: Final = "keys.jsonl"
VERIFIER: Final = "verify_audit.py"
EVERY: Final = 500
"""Records between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an export turned out to be: counts, the digest of its manifest, and whether tree and checkpoint agree."""

    records: int
    first: int
    last: int
    manifest_sha256: str
    agrees: bool


def write(
    outlet: Outlet,
    selection: Selection,
    form: Format,
    told: Told,
    signer: NoteSigner,
    *,
    key: str,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Callable[[int], None] = lambda _: None,
) -> Written:
    """Write everything to `outlet`, records first and the manifest last.

    Args:
        outlet: a folder or an archive.
        selection: which records.
        form: in which form.
        told: what people said.
        signer: the log's key.
        key: its public half, named in the manifest.
        now: current time.
        progress: called with the number of records written so far.

    Raises:
        AuditUnavailable: the log cannot be read.
    """
    seen = _Seen(progress)
    with outlet.file(form.file) as file:
        form.write(seen.through(selection.records()), file)
    tiles = Tiles(selection.vouched.size, selection.leaves)
    agrees = claims(selection.vouched.note)[1] == tiles.root
    if form.name == NATIVE:
        _prove(outlet, selection, tiles, progress)
    if links := selection.key_links():
        with outlet.file(KEYS) as file:
            file.write(b"".join(json.dumps(each).encode() + b"\n" for each in links))
    with outlet.file(VERIFIER) as file:
        file.write(verifier_source().encode())
    facts = {
        "format": form.name,
        "schema": VERSIONS.get(form.name),
        "records": seen.count,
        "first": seen.first,
        "last": seen.last,
        "as_of": selection.vouched.size,
        "checkpoint": selection.vouched.note,
        "checkpoint_agrees": agrees,
        "key": key,
    }
    digest = close(outlet, told, facts, signer, now())
    return Written(seen.count, seen.first, seen.last, digest, agrees)


def close(outlet: Outlet, told: Told, facts: Mapping[str, Json], signer: NoteSigner, at: datetime) -> str:
    """Write the manifest over all files so far, and its signature; return the manifest's SHA-256."""
    body = manifest.manifest(signer.origin, stamp(at), told, facts, outlet.files)
    with outlet.file(manifest.NAME) as file:
        file.write(body)
    digest = outlet.files[-1].sha256
    with outlet.file(manifest.SIGNATURE) as file:
        file.write(manifest.signed(body, signer).encode())
    return digest


def _prove(outlet: Outlet, selection: Selection, tiles: Tiles, progress: Callable[[int], None]) -> None:
    """The whole log is proved by all its leaves, a part of it by a path for each record."""
    with outlet.file(CHECKPOINTS) as file:
        file.write("\n".join(selection.notes() if selection.whole else [selection.vouched.note]).encode())
    if selection.whole:
        with outlet.file(LEAVES) as file:
            for start in range(0, selection.vouched.size, EVERY):
                for leaf in selection.leaves(start, min(start + EVERY, selection.vouched.size)):
                    file.write(leaf.hex().encode() + b"\n")
                progress(start)
        return
    with outlet.file(PROOFS) as file:
        for count, index in enumerate(selection.indices(), 1):
            path = [each.hex() for each in tiles.proof(index)]
            file.write(json.dumps({"index": index, "proof": path}).encode() + b"\n")
            if count % EVERY == 0:
                progress(count)


class _Seen:
    """Counts the records that pass."""

    def __init__(self, progress: Callable[[int], None]) -> None:
        self._progress = progress
        self.count = self.first = self.last = 0

    def through(self, sources: Iterable[Source]) -> Iterator[Source]:
        for source in sources:
            self.first = source.seq if not self.count else self.first
            self.last, self.count = source.seq, self.count + 1
            if self.count % EVERY == 0:
                self._progress(self.count)
            yield source
