"""The parts of a zip file, unpacked within bounds; second copies of a part and bytes beside the parts are read too."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from proxy.extract import binary, plain
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.unread import Unread
from proxy.extract.zip_names import MOST_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.extract.gathering import Gathering

_STORED, _DEFLATED = 0, 8
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_DIRECTORY: Final = struct.Struct("<2LH")
"""In the record at the end, from its byte 12 on: size and place of the directory, length of the comment."""
_END: Final = b"PK\x05\x06"
_DESCRIPTORS: Final = (struct.Struct("<3L"), struct.Struct("<LQQ"))
"""What may stand behind a part (4.3.9 of APPNOTE.TXT): checksum and sizes, behind a signature or without."""
_DESCRIPTOR: Final = b"PK\x07\x08"
_DESCRIBED: Final = 0x8
_RECORDS_64, _DIRECTORY_64 = 76, b"PK\x06\x06"
"""What may stand behind the directory: the records of a 64-bit one."""
_LONGEST_EXTRA: Final = 48
"""Time stamps, sizes and padding with zeros are no longer; a longer field is read whole."""
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, struct.error)
"""What `zipfile` raises over damage; NotImplementedError: over a packing that it does not know. The file is refused."""


def parts(data: bytes, into: Gathering) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each part, in the order of the directory, also of parts that stand there twice.

    Raises:
        Unreadable: no zip, encrypted, too many parts, or too large when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            if len(infos) > MOST_NAMES:
                raise Unreadable(Reason.TOO_MANY_PARTS)
            into.count(len(infos))
            into.add(package.comment.decode("utf-8", "replace"), "comment of the package")
            for stray in _stray(data, infos, package.start_dir):
                _read_stray(stray, into)
            for info in infos:
                yield info.orig_filename, _unpack(data, package, info, into)  # the other one ends at a zero
    except _FAULTS:
        raise Unreadable(Reason.DAMAGED) from None


def _unpack(data: bytes, package: zipfile.ZipFile, info: zipfile.ZipInfo, into: Gathering) -> bytes:
    """The whole part. One whose size or sum is not what the directory says has more than one reading: damaged."""
    if info.flag_bits & 0x1:
        raise Unreadable(Reason.ENCRYPTED)
    if info.compress_type not in {_STORED, _DEFLATED}:
        into.miss(Unread.BINARY)
        return b""
    package.open(info).close()  # checks the part's own header against the directory
    header = _LOCAL.unpack_from(data, info.header_offset)
    extra = info.header_offset + _LOCAL.size + header[9]
    start = extra + header[10]
    for beside in (info.comment, info.extra, data[extra:start]):
        _read_beside(beside, into)
    unpacked = data[start : start + info.compress_size]
    if info.compress_type == _DEFLATED:
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = inflating.decompress(unpacked, into.unpacked_left + 1)
        into.count(0, unpacked=len(unpacked))
        if not inflating.eof or inflating.unused_data:
            raise Unreadable(Reason.DAMAGED)
    else:
        into.count(0, unpacked=len(unpacked))
    if len(unpacked) != info.file_size or zlib.crc32(unpacked) != info.CRC:
        raise Unreadable(Reason.DAMAGED)
    return unpacked


def _read_beside(extra: bytes, into: Gathering) -> None:
    """A comment or the extra fields of a part."""
    if not _give(extra, "comment of a part", into) and len(extra.strip(b"\x00")) > _LONGEST_EXTRA:
        into.add(extra.decode("latin-1"), "comment of a part")


def _read_stray(stray: bytes, into: Gathering) -> None:
    """Bytes that belong to nothing; if they are no text, they may be a part that was taken out of the directory."""
    if not _give(stray, "bytes between the parts", into):
        into.miss(Unread.BINARY)


def _give(data: bytes, place: str, into: Gathering) -> bool:
    """Add the text, or the runs of letters; whether it is text."""
    text = plain.decoded(data)
    into.add(binary.strings(data) if text is None else text, place)
    return text is not None


def _stray(data: bytes, infos: list[zipfile.ZipInfo], directory: int) -> list[bytes]:
    """Bytes that belong to no part and to no directory; an honest program leaves none but zeros."""
    gaps, position = [], 0
    before: zipfile.ZipInfo | None = None
    for start, end, info in sorted(((*_span(data, info), info) for info in infos), key=lambda span: span[:2]):
        gaps.append(_without_descriptor(data[position:start], before))
        position, before = max(position, end), info
    gaps.append(_without_descriptor(data[position:directory], before))
    end_record = data.rfind(_END)
    size, _, length = _DIRECTORY.unpack_from(data, end_record + 12)
    behind = directory + size
    records = _RECORDS_64 if data.startswith(_DIRECTORY_64, behind) else 0
    gaps.append(data[behind + records : end_record])
    gaps.append(data[end_record + len(_END) + 18 + length :])
    return [gap for gap in gaps if gap.strip(b"\x00")]


def _without_descriptor(gap: bytes, info: zipfile.ZipInfo | None) -> bytes:
    """What stands behind a part, without the data descriptor that its flags announce."""
    if info is None or not info.flag_bits & _DESCRIBED:
        return gap
    bare = gap.removeprefix(_DESCRIPTOR)
    for form in reversed(_DESCRIPTORS):
        told = form.pack(info.CRC, info.compress_size, info.file_size)
        if bare.startswith(told):
            return bare[len(told) :]
    return gap


def _span(data: bytes, info: zipfile.ZipInfo) -> tuple[int, int]:
    header = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset
    return start, start + _LOCAL.size + header[9] + header[10] + info.compress_size
