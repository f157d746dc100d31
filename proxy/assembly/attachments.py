"""The part of the composition root for files inside calls: who reads documents, and how far calls may go."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from proxy.attachments.opening import Opener
from proxy.extract.limits import Limits
from proxy.extract.reader import Reader
from proxy.installation import AssemblyError

if TYPE_CHECKING:
    from config.models import Settings


def build_reader(settings: Settings) -> Reader:
    """Reads documents in processes of its own, the first when a document comes; whoever runs it closes it.

    Raises:
        AssemblyError: pictures are to be read, and the extra for it is not installed.
    """
    chosen = settings.attachments
    if chosen.pictures == "ocr" and find_spec("rapidocr") is None:
        raise AssemblyError(
            "attachments.pictures is ocr, but the extra `ocr` is not installed. Install it, or set pictures to refuse."
        )
    usual = Limits()
    limits = replace(
        usual,
        wall_s=min(usual.wall_s, chosen.seconds),
        memory_bytes=chosen.memory_mb * 2**20,
        input_bytes=chosen.bytes,
    )
    return Reader(limits, workers=chosen.readers, ocr=chosen.pictures == "ocr")


def build_opener(settings: Settings, reader: Reader) -> Opener:
    """Opens the files of calls."""
    chosen = settings.attachments
    return Opener(
        reader=reader,
        as_text=chosen.documents == "text",
        pictures=chosen.pictures == "ocr",
        hosts=frozenset(host.lower() for host in chosen.fetch_hosts),
        most_files=chosen.count,
        most_bytes=chosen.bytes,
        seconds=chosen.seconds,
    )
