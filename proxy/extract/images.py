"""Pictures without what is written about them: EXIF, XMP, IPTC, comments, profiles, thumbnails, bytes after the end.

The compressed picture itself is copied, never decoded and encoded again. Only the orientation is kept, in an EXIF
block made anew, so that a photograph does not turn. Of an animation the first picture is kept.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from proxy.extract import image_gif, image_jpeg, image_png, image_webp
from proxy.extract.reasons import Reason, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

_CLEANERS: Final[tuple[tuple[bytes, Callable[[bytes], bytes]], ...]] = (
    (b"\xff\xd8\xff", image_jpeg.clean),
    (b"\x89PNG\r\n\x1a\n", image_png.clean),
    (b"GIF87a", image_gif.clean),
    (b"GIF89a", image_gif.clean),
    (b"RIFF", image_webp.clean),
)


def clean(data: bytes) -> bytes:
    """The same picture without metadata; cleaning twice changes nothing more.

    Raises:
        Unreadable: damaged, or a format other than JPEG, PNG, GIF and WebP, whose metadata cannot be removed.
    """
    for mark, cleaner in _CLEANERS:
        if data.startswith(mark):
            try:
                return cleaner(data)
            except (struct.error, IndexError, zlib.error):
                raise Unreadable(Reason.DAMAGED) from None
    raise Unreadable(Reason.UNSUPPORTED)
