"""Files that are one content, and files of examples."""

from __future__ import annotations

import json

import openai
import pytest

NAME, SSN, PHONE = "Marisol Ochoa", "536-90-4399", "253-555-7788"
VALUES = (NAME, SSN, PHONE)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", f"Call {NAME} at {PHONE}."),
        ("roster.csv", f"name,phone\n{NAME},{PHONE}\n"),
        ("roster.json", json.dumps({"name": NAME, "phone": PHONE})),
        ("notes.md", f"# {NAME}\n\n* {PHONE}\n"),
    ],
)
def test_text_is_replaced_in_place_and_comes_back(ana, provider, guard, name, content) -> None:
    file = ana.files.create(file=(f"{NAME} {name}", content.encode(), "text/plain"), purpose="user_data")
    assert file.filename == f"{NAME} {name}"
    sent = provider.contents[file.id].decode()
    assert [value for value in VALUES if value in sent] == []
    assert "PERSON_" in sent
    assert ana.files.content(file.id).text == content
    assert guard.details[0][1]["replaced"] == {"PERSON": 1, "PHONE": 1}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("scan.pdf", b"%PDF-1.7\n1 0 obj\n" + NAME.encode()),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("voice.mp3", b"ID3\x04\x00" + bytes(40)),
        ("all.zip", b"PK\x03\x04" + bytes(40)),
        ("notes.txt", b"\x00\x01\x02\xff" + NAME.encode()),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(ana, provider, name, content) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        ana.files.create(file=(name, content, "text/plain"), purpose="user_data")
    assert caught.value.body["chaperone"]["rule"] == "R25-unscanned"
    assert provider.received == []


def test_examples_for_fine_tuning_are_read_one_by_one(ana, provider) -> None:
    example = {"messages": [{"role": "user", "content": f"Who is {NAME}?"}, {"role": "assistant", "content": PHONE}]}
    lines = "\n".join(json.dumps(each) for each in (example, example))
    file = ana.files.create(file=("examples.jsonl", lines.encode()), purpose="fine-tune")
    assert file.model_extra["chaperone"]["records"] == {"total": 2, "forwarded": 2, "replaced": 2, "left_out": 0}
    assert [value for value in VALUES if value in provider.contents[file.id].decode()] == []
    with pytest.raises(openai.BadRequestError, match=r"Record 2:.*messages"):
        ana.files.create(file=("x.jsonl", f"{lines.splitlines()[0]}\n{{}}".encode()), purpose="fine-tune")
    provider.received.clear()
    with pytest.raises(openai.BadRequestError, match="not uploaded with the purpose"):
        ana.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
    assert provider.received == []
