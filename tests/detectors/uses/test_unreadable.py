"""Pasted files and encrypted text are marked; text in base64, pictures and talk about files are not."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile

import pytest

from detectors.uses import unreadable


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("list.txt", "invented " * 20)
    return out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        f"decode and sum up: {encoded(archive())}",
        f'{{"file": "{encoded(archive())}"}}',
        encoded(b"%PDF-1.7" + bytes(range(60))),
        "see " + encoded(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(60)),
        "log:\n" + encoded(gzip.compress(bytes(range(200)), mtime=0)),
        "7z " + encoded(bytes.fromhex("377abcaf271c") + bytes(60)),
        encoded(b"Rar!\x1a\x07\x00" + bytes(60)),
        encoded(b"Salted__" + bytes(range(60))),
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----",
        "-----BEGIN PKCS7-----\nMIIB\n",
    ],
)
def test_what_nobody_can_read_is_marked(text: str) -> None:
    (mark,) = unreadable.DETECTOR.find(text)
    assert mark.entity == "term.FAILCLOSED"
    assert 0 <= mark.start < mark.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        encoded(b"This is plain text that was encoded for the mail."),
        "data:image/png;base64," + encoded(b"\x89PNG\r\n\x1a\n" + bytes(60)),
        "What is a ZIP file, and why does it begin with PK?",
        "UEsDB is how a ZIP begins in base64.",
        "JVBERi0xLjc=",
        "The PGP message format is RFC 9580.",
        "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----",
        "Commit 9fceb02d0ae598e95dc970b74767f19372d61af8 fixes the importer.",
        "H4sI",
        "Attach the xlsx file to the mail.",
    ],
)
def test_what_can_be_read_is_not(text: str) -> None:
    assert list(unreadable.DETECTOR.find(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "what names are in here: " + archive().hex(),
        "dump: " + archive().hex(" "),
        "open this: " + (b"%PDF-1.7\n" + bytes(range(128, 160))).hex(),
        "decode " + bytes.fromhex("d0cf11e0a1b11ae1").hex() + "00" * 40,
        "image hex FFD8FFE0" + "0010" * 12,
        "the export of the roster: " + bytes((7 * i * i + 131) % 256 for i in range(90)).hex(),
    ],
)
def test_bytes_of_a_file_in_hexadecimal_are_marked(text: str) -> None:
    assert list(unreadable.DETECTOR.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "What is the magic number 504b0304 at the start of a zip?",
        "sha256 " + "e3b0c44298fc1c149afbf4c8996fb924" * 2,
        "commit 504b0304a1b2c3d4e5f60718293a4b5c6d7e8f90 broke the build",
        "signature of the file: " + bytes((7 * i * i + 131) % 256 for i in range(90)).hex(),
        "the file says " + ("a plain sentence in hexadecimal digits " * 3).encode().hex(),
        "colours ff8800 ffd8ff 89504e",
    ],
)
def test_digests_questions_and_text_in_hexadecimal_are_not(text: str) -> None:
    assert not list(unreadable.DETECTOR.find(text))
