"""Where text of calls is kept beside the log, that of uploads and results is kept too: redacted, and as it was."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from detectors.stream_scan import stream_scan
from proxy.audit.content.sealing import Belonging, Envelope, Vault, generate_pair, open_envelope
from proxy.exchange import Treatment
from proxy.kept_content import Contents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from proxy.audit.content.store import Part

NAME, PHONE = "Marisol Ochoa", "253-555-7788"
PRIVATE, PUBLIC = generate_pair(None)
VAULT = Vault((b"v" * 32,))


@dataclass
class Keeper:
    parts: list[Part] = field(default_factory=list)

    async def keep(self, parts: Sequence[Part]) -> None:
        self.parts += parts

    def submit(self, parts: Sequence[Part]) -> None:
        self.parts += parts


@pytest.fixture
def keeper(guard) -> Iterator[Keeper]:
    """The policy lets telephone numbers through, so that what is kept must be stricter than what leaves."""
    made, before = Keeper(), guard.pipeline
    contents = Contents(made, Vault((b"v" * 32,)), Envelope.from_pem(PUBLIC), stream_scan, 100_000)
    treatments = {**before.examiner.table.treatments, "PHONE": Treatment.KEEP}
    examiner = replace(before.examiner, table=replace(before.examiner.table, treatments=treatments))
    guard.pipeline = replace(before, contents=contents, examiner=examiner)
    yield made
    guard.pipeline = before


def opened(part: Part) -> str:
    belongs = Belonging("default", part.request_id, part.part)
    if part.part.endswith("_original"):
        return open_envelope(part.body, PRIVATE, None, belongs).decode()
    return VAULT.open(part.body, part.sealed_by, belongs).decode()


def by_name(keeper: Keeper) -> dict[str, str]:
    return {part.part: opened(part) for part in keeper.parts}


def record(text: str) -> dict[str, Any]:
    body = {"model": "gpt-small", "messages": [{"role": "user", "content": text}]}
    return {"custom_id": "row-1", "method": "POST", "url": "/v1/chat/completions", "body": body}


def test_an_upload_and_its_results(ana, guard, provider, keeper) -> None:
    line = json.dumps(record(f"Call {NAME} at {PHONE}."))
    file = ana.files.create(file=("a.jsonl", line.encode()), purpose="batch")
    assert PHONE in provider.everything
    kept = by_name(keeper)
    assert set(kept) == {"prompt", "prompt_original"}
    assert [value for value in (NAME, PHONE) if value in kept["prompt"]] == []
    assert kept["prompt_original"] == line
    assert [each["part"] for each in guard.details[0][1]["content"]] == ["prompt", "prompt_original"]
    batch = ana.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
    keeper.parts.clear()
    assert f"Call {NAME} at {PHONE}." in ana.files.content(batch.output_file_id).text
    kept = by_name(keeper)
    assert [value for value in (NAME, PHONE) if value in kept["answer"]] == []
    assert f"Call {NAME} at {PHONE}." in kept["answer_original"]
    assert [each["part"] for each in guard.details[-1][1]["content"]] == ["answer", "answer_original"]


def test_a_text_and_a_batch_of_messages(ana, claude, keeper) -> None:
    ana.files.create(file=("a.txt", f"Call {NAME} at {PHONE}.".encode()), purpose="user_data")
    kept = by_name(keeper)
    assert [value for value in (NAME, PHONE) if value in kept["prompt"]] == []
    assert kept["prompt_original"] == f"Call {NAME} at {PHONE}."
    keeper.parts.clear()
    params = {"model": "claude-small", "max_tokens": 9, "messages": [{"role": "user", "content": f"Ask {NAME}."}]}
    batch = claude.messages.batches.create(requests=[{"custom_id": "task-1", "params": params}])
    assert NAME not in by_name(keeper)["prompt"]
    assert NAME in by_name(keeper)["prompt_original"]
    list(claude.messages.batches.results(batch.id))
    assert NAME not in by_name(keeper)["answer"]
    assert NAME in by_name(keeper)["answer_original"]


def test_a_text_that_comes_back_is_no_answer(claude, ana, keeper) -> None:
    file = ana.files.create(file=("a.txt", f"Call {NAME}.".encode()), purpose="user_data")
    keeper.parts.clear()
    assert ana.files.content(file.id).text == f"Call {NAME}."
    made = claude.files.upload(file=("a.txt", f"Call {NAME}.".encode(), "text/plain"))
    keeper.parts.clear()
    assert claude.files.download(made.id).text() == f"Call {NAME}."
    assert keeper.parts == []
