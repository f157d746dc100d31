"""Ways to disguise a value, in four groups: other characters, one encoding, two encodings, and split up.

Each way gives the text as it would be sent, in one or more messages, and the spans in which the value now stands.
"""

from __future__ import annotations

import base64
import codecs
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

Group: TypeAlias = Literal["plain", "unicode", "encoded", "encoded twice", "split"]
CYRILLIC = str.maketrans(
    "aeiopcyxsABCEHIKMOPTXS",
    "\u0430\u0435\u0456\u043e\u0440\u0441\u0443\u0445\u0455\u0410\u0412\u0421\u0415\u041d\u0406\u041a\u041c\u041e\u0420\u0422\u0425\u0405",
)
GREEK = str.maketrans(
    "oAvBEZHIKMNOPTYX",
    "\u03bf\u0391\u03bd\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
)
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SPANISH = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
MISREAD = str.maketrans("0158", "OlSB")


@dataclass(frozen=True, slots=True)
class Sent:
    """Texts as they would be sent, and in each of them the spans of the value; a span may be empty."""

    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Disguise:
    """One way; `apply` gives None where it would change nothing or does not suit the value."""

    name: str
    group: Group
    apply: Callable[[str, str], Sent | None]


# --------------------------------------------------------------------------- in place of the value


def inline(change: Callable[[str], str | None], note: str = "") -> Callable[[str, str], Sent | None]:
    """The value changed, the sentence as it was; `note` stands before it."""

    def apply(value: str, sentence: str) -> Sent | None:
        hidden = change(value)
        if hidden is None or hidden == value:
            return None
        before, after = sentence.split("{}")
        before += note
        return Sent((before + hidden + after,), ((len(before), len(before) + len(hidden)),))

    return apply


def whole(change: Callable[[str], str]) -> Callable[[str, str], Sent]:
    """The whole sentence encoded as one block."""

    def apply(value: str, sentence: str) -> Sent:
        hidden = change(sentence.format(value))
        before = "Please decode this and answer: "
        return Sent((before + hidden,), ((len(before), len(before) + len(hidden)),))

    return apply


def each(form: Callable[[str], str], which: Callable[[str], bool] = lambda _: True) -> Callable[[str], str]:
    return lambda value: "".join(form(char) if which(char) else char for char in value)


def shifted(zero: int, capital: int = 0, small: int = 0) -> Callable[[str], str]:
    """Digits and letters of another run of code points; what it lacks stays."""

    def form(char: str) -> str:
        if char.isdigit() and zero:
            return chr(zero + int(char))
        if char.isupper() and capital:
            return chr(capital + ord(char) - 65)
        return chr(small + ord(char) - 97) if char.islower() and small else char

    return each(form)


def numbers_only(change: Callable[[str], str]) -> Callable[[str], str | None]:
    return lambda value: None if any(char.isalpha() for char in value) else change(value)


def letters_only(change: Callable[[str], str]) -> Callable[[str], str | None]:
    return lambda value: change(value) if any(char.isalpha() for char in value) else None


def alternating(value: str) -> str:
    zeros = (0x30, 0xFF10, 0x0660, 0x1D7CE, 0x0966)
    return "".join(chr(zeros[at % 5] + int(char)) if char.isdigit() else char for at, char in enumerate(value))


UNICODE: dict[str, Callable[[str], str | None]] = {
    "full-width": lambda value: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in value),
    "arabic-indic digits": shifted(0x0660),
    "devanagari digits": shifted(0x0966),
    "bold mathematical": shifted(0x1D7CE, 0x1D400, 0x1D41A),
    "monospace mathematical": shifted(0x1D7F6, 0x1D670, 0x1D68A),
    "double-struck digits": shifted(0x1D7D8),
    "segmented digits": shifted(0x1FBF0),
    "mixed digit scripts": alternating,
    "circled": each(lambda char: "⓪" if char == "0" else chr(0x245F + int(char)), str.isdigit),
    "circled letters": shifted(0, 0x24B6, 0x24D0),
    "dingbat digits": each(lambda char: "⓿" if char == "0" else chr(0x2775 + int(char)), str.isdigit),
    "superscript": each(lambda char: "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(char)], str.isdigit),
    "subscript": each(lambda char: "₀₁₂₃₄₅₆₇₈₉"[int(char)], str.isdigit),
    "keycaps": each(lambda char: char + "\ufe0f\u20e3", str.isdigit),
    "squared letters": shifted(0, 0x1F130),
    "negative squared letters": shifted(0, 0x1F170),
    "zero-width spaces": "\u200b".join,
    "zero-width joiners": "\u200d".join,
    "word joiners": "\u2060".join,
    "soft hyphens": "\u00ad".join,
    "byte order marks": "\ufeff".join,
    "control characters": "\x00".join,
    "variation selectors": "\ufe0f".join,
    "tag characters between": "\U000e0041".join,
    "right-to-left marks": "\u200f".join,
    "isolated": lambda value: "\u2066" + "\u2066".join(value) + "\u2069",
    "struck through": lambda value: "".join(char + "\u0336" for char in value),
    "stacked marks": lambda value: "".join(char + "\u0301\u0323\u0359" for char in value),
    "non-breaking hyphens": lambda value: value.replace("-", "\u2011"),
    "en dashes": lambda value: value.replace("-", "\u2013"),
    "minus signs": lambda value: value.replace("-", "\u2212"),
    "no-break spaces": lambda value: value.replace(" ", "\u00a0"),
    "figure spaces": lambda value: value.replace(" ", "\u2007"),
    "spaces for dashes": lambda value: value.replace("-", "\u2009"),
    "cyrillic letters": lambda value: value.translate(CYRILLIC),
    "greek letters": lambda value: value.translate(GREEK),
    "decomposed": lambda value: unicodedata.normalize("NFKD", value.replace("-", "\ufe63")),
    "upper case": letters_only(str.upper),
    "lower case": letters_only(str.lower),
    "letters for digits": numbers_only(lambda value: value.translate(MISREAD)),
}  # fmt: skip


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def quoted_printable(text: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode())


def spoken(words: tuple[str, ...], dash: str, zero: str = "") -> Callable[[str], str | None]:
    def change(value: str) -> str | None:
        if any(char.isalpha() for char in value):
            return None
        out = [zero if zero and char == "0" else words[int(char)] if char.isdigit() else dash for char in value]
        said = " ".join(word for word in out if word).replace(" ,", ",")
        return said.removeprefix(dash).strip(", ")

    return change


def doubled(value: str) -> str | None:
    """ "double five", digits and words mixed."""
    if any(char.isalpha() for char in value):
        return None
    out: list[str] = []
    digits = "".join(char for char in value if char.isdigit())
    at = 0
    while at < len(digits):
        if digits[at : at + 2] == digits[at] * 2:
            out.append(f"double {ENGLISH[int(digits[at])]}")
            at += 2
        else:
            out.append(digits[at] if at % 3 == 2 else ENGLISH[int(digits[at])])
            at += 1
    return " ".join(out)


PERCENT = each(lambda char: f"%{ord(char):02X}")
ENTITIES = each(lambda char: f"&#{ord(char)};")
UNICODE_ESCAPES = each(lambda char: f"\\u{ord(char):04x}")

NAMED = {"@": "&commat;", ".": "&period;", " ": "&nbsp;", "-": "&hyphen;"}

ENCODED: dict[str, Callable[[str, str], Sent | None]] = {
    "decimal entities": inline(ENTITIES),
    "hexadecimal entities": inline(each(lambda char: f"&#x{ord(char):x};")),
    "entities for digits": inline(each(lambda char: f"&#{ord(char)};", str.isdigit)),
    "named entities": inline(each(lambda char: NAMED.get(char, char))),
    "percent": inline(PERCENT),
    "percent, lower case": inline(each(lambda char: f"%{ord(char):02x}")),
    "percent for marks": inline(lambda value: quote(value, safe="").replace("-", "%2D").replace(".", "%2E")),
    "unicode escapes": inline(UNICODE_ESCAPES),
    "unicode escapes in braces": inline(each(lambda char: f"\\u{{{ord(char):x}}}")),
    "long unicode escapes": inline(each(lambda char: f"\\U{ord(char):08x}")),
    "one escape in the middle": inline(lambda value: value[:4] + f"\\u{ord(value[4]):04x}" + value[5:]),
    "byte escapes": inline(each(lambda char: f"\\x{ord(char):02x}")),
    "octal escapes": inline(each(lambda char: f"\\{ord(char):03o}")),
    "code points": inline(lambda value: " ".join(f"U+{ord(char):04X}" for char in value)),
    "quoted-printable": inline(quoted_printable),
    "base64": inline(base64_of),
    "base64 without padding": inline(lambda value: base64_of(value).rstrip("=")),
    "base64 with a word for it": inline(base64_of, "(base64) "),
    "base64url": inline(lambda value: base64.urlsafe_b64encode(value.encode()).decode()),
    "base64 of the sentence": whole(base64_of),
    "base64 of utf-16": inline(lambda value: base64.b64encode(value.encode("utf-16-le")).decode()),
    "base32": inline(lambda value: base64.b32encode(value.encode()).decode()),
    "hexadecimal": inline(lambda value: value.encode().hex()),
    "hexadecimal with spaces": inline(lambda value: value.encode().hex(" ")),
    "hexadecimal, upper case, colons": inline(lambda value: value.encode().hex(":").upper()),
    "hexadecimal with 0x": inline(lambda value: " ".join(f"0x{byte:02x}" for byte in value.encode())),
    "hexadecimal of the sentence": whole(lambda text: text.encode().hex()),
    "binary": inline(lambda value: " ".join(f"{byte:08b}" for byte in value.encode())),
    "decimal codes": inline(lambda value: " ".join(str(byte) for byte in value.encode())),
    "tag characters": inline(lambda value: "".join(chr(0xE0000 + ord(char)) for char in value)),
    "bytes in variation selectors": inline(lambda value: "".join(chr(0xE0100 + byte - 16) for byte in value.encode())),
    "rot13, said so": inline(letters_only(lambda value: codecs.encode(value, "rot13")), "(rot13) "),
    "reversed, said so": inline(lambda value: value[::-1] if "(" not in value else None, "(reversed) "),
    "english words": inline(spoken(ENGLISH, "")),
    "english words, oh": inline(spoken(ENGLISH, ",", "oh")),
    "english words, dash": inline(spoken(ENGLISH, "dash")),
    "english words, double": inline(doubled),
    "spanish words": inline(spoken(SPANISH, "")),
    "spanish words, commas": inline(spoken(SPANISH, ",")),
}  # fmt: skip

ENCODED_TWICE: dict[str, Callable[[str, str], Sent | None]] = {
    "base64 of base64": inline(lambda value: base64_of(base64_of(value))),
    "base64 of percent": inline(lambda value: base64_of(PERCENT(value))),
    "base64 of hexadecimal": inline(lambda value: base64_of(value.encode().hex())),
    "base64 of entities": inline(lambda value: base64_of(ENTITIES(value))),
    "base64 of full-width": inline(lambda value: base64_of(UNICODE["full-width"](value) or value)),
    "base64 of the percent-encoded sentence": whole(lambda text: base64_of(quote(text))),
    "percent of base64": inline(lambda value: quote(base64_of(value), safe="")),
    "percent of percent": inline(lambda value: quote(PERCENT(value), safe="")),
    "entities of base64": inline(lambda value: ENTITIES(base64_of(value))),
    "entities of entities": inline(lambda value: ENTITIES(value).replace("&", "&amp;")),
    "entities of zero-width": inline(lambda value: ENTITIES("\u200b".join(value))),
    "hexadecimal of base64": inline(lambda value: base64_of(value).encode().hex()),
    "hexadecimal of hexadecimal": inline(lambda value: value.encode().hex().encode().hex()),
    "unicode escapes of base64": inline(lambda value: UNICODE_ESCAPES(base64_of(value))),
    "unicode escapes of percent": inline(lambda value: UNICODE_ESCAPES(PERCENT(value))),
    "percent of spelled digits": inline(lambda value: quote(words) if (words := spoken(ENGLISH, "")(value)) else None),
    "base64 of spelled digits": inline(lambda value: base64_of(said) if (said := spoken(ENGLISH, "")(value)) else None),
}  # fmt: skip


# --------------------------------------------------------------------------- split up


def respaced(change: Callable[[str], str]) -> Callable[[str, str], Sent | None]:
    return inline(lambda value: change(value) if sum(map(str.isdigit, value)) >= 6 else None)


def remarked(mark: str) -> Callable[[str, str], Sent | None]:
    """Another mark between the groups of a value that has groups."""

    def change(value: str) -> str:
        groups = "".join(char if char.isalnum() else " " for char in value).split()
        return mark.join(groups)

    return inline(lambda value: change(value) if "@" not in value and not any(map(str.islower, value)) else None)


def cut(*shares: float) -> Callable[[str, str], Sent]:
    """The sentence over several messages, cut inside the value."""

    def apply(value: str, sentence: str) -> Sent:
        before, after = sentence.split("{}")
        places = [0, *(max(1, min(len(value) - 1, round(share * len(value)))) for share in shares), len(value)]
        parts = [value[low:high] for low, high in pairwise(places)]
        texts = [before + parts[0], *parts[1:-1], parts[-1] + after]
        spans = [(len(before), len(texts[0])), *((0, len(part)) for part in parts[1:-1]), (0, len(parts[-1]))]
        return Sent(tuple(texts), tuple(spans))

    return apply


def cut_after_label(value: str, sentence: str) -> Sent:
    before, after = sentence.split("{}")
    return Sent((before, value + after), ((0, 0), (0, len(value))))


def cut_into_characters(value: str, sentence: str) -> Sent:
    before, after = sentence.split("{}")
    texts = (before, *value, after)
    return Sent(texts, ((0, 0), *((0, len(char.strip())) for char in value), (0, 0)))


def cut_and_encoded(value: str, sentence: str) -> Sent:
    return cut(0.5)(base64_of(value), sentence)


SPLIT: dict[str, Callable[[str, str], Sent | None]] = {
    "underscores": remarked("_"),
    "dots": remarked("."),
    "stars": remarked("*"),
    "middle dots": remarked(" \u00b7 "),
    "spaced dashes": remarked(" - "),
    "two dashes": remarked("--"),
    "spaces": remarked("  "),
    "bars": remarked(" | "),
    "commas": remarked(", "),
    "line breaks": remarked("\n"),
    "bullets": remarked("\n- "),
    "every character spaced": respaced(" ".join),
    "every character underscored": respaced("_".join),
    "spaced within dashes": respaced(lambda value: " - ".join(map(" ".join, value.replace(" ", "-").split("-")))),
    "two messages": cut(0.5),
    "two messages, late": cut(0.8),
    "three messages": cut(0.3, 0.6),
    "label in one message, value in the next": cut_after_label,
    "one character a message": cut_into_characters,
    "base64 over two messages": cut_and_encoded,
}  # fmt: skip


def inline_plain(value: str, sentence: str) -> Sent:
    before, after = sentence.split("{}")
    return Sent((before + value + after,), ((len(before), len(before) + len(value)),))


PLAIN = Disguise("plain", "plain", inline_plain)

DISGUISES: tuple[Disguise, ...] = (
    PLAIN,
    *(Disguise(name, "unicode", inline(change)) for name, change in UNICODE.items()),
    *(Disguise(name, "encoded", apply) for name, apply in ENCODED.items()),
    *(Disguise(name, "encoded twice", apply) for name, apply in ENCODED_TWICE.items()),
    *(Disguise(name, "split", apply) for name, apply in SPLIT.items()),
)
