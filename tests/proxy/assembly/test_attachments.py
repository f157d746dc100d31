"""Settings of files become plain arguments."""

from __future__ import annotations

import pytest

from config.attachments import Attachments
from config.loading import load
from proxy.assembly import attachments
from proxy.assembly.attachments import build_opener, build_reader
from proxy.installation import AssemblyError

SETTINGS = load(None, {}).settings


def with_files(**changes: object):
    return SETTINGS.model_copy(update={"attachments": Attachments(**changes)})


async def test_what_an_operator_sets_is_what_opens_files() -> None:
    settings = with_files(
        documents="refuse", fetch_hosts=("Files.District.example",), count=3, bytes=5_000, seconds=2, memory_mb=256
    )
    reader = build_reader(settings)
    opener = build_opener(settings, reader)
    assert (opener.as_text, opener.pictures, opener.hosts) == (False, False, {"files.district.example"})
    assert (opener.most_files, opener.most_bytes, opener.seconds) == (3, 5_000, 2)
    limits = reader._limits
    assert (limits.wall_s, limits.memory_bytes, limits.input_bytes) == (2, 256 * 2**20, 5_000)
    await reader.close()


async def test_by_default_documents_may_leave_as_text_and_pictures_are_refused() -> None:
    reader = build_reader(SETTINGS)
    opener = build_opener(SETTINGS, reader)
    assert (opener.as_text, opener.pictures, opener.hosts) == (True, False, frozenset())
    await reader.close()


def test_pictures_cannot_be_read_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "find_spec", lambda _: None)
    with pytest.raises(AssemblyError, match="the extra `ocr` is not installed"):
        build_reader(with_files(pictures="ocr"))
