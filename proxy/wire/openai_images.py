"""``POST /v1/images/generations``: the prompt is scanned; the pictures of the answer pass as they are.

The prompt as the provider revised it is a text like any other, and so is the address of a picture, but for the
signature in it, which reads like a secret and must stay, or the picture cannot be fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.wire.openai_chat_shape import ERROR
from proxy.wire.openai_common import FLAG, LABELLED, MADE_ID, PROSE, SETTING, check_text, enum, plain, request
from proxy.wire.rewrite import rewrite_text
from proxy.wire.shape import Shape, name, opaque, reference, text
from proxy.wire.simple_codec import SimpleCodec
from proxy.wire.whole_events import WholeEvents

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory
    from proxy.wire.codec import AnswerStream

_EFFORT: Final = enum("none", "minimal", "low", "medium", "high", "xhigh", "max")
SETTINGS: Final = {
    "background": enum("transparent", "opaque", "auto"),
    "complexity": enum("low", "medium", "high"),
    "moderation": enum("low", "auto"),
    "output_format": enum("png", "webp", "jpeg", "gif", "svg"),
    "quality": enum("low", "medium", "high", "xhigh", "max", "auto", "standard", "hd"),
    "response_format": enum("url", "b64_json"),
    "input_fidelity": enum("high", "low"),
    "size": enum(
        *("auto", "1024x1024", "1536x1024", "1024x1536", "256x256", "512x512", "1792x1024", "1024x1792"),
    ),
    "style": enum("vivid", "natural"),
    "svg": plain(name, model=plain(reference), reasoning=plain(name, effort=_EFFORT)),
    "prompt": Shape(text, label=False, role="user"),
    **dict.fromkeys(("user", "safety_identifier"), LABELLED),
    **dict.fromkeys(("n", "frame_count", "frame_duration_ms", "output_compression", "partial_images"), SETTING),
    "stream": FLAG,
}
"""Members that making and editing pictures share."""
_PICTURE: Final = plain(opaque("image"))
_COUNTS: Final = dict.fromkeys(
    ("input_tokens", "output_tokens", "total_tokens", "image_tokens", "text_tokens", "reasoning_tokens"), FLAG
)
_DETAILS: Final = plain(text, **_COUNTS)
_USAGE: Final = plain(
    text, **_COUNTS, model=MADE_ID, **dict.fromkeys(("input_tokens_details", "output_tokens_details"), _DETAILS)
)
_SAID: Final = {
    **dict.fromkeys(("background", "output_format", "quality", "size"), MADE_ID),
    **dict.fromkeys(("usage", "svg_usage"), _USAGE),
    "safety_identifier": LABELLED,
    "error": ERROR,
}
ANSWER: Final = plain(text, **_SAID, created=FLAG, data=plain(text, b64_json=_PICTURE, url=PROSE, revised_prompt=PROSE))
EVENT: Final = plain(
    text, **_SAID, type=MADE_ID, created_at=FLAG, partial_image_index=FLAG, b64_json=_PICTURE, message=PROSE
)
_LAST: Final = frozenset(("image_generation.completed", "image_edit.completed"))


def check(body: dict[str, Json]) -> None:
    """A prompt there must be."""
    check_text(body, "prompt")


_SIGNATURE: Final = re.compile(r"(?<=[?&])((?:X-Amz-|X-Goog-)?Signature|sig)=[A-Za-z0-9%+/=_-]{32,1024}(?=&|\Z)")


def keep_signatures(before: Json, after: Json, machines: MachineFactory) -> None:
    """An address that needs no change but for its signature stays as it is."""
    given, made = before.get("data"), after.get("data")
    if not isinstance(given, list) or not isinstance(made, list):
        return
    for one, other in zip(given, made, strict=True):
        url = one.get("url") if isinstance(one, dict) else None
        if isinstance(url, str) and isinstance(other, dict):
            rest = _SIGNATURE.sub(r"\1=", url)
            if rest != url and rewrite_text(rest, machines) == rest:
                other["url"] = url


def opens(machines: MachineFactory) -> AnswerStream:
    """The rewriter of pictures that come in steps."""
    return WholeEvents(machines, EVENT, _LAST)


OPENAI_IMAGES: Final = SimpleCodec(
    "images_generations", request(**SETTINGS), ANSWER, "data", check, opens, mend=keep_signatures
)
