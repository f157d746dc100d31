"""``POST /v1/audio/speech``: the text to be spoken is scanned; the sound of the answer passes as it is, under a cap.

A placeholder in the text is spoken, because sound cannot be restored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.wire.openai_chat_shape import ERROR
from proxy.wire.openai_chat_shape import REQUEST as CHAT
from proxy.wire.openai_common import SETTING, check_text, enum, plain, request
from proxy.wire.shape import Shape, text
from proxy.wire.simple_codec import SimpleCodec

if TYPE_CHECKING:
    from proxy.exchange import Json

REQUEST: Final = request(
    input=Shape(text, label=False, role="user"),
    instructions=Shape(text, label=False, role="system"),
    voice=CHAT.fields["audio"].fields["voice"],
    response_format=enum("mp3", "opus", "aac", "flac", "wav", "pcm"),
    stream_format=enum("sse", "audio"),
    speed=SETTING,
)
REPLY: Final = plain(text, error=ERROR)
SOUND: Final = ("audio/", "application/octet-stream")


def _check(body: dict[str, Json]) -> None:
    check_text(body, "input")
    if body.get("stream_format") == "sse":
        raise BadRequest("Speech comes as one sound here: set `stream_format` to audio.", param="stream_format")


OPENAI_SPEECH: Final = SimpleCodec("audio_speech", REQUEST, REPLY, "audio", _check, passes=SOUND)
