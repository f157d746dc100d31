"""Forms: texts are scanned, pictures and sound are for the policy to decide, answers are text like any other."""

from __future__ import annotations

import json

import pytest
from answer_machines import Call

from proxy.errors import BadRequest, ProviderGarbled
from proxy.wire.carriage import carriage_of
from proxy.wire.multipart import FORM
from proxy.wire.openai_uploads import OPENAI_EDITS, OPENAI_TRANSCRIPTIONS, OPENAI_TRANSLATIONS

ALL = [OPENAI_EDITS, OPENAI_TRANSCRIPTIONS, OPENAI_TRANSLATIONS]
FILE = {"filename": "Marisol.png", "content_type": "image/png", "data": "data:image/png;base64,iVBO"}
SOUND = {"filename": "x.mp3", "content_type": "audio/mpeg", "data": "data:audio/mpeg;base64,SUQz"}


@pytest.mark.parametrize("codec", ALL)
def test_they_travel_as_forms(codec) -> None:
    assert carriage_of(codec) is FORM


def test_an_edit() -> None:
    body = {"model": "m", "image[]": [FILE], "mask": FILE, "prompt": "canary", "n": "2", "user": "jane", "new": "k"}
    call = OPENAI_EDITS.parse(body)
    texts = {segment.text for segment in call.segments}
    assert {"canary", "jane", "k", "new", "Marisol.png"} <= texts
    assert "2" not in texts
    assert [each.kind for each in call.unscanned] == ["image", "image"]
    out = OPENAI_EDITS.put_back(call, {("prompt",): "[T]", ("mask", "filename"): "T"}, model="real")
    assert out == {**body, "model": "real", "prompt": "[T]", "mask": {**FILE, "filename": "T"}}


def test_a_transcription() -> None:
    body = {
        "model": "m",
        "file": SOUND,
        "prompt": "canary",
        "language": "en",
        "temperature": "0.2",
        "timestamp_granularities[]": ["word"],
        "known_speaker_names[]": ["Marisol"],
        "known_speaker_references[]": ["data:audio/wav;base64,AAAA"],
        "stream": True,
    }
    call = OPENAI_TRANSCRIPTIONS.parse(body)
    assert call.stream
    assert {segment.text for segment in call.segments} == {"canary", "Marisol", "x.mp3"}
    assert {each.kind for each in call.unscanned} == {"audio"}
    assert OPENAI_TRANSCRIPTIONS.put_back(call, {}, model="m") == body


@pytest.mark.parametrize("value", ["536904399", "536-90-4399", "Marisol"])
@pytest.mark.parametrize("member", ["temperature", "language", "response_format", "chunking_strategy", "include[]"])
def test_a_value_among_the_settings_is_seen(member, value) -> None:
    body = {"model": "m", "file": SOUND, member: value}
    try:
        call = OPENAI_TRANSCRIPTIONS.parse(body)
    except BadRequest:
        assert member == "response_format"
    else:
        assert value in {segment.text for segment in call.segments}


@pytest.mark.parametrize(
    ("codec", "body", "param"),
    [
        (OPENAI_EDITS, {"model": "m", "prompt": "x"}, "image"),
        (OPENAI_EDITS, {"model": "m", "prompt": FILE, "image": FILE}, "prompt"),
        (OPENAI_EDITS, {"model": "m", "prompt": "x", "image": "text"}, "image"),
        (OPENAI_EDITS, {"model": "m", "prompt": "x", "image": FILE, "notes": FILE}, None),
        (OPENAI_TRANSCRIPTIONS, {"model": "m"}, "file"),
        (OPENAI_TRANSCRIPTIONS, {"model": "m", "file": SOUND, "response_format": "srt"}, "response_format"),
        (OPENAI_TRANSCRIPTIONS, {"model": "m", "file": SOUND, "stream": "perhaps"}, "stream"),
        (OPENAI_TRANSLATIONS, {"model": "m", "file": SOUND, "stream": True}, "stream"),
        (OPENAI_TRANSLATIONS, {"file": SOUND}, "model"),
    ],
)
def test_what_cannot_be_checked_is_refused(codec, body, param) -> None:
    with pytest.raises(BadRequest) as caught:
        codec.parse(body)
    assert caught.value.param == param


def test_a_transcript_is_rewritten_and_its_words_one_by_one_are_dropped(shouting) -> None:
    body = {
        "text": "hi maria",
        "language": "english",
        "duration": 3.5,
        "segments": [{"id": 0, "text": "hi maria", "tokens": [1, 2], "start": 0.0}],
        "words": [{"word": "maria", "start": 0.1}],
        "usage": {"type": "duration", "seconds": 4},
    }
    out, facts = OPENAI_TRANSCRIPTIONS.answer(body, shouting)
    assert facts.complete
    assert (out["text"], out["words"], out["duration"]) == ("HI MARIA", None, 3.5)
    assert out["segments"] == [{"id": 0, "text": "HI MARIA", "tokens": None, "start": 0.0}]
    with pytest.raises(ProviderGarbled):
        OPENAI_TRANSCRIPTIONS.answer({"words": []}, shouting)


def test_a_streamed_transcript_is_the_same_however_it_was_cut(new_shouting) -> None:
    events = [
        {"type": "transcript.text.delta", "delta": "hi ma", "logprobs": [{"token": "hi"}]},
        {"type": "transcript.text.delta", "delta": "ria it is"},
        {"type": "transcript.text.done", "text": "hi maria it is", "usage": {"input_tokens": 3, "output_tokens": 4}},
    ]
    raw = b"".join(b"data: %b\n\n" % json.dumps(event).encode() for event in events)

    def run(*pieces: bytes) -> bytes:
        stream = OPENAI_TRANSCRIPTIONS.stream(new_shouting())
        out = b"".join([stream.feed(piece) for piece in pieces]) + stream.finish()
        assert (stream.facts.complete, stream.facts.output_tokens) == (True, 4)
        return out

    whole = run(raw)
    said = [json.loads(line[6:]) for line in whole.splitlines() if line]
    assert "".join(event.get("delta", "") for event in said) == said[-1]["text"] == "HI MARIA IT IS"
    assert all(not event.get("logprobs") for event in said)
    for at in range(1, len(raw)):
        assert run(raw[:at], raw[at:]) == whole


@pytest.mark.parametrize("kind", ["transcript.text.delta", "transcript.next_year.delta", ["odd"], None])
def test_no_delta_of_a_transcript_passes_in_pieces(kind) -> None:
    call = Call()
    said = f"{call.token('Maria Delgado')} has SSN 536-22-8765."
    events = [{"type": kind, "delta": said[at : at + 3]} for at in range(0, len(said), 3)]
    events.append({"type": "transcript.text.done", "text": said})
    stream = OPENAI_TRANSCRIPTIONS.stream(call.open)
    raw = b"".join(b"data: %b\n\n" % json.dumps(each).encode() for each in events)
    out = (stream.feed(raw) + stream.finish()).decode()
    assert out.count("Maria Delgado") == 2
    assert out.count("[SSN_REMOVED]") == 2
    assert "8765" not in out
    assert stream.facts.complete
