"""Check an exported audit log of Chaperone without trusting Chaperone. One file; read it before you run it.

    python3 verify_audit.py EXPORT --key 'name+1a2b3c4d+AbC...' [--anchor FILE]...
    python3 verify_audit.py PROOF.json --key 'name+1a2b3c4d+AbC...'

Needs Python 3.11 and the package `cryptography`, nothing of Chaperone. EXPORT is a folder with

    records.jsonl     one record a line, in the order in which they were written
    leaves.txt        the SHA-256 leaf hash of each line, in hexadecimal (optional: it names the very record)
    checkpoints.txt   signed statements "the log had N records and this root", one after another, a blank line between

The method is RFC 6962 / RFC 9162 (Merkle trees) with C2SP signed notes. A record's leaf is SHA-256(0x00 || line); a
node is SHA-256(0x01 || left || right). When one byte of one record changes, when a record is removed, added or moved,
the root changes, and no longer is what was signed. A log that was cut short, or replaced by an older copy together
with its checkpoints, is found by an *anchor*: a checkpoint that was kept elsewhere (--anchor, a file that holds some).

Exit status: 0 everything agrees; 1 something does not, and the first bad index is named; 2 it could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def leaf_hash(record: bytes) -> bytes:
    """The leaf of a record."""
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The parent of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Takes leaves one by one and knows the root of all so far: a stack of perfect subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.stack: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Put a leaf behind the others."""
        node, carry = leaf, self.size
        while carry & 1:
            node, carry = node_hash(self.stack.pop(), node), carry >> 1
        self.stack.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root of all leaves so far."""
        if not self.stack:
            return hashlib.sha256(b"").digest()
        root = self.stack[-1]
        for left in reversed(self.stack[:-1]):
            root = node_hash(left, root)
        return root


def root_from_proof(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2), or None when its length is wrong."""
    if not 0 <= index < size:
        return None
    position, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if position & 1 or position == last:
            root = node_hash(sibling, root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        position, last = position >> 1, last >> 1
    return root if last == 0 else None


class Key:
    """A public key as `chaperone audit key` prints it: name+id+base64."""

    def __init__(self, text: str) -> None:
        name, key_id, data = text.strip().split("+", 2)
        public = base64.b64decode(data, validate=True)
        expected = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        if public[:1] != b"\x01" or len(public) != 1 + 32 or expected.hex() != key_id:
            raise ValueError("not a key of this form, or mistyped")
        self.name, self.id = name, expected
        self.public = Ed25519PublicKey.from_public_bytes(public[1:])


def read_note(note: str, keys: Sequence[Key]) -> tuple[int, bytes]:
    """(size, root) of a signed checkpoint; raises ValueError when it is not signed by any of the keys."""
    text, _, signatures = note.partition("\n\n")
    origin, size, root = (*text.split("\n"), "", "")[:3]
    if not size.isascii() or not size.isdigit() or str(int(size)) != size:
        raise ValueError("is not a checkpoint")
    if not any(_signed(text + "\n", origin, line, keys) for line in signatures.split("\n")):
        raise ValueError("has no good signature of the key that was given")
    raw = base64.b64decode(root, validate=True)
    if base64.b64encode(raw).decode() != root or len(raw) != hashlib.sha256().digest_size:
        raise ValueError("is not a checkpoint")
    return int(size), raw


def _signed(text: str, origin: str, line: str, keys: Sequence[Key]) -> bool:
    """Whether a signature line is by one of the keys, over exactly this text."""
    mark, _, rest = line.partition(" ")
    name, _, data = rest.partition(" ")
    for key in keys:
        if mark == "\u2014" and name == origin == key.name:
            try:
                raw = base64.b64decode(data, validate=True)
                if base64.b64encode(raw).decode() == data and raw[:4] == key.id:
                    key.public.verify(raw[4:], text.encode())
                    return True
            except (InvalidSignature, binascii.Error):
                continue
    return False


def split_notes(text: str) -> list[str]:
    """The checkpoints in a file: each is a text, an empty line and its signatures; empty lines between are allowed."""
    notes: list[str] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line == "" and any(each.startswith("\u2014 ") for each in lines):
            notes.append("\n".join(lines) + "\n")
            lines = []
        elif line or lines:
            lines.append(line)
    if lines and any(lines):
        notes.append("\n".join(lines) + "\n")
    return notes


def read_notes(
    notes: Iterable[tuple[str, str]], keys: Sequence[Key]
) -> tuple[dict[int, list[tuple[str, bytes]]], list[tuple[int, str]]]:
    """Size -> (where it came from, root) of the good checkpoints, and what is wrong with the others."""
    good: dict[int, list[tuple[str, bytes]]] = {}
    bad: list[tuple[int, str]] = []
    for where, note in notes:
        try:
            size, root = read_note(note, keys)
            good.setdefault(size, []).append((where, root))
        except ValueError as error:
            bad.append((0, f"a checkpoint in {where} {error}"))
    return good, bad


def check(
    records: Iterable[bytes], leaves: Iterable[bytes] | None, notes: Iterable[tuple[str, str]], keys: Sequence[Key]
) -> Iterator[tuple[int, str]]:
    """Yield (first bad index, what is wrong). `notes` are (where it came from, text)."""
    wanted, unsigned = read_notes(notes, keys)
    yield from unsigned
    longest = max(wanted, default=0)
    tree, good, named = Tree(), 0, False
    told = None if leaves is None else iter(leaves)
    for index, record in enumerate(records):
        leaf = leaf_hash(record)
        if told is not None and (expected := next(told, None)) != leaf:
            yield index, "the record is not the one that was written" if expected else "the leaf hashes end here"
            named, told = True, told if expected else None
        tree.add(leaf)
        vouching = wanted.pop(tree.size, [])
        liars = sorted({where for where, root in vouching if root != tree.root()})
        if liars:
            wanted.clear()  # every later root differs too
            if not named:
                yield good, f"records {good} to {index} are not those that {', '.join(liars)} vouches for"
        elif vouching:
            good, named = tree.size, False
    if told is not None and next(told, None) is not None:
        yield tree.size, "records are missing from here on: there are more leaf hashes"
    if longest > tree.size:
        yield tree.size, f"records are missing from here on: a checkpoint vouches for {longest}"
    if any(root != Tree().root() for _, root in wanted.get(0, [])):
        yield 0, "a checkpoint of the empty log has another root"


def check_proof(bundle: dict[str, Any], keys: Sequence[Key]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a proof that one record is in the log."""
    index = bundle["index"]
    try:
        size, root = read_note(bundle["checkpoint"], keys)
    except ValueError as error:
        yield index, f"the checkpoint {error}"
        return
    proof = [bytes.fromhex(each) for each in bundle["proof"]]
    if root_from_proof(leaf_hash(bundle["record"].encode()), index, size, proof) != root:
        yield index, "the record is not in the log that the checkpoint vouches for"


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file without their ends; a last line without an end counts too."""
    with path.open("rb") as file:
        for line in file:
            yield line[:-1] if line.endswith(b"\n") else line


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check an exported audit log, or a proof of one record.")
    parser.add_argument("export", type=Path, help="folder of an export, or a proof (JSON)")
    parser.add_argument("--key", action="append", required=True, help="public key, as `chaperone audit key` prints it")
    parser.add_argument("--anchor", action="append", type=Path, default=[], help="file with checkpoints kept elsewhere")
    given = parser.parse_args(arguments)
    uncovered = 0
    try:
        keys = [Key(text) for text in given.key]
        if given.export.is_dir():
            sources = [given.export / "checkpoints.txt", *given.anchor]
            notes = [(path.name, note) for path in sources for note in split_notes(path.read_text(encoding="utf-8"))]
            told = given.export / "leaves.txt"
            leaves = (bytes.fromhex(line.decode()) for line in lines_of(told)) if told.exists() else None
            problems = list(check(lines_of(given.export / "records.jsonl"), leaves, notes, keys))
            count = sum(1 for _ in lines_of(given.export / "records.jsonl"))
            uncovered = count - max(read_notes(notes, keys)[0], default=0)
            if not notes:
                problems.append((0, "no checkpoint vouches for anything here"))
        else:
            problems = list(check_proof(json.loads(given.export.read_text(encoding="utf-8")), keys))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"cannot be checked: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for index, what in problems:
        print(f"BAD from index {index}: {what}")
    if not problems:
        print("OK: everything agrees with what was signed")
        if uncovered:
            print(f"The last {uncovered} records came after the newest checkpoint: nothing vouches for them yet.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
