"""The two stages together: only new text is scanned, joints and memory work on every call, no cache holds a text."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.conversation import ConversationScanner, ScanResult
from detectors.finding import Finding, Piece
from detectors.pool import Pool
from detectors.pool_errors import ScanFailedError, ScanTimeoutError
from detectors.worker import answer_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.jobs import Found, Job

ENGINES = Path(__file__).parent / "pool_engines"
KEY = b"k" * 32
SSN = "536-90-4399"


def load_engine() -> object:
    spec = importlib.util.spec_from_file_location("scripted_engine_here", ENGINES / "scripted_engine.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Engine()


class InProcess:
    """Does the jobs at once, and remembers what it was asked."""

    def __init__(self) -> None:
        self.engine = load_engine()
        self.workers = 2
        self.version = "1"
        self.asked: list[Job] = []
        self.deadlines: list[float] = []

    async def run(self, work: Sequence[Job], *, deadline_s: float) -> list[Found]:
        self.asked += work
        self.deadlines.append(deadline_s)
        await asyncio.sleep(0)
        return [tuple(tuple(each) for each in answer_items(self.engine, job.items)) for job in work]


def structured(text: str, context: str = "") -> list[Finding]:
    shape = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")
    return [Finding("SSN", *match.span(), 0.9, "ssn", "shape") for match in shape.finditer(text)]


def scanner(pool: InProcess, **kwargs: float) -> ConversationScanner:
    return ConversationScanner(pool, digest_key=KEY, scan=structured, **kwargs)


def shown(result: ScanResult, pieces: Sequence[Piece]) -> list[list[tuple[str, str]]]:
    return [
        [(piece.text[each.start : each.end], each.why) for each in found]
        for piece, found in zip(pieces, result.findings, strict=True)
    ]


def prose(*texts: str) -> list[Piece]:
    return [Piece(text, scope=f"m{number}") for number, text in enumerate(texts)]


async def scanned(*pieces: Piece) -> list[list[tuple[str, str]]]:
    return shown(await scanner(InProcess()).scan(pieces, tenant="t"), pieces)


async def test_a_known_history_asks_the_pool_nothing() -> None:
    pool = InProcess()
    each = scanner(pool)
    pieces = prose("Maria Delgado has " + SSN, "Noted. " * 400, "Maria said so")
    first = await each.scan(pieces, tenant="t")
    pool.asked.clear()
    again = await each.scan(pieces, tenant="t")
    assert pool.asked == []
    assert again.findings == first.findings
    assert (again.new_chars, again.cached_pieces, again.scanned_chars) == (0, 3, first.scanned_chars)
    assert (first.new_chars, first.cached_pieces) == (first.scanned_chars, 0)


async def test_only_the_new_turn_is_scanned_in_one_round_trip() -> None:
    pool = InProcess()
    each = scanner(pool)
    history = prose("Maria Delgado " * 300, "Noted.")
    await each.scan(history, tenant="t")
    pool.asked.clear()
    result = await each.scan([*history, Piece("And Tavio Renquist?")], tenant="t")
    (job,) = pool.asked
    assert [item.text for item in job.items] == ["And Tavio Renquist?"]
    assert (result.new_chars, result.cached_pieces) == (19, 2)


@pytest.mark.parametrize(
    "other",
    [
        (Piece("4812093377", context="phone"), "t"),
        (Piece("4812093377", context="ssid", prose=False), "t"),
        (Piece("4812093377", context="ssid"), "other tenant"),
        (Piece("4812093377 ", context="ssid"), "t"),
    ],
)
async def test_a_finding_is_reused_only_for_the_same_text_context_kind_and_tenant(other: tuple[Piece, str]) -> None:
    pool = InProcess()
    each = scanner(pool)
    await each.scan([Piece("4812093377", context="ssid")], tenant="t")
    pool.asked.clear()
    await each.scan([other[0]], tenant=other[1])
    assert len(pool.asked) == 1


async def test_a_new_engine_version_scans_anew() -> None:
    pool = InProcess()
    each = scanner(pool)
    await each.scan(prose("text"), tenant="t")
    pool.version = "2"
    pool.asked.clear()
    await each.scan(prose("text"), tenant="t")
    assert len(pool.asked) == 1


async def test_the_same_text_twice_in_a_call_is_scanned_once() -> None:
    pool = InProcess()
    result = await scanner(pool).scan([Piece("No " + SSN), Piece("x"), Piece("No " + SSN)], tenant="t")
    assert sum(len(job.items) for job in pool.asked) == 2
    assert result.findings[0] == result.findings[2] != ()


async def test_long_text_gives_the_same_findings_as_short_text() -> None:
    unit = "Then Maria Delgado gave " + SSN + " to us. "
    text = unit * 300
    result = await scanner(InProcess()).scan([Piece(text)], tenant="t")
    values = [text[each.start : each.end] for each in result.findings[0]]
    assert values == ["Then Maria", "Delgado", SSN] * 300 or values.count(SSN) == 300
    assert {each.why for each in result.findings[0]} <= {"shape", "model", "memory"}


async def test_empty_conversations_and_empty_texts() -> None:
    pool = InProcess()
    assert (await scanner(pool).scan([], tenant="t")).findings == []
    assert (await scanner(pool).scan(prose("", "x", ""), tenant="t")).findings == [(), (), ()]


# --------------------------------------------------------------------------- deadlines and errors


async def test_the_deadline_grows_with_new_text_only() -> None:
    pool = InProcess()
    each = scanner(pool)
    history = prose("word " * 2_000)
    await each.scan(history, tenant="t")
    assert pool.deadlines[0] == pytest.approx(2.5, abs=0.1)
    pool.deadlines.clear()
    await each.scan([*history, Piece("new")], tenant="t")
    assert pool.deadlines == [pytest.approx(2.0, abs=0.1)]


async def test_a_deadline_that_has_passed_between_rounds_is_a_timeout() -> None:
    with pytest.raises(ScanTimeoutError):
        await scanner(InProcess(), base_deadline_s=0.0, per_1000_chars_s=0.0).scan(prose("x"), tenant="t")


async def test_a_failed_scan_leaves_nothing_in_the_cache() -> None:
    pool = InProcess()
    each = scanner(pool)
    with pytest.raises(ValueError, match="RAISE"):
        await each.scan(prose("RAISE", "fine"), tenant="t")
    pool.asked.clear()
    await each.scan(prose("fine"), tenant="t")
    assert len(pool.asked) == 1


async def test_a_failing_joint_scanner_fails_the_call() -> None:
    def broken(text: str, context: str) -> list[Finding]:
        raise ValueError(text)

    each = ConversationScanner(InProcess(), digest_key=KEY, scan=broken)
    with pytest.raises(ScanFailedError) as caught:
        await each.scan(prose("canary", "b"), tenant="t")
    assert caught.value.kind == "ValueError"


# --------------------------------------------------------------------------- joints


@pytest.mark.parametrize("at", range(1, len(SSN)))
async def test_an_ssn_split_over_two_messages(at: int) -> None:
    found = await scanned(*prose("my number is " + SSN[:at], SSN[at:] + " ok"))
    assert found == [[(SSN[:at], "joint")], [(SSN[at:], "joint")]]


async def test_an_ssn_split_over_three_messages() -> None:
    for left in range(1, len(SSN) - 1):
        for right in range(left + 1, len(SSN)):
            parts = [SSN[:left], SSN[left:right], SSN[right:]]
            assert await scanned(*prose(*parts)) == [[(part, "joint")] for part in parts]


async def test_an_ssn_in_single_characters() -> None:
    assert await scanned(*prose("it is", *SSN, "ok")) == [[], *([(char, "joint")] for char in SSN), []]


# --------------------------------------------------------------------------- memory


async def test_a_name_found_once_is_found_everywhere_also_in_metadata() -> None:
    found = await scanned(
        Piece("Please help Maria Delgado"),
        Piece("what does maria delgado need? Maria's book"),
        Piece("maria", context="student", prose=False),
        Piece("notes_maria_delgado", prose=False),
    )
    assert found == [
        [("Maria Delgado", "model")],
        [("maria delgado", "memory"), ("Maria", "memory")],
        [("maria", "memory")],
        [("maria_delgado", "memory")],
    ]


async def test_a_later_message_makes_earlier_ones_known() -> None:
    assert (await scanned(*prose("about maria delgado", "Her name: Maria Delgado")))[0] == [("maria delgado", "memory")]


async def test_a_labelled_number_is_found_bare() -> None:
    found = await scanned(Piece("4812093377", context="ssid"), Piece("and 4812093377?"), Piece("4812093378"))
    assert found == [[("4812093377", "label")], [("4812093377", "memory")], []]


async def test_what_is_not_prose_teaches_nothing() -> None:
    assert (await scanned(Piece("4812093377", context="ssid", prose=False), Piece("and 4812093377?")))[1] == []


async def test_ordinary_words_of_a_name_do_not_spread() -> None:
    assert (await scanned(*prose("so Hope Park", "I hope so. Hope springs. A park.")))[1] == []


async def test_memory_of_one_call_is_unknown_to_the_next() -> None:
    each = scanner(InProcess())
    await each.scan(prose("Please help Maria Delgado"), tenant="t")
    later = prose("and Maria?")
    assert shown(await each.scan(later, tenant="t"), later) == [[]]


async def test_what_was_found_in_earlier_turns_is_found_again_although_they_are_not_here() -> None:
    each, later = scanner(InProcess()), prose("and Maria? 4812093377", "Hope")
    known = [("STUDENT_NAME", "Maria Delgado"), ("STUDENT_ID", "4812093377"), ("DOB", "Hope")]
    found = shown(await each.scan(later, tenant="t", before=known), later)
    assert found == [[("Maria", "memory"), ("4812093377", "memory")], []]
    assert shown(await each.scan(later, tenant="t"), later) == [[], []]


async def test_a_changed_memory_changes_what_is_recalled_in_an_old_text() -> None:
    each = scanner(InProcess())
    old = prose("and Maria?")
    await each.scan(old, tenant="t")
    more = [*old, Piece("that is Maria Delgado")]
    assert shown(await each.scan(more, tenant="t"), more)[0] == [("Maria", "memory")]


# --------------------------------------------------------------------------- both stages

WORDS = ["Maria Delgado", "maria", "Maria", SSN, "536-90", "-4399", "Hope", "and then", "\n", "x" * 150]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=8)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_findings_are_sorted_disjoint_inside_and_the_same_every_time(texts: list[str]) -> None:
    async def journey() -> None:
        pieces = prose(*texts)
        warm = scanner(InProcess())
        results = [await warm.scan(pieces, tenant="t") for _ in range(2)]
        results.append(await scanner(InProcess()).scan(pieces, tenant="t"))
        assert results[0].findings == results[1].findings == results[2].findings
        for piece, found in zip(pieces, results[0].findings, strict=True):
            assert all(0 <= each.start < each.end <= len(piece.text) for each in found)
            assert all(left.end <= right.start for left, right in pairwise(found))

    asyncio.run(journey())


async def test_no_text_stays_behind_in_a_scanner() -> None:
    each = scanner(InProcess())
    each._segments._pool = each._pool = pool = InProcess()
    canary = "canary Zebulon Quillfeather 536-90-4399"
    await each.scan([*prose(canary, canary[:20], "4399"), Piece(canary, context="canary", prose=False)], tenant="t")
    pool.asked.clear()
    gc.collect()
    held = reachable(each)
    assert len(held) > 10
    assert not [text for text in held if "anary" in text or "uillfeather" in text or "4399" in text]


def reachable(root: object) -> list[str]:
    """All strings (and bytes, as text) in the instance's own objects: caches, keys, findings."""
    seen: set[int] = set()
    texts: list[str] = []
    todo = [each for name, each in vars(root).items() if name != "_stream_scan"]
    while todo:
        each = todo.pop()
        if id(each) in seen or isinstance(each, type) or callable(each):
            continue
        seen.add(id(each))
        if isinstance(each, str | bytes):
            texts.append(each if isinstance(each, str) else each.decode("latin-1"))
        else:
            todo += gc.get_referents(each)
    return texts


async def test_the_caches_keep_their_bounds() -> None:
    each = scanner(InProcess(), cache_entries=5)
    await each.scan(prose(*(f"Maria Delgado {number}" for number in range(50))), tenant="t")
    assert max(len(each._pieces), len(each._strips), len(each._recalled)) <= 5


async def test_with_real_workers() -> None:
    pool = Pool(workers=2, options=None, engine="scripted_engine:Engine", import_paths=[str(ENGINES)])
    await pool.start()
    try:
        each = ConversationScanner(pool, digest_key=KEY, scan=structured)
        pieces = prose("Please help Maria Delgado. " * 200, "maria delgado " + SSN)
        first, second = await asyncio.gather(each.scan(pieces, tenant="t"), each.scan(pieces, tenant="t"))
        assert first.findings == second.findings
        assert len(first.findings[0]) == 200
        assert [found.why for found in first.findings[1]] == ["memory", "shape"]
        with pytest.raises(ScanFailedError) as caught:
            await each.scan(prose("RAISE canary"), tenant="t")
        assert "canary" not in str(caught.value)
    finally:
        await pool.close()
