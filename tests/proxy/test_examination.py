"""What a call with files is weighed as in the end, and how long a full queue is waited for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from proxy.attachments.unread import VALUES_IN
from proxy.errors import Overloaded
from proxy.examination import Examination
from proxy.exchange import Approval, Caller, Circumstances, Mark, ParsedCall, Role, Tier, Tool
from proxy.policy.decide import NO_HINTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Path

FILE: Path = ("messages", 0, "content", 1)
INSIDE: Path = (*FILE, Mark.FILE, "page 1")
TODAY = date(2026, 11, 23)
TOOL = Tool("main", "openai", "small", Tier.T2, Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "x"))
CALL = ParsedCall("openai", "chat", "small", stream=False, segments=(), unscanned=(), body={})


class Examiner:
    """Replaces what it is told to, after being full for some time."""

    def __init__(self, replaced: Mapping[Path, str], full: int = 0) -> None:
        self.replaced, self.full = replaced, full
        self.seen: list[tuple[str, ...]] = []
        self.terms: list[dict[str, Any]] = []

    async def examine(self, call: ParsedCall, **terms: Any) -> Any:
        self.terms.append(terms)
        if self.full:
            self.full -= 1
            raise Overloaded("Full.")
        self.seen.append(tuple(item.kind for item in call.unscanned))
        return SimpleNamespace(transformed=SimpleNamespace(replacements=self.replaced))


def examination(examiner: Examiner, *patience: float) -> Examination:
    who: Any = examiner
    return Examination(who, Caller("maya", "demo", Role.STAFF), TOOL, Circumstances(), NO_HINTS, TODAY, patience)


def with_file(*, fixed: bool) -> ParsedCall:
    file: Any = SimpleNamespace(kind="pdf", fixed=fixed)
    return replace(CALL, files={FILE: file})


@pytest.mark.parametrize("fixed", [True, False])
async def test_a_file_that_cannot_change_where_it_must_counts_as_unread(fixed) -> None:
    examiner, told = Examiner({INSIDE: "[X]"}), []
    call, _ = await examination(examiner).examine(with_file(fixed=fixed), changed=told.append)
    unread = (f"{VALUES_IN}pdf",) if fixed else ()
    assert tuple(item.kind for item in call.unscanned) == unread
    assert examiner.seen == ([(), unread] if fixed else [()])
    assert told == ([call] if fixed else [])


async def test_every_look_is_under_the_same_terms() -> None:
    examiner = Examiner({INSIDE: "[X]"})
    await examination(examiner).examine(with_file(fixed=True))
    first, second = examiner.terms
    assert first == second
    assert (first["tenant"], first["caller"], first["tier"], first["today"]) == ("demo", "maya", Tier.T2, TODAY)
    assert (first["who"].id, first["approval_ends"], first["ceiling"]) == ("maya", date(2030, 1, 1), TOOL.ceiling)


@pytest.mark.parametrize(("full", "patience", "looks"), [(0, (), 1), (2, (0.0, 0.0), 3)])
async def test_a_full_queue_is_tried_again_after_each_pause(full, patience, looks) -> None:
    examiner = Examiner({}, full)
    await examination(examiner, *patience).once(CALL)
    assert len(examiner.terms) == looks


@pytest.mark.parametrize("patience", [(), (0.0,)])
async def test_patience_ends(patience) -> None:
    examiner = Examiner({}, full=9)
    with pytest.raises(Overloaded):
        await examination(examiner, *patience).once(CALL)
    assert len(examiner.terms) == len(patience) + 1
