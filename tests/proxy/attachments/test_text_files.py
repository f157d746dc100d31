"""Files of plain text, in every place where an API takes one: read, replaced in place, else the same byte for byte."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING

import pytest
from attached import NAME, PLACES, SSN, Place, b64, data_url, take, url_safe
from hypothesis import given
from hypothesis import strategies as st

from proxy.attachments.charsets import decoded
from proxy.attachments.texts import MOST_LEAVES
from proxy.attachments.wrapping import CHUNK, NotWrapped, unpacked
from proxy.errors import Blocked
from proxy.exchange import show_path
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS: dict[str, tuple[str, str]] = {
    "notes.txt": ("text/plain", f"Call {NAME} today.\nHer SSN is {SSN}.\n"),
    "list.csv": ("text/csv", f'name,SSN,grade\n"{NAME}",{SSN},4\nOther child,none,5\n'),
    "list.json": ("application/json", json.dumps([{"name": NAME, "ssn": SSN, "grade": 4}], indent=2)),
    "list.jsonl": ("application/jsonl", f'{{"name": "{NAME}", "n": 1}}\n\n{{"ssn": "{SSN}", "n": 2}}\n'),
    "page.html": ("text/html", f"<!DOCTYPE html><html><body><p>{NAME}</p><td>SSN {SSN}</td></body></html>"),
    "page.md": ("text/markdown", f"# {NAME}\n\n| SSN |\n|---|\n| {SSN} |\n"),
    "page.xml": ("application/xml", f'<?xml version="1.0"?><child ssn="{SSN}"><name>{NAME}</name></child>'),
}
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16 little": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 big": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "windows-1252": lambda text: (text + "Señor Muñoz \u2013 café").encode("cp1252"),
}
each_place = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
each_text = pytest.mark.parametrize("name", TEXTS)


@each_place
@each_text
async def test_values_in_a_text_file_are_replaced_where_they_stand(place: Place, name: str, assert_no_leak) -> None:
    media, text = TEXTS[name]
    taken = await take(place.codec, place.body(text.encode(), media, name))
    assert not taken.call.unscanned
    out = taken.out(place.codec)
    _, data = unpacked(place.carried(out))
    assert_no_leak([json.dumps(out), data])
    read = data.decode()
    assert taken.examined.transformed.tokens.token("PERSON", NAME).text in read
    assert ("grade" in read) == ("grade" in text)
    if name.endswith("json"):
        assert json.loads(read)[0]["grade"] == 4
    if name.endswith("jsonl"):
        assert [json.loads(line)["n"] for line in read.splitlines() if line] == [1, 2]


@each_place
@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
async def test_a_text_file_leaves_in_the_encoding_in_which_it_came(place: Place, encoding) -> None:
    data = encoding(f"Call {NAME}.\n")
    taken = await take(place.codec, place.body(data, "text/plain", "notes.txt"))
    _, left = unpacked(place.carried(taken.out(place.codec)))
    token = taken.examined.transformed.tokens.token("PERSON", NAME).text
    assert left == encoding(f"Call {token}.\n")


@each_place
@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
async def test_a_text_file_without_a_value_stays_as_it_came(place: Place, encoding) -> None:
    body = place.body(encoding('Lunch is at noon.\r\n{"a": 1.0}\n'), "text/plain", "notes.txt")
    taken = await take(place.codec, body)
    assert not taken.call.unscanned
    assert place.carried(taken.out(place.codec)) == place.carried(body)


@each_place
async def test_a_lie_about_the_type_changes_nothing(place: Place, assert_no_leak) -> None:
    taken = await take(place.codec, place.body(f"SSN {SSN}".encode(), "image/png", "photo.png"))
    assert_no_leak([unpacked(place.carried(taken.out(place.codec)))[1]])


@each_place
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(50), "audio"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "video"),
        (b"\x1f\x8b\x08" + bytes(50), "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "legacy_office"),
        (b"PK\x03\x04" + bytes(22) + b"\x13\x00\x00\x00[Content_Types].xml<Types", "file_damaged"),
        (bytes(range(256)), "unknown_file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_no_text_is_refused_as_what_it_is_and_not_as_it_is_called(
    place: Place, data: bytes, kind: str
) -> None:
    taken = await take(place.codec, place.body(data, "text/plain", "notes.txt"))
    assert [item.kind for item in taken.call.unscanned] == [kind]
    assert taken.examined.decision.leading.rule == "R25-unscanned"


@each_place
@pytest.mark.parametrize("damage", ["QUJD=QUJD", "QUJ", "QUJD!", "é", "QUJD+QU-D", "====", "Q"])
async def test_what_two_decoders_could_read_differently_is_damaged(place: Place, damage: str) -> None:
    body = place.body(b"ABC", "text/plain", "a.txt")
    text = place.carried(body)
    head = text[: text.index(",") + 1] if text.startswith("data:") else ""
    holder = body
    for step in place.steps[:-1]:
        holder = holder[step]
    holder[place.steps[-1]] = head + damage
    call = (await take(place.codec, body)).call
    kinds = [item.kind for item in call.unscanned]
    assert kinds == ([] if damage == "QUJ" else ["file_damaged"])  # unpadded is one thing only


async def test_a_number_in_a_json_file_becomes_a_string_and_keys_label_values(assert_no_leak) -> None:
    place = PLACES["anthropic document"]
    text = json.dumps({"rows": [{"ssn": 523864197, "grade": 4}]})
    taken = await take(place.codec, place.body(text.encode(), "application/json", "list.json"))
    read = unpacked(place.carried(taken.out(place.codec)))[1]
    assert_no_leak([read])
    row = json.loads(read)["rows"][0]
    assert (type(row["ssn"]), row["grade"]) == (str, 4)


async def test_a_huge_json_file_is_read_as_one_text(assert_no_leak) -> None:
    place = PLACES["chat file, data URL"]
    text = f'{{"ssn": "{SSN}", "n": [{"1," * MOST_LEAVES}1]}}'
    taken = await take(place.codec, place.body(text.encode(), "application/json", "list.json"))
    assert sum("~file" in show_path(segment.path) for segment in taken.call.segments) == 1
    left = unpacked(place.carried(taken.out(place.codec)))[1]
    assert_no_leak([left])
    assert len(json.loads(left)["n"]) == MOST_LEAVES + 1


@pytest.mark.parametrize(
    "text",
    [
        f'{{"ssn": {SSN.replace("-", "")}, "n": [{"1," * MOST_LEAVES}1]}}',
        f'{{"ssn": {SSN.replace("-", "")}}}\n' + '{"n": 1}\n' * MOST_LEAVES,
        f'{{"ssn": {SSN.replace("-", "")}, "n": {"[" * 64}1{"]" * 64}}}',
    ],
    ids=["one document", "lines", "over-deep"],
)
async def test_a_huge_json_file_that_would_be_none_afterwards_is_refused(text: str) -> None:
    """Read as one text, a placeholder stands where a bare number stood."""
    place = PLACES["chat file, data URL"]
    taken = await take(place.codec, place.body(text.encode(), "application/json", "list.json"))
    with pytest.raises(Blocked, match=r"no longer be JSON\. Send it in parts") as caught:
        taken.out(place.codec)
    assert SSN.replace("-", "") not in caught.value.message


async def test_the_head_of_a_data_url_is_read_where_something_could_hide_in_it(assert_no_leak) -> None:
    place = PLACES["chat picture"]
    body = place.body(b"Hello.", f"text/plain;name=ssn-{SSN}", "x")
    out = (await take(place.codec, body)).out(place.codec)
    assert_no_leak([json.dumps(out)])
    assert unpacked(place.carried(out))[1] == b"Hello."


async def test_a_data_url_in_clear_is_opened_like_any_other(assert_no_leak) -> None:
    place = PLACES["chat picture"]
    body = place.body(b"", "x", "x")
    body["messages"][0]["content"][1]["image_url"]["url"] = "data:text/plain,SSN%20" + SSN.replace("-", "%2D")
    out = (await take(place.codec, body)).out(place.codec)
    assert_no_leak([json.dumps(out), unpacked(place.carried(out))[1]])
    assert place.carried(out).startswith("data:text/plain,SSN%20")


@pytest.mark.parametrize("head", ["data:text/plain; base64,", "data:;base64;charset=utf-8,", "data:x;name=base64,"])
async def test_what_only_some_readers_take_for_base64_is_damaged(head: str) -> None:
    place = PLACES["chat picture"]
    body = place.body(b"", "x", "x")
    body["messages"][0]["content"][1]["image_url"]["url"] = head + b64(b"ABC")
    assert [item.kind for item in (await take(place.codec, body)).call.unscanned] == ["file_damaged"]


def test_two_texts_in_base64_are_damage_also_where_a_piece_ends() -> None:
    first = b64(b"A" * (CHUNK // 4 * 3 - 1))
    assert (len(first), first[-1]) == (CHUNK, "=")
    with pytest.raises(NotWrapped):
        unpacked(first + b64(b"SSN " + SSN.encode()))


@pytest.mark.parametrize(
    ("said", "data", "read"),
    [
        ("text/plain;charset=UTF-8", b"Hello.", True),
        ('text/plain; charset="iso-8859-1"', "Se\xf1or".encode("cp1252"), True),
        ("text/plain;charset=utf-16le", codecs.BOM_UTF16_LE + "Hello.".encode("utf-16-le"), True),
        ("text/plain;charset=utf-16", codecs.BOM_UTF16_BE + "Hello.".encode("utf-16-be"), True),
        ("text/plain;charset=utf-16le", "\u4e2d\u6587".encode("utf-16-le"), False),
        ("text/plain;charset=utf-16be", codecs.BOM_UTF16_LE + "Hello.".encode("utf-16-le"), False),
        ("text/plain;charset=utf-7", b"+ADU-23", False),
        ("text/plain;charset=gbk", b"Hello.", False),
    ],
)
async def test_nobody_who_believes_the_word_reads_another_text(said: str, data: bytes, read: bool) -> None:  # noqa: FBT001 # a case
    for place in (PLACES["chat picture"], PLACES["gemini inline"]):
        call = (await take(place.codec, place.body(data, said, "a.txt"))).call
        assert [item.kind for item in call.unscanned] == ([] if read else ["unknown_file"])


async def test_a_file_where_no_api_has_one_is_opened_too(assert_no_leak) -> None:
    body = {
        "model": "m",
        "messages": [{"role": "user", "content": "Hi."}],
        "next_year": data_url(f"SSN {SSN}".encode(), "text/plain"),
    }
    out = (await take(OpenAIChat(), body)).out(OpenAIChat())
    assert_no_leak([json.dumps(out), unpacked(out["next_year"])[1]])


async def test_a_file_s_name_is_read_and_replaced(assert_no_leak) -> None:
    place = PLACES["responses file"]
    out = (await take(place.codec, place.body(b"Hello.", "text/plain", f"{SSN}.txt"))).out(place.codec)
    assert_no_leak([json.dumps(out)])


async def test_the_texts_of_a_file_stand_where_the_file_stands() -> None:
    place = PLACES["anthropic document, given by a tool"]
    body = place.body(b"Second.", "text/plain", "First.")
    body["messages"].append({"role": "user", "content": "Third."})
    call = (await take(place.codec, body)).call
    texts = [segment.text for segment in call.segments]
    wanted = [text for text in texts if text in {"First.", "Second.", "Third."}]
    assert wanted == ["First.", "Second.", "Third."]
    assert {segment.scope for segment in call.segments if segment.text in {"First.", "Second."}} == {"messages[0]"}


async def test_the_same_file_in_a_later_turn_has_the_same_tokens() -> None:
    place = PLACES["chat file, data URL"]
    body = place.body(f"{NAME}, SSN {SSN}".encode(), "text/plain", "a.txt")
    first = (await take(place.codec, body)).out(place.codec)
    later = {
        **body,
        "messages": [
            *body["messages"],
            {"role": "assistant", "content": "Yes."},
            {"role": "user", "content": "And Thessaly Okonkwo-Brandt?"},
        ],
    }
    second = (await take(place.codec, later)).out(place.codec)
    assert second["messages"][0] == first["messages"][0]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200),
    st.sampled_from(list(ENCODINGS)),
)
def test_any_text_comes_back_byte_for_byte(text: str, encoding: str) -> None:
    try:
        data = ENCODINGS[encoding](text)
    except UnicodeEncodeError:
        return
    found = decoded(data)
    if found is not None:
        assert found[1].encoded(found[0]) == data


@given(
    data=st.binary(max_size=300),
    width=st.integers(4, 80),
    newline=st.sampled_from(["\n", "\r\n"]),
    ended=st.booleans(),
    safe=st.booleans(),
)
def test_any_bytes_come_back_in_the_form_in_which_they_came(
    data: bytes, width: int, newline: str, *, ended: bool, safe: bool
) -> None:
    packed = (url_safe if safe else b64)(data)
    lines = [packed[at : at + width] for at in range(0, len(packed), width)]
    carried = newline.join(lines) + (newline if ended and lines else "")
    wrapping, read = unpacked(carried)
    assert read == data
    if len(lines) > 1 or not ended:
        assert wrapping.packed(read) == carried or ("-" not in packed and "_" not in packed)
