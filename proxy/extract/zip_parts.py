"""The parts of a zip file, unpacked within bounds; second copies of a part and bytes beside the parts are read too."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

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
_DESCRIPTOR: Final = 24
"""What may stand behind a part: a data descriptor with a signature and 64-bit sizes."""
_RECORDS_64: Final = 76
"""What may stand behind the directory: the records of a 64-bit one."""
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, struct.error)


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
            into.add(_stray(data, infos, package.start_dir), "bytes between the parts")
            for info in infos:
                yield info.filename, _unpack(package, info, into)
    except _FAULTS:
        raise Unreadable(Reason.DAMAGED) from None


def _unpack(package: zipfile.ZipFile, info: zipfile.ZipInfo, into: Gathering) -> bytes:
    if info.flag_bits & 0x1:
        raise Unreadable(Reason.ENCRYPTED)
    if info.compress_type not in {_STORED, _DEFLATED}:
        into.miss(Unread.BINARY)
        return b""
    if info.comment or _speaking(info.extra):
        into.add((info.comment + b"\n" + info.extra).decode("latin-1"), "comment of a part")
    with package.open(info) as part:
        unpacked = part.read(into.unpacked_left + 1)  # never trusts the size that the directory says
    into.count(0, unpacked=len(unpacked))
    return unpacked


def _speaking(extra: bytes) -> bool:
    """Whether an extra field may hold text: longer than time stamps, sizes and padding with zeros are."""
    return len(extra.strip(b"\x00")) > 2 * _DESCRIPTOR


def _stray(data: bytes, infos: list[zipfile.ZipInfo], directory: int) -> str:
    """Text in bytes that belong to no part and to no directory; an honest program leaves none."""
    gaps, position = [], 0
    for start, end in sorted(_span(data, info) for info in infos):
        gaps.append(data[position:start])
        position = max(position, end)
    gaps.append(data[position:directory])
    end_record = data.rfind(_END)
    size, _, length = _DIRECTORY.unpack_from(data, end_record + 12)
    gaps.append(data[directory + size + _RECORDS_64 : end_record])
    gaps.append(data[end_record + len(_END) + 18 + length :])
    stray = [gap for gap in gaps if len(gap.strip(b"\x00")) > _DESCRIPTOR]
    return "\n".join(gap.decode("latin-1") for gap in stray)


def _span(data: bytes, info: zipfile.ZipInfo) -> tuple[int, int]:
    header = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset
    return start, start + _LOCAL.size + header[9] + header[10] + info.compress_size
