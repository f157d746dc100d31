"""Check an exported audit log of Chaperone without trusting Chaperone. One file; read it before you run it.

    python3 verify_audit.py EXPORT --key 'name+1a2b3c4d+AbC...' [--anchor FILE]...
    python3 verify_audit.py PROOF.json --key 'name+1a2b3c4d+AbC...'

Needs Python 3.11 and the package `cryptography`, nothing of Chaperone. EXPORT is a folder with

    records.jsonl     one record a line, in the order in which they were written
    leaves.txt        the SHA-256 leaf hash of each line, in hexadecimal (optional: it names the very record)
    checkpoints.txt   signed statements "the log had N records and this root", one after another, a blank line between
    proofs.jsonl      only where the records are a part of the log: for each line its index and its path to the root
    manifest.json     every file with its size and SHA-256, how many records, who asked why (optional for a whole log)
    manifest.sig      the signed statement "this is the manifest's SHA-256"
    keys.jsonl        where the key was changed: the log's announcements, each with its proof

An export in another form (CSV, Parquet, OCSF, ECS) has a manifest and no proofs: that nobody changed it can be shown,
and each of its rows names the leaf hash of the record that it was made from.

The method is RFC 6962 / RFC 9162 (Merkle trees) with C2SP signed notes. A record's leaf is SHA-256(0x00 || line); a
node is SHA-256(0x01 || left || right). When one byte of one record changes, when a record is removed, added or moved,
the root changes, and no longer is what was signed. A log that was cut short, or replaced by an older copy together
with its checkpoints, is found by an *anchor*: a checkpoint that was kept elsewhere (--anchor, a file that holds some).
The key may have been changed since you got it: the log says so itself, under the key before.

To read it in ten minutes: (1) hashing and (2) signatures are the two standards; (3) `Check.run` is the walk through a
whole log, the heart of it; what it calls below only says whose checkpoint is believed where keys were changed, and can
be skipped for a log whose key never was; (4) parts of a log, (5) the files of an export.

Exit status: 0 everything agrees; 1 something does not, and the first bad index is named; 2 it could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import operator
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SPOILT = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What it raises to read JSON that somebody may have changed."""

# --------------------------------------------------------------------------- (1) hashing: RFC 6962, RFC 9162


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


def unhexed(text: str) -> bytes:
    """The hash that lower-case hexadecimal digits spell, and nothing but them."""
    raw = bytes.fromhex(text)
    if raw.hex() != text:
        raise ValueError("is not a hash")
    return raw


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


# --------------------------------------------------------------------------- (2) signatures: C2SP signed notes, Ed25519


class Key:
    """A public key as `chaperone audit key` prints it: name+id+base64."""

    def __init__(self, text: str) -> None:
        name, key_id, data = text.strip().split("+", 2)
        public = base64.b64decode(data, validate=True)
        expected = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        if public[:1] != b"\x01" or len(public) != 1 + 32 or expected.hex() != key_id:
            raise ValueError("not a key of this form, or mistyped")
        self.name, self.id, self.text = name, expected, text.strip()
        self.public = Ed25519PublicKey.from_public_bytes(public[1:])


def read_note(note: str, keys: Sequence[Key]) -> tuple[int, bytes]:
    """(size, root) of a signed checkpoint; raises ValueError when it is not signed by any of the keys."""
    size, root = claims(note)
    if not signers(note, keys):
        raise ValueError("has no good signature of the key that was given")
    return size, root


def claims(note: str) -> tuple[int, bytes]:
    """(size, root) that a checkpoint speaks of, whoever signed it; raises ValueError when it is none."""
    _, size, root = (*note.partition("\n\n")[0].split("\n"), "", "")[:3]
    if not size.isascii() or not size.isdigit() or str(int(size)) != size:
        raise ValueError("is not a checkpoint")
    raw = base64.b64decode(root, validate=True)
    if base64.b64encode(raw).decode() != root or len(raw) != hashlib.sha256().digest_size:
        raise ValueError("is not a checkpoint")
    return int(size), raw


def signers(note: str, keys: Sequence[Key]) -> list[Key]:
    """Those of the keys whose good signature stands below the note."""
    text, _, signatures = note.partition("\n\n")
    origin, lines = text.split("\n")[0], signatures.split("\n")
    return [key for key in keys if key.name == origin and any(_signed(text + "\n", line, key) for line in lines)]


def _signed(text: str, line: str, key: Key) -> bool:
    """Whether a signature line is by this key, over exactly this text."""
    mark, _, rest = line.partition(" ")
    name, _, data = rest.partition(" ")
    if mark != "\u2014" or name != key.name:
        return False
    try:
        raw = base64.b64decode(data, validate=True)
        if base64.b64encode(raw).decode() != data or raw[:4] != key.id:
            return False
        key.public.verify(raw[4:], text.encode())
    except (InvalidSignature, binascii.Error):
        return False
    return True


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


def announced(record: bytes) -> tuple[Key, Key] | None:
    """(the key before, the key after) where a record says that the key that signs this log is changed."""
    if b'"kind":"key"' not in record:
        return None
    try:
        event = json.loads(record)
        detail = event["detail"]
        if event["kind"] == "key" and detail["purpose"] == "checkpoint" and detail["action"] == "rotate":
            return Key(detail["old"]), Key(detail["new"])
    except SPOILT:
        pass
    return None


# --------------------------------------------------------------------------- (3) a whole log

UNSIGNED = "a checkpoint in {} has no good signature of the key that was given"
ALTERED = "the record is not the one that was written"
LEAVES_END = "the leaf hashes end here"
CUT = "records are missing from here on: "


class Check:
    """One walk through a log. `notes` are (where a checkpoint came from, its text).

    A change of keys is believed when the log announces it and a checkpoint of the key before vouches for the
    announcement. Once the key after has signed alone, the key before counts no more. A checkpoint by a key that nobody
    gave us is no fault where it is true and a later one that we believe covers it (the keys before the one we have).
    """

    def __init__(self, notes: Iterable[tuple[str, str]], keys: Sequence[Key]) -> None:
        self.keys = list(keys)
        self.count = self.vouched = 0
        self._notes: dict[int, list[tuple[str, str, bytes]]] = {}
        self._unreadable: list[tuple[int, str]] = []
        self._changes: list[tuple[Key, Key]] = []  # announced, and not vouched for yet
        self._before: dict[bytes, Key] = {}
        for where, note in notes:
            try:
                size, root = claims(note)
                self._notes.setdefault(size, []).append((where, note, root))
            except ValueError as error:
                self._unreadable.append((0, f"a checkpoint in {where} {error}"))

    def run(self, records: Iterable[bytes], leaves: Iterable[bytes] | None) -> Iterator[tuple[int, str]]:
        """Yield (first bad index, what is wrong)."""
        yield from self._unreadable
        tree, good, named, lied = Tree(), 0, False, False
        unsure: list[tuple[int, str]] = []  # by keys that nobody gave us, and yet true
        yield from self._empty(tree)
        told = None if leaves is None else iter(leaves)
        for index, record in enumerate(records):
            leaf = leaf_hash(record)
            if told is not None and (expected := next(told, None)) != leaf:
                yield index, ALTERED if expected else LEAVES_END
                named, told = True, told if expected else None
            tree.add(leaf)
            if change := announced(record):
                self._changes.append(change)
            here = self._notes.pop(tree.size, None)
            if here is None or lied:
                continue
            liars, honest, strangers = self._weigh(here, tree.root())
            unsure += [(tree.size, where) for where, agrees in strangers if agrees]
            yield from ((0, UNSIGNED.format(where)) for where, agrees in strangers if not agrees)
            if liars:
                lied = True  # every later root differs too
                if not named:
                    yield good, f"records {good} to {index} are not those that {', '.join(liars)} vouches for"
            elif honest:
                good, named = tree.size, False
                self.vouched = tree.size
        self.count = tree.size
        yield from ((0, UNSIGNED.format(where)) for size, where in unsure if size > self.vouched)
        if told is not None and next(told, None) is not None:
            yield tree.size, CUT + "there are more leaf hashes"
        yield from self._beyond(tree.size)

    def _weigh(
        self, notes: Sequence[tuple[str, str, bytes]], root: bytes
    ) -> tuple[list[str], bool, list[tuple[str, bool]]]:
        """Of the checkpoints at one size: who lies, whether one is honest, and who cannot be believed either way."""
        liars, strangers, honest = set(), list(notes), False
        while believed := [(each, by) for each in strangers if (by := signers(each[1], self.keys))]:
            strangers = [each for each in strangers if each not in [found for found, _ in believed]]
            liars |= {where for (where, _, said), _ in believed if said != root}
            honest = honest or len(liars) < len(believed)
            if not liars:
                self._follow([by for _, by in believed])
        return sorted(liars), honest, [(where, said == root) for where, _, said in strangers]

    def _follow(self, signed: Sequence[Sequence[Key]]) -> None:
        """Take the keys that were announced up to here; leave those that their successors have replaced."""
        for old, new in self._changes:
            if any(key.id == old.id for key in self.keys):
                self.keys.append(new)
                self._before[new.id] = old
        self._changes.clear()
        for by in signed:
            ids = {key.id for key in by}
            gone = {old.id for new, old in self._before.items() if new in ids and old.id not in ids}
            self.keys = [key for key in self.keys if key.id not in gone]

    def _empty(self, tree: Tree) -> Iterator[tuple[int, str]]:
        for where, note, root in self._notes.pop(0, []):
            if not signers(note, self.keys):
                yield 0, UNSIGNED.format(where)
            elif root != tree.root():
                yield 0, "a checkpoint of the empty log has another root"

    def _beyond(self, size: int) -> Iterator[tuple[int, str]]:
        """Checkpoints of a longer log than there is."""
        longest = 0
        for claimed, notes in self._notes.items():
            for where, note, _ in notes:
                if signers(note, self.keys):
                    longest = max(longest, claimed)
                elif claimed > size:
                    yield 0, UNSIGNED.format(where)
        if longest > size:
            yield size, f"{CUT}a checkpoint vouches for {longest}; it was cut short, or this is an older copy"


def check(
    records: Iterable[bytes], leaves: Iterable[bytes] | None, notes: Iterable[tuple[str, str]], keys: Sequence[Key]
) -> Iterator[tuple[int, str]]:
    """Yield (first bad index, what is wrong)."""
    return Check(notes, keys).run(records, leaves)


# --------------------------------------------------------------------------- (4) one record, and parts of a log


def check_proof(bundle: dict[str, Any], keys: Sequence[Key]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a proof that one record is in the log.

    `bundle["keys"]` holds the announcements of changed keys, each with a proof of its own, the oldest first.
    """
    yield from _check_one(bundle, followed(bundle.get("keys", ()), keys))


def followed(links: Iterable[dict[str, Any]], keys: Sequence[Key]) -> list[Key]:
    """The keys, and those after them that the log announced: each announcement with its proof, oldest first."""
    known = list(keys)
    for link in links:
        change = announced(link["record"].encode())
        if change and not list(_check_one(link, known)) and change[0].id in [key.id for key in known]:
            known.append(change[1])
    return known


def _check_one(bundle: dict[str, Any], keys: Sequence[Key]) -> Iterator[tuple[int, str]]:
    index = bundle["index"]
    try:
        size, root = read_note(bundle["checkpoint"], keys)
    except ValueError as error:
        yield index, f"the checkpoint {error}"
        return
    proof = [unhexed(each) for each in bundle["proof"]]
    if root_from_proof(leaf_hash(bundle["record"].encode()), index, size, proof) != root:
        yield index, "the record is not in the log that the checkpoint vouches for"


def check_part(
    records: Iterable[bytes], proofs: Iterable[bytes], note: str, keys: Sequence[Key]
) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with records that are a part of a log, each with its own path to the signed root."""
    try:
        size, root = read_note(note, keys)
    except ValueError as error:
        yield 0, f"the checkpoint {error}"
        return
    told, last = iter(proofs), -1
    for record in records:
        line = next(told, None)
        if line is None:
            yield last + 1, "a record without a proof follows"
            return
        try:
            proof = json.loads(line)
            index, path = operator.index(proof["index"]), [unhexed(each) for each in proof["proof"]]
        except SPOILT:
            yield last + 1, "the proof of a record is spoilt"
            continue
        if index <= last:
            yield index, "the records are not in the order of the log, or one is there twice"
        if root_from_proof(leaf_hash(record), index, size, path) != root:
            yield index, "the record is not in the log that the checkpoint vouches for"
        last = index
    if next(told, None) is not None:
        yield last + 1, "records are missing: there are more proofs"


# --------------------------------------------------------------------------- (5) the files of an export


OF_A_FILE = -1
"""In place of an index: what is wrong with a file as such. Whatever is wrong with a record has its own line."""


def check_manifest(folder: Path, keys: Sequence[Key]) -> Iterator[tuple[int, str]]:
    """Yield which files of an export are not those that the signed manifest speaks of."""
    body = (folder / "manifest.json").read_bytes()
    note = (folder / "manifest.sig").read_text(encoding="utf-8")
    origin = note.partition("\n")[0]
    said = f"{origin}\nmanifest sha256\n{hashlib.sha256(body).hexdigest()}"
    if note.partition("\n\n")[0] != said or not signers(note, keys):
        yield OF_A_FILE, "the manifest is not the one that was signed with the key that was given"
        return
    whole = json.loads(body)
    for told in whole["files"]:
        path = folder / Path(told["name"]).name
        if not path.is_file():
            yield OF_A_FILE, f"{path.name} is missing"
        elif path.stat().st_size != told["bytes"] or digest_of(path) != told["sha256"]:
            yield OF_A_FILE, f"{path.name} is not the file that was handed out"
    native = folder / "records.jsonl"
    if native.is_file() and sum(1 for _ in lines_of(native)) != whole["records"]:
        yield OF_A_FILE, f"the manifest tells of {whole['records']} records"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file without their ends; a last line without an end counts too."""
    with path.open("rb") as file:
        for line in file:
            yield line[:-1] if line.endswith(b"\n") else line


def check_folder(folder: Path, anchors: Sequence[Path], keys: Sequence[Key]) -> tuple[list[tuple[int, str]], str]:
    """What is wrong with an export, and, where nothing is, what was shown."""
    records, proofs, changes = folder / "records.jsonl", folder / "proofs.jsonl", folder / "keys.jsonl"
    if changes.exists():
        keys = followed([json.loads(line) for line in lines_of(changes)], keys)
    with_manifest = (folder / "manifest.json").exists()
    problems = list(check_manifest(folder, keys)) if with_manifest else []
    if not records.exists():
        if not with_manifest:
            raise ValueError("there is neither records.jsonl nor manifest.json")
        return problems, "the files are those that were signed; this form holds no proof of single records."
    sources = [(path, split_notes(path.read_text(encoding="utf-8"))) for path in (folder / "checkpoints.txt", *anchors)]
    notes = [(path.name, note) for path, found in sources for note in found]
    empty = [path.name for path, found in sources[1:] if not found]
    if not notes:
        problems.append((0, "no checkpoint vouches for anything here"))
    if proofs.exists():
        if not with_manifest:
            problems.append((0, "a part of a log without its manifest: whether records were left out cannot be told"))
        problems += check_part(lines_of(records), lines_of(proofs), notes[0][1] if notes else "", keys)
        count = sum(1 for _ in lines_of(records))
        unused = " An anchor says nothing about a part; it was not used." if anchors else ""
        return problems, f"each of {count} records is in the log that the checkpoint vouches for.{unused}"
    told = folder / "leaves.txt"
    leaves = (bytes.fromhex(line.decode()) for line in lines_of(told)) if told.exists() else None
    walk = Check(notes, keys)
    problems += walk.run(lines_of(records), leaves)
    late = walk.count - walk.vouched
    rest = f" The last {late} records came after the newest checkpoint: nothing vouches for them yet." if late else ""
    used = len(anchors) - len(empty)
    against = f", and with {used} anchors" if used else "; whether the log was cut short needs an --anchor"
    rest += f" No checkpoint is in {', '.join(empty)}, which shows nothing." if empty else ""
    return problems, f"{walk.vouched} records agree with what was signed{against}.{rest}"


def check_file(path: Path, keys: Sequence[Key]) -> tuple[list[tuple[int, str]], str]:
    """As `check_folder`, of the proof of one record. What was one and cannot be read any more proves nothing: BAD."""
    raw = path.read_bytes()
    if not any(b'"%b"' % member in raw for member in (b"checkpoint", b"proof", b"record")):
        raise ValueError("this is neither the folder of an export nor a proof (JSON)")
    try:
        bundle = json.loads(raw)
        if problems := list(check_proof(bundle, keys)):
            return problems, ""
        size, _ = claims(bundle["checkpoint"])
    except SPOILT as error:
        return [(OF_A_FILE, f"the proof is spoilt, so it shows nothing ({type(error).__name__})")], ""
    return [], f"record {bundle['index']} is in the log, which had {size} records then."


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check an exported audit log, or a proof of one record.")
    parser.add_argument("export", type=Path, help="folder of an export, or a proof (JSON)")
    parser.add_argument("--key", action="append", required=True, help="public key, as `chaperone audit key` prints it")
    parser.add_argument("--anchor", action="append", type=Path, default=[], help="file with checkpoints kept elsewhere")
    given = parser.parse_args(arguments)
    try:
        keys = [Key(text) for text in given.key]
        if given.export.is_dir():
            problems, shown = check_folder(given.export, given.anchor, keys)
        else:
            problems, shown = check_file(given.export, keys)
    except (OSError, *SPOILT) as error:
        print(f"cannot be checked: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for index, what in sorted(problems, key=lambda each: each[0] == OF_A_FILE):
        print(f"BAD: {what}" if index == OF_A_FILE else f"BAD from index {index}: {what}")
    if not problems:
        print(f"OK: {shown}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
