"""The key that signs the log, in its file, and how it is changed without breaking the chain of trust.

The file is looked at again before each signature, so that a running guard signs with the new key from the moment it is
in place. While a next key lies beside it (``FILE.next``), every note is signed by both: whichever moment a rotation
dies at, no checkpoint carries the new key alone before the log itself, under the old key, has announced it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proxy.audit.note import KeyFileError, Signer, checkpoint_text

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.audit.tree import Frontier

__all__ = ["KeyFileError", "KeyRing"]


@dataclass(slots=True)
class KeyRing:
    """The signing key in force, read from its file.

    Attributes:
        path: PEM, PKCS #8, without a password.
        origin: name of the log.
    """

    path: Path
    origin: str
    _seen: tuple[int, ...] = field(default=(), repr=False)
    _signers: tuple[Signer, ...] = field(default=(), repr=False)

    @property
    def next_path(self) -> Path:
        """Where the next key lies while a rotation is under way."""
        return self.path.with_name(self.path.name + ".next")

    def make(self) -> None:
        """Make the key if there is none: whole or not at all, readable by its owner only. Raises OSError."""
        if not self.path.exists():
            write_key(self.path, Signer.generated(self.origin))

    def signers(self) -> tuple[Signer, ...]:
        """The key in force and, during a rotation, the next one.

        Raises:
            KeyFileError: a file holds something else.
            OSError: the key is not there or cannot be read.
        """
        seen = (*_look(self.path), *_look(self.next_path))
        if seen != self._seen or not self._signers:
            found = [Signer.from_pem(self.origin, self.path.read_bytes())]
            if self.next_path.exists():
                found.append(Signer.from_pem(self.origin, self.next_path.read_bytes()))
            self._signers, self._seen = tuple(found), seen
        return self._signers

    @property
    def signer(self) -> Signer:
        """The key in force. Raises as `signers`."""
        return self.signers()[0]

    @property
    def verifier(self) -> str:
        """The public key in force, as others need it. Raises as `signers`."""
        return self.signer.verifier

    def checkpoint(self, tree: Frontier) -> str:
        """The signed checkpoint of a tree, under every key that counts now. Raises as `signers`."""
        return self.note(checkpoint_text(self.origin, tree))

    def note(self, text: str) -> str:
        """A text of whole lines with our signatures below it. Raises as `signers`."""
        return f"{text}\n" + "".join(signer.signature(text) for signer in self.signers())

    # ------------------------------------------------------------------ rotation

    def prepare(self) -> Signer:
        """The next key, made if there is none; from now on every note is signed by both. Raises as `signers`."""
        if not self.next_path.exists():
            write_key(self.next_path, Signer.generated(self.origin))
        return self.signers()[1]

    def finish(self) -> None:
        """The next key is the key; the old private key is gone. Raises OSError."""
        self.next_path.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_key(path: Path, signer: Signer) -> None:
    """Whole or not at all, and never over another: no crash leaves half a key, a second process reads the first's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(signer.to_pem())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _look(path: Path) -> tuple[int, ...]:
    """What changes when the file does; zeros where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (found.st_ino, found.st_mtime_ns, found.st_size)
