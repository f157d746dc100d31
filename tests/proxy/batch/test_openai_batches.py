"""The official OpenAI SDK: a file of records, its batch and its results; nothing raw leaves, everything comes back."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openai
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storing_provider import NEW_SSN

from proxy.batch.terms import Terms
from proxy.exchange import Action
from proxy.registry.tools import Registry

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME, SSN, PHONE = "Marisol Ochoa", "536-90-4399", "253-555-7788"
VALUES = (NAME, "Marisol", SSN, "536904399", PHONE)
SECRET = "sk-proj-abcDEF1234567890abcDEF1234567890abcDEF1234567890"


def record(text: str, custom_id: str, *, url: str = "/v1/chat/completions", **more: Any) -> dict[str, Any]:
    body = {"model": "gpt-small", "messages": [{"role": "user", "content": text}]}
    return {"custom_id": custom_id, "method": "POST", "url": url, "body": {**body, **more}}


def upload(client: openai.OpenAI, records: Sequence[Any], name: str = "batch.jsonl"):
    lines = b"".join((each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in records)
    return client.files.create(file=(name, lines, "application/jsonl"), purpose="batch")


def batch_of(client: openai.OpenAI, file: Any, **more: Any):
    return client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", **more
    )


def results(client: openai.OpenAI, file_id: str) -> dict[str, Any]:
    lines = client.files.content(file_id).text.splitlines()
    return {line["custom_id"]: line for line in map(json.loads, lines)}


def said(line: dict[str, Any]) -> str:
    return line["response"]["body"]["choices"][0]["message"]["content"]


def assert_nothing_raw(provider) -> None:
    sent = provider.everything
    assert [value for value in VALUES if value in sent] == []


# --------------------------------------------------------------------------- the round trip


def test_what_was_sent_comes_back_and_nothing_of_it_was_at_the_provider(ana, provider, guard) -> None:
    records = [
        record(f"Write to {NAME}, SSN {SSN}.", f"student {SSN}"),
        record(f"Call {NAME} at {PHONE}.", "request-2"),
        record("Nothing special, FAIL please.", "marisol-ochoa-3"),
    ]
    file = upload(ana, records, f"IEP {NAME} {SSN}.jsonl")
    assert file.filename == f"IEP {NAME} {SSN}.jsonl"
    assert file.model_extra["chaperone"]["records"] == {"total": 3, "forwarded": 3, "replaced": 2, "left_out": 0}
    batch = batch_of(ana, file, metadata={"about": f"{NAME} {SSN}"})
    assert (batch.status, batch.metadata) == ("completed", {"about": f"{NAME} {SSN}"})
    back = results(ana, batch.output_file_id)
    assert said(back[f"student {SSN}"]) == f"You wrote: Write to {NAME}, SSN [SSN_REMOVED]."
    assert said(back["request-2"]) == f"You wrote: Call {NAME} at {PHONE}."
    failed = results(ana, batch.error_file_id)["marisol-ochoa-3"]
    assert failed["error"]["code"] == "server_error"
    assert_nothing_raw(provider)
    assert "IEP" not in provider.everything
    at_provider = [json.loads(line) for line in provider.contents[file.id].splitlines()]
    assert [each["custom_id"] for each in at_provider] == ["chaperone-1", "request-2", "chaperone-3"]
    assert all(event.request_id for event in guard.events)


def test_one_value_has_one_placeholder_in_the_whole_file(ana, provider) -> None:
    file = upload(ana, [record(f"About {NAME}.", "row-1"), record(f"Again {NAME} and {SSN}.", "row-2")])
    first, second = (json.loads(line) for line in provider.contents[file.id].splitlines())
    token = first["body"]["messages"][0]["content"].removeprefix("About ").removesuffix(".")
    assert token.startswith("[PERSON_")
    assert token in second["body"]["messages"][0]["content"]


def test_a_look_alike_in_an_earlier_record_comes_back_as_it_was(ana, provider) -> None:
    file = upload(ana, [record(f"About {NAME}.", "row-1")])
    token = json.loads(provider.contents[file.id])["body"]["messages"][0]["content"].split()[1].rstrip(".")
    again = upload(ana, [record(f"What is {token}?", "row-1"), record(f"About {NAME}.", "row-2")])
    back = results(ana, batch_of(ana, again).output_file_id)
    assert said(back["row-1"]) == f"You wrote: What is {token}?"
    assert said(back["row-2"]) == f"You wrote: About {NAME}."


def test_a_number_that_nobody_sent_is_masked_in_the_results(ana) -> None:
    file = upload(ana, [record(f"NEW ssn, please, for {NAME}.", "row-1")])
    answer = said(results(ana, batch_of(ana, file).output_file_id)["row-1"])
    assert NEW_SSN not in answer
    assert NAME in answer


@pytest.mark.parametrize("url", ["/v1/responses", "/v1/embeddings", "/v1/completions"])
def test_every_operation_is_read_by_its_own_codec(ana, provider, url) -> None:
    field = "prompt" if url == "/v1/completions" else "input"
    body = {"model": "gpt-small", field: f"Is {PHONE} new?"}
    one = {"custom_id": "row-1", "method": "POST", "url": url, "body": body}
    file = upload(ana, [one])
    batch = ana.batches.create(input_file_id=file.id, endpoint=url, completion_window="24h")
    text = json.dumps(results(ana, batch.output_file_id)["row-1"])
    assert (PHONE in text) is (url != "/v1/embeddings")
    assert_nothing_raw(provider)


def test_a_chat_that_the_provider_would_store_unasked_says_that_it_may_not(ana, provider, guard, monkeypatch) -> None:
    storing = replace(guard.pipeline.continuity, storing=frozenset({"openai-1"}))
    monkeypatch.setattr(guard, "pipeline", replace(guard.pipeline, continuity=storing))
    file = upload(ana, [record("Hello.", "row-1"), record(f"About {NAME}.", "row-2", store=True)])
    sent = [json.loads(line)["body"] for line in provider.contents[file.id].splitlines()]
    assert [each["store"] for each in sent] == [False, False]


def test_the_uploaded_file_comes_back_as_its_caller_wrote_it(ana) -> None:
    records = [record(f"Write to {NAME} at {PHONE}.", f"student {SSN}"), record("Hello.", "row-2")]
    file = upload(ana, records)
    back = [json.loads(line) for line in ana.files.content(file.id).text.splitlines()]
    assert back == records


# --------------------------------------------------------------------------- what may not leave


def test_one_blocked_record_refuses_the_upload_and_the_report_names_it(ana, provider, guard) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        upload(ana, [record("Hello.", "row-1"), record(f"The key of {NAME} is {SECRET}", SSN), record("Bye.", "row-3")])
    told = caught.value.body["chaperone"]
    assert told["records"] == {"total": 3, "blocked": 1}
    (row,) = [each for each in told["report"] if each["decision"] == "blocked"]
    assert (row["record"], row["rule"]) == (2, "R18-credential")
    assert "Record 2:" in caught.value.message
    assert [value for value in (*VALUES, SECRET) if value in str(caught.value)] == []
    assert provider.received == []
    ((kind, detail),) = guard.details
    assert (kind, detail["error_code"], detail["records"]) == (
        "request.refused",
        "content_policy_violation",
        {"total": 3, "blocked": 1},
    )
    assert detail["decision"] == "block"


def test_where_the_operator_says_so_the_others_go(ana, provider, guard) -> None:
    guard.terms = Terms(leave_out=True)
    file = upload(ana, [record("Hello.", "row-1"), record(f"The key is {SECRET}", "row-2"), b"{not json"])
    told = file.model_extra["chaperone"]
    assert told["records"] == {"total": 3, "blocked": 1, "malformed": 1, "forwarded": 1, "replaced": 0, "left_out": 2}
    assert [row["record"] for row in told["report"]] == [2, 3]
    assert len(provider.contents[file.id].splitlines()) == 1
    intent = guard.details[0][1]
    assert (intent["decision"], intent["records"]["left_out"]) == ("forward", 2)


def test_where_nothing_is_left_the_upload_is_refused_all_the_same(ana, provider, guard) -> None:
    guard.terms = Terms(leave_out=True)
    with pytest.raises(openai.BadRequestError):
        upload(ana, [record(f"The key is {SECRET}", "row-1")])
    assert provider.received == []
    ((kind, detail),) = guard.details
    assert (kind, detail["decision"], detail["rule"]) == ("request.refused", "block", "R18-credential")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"custom_id": "536-90-4399", ', "not valid JSON"),
        (b'["536-90-4399"]', "must be a JSON object"),
        (json.dumps({**record("x", "row-2"), "note 536-90-4399": 1}).encode(), "a member that records do not have"),
        (json.dumps({**record("x", "row-2"), "method": "GET"}).encode(), "must be POST"),
        (json.dumps(record("x", "row-2", url="/v1/audio/536-90-4399")).encode(), "`url` must be one of"),
        (json.dumps({**record("x", "row-2"), "body": "536-90-4399"}).encode(), "`body` must be an object"),
        (json.dumps(record("x", "row-2", model=5369043990)).encode(), "must name a model"),
        (json.dumps(record("x", "row-2", stream=True)).encode(), "does not stream"),
        (json.dumps({**record("x", "row-2"), "custom_id": 536904399}).encode(), "needs a `custom_id`"),
        (json.dumps(record("x", "row-1")).encode(), "same custom_id as record 1"),
        (json.dumps(record("x", "row-2", url="/v1/completions", prompt="x")).encode(), "one provider and one `url`"),
        (b'{"custom_id": "a", "custom_id": "536-90-4399"}', "appears twice"),
    ],
)
def test_a_malformed_record_is_named_by_its_line_without_its_text(ana, provider, guard, line, says) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        upload(ana, [record("Hello.", "row-1"), line])
    assert "Record 2:" in caught.value.message
    assert says in caught.value.message
    assert "536" not in str(caught.value)
    assert caught.value.body["chaperone"]["records"] == {"total": 2, "malformed": 1}
    assert provider.received == []
    ((kind, detail),) = guard.details
    assert (kind, detail["decision"], detail["records"]) == ("request.refused", "refuse", {"total": 2, "malformed": 1})


def test_a_model_that_is_not_approved(ana, provider) -> None:
    with pytest.raises(openai.PermissionDeniedError, match=r"Record 1:.*not on the approved list"):
        upload(ana, [record("Hello.", "row-1", model=f"model-{SSN}")])
    assert provider.received == []


def test_too_many_records_and_too_many_bytes(ana, guard, provider) -> None:
    guard.terms = Terms(records=2, upload_bytes=4_000)
    with pytest.raises(openai.APIStatusError, match=r"too many records; at most 2 ") as caught:
        upload(ana, [record("Hello.", f"row-{number}") for number in range(3)])
    assert caught.value.status_code == 413
    with pytest.raises(openai.APIStatusError, match="larger than 4,000 bytes") as caught:
        upload(ana, [record("Hello. " * 1_000, "row-1")])
    assert caught.value.status_code == 413
    with pytest.raises(openai.BadRequestError, match="holds no records"):
        upload(ana, [])
    assert provider.received == []


def test_where_it_is_switched_off(ana, guard, provider) -> None:
    guard.terms = Terms(allowed=False)
    with pytest.raises(openai.NotFoundError, match="switched off"):
        upload(ana, [record("Hello.", "row-1")])
    assert provider.received == []


# --------------------------------------------------------------------------- whose it is


def test_what_another_made_is_not_there_and_the_provider_is_not_asked(ana, ben, provider, guard) -> None:
    file = upload(ana, [record(f"About {NAME}.", "row-1")])
    batch = batch_of(ana, file)
    provider.received.clear()
    asked = (
        lambda: ben.files.retrieve(file.id),
        lambda: ben.files.content(file.id),
        lambda: ben.files.content(batch.output_file_id),
        lambda: ben.files.delete(file.id),
        lambda: ben.batches.retrieve(batch.id),
        lambda: ben.batches.cancel(batch.id),
        lambda: batch_of(ben, file),
        lambda: ana.files.retrieve("file-somebody-elses"),
        lambda: ana.files.content("..%2Fmodels"),
        lambda: ana.batches.retrieve(file.id),
        lambda: ben.batches.list(after=batch.id),
    )
    for ask in asked:
        with pytest.raises(openai.NotFoundError, match="no such file or batch of yours"):
            ask()
    assert provider.received == []
    assert {detail["error_code"] for kind, detail in guard.details if kind == "request.refused"} == {"not_found"}


def test_lists_hold_only_the_callers_own(ana, ben, provider) -> None:
    mine = [upload(ana, [record("Hello.", "row-1")], f"mine {SSN}.jsonl") for _ in range(3)]
    theirs = upload(ben, [record("Hello.", "row-1")])
    provider.add_file(b"", filename=f"foreign {SSN}", purpose="batch")
    listed = list(ana.files.list(purpose="batch", order="asc"))
    assert {each.id for each in mine} <= {each.id for each in listed}
    assert theirs.id not in {each.id for each in listed}
    assert {each.filename for each in listed if each.id in {each.id for each in mine}} == {f"mine {SSN}.jsonl"}
    assert not any(each.filename.startswith("foreign") for each in listed)
    assert [each.id for each in ben.files.list()] == [theirs.id]
    paged = [each.id for each in ana.files.list(limit=2)]
    assert set(paged) == {each.id for each in listed}
    batch = batch_of(ben, theirs, metadata={"who": NAME})
    assert [(each.id, each.metadata) for each in ben.batches.list()] == [(batch.id, {"who": NAME})]


def test_a_file_that_was_deleted_is_gone_but_its_batch_still_gives_its_results(ana, provider) -> None:
    file = upload(ana, [record(f"About {NAME}.", "row-1")])
    batch = batch_of(ana, file)
    assert ana.files.delete(file.id).deleted
    with pytest.raises(openai.NotFoundError):
        ana.files.retrieve(file.id)
    assert said(results(ana, batch.output_file_id)["row-1"]) == f"You wrote: About {NAME}."


def test_a_batch_asks_for_what_its_file_holds(ana, provider) -> None:
    file = upload(ana, [record("Hello.", "row-1")])
    provider.received.clear()
    with pytest.raises(openai.BadRequestError, match="are for /v1/chat/completions"):
        ana.batches.create(input_file_id=file.id, endpoint="/v1/embeddings", completion_window="24h")
    with pytest.raises(openai.BadRequestError, match="R18-credential"):
        batch_of(ana, file, metadata={"key": SECRET})
    assert provider.received == []


def test_what_the_provider_says_of_a_line_is_said_of_the_callers_own(ana, provider, guard) -> None:
    guard.terms = Terms(leave_out=True)
    file = upload(ana, [b"", b"{", record(f"About {NAME}.", "row-1"), b"[]", record("Hello.", "row-2")])
    batch = batch_of(ana, file)
    token = json.loads(provider.contents[file.id].splitlines()[0])["body"]["messages"][0]["content"].split()[1]
    wrong = {"code": "invalid", "line": 2, "message": f"Not good: {token}", "param": None}
    provider.batches[batch.id]["errors"] = {"object": "list", "data": [wrong, {**wrong, "line": 9}]}
    errors = ana.batches.retrieve(batch.id).errors
    assert [(each.line, each.message) for each in errors.data] == [(5, f"Not good: {NAME}."), (9, f"Not good: {NAME}.")]


def test_files_of_another_api_are_not_served(guard, provider) -> None:
    headers = {"x-goog-api-key": "key-ana"}
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(urllib.request.Request(f"{guard.base_url}/v1/files", headers=headers), timeout=10)
    with caught.value as answer:
        assert (answer.code, json.load(answer)["error"]["status"]) == (404, "NOT_FOUND")
    assert provider.received == []


# --------------------------------------------------------------------------- the record, and failures


def test_every_step_writes_its_record(ana, guard) -> None:
    file = upload(ana, [record(f"About {NAME}.", "row-1")])
    batch = batch_of(ana, file)
    results(ana, batch.output_file_id)
    kinds = [kind for kind, _ in guard.details]
    assert kinds == ["request.intent", "request.final"] * 3
    operations = [detail["operation"] for kind, detail in guard.details if kind == "request.intent"]
    assert operations == ["files.create", "batches.create", "files.content"]
    uploaded, final = guard.details[0][1], guard.details[5][1]
    assert uploaded["records"] == {"total": 1, "forwarded": 1, "replaced": 1, "left_out": 0}
    assert uploaded["replaced"] == {"PERSON": 1}
    assert (final["outcome"], final["restored"]) == ("completed", 1)


def test_the_providers_own_refusal_passes_in_its_words(ana, provider, guard) -> None:
    provider.fail_with = 429
    with pytest.raises(openai.RateLimitError, match="slow down"):
        upload(ana, [record("Hello.", "row-1")])
    provider.fail_with = 401
    with pytest.raises(openai.InternalServerError, match="the guard's own credentials"):
        upload(ana, [record("Hello.", "row-1")])
    assert guard.details[-1][1]["outcome"] == "provider_error"


def test_a_form_that_is_none(ana, guard) -> None:
    with pytest.raises(openai.BadRequestError, match="must be one of"):
        ana.files.create(file=("a.jsonl", b"{}"), purpose=f"for {SSN}")  # type: ignore[arg-type] # on purpose
    with pytest.raises(openai.BadRequestError, match="with one boundary"):
        ana.post("/files", cast_to=object, body={"purpose": "batch"})


# --------------------------------------------------------------------------- laws, and what people decide


def test_a_record_that_a_reviewer_would_have_to_see_is_not_held(ana, guard, provider) -> None:
    before = guard.pipeline
    table = replace(before.examiner.table, on_unscanned=Action.HOLD)
    guard.pipeline = replace(before, examiner=replace(before.examiner, table=table))
    try:
        picture = [{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]
        body = {"model": "gpt-small", "messages": [{"role": "user", "content": picture}]}
        with pytest.raises(openai.BadRequestError, match="cannot wait for a reviewer: send it as a call") as caught:
            upload(ana, [{**record("x", "row-1"), "body": body}])
    finally:
        guard.pipeline = before
    assert caught.value.body["chaperone"]["decision"] == "held"
    assert caught.value.body["chaperone"]["records"] == {"total": 1, "held": 1}
    assert provider.received == []


def test_with_several_providers_a_file_without_a_model_needs_a_default(ana, guard, provider) -> None:
    before = guard.pipeline
    (one, other) = before.registry.providers
    guard.pipeline = replace(before, registry=Registry([one, replace(one, id="openai-2"), other]))
    try:
        with pytest.raises(openai.PermissionDeniedError, match=r"\(openai-1, openai-2\).*`x-chaperone-provider`"):
            ana.files.create(file=("a.txt", b"Hello."), purpose="user_data")
        with pytest.raises(openai.PermissionDeniedError, match="must name an approved provider of this API: openai-1"):
            ana.files.list(extra_headers={"x-chaperone-provider": "anthropic-1"})
        with pytest.raises(openai.BadRequestError, match=r"Record 2:.*one provider and one `url`"):
            upload(ana, [record("Hello.", f"row-{n}", model=f"openai-{n}/gpt-small") for n in (1, 2)])
    finally:
        guard.pipeline = before
    assert provider.received == []


def test_a_tool_that_was_stopped_gives_no_results(ana, guard, provider) -> None:
    file = upload(ana, [record("Hello.", "row-1", model="gpt-large"), record("Hello.", "row-2")])
    batch = batch_of(ana, file)
    before = guard.pipeline
    (one, other) = before.registry.providers
    guard.pipeline = replace(before, registry=Registry([replace(one, models=("gpt-small",)), other]))
    provider.received.clear()
    try:
        for ask in (lambda: batch_of(ana, file), lambda: ana.files.content(batch.output_file_id)):
            with pytest.raises(openai.PermissionDeniedError, match="not on the approved list"):
                ask()
    finally:
        guard.pipeline = before
    assert provider.received == []


OTHERS = ("Hello", "[PERSON_1A_22222]", "\x85", "\u2028", "\\n", '"', "é", "7")
PIECES = st.sampled_from([NAME, PHONE, "Jordan Whitfield", *OTHERS])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(PIECES, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5))
def test_whatever_is_sent_comes_back_and_no_value_leaves(ana, provider, texts) -> None:
    provider.received.clear()
    file = upload(ana, [record(text, f"{NAME} {number}") for number, text in enumerate(texts)])
    back = results(ana, batch_of(ana, file).output_file_id)
    assert [said(back[f"{NAME} {number}"]) for number in range(len(texts))] == [f"You wrote: {text}" for text in texts]
    sent = provider.everything
    assert [value for value in (NAME, PHONE, "Jordan Whitfield") if value in sent] == []
