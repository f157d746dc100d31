"""OpenAI's operations that take a form: ``images/edits``, ``audio/transcriptions`` and ``audio/translations``.

The texts of a form are scanned like any other. Pictures and sound cannot be read, so the policy decides about them
(row 25, which refuses); where they pass, what comes back is text like any other answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.wire.multipart import FORM
from proxy.wire.openai_chat_shape import ERROR
from proxy.wire.openai_common import FLAG, LABELLED, MADE_ID, PROSE, check_text, enum, plain, request
from proxy.wire.openai_images import ANSWER as PICTURES
from proxy.wire.openai_images import SETTINGS, keep_signatures
from proxy.wire.openai_images import opens as opens_pictures
from proxy.wire.rewrite import VOID
from proxy.wire.shape import STRUCTURAL, Shape, inline, name, text, unknown
from proxy.wire.simple_codec import SimpleCodec
from proxy.wire.whole_events import WholeEvents

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory
    from proxy.wire.codec import AnswerStream
    from proxy.wire.shape import Verdict

_NUMBER: Final = re.compile(r"-?[0-9]{1,5}(?:\.[0-9]{1,4})?")
_LONGEST: Final = 7


def _setting(value: str) -> Verdict:
    """A number as a form spells it: a setting when it is short, as in JSON."""
    return STRUCTURAL if len(value) <= _LONGEST and _NUMBER.fullmatch(value) else unknown(value)


_MEDIA: Final = enum(
    *("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "application/octet-stream", "text/plain"),
    *("audio/mpeg", "audio/mp3", "audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac", "audio/flac", "audio/x-flac"),
    *("audio/ogg", "audio/wav", "audio/x-wav", "audio/wave", "audio/webm", "video/mp4", "video/webm", "video/mpeg"),
)


def _file(kind: str) -> Shape:
    return plain(name, filename=LABELLED, content_type=_MEDIA, data=plain(inline(kind)))


_SETTING: Final = plain(_setting)
_NUMBERS: Final = ("n", "frame_count", "frame_duration_ms", "output_compression", "partial_images", "temperature")
_IMAGE_FILES: Final = frozenset(("image", "image[]", "mask", "markup"))
_AUDIO_FILES: Final = frozenset(("file",))

EDITS: Final = request(
    **{**SETTINGS, **dict.fromkeys(_NUMBERS, _SETTING), **dict.fromkeys(_IMAGE_FILES, _file("image"))}
)
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")


def _language(value: str) -> Verdict:
    """A code of a language, of two letters."""
    return STRUCTURAL if _LANGUAGE.fullmatch(value) else unknown(value)


_LANGUAGES: Final = plain(_language)
AUDIO: Final = request(
    file=_file("audio"),
    prompt=Shape(text, label=False, role="user"),
    response_format=enum("json", "verbose_json", "diarized_json"),
    chunking_strategy=enum("auto"),
    stream=FLAG,
    **dict.fromkeys(("language", "languages[]"), _LANGUAGES),
    **{
        "include[]": enum("logprobs"),
        "timestamp_granularities[]": enum("word", "segment"),
        "known_speaker_names[]": LABELLED,
        # Samples of voices, as data URLs.
        "known_speaker_references[]": plain(inline("audio")),
        "keywords[]": PROSE,
        "chunking_strategy[type]": enum("server_vad"),
        **dict.fromkeys(("temperature", "chunking_strategy[threshold]"), _SETTING),
        **dict.fromkeys(("chunking_strategy[prefix_padding_ms]", "chunking_strategy[silence_duration_ms]"), _SETTING),
    },
)
_READABLE: Final = frozenset(("json", "verbose_json", "diarized_json"))
_COUNTS: Final = dict.fromkeys(
    ("input_tokens", "output_tokens", "total_tokens", "audio_tokens", "text_tokens", "seconds"), FLAG
)
_TIMES: Final = dict.fromkeys(
    ("duration", "start", "end", "seek", "temperature", "avg_logprob", "compression_ratio", "no_speech_prob"), FLAG
)
_USAGE: Final = plain(text, **_COUNTS, type=MADE_ID, input_token_details=plain(text, **_COUNTS))
_VOID: Final = Shape(kind=VOID)
_SAID: Final = {
    **_TIMES,
    "text": PROSE,
    "usage": _USAGE,
    "error": ERROR,
    "language": MADE_ID,
    "type": MADE_ID,
    "id": MADE_ID,
    "task": MADE_ID,
    # Words and tokens one by one: a value that stands in several of them could be neither restored nor masked.
    **dict.fromkeys(("words", "logprobs", "tokens"), _VOID),
}
TRANSCRIPT: Final = plain(text, **_SAID, segments=plain(text, **_SAID, speaker=LABELLED))
EVENT: Final = plain(text, **_SAID, segment_id=MADE_ID, delta=PROSE, speaker=LABELLED, message=PROSE)


def _opens_transcript(machines: MachineFactory) -> AnswerStream:
    done = "transcript.text.done"
    return WholeEvents(machines, EVENT, frozenset((done,)), base=done)


def _check_files(body: dict[str, Json], allowed: frozenset[str], needed: str) -> None:
    """Files stand only where the API has them; anywhere else nobody would look into them.

    Raises:
        BadRequest: a file in another place, or none.
    """
    holding = {key for key, value in body.items() for each in _each(value) if isinstance(each, dict)}
    if not holding <= allowed:
        raise BadRequest(f"A file may stand only under {', '.join(sorted(allowed))} in this form.")
    if any(not isinstance(each, dict) for key in allowed for each in _each(body.get(key, []))):
        raise BadRequest(f"`{needed}` must be a file, not text.", param=needed)
    if not holding:
        raise BadRequest(f"The form must have `{needed}`, as a file.", param=needed)


def _each(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _check_edit(body: dict[str, Json]) -> None:
    check_text(body, "prompt")
    _check_files(body, _IMAGE_FILES, "image")


def _check_audio(body: dict[str, Json]) -> None:
    _check_files(body, _AUDIO_FILES, "file")
    if body.get("response_format", "json") not in _READABLE:
        raise BadRequest(
            "The answer could not be checked in this form: set `response_format` to json or verbose_json.",
            param="response_format",
        )


OPENAI_EDITS: Final = SimpleCodec(
    "images_edits", EDITS, PICTURES, "data", _check_edit, opens_pictures, carriage=FORM, mend=keep_signatures
)
OPENAI_TRANSCRIPTIONS: Final = SimpleCodec(
    "audio_transcriptions", AUDIO, TRANSCRIPT, "text", _check_audio, _opens_transcript, carriage=FORM
)
OPENAI_TRANSLATIONS: Final = SimpleCodec("audio_translations", AUDIO, TRANSCRIPT, "text", _check_audio, carriage=FORM)
