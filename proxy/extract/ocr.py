"""Pictures to text, by the optional extra ``ocr`` (RapidOCR, which ships its models; nothing is fetched).

Lines are found in pieces of the picture, then each line is read twice, in two sizes. Models misread with high
confidence (219-09-9999 came back as 21-0-9 from a small JPEG): a picture with a line whose two readings differ by a
letter counts as not fully read, and both readings are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from proxy.extract import image_facts
from proxy.extract.ocr_lines import Word, lines
from proxy.extract.ocr_tiles import Box, merged, tiles
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from proxy.extract.gathering import Gathering
    from proxy.extract.sniff import Kind

LEAST_CONFIDENCE: Final = 0.6
"""Below this for one line, the picture counts as not fully read."""
MEMORY_BYTES: Final = 1536 * 2**20
"""What the models may take beside the document: with 512 MiB a picture of 700 x 200 pixels did not pass."""
TIMES_CPU: Final = 4
"""How much more processor time a document may take where pictures are read: 0.7 s for each piece with text."""
_LARGER: Final = 1.5
"""Size of the second reading of a line, and of the pieces in which lines are looked for."""
_MARGIN: Final = 2
_STANDING: Final = 1.5
"""A line this much higher than wide is turned."""
_BLANK: Final = 3.0
"""Standard deviation of brightness below which a piece is blank."""
_engine: Any = None


def load() -> None:
    """Load the models; before the worker is confined, because they are files.

    Raises:
        ImportError: the extra ``ocr`` is not installed.
    """
    global _engine  # noqa: PLW0603  one engine for the life of a worker
    from rapidocr import RapidOCR  # noqa: PLC0415  heavy, and only there with the extra

    _engine = RapidOCR(
        params={
            "Global.text_score": 0.0,
            "Global.log_level": "critical",
            "Det.limit_type": "max",  # as it comes, a small picture is blown up to 736 pixels: 3 s instead of 0.4
            "Det.limit_side_len": 960,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def parse(data: bytes, _: Kind, into: Gathering) -> None:
    """Read the lines of text in a picture.

    Raises:
        Unreadable: no_ocr where pictures are not read; damaged or too large otherwise.
    """
    if not into.ocr or _engine is None:
        raise Unreadable(Reason.NO_OCR)
    facts = image_facts.facts(data)
    if facts.pixels > image_facts.MOST_PIXELS:
        raise Unreadable(Reason.TOO_LARGE)
    if facts.frames != 1:
        into.miss(Unread.IMAGE)  # only the first frame is read
    words = _words(_decoded(data))
    into.add(lines([first for first, _ in words]), "picture")
    differ = [second for first, second in words if _letters(first) != _letters(second)]
    if differ or any(min(first.confidence, second.confidence) < LEAST_CONFIDENCE for first, second in words):
        into.miss(Unread.IMAGE)
        into.add(lines(differ), "picture, second reading")


def _decoded(data: bytes) -> Any:  # noqa: ANN401  an array of the optional library
    import cv2  # noqa: PLC0415  comes with the extra
    import numpy as np  # noqa: PLC0415  as above

    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None:
        raise Unreadable(Reason.DAMAGED)
    return picture


def _words(picture: Any) -> list[tuple[Word, Word]]:  # noqa: ANN401  an array
    """Each line of text, read twice."""
    height, width = picture.shape[:2]
    found = [box for tile in tiles(width, height) for box in _found(picture, tile)]
    return [(_read(picture, box, 1.0), _read(picture, box, _LARGER)) for box in merged(found)]


def _found(picture: Any, tile: Box) -> list[Box]:  # noqa: ANN401  an array
    """Boxes of text in one piece of the picture."""
    piece = _cut(picture, tile)
    if float(piece.std()) < _BLANK:
        return []
    result = _engine(_sized(piece, _LARGER), use_det=True, use_cls=False, use_rec=False)
    if result.boxes is None:
        return []
    return [
        Box(
            tile.left + float(box[:, 0].min()) / _LARGER,
            tile.top + float(box[:, 1].min()) / _LARGER,
            tile.left + float(box[:, 0].max()) / _LARGER,
            tile.top + float(box[:, 1].max()) / _LARGER,
        )
        for box in result.boxes
    ]


def _read(picture: Any, box: Box, scale: float) -> Word:  # noqa: ANN401  an array
    height, width = picture.shape[:2]
    wider = Box(
        max(box.left - _MARGIN, 0), max(box.top - _MARGIN, 0),
        min(box.right + _MARGIN, width), min(box.bottom + _MARGIN, height),
    )  # fmt: skip
    line = _sized(_cut(picture, wider), scale)
    ways = [line]
    if line.shape[0] > _STANDING * line.shape[1]:
        ways = [line.swapaxes(0, 1)[::-1].copy(), line.swapaxes(0, 1)[:, ::-1].copy()]
    results = [_engine(way, use_det=False, use_cls=False, use_rec=True) for way in ways]
    text, score = max(
        (((r.txts or ("",))[0], (r.scores or (0.0,))[0]) for r in results), key=lambda reading: reading[1]
    )
    return Word(text, *box, confidence=float(score))


def _cut(picture: Any, box: Box) -> Any:  # noqa: ANN401  an array
    return picture[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1]


def _sized(picture: Any, scale: float) -> Any:  # noqa: ANN401  an array
    import cv2  # noqa: PLC0415  comes with the extra

    return picture if scale == 1.0 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)


def _letters(word: Word) -> str:
    """Letters and digits, however they were cut into words."""
    return "".join(letter for letter in word.text.casefold() if letter.isalnum())
