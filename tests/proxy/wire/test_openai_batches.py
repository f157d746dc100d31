"""Records and results of batches, and the forms of uploads, without a guard around them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.errors import BadRequest, ProviderGarbled
from proxy.wire import anthropic_batches, multipart
from proxy.wire.anthropic_batches import BatchRequests
from proxy.wire.openai_batches import ENDPOINTS, BatchLines, OpenAIBatchCreate, TuningLines, restored_result
from proxy.wire.openai_files import Upload, read_upload, write_upload

BODY = {"model": "m", "messages": [{"role": "user", "content": "Hello\u2028 you\n."}]}
RECORD = {"custom_id": "row-1", "method": "POST", "url": "/v1/chat/completions", "body": BODY}
ANSWER = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "hello"}, "finish_reason": "stop"}]}


def line(**members) -> dict:
    return {"id": "batch_req_1", "custom_id": "chaperone-1", "error": None, **members}


def test_a_record_is_read_and_written_again() -> None:
    raw = json.dumps(RECORD, ensure_ascii=False).encode() + b"\r\n\n  \n" + json.dumps(RECORD).encode()
    source = BatchLines(raw, 9)
    assert source.numbers == [1, 4]
    entry = source.entry(4)
    assert (entry.number, entry.url, entry.custom_id, entry.body) == (4, RECORD["url"], "row-1", BODY)
    assert entry.codec is ENDPOINTS["/v1/chat/completions"]
    assert json.loads(source.written(entry, entry.body, "x")) == {**RECORD, "custom_id": "x"}
    assert source.joined([b"a", b"b"]) == b"a\nb\n"
    assert source.size(1) == len(raw.split(b"\n")[0])


def test_an_entry_prints_nothing_of_its_record() -> None:
    assert "Hello" not in repr(BatchLines(json.dumps(RECORD).encode(), 9).entry(1))
    assert "row-1" not in repr(BatchLines(json.dumps(RECORD).encode(), 9).entry(1))


def test_an_example_names_no_model() -> None:
    with pytest.raises(BadRequest, match="names no model"):
        TuningLines(json.dumps(BODY).encode(), 9).entry(1)


def test_requests_are_numbered_from_one() -> None:
    source = BatchRequests({"requests": [{"custom_id": "a", "params": BODY}]})
    assert source.numbers == [1]
    written = source.joined([source.written(source.entry(1), BODY, "b")])
    assert json.loads(written) == {"requests": [{"custom_id": "b", "params": BODY}]}


def test_a_result_is_restored_whole_with_its_own_id(shouting) -> None:
    given_line = line(response={"status_code": 200, "request_id": "req_1", "body": ANSWER})
    out = restored_result(given_line, ENDPOINTS["/v1/chat/completions"], {"chaperone-1": "student 7"}, shouting)
    assert list(out) == list(given_line)
    assert out["custom_id"] == "student 7"
    assert out["response"]["body"]["choices"][0]["message"]["content"] == "HELLO"
    assert (out["response"]["status_code"], out["response"]["request_id"], out["id"]) == (200, "req_1", "batch_req_1")


def test_what_a_provider_adds_to_a_result_passes_the_machines(shouting) -> None:
    out = restored_result(
        line(response=None, error={"code": "server_error", "message": "oh no"}, note="a b"),
        ENDPOINTS["/v1/chat/completions"],
        {},
        shouting,
    )
    assert out["error"] == {"code": "server_error", "message": "OH NO"}
    assert out["response"] is None
    assert "A B" in out.values()


@pytest.mark.parametrize("body", [{"nothing": 1}, {"choices": "x"}])
def test_a_result_that_no_codec_reads_is_garbled(shouting, body) -> None:
    with pytest.raises(ProviderGarbled):
        restored_result(line(response={"body": body}), ENDPOINTS["/v1/chat/completions"], {}, shouting)


def test_the_endings_of_anthropics_results(shouting) -> None:
    message = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "hi there"}]}
    out = anthropic_batches.restored_result(
        {"custom_id": "chaperone-2", "result": {"type": "succeeded", "message": message}},
        {"chaperone-2": "mine"},
        shouting,
    )
    assert out["custom_id"] == "mine"
    assert out["result"]["message"]["content"][0]["text"] == "HI THERE"
    error = {"type": "error", "error": {"type": "invalid_request_error", "message": "too long"}}
    failed = anthropic_batches.restored_result({"result": {"type": "errored", "error": error}}, {}, shouting)
    assert failed["result"]["error"]["error"] == {"type": "invalid_request_error", "message": "TOO LONG"}
    assert anthropic_batches.restored_result({"result": {"type": "expired"}}, {}, shouting)["result"] == {
        "type": "expired"
    }


def test_a_batch_says_what_it_is_of() -> None:
    create = OpenAIBatchCreate()
    asked = {"input_file_id": "file-1", "endpoint": "/v1/embeddings", "completion_window": "24h"}
    call = create.parse({**asked, "metadata": {"about": "Ana"}, "new": "a b"})
    assert {segment.text for segment in call.segments} == {"about", "Ana", "new", "a b"}
    for key in ("input_file_id", "endpoint"):
        with pytest.raises(BadRequest, match=key):
            create.parse({**asked, key: 7})


# --------------------------------------------------------------------------- forms


def form(*fields: bytes) -> tuple[bytes, str]:
    body = b"".join(b"--edge\r\nContent-Disposition: form-data; " + field + b"\r\n" for field in fields)
    return body + b"--edge--\r\n", "multipart/form-data; boundary=edge"


FILE = b'name="file"; filename="a b.JSONL"\r\nContent-Type: text/plain\r\n\r\n{}'
PURPOSE = b'name="purpose"\r\n\r\nbatch'


def test_an_upload_is_read_and_leaves_without_its_name() -> None:
    seconds = b'name="expires_after[seconds]"\r\n\r\n3600'
    upload = read_upload(*form(PURPOSE, FILE, seconds), "openai")
    assert (upload.filename, upload.purpose, upload.ending, upload.content) == ("a b.JSONL", "batch", "jsonl", b"{}")
    assert "a b" not in repr(upload)
    written, kind = write_upload(upload, b"[1]", "jsonl")
    parts = {part.name: part for part in multipart.parts(written, kind)}
    assert (parts["file"].filename, parts["file"].media, parts["file"].data) == (
        "upload.jsonl",
        "application/jsonl",
        b"[1]",
    )
    assert parts["expires_after[seconds]"].data == b"3600"
    assert upload.settings == {"purpose": "batch", "expires_after[seconds]": "3600"}


@given(st.binary(max_size=300))
def test_any_content_leaves_as_one_form(content: bytes) -> None:
    written, kind = write_upload(Upload("x", "y/z", b"", {"purpose": "batch"}), content, "")
    parts = {part.name: part for part in multipart.parts(written, kind)}
    assert parts["file"].data == content


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ((PURPOSE,), "must have `file`"),
        ((FILE,), "`purpose` must be one of"),
        ((FILE, b'name="purpose"\r\n\r\n536-90-4399'), "`purpose` must be one of"),
        ((FILE, PURPOSE, PURPOSE), "once each"),
        ((FILE, FILE, PURPOSE), "once each"),
        ((FILE, PURPOSE, b'name="note"\r\n\r\n536-90-4399'), "once each"),
        ((FILE, PURPOSE, b'name="expires_after[seconds]"\r\n\r\n5369043990'), "as the API has it"),
        ((FILE, b'name="purpose"; filename="x"\r\n\r\nbatch'), "once each"),
    ],
)
def test_any_other_form_is_refused_without_its_text(fields, says) -> None:
    with pytest.raises(BadRequest) as caught:
        read_upload(*form(*fields), "openai")
    assert says in caught.value.message
    assert "536" not in caught.value.message
