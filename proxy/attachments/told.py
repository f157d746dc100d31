"""What became of the files of a call, for its record and for the headers of its answer: kinds and counts alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from proxy.exchange import Mark
from proxy.wire.shape import STORED_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from proxy.exchange import ParsedCall, Path

HEADER: Final = "x-chaperone-files"
UNREAD: Final = "unread"
UNCHANGED: Final = "unchanged"


def fates(call: ParsedCall, replaced: Collection[Path] = ()) -> list[tuple[str, str, int]]:
    """Kind of file, what becomes of it and how many there are.

    It is ``unread`` (the kind then says why), ``unchanged`` (as is every file at the provider that the call names),
    ``replaced`` (values in it), or it leaves ``as_text``.

    Args:
        call: with its files opened.
        replaced: the places where something is replaced.
    """
    touched = touched_files(replaced)
    unread = {item.path: item.kind for item in call.unscanned}
    counts: Counter[tuple[str, str]] = Counter()
    for file in call.attachments:
        opened = call.files.get(file.path)
        if opened is None:
            counts[unread.get(file.path, file.kind), UNREAD] += 1
        else:
            as_it_came = opened.complete and file.path not in touched
            counts[opened.kind, UNCHANGED if as_it_came else opened.becomes] += 1
    if call.lodged:
        counts[STORED_FILE, UNCHANGED] += len(call.lodged)
    return [(kind, how, count) for (kind, how), count in sorted(counts.items())]


def touched_files(replaced: Collection[Path]) -> set[Path]:
    """The places that carry files in which something is replaced."""
    return {path[: path.index(Mark.FILE)] for path in replaced if Mark.FILE in path}


def header(told: Sequence[tuple[str, str, int]]) -> dict[str, str]:
    """What an answer says of the files of its call: ``csv=replaced, pdf=as_text``; nothing where there were none."""
    return {HEADER: ", ".join(f"{kind}={how}" for kind, how, _ in told)} if told else {}
