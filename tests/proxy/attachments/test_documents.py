"""Documents and pictures: as they came, as text, or not at all; and every reason for which one stays unread."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from attached import CLEAN, MEDIA, NAME, PDF, PLACES, TELLING, Place, Shelf, Taken, b64, data_url, take

from proxy.attachments import opening
from proxy.attachments.closing import put_back
from proxy.attachments.opening import Opener, stuck
from proxy.attachments.told import fates, header
from proxy.attachments.unread import EVERY
from proxy.errors import Blocked, InternalError, Overloaded, TooLarge
from proxy.exchange import Action, Mark, show_path
from proxy.extract.passages import Unreadable
from proxy.extract.reasons import Reason
from proxy.extract.sniff import Kind
from proxy.extract.unread import Unread
from proxy.policy.unread import KINDS
from proxy.wire.openai_chat import OpenAIChat

each_place = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
TAKES_TEXT = {name: place for name, place in PLACES.items() if place.text}
TAKES_NONE = {name: place for name, place in PLACES.items() if not place.text}


async def taken_by(place: Place, shelf: Shelf, **changes: object) -> tuple[Taken, object]:
    body = place.body(PDF, MEDIA, "report.pdf")
    return await take(place.codec, body, Opener(reader=shelf, **changes)), body


@each_place
async def test_a_document_without_a_value_leaves_as_it_came(place: Place) -> None:
    taken, body = await taken_by(place, shelf := Shelf())
    assert shelf.asked == [(Kind.PDF, PDF)]
    assert not taken.call.unscanned
    assert place.carried(taken.out(place.codec)) == place.carried(body)
    assert header(fates(taken.call, ())) == {"x-chaperone-files": "pdf=unchanged"}


@pytest.mark.parametrize("place", TAKES_TEXT.values(), ids=TAKES_TEXT)
async def test_a_document_with_a_value_leaves_as_its_redacted_text(place: Place, assert_no_leak) -> None:
    taken, _ = await taken_by(place, Shelf(TELLING))
    out = json.dumps(taken.out(place.codec))
    assert_no_leak([out])
    assert b64(PDF)[:40] not in out
    assert taken.examined.transformed.tokens.token("PERSON", NAME).text in out
    assert "Lunch is at noon." in out
    assert fates(taken.call, taken.examined.transformed.replacements) == [("pdf", "as_text", 1)]


@pytest.mark.parametrize("place", TAKES_NONE.values(), ids=TAKES_NONE)
async def test_where_no_text_may_stand_a_document_with_a_value_counts_as_unread(place: Place) -> None:
    taken, _ = await taken_by(place, Shelf(TELLING))
    found = stuck(taken.call, taken.examined.transformed.replacements)
    assert [(item.path, item.kind) for item in found] == [(place.steps, "values_in_pdf")]
    with pytest.raises(Blocked, match="Paste its text instead"):
        taken.out(place.codec)


async def test_an_operator_may_refuse_texts_in_place_of_documents() -> None:
    place = PLACES["chat file, data URL"]
    taken, _ = await taken_by(place, Shelf(TELLING), as_text=False)
    assert [item.kind for item in stuck(taken.call, taken.examined.transformed.replacements)] == ["values_in_pdf"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("chat file, data URL", {"type": "text"}),
        ("responses file", {"type": "input_text"}),
        ("responses, given by a tool", {"type": "input_text"}),
        ("gemini inline", {}),
        ("bedrock document", {}),
        ("bedrock document, given by a tool", {}),
        ("anthropic picture", {"type": "text"}),
    ],
)
async def test_the_text_stands_in_the_part_of_the_file_and_says_its_name(name: str, part: dict[str, str]) -> None:
    place = PLACES[name]
    taken, _ = await taken_by(place, Shelf(TELLING))
    found = taken.out(place.codec)
    depth = next(at for at in range(len(place.steps), 0, -1) if isinstance(place.steps[at - 1], int))
    for step in place.steps[:depth]:
        found = found[step]
    text = found.pop("text")
    assert found == part
    assert ("Attached file: report.pdf" in text) == ("picture" not in name)
    assert text.index("Lunch is at noon.") < text.index("Page 2") < text.index("Comment 1")


async def test_a_document_of_anthropic_s_stays_one_with_its_title_and_its_citations() -> None:
    place = PLACES["anthropic document"]
    body = place.body(PDF, MEDIA, f"Report on {NAME}")
    body["messages"][0]["content"][1] |= {"citations": {"enabled": True}, "context": f"About {NAME}."}
    taken = await take(place.codec, body, Opener(reader=Shelf(TELLING)))
    block = taken.out(place.codec)["messages"][0]["content"][1]
    token = taken.examined.transformed.tokens.token("PERSON", NAME).text
    assert (block["type"], block["citations"]) == ("document", {"enabled": True})
    assert (block["title"], block["context"]) == (f"Report on {token}", f"About {token}.")
    assert (block["source"]["type"], block["source"]["media_type"]) == ("text", "text/plain")
    assert block["source"]["data"].startswith(f"Attached file: Report on {token}\n")


async def test_a_prompt_cache_mark_stays_where_the_file_was() -> None:
    place = PLACES["anthropic picture"]
    body = place.body(PDF, "image/png", "x")
    body["messages"][0]["content"][1]["cache_control"] = {"type": "ephemeral"}
    out = (await take(place.codec, body, Opener(reader=Shelf(TELLING)))).out(place.codec)
    assert out["messages"][0]["content"][1].keys() == {"type", "text", "cache_control"}


@pytest.mark.parametrize("place", TAKES_TEXT.values(), ids=TAKES_TEXT)
async def test_what_was_read_in_part_leaves_as_text_although_nothing_was_found(place: Place) -> None:
    taken, _ = await taken_by(place, Shelf(CLEAN, (Unread.IMAGE,)))
    out = json.dumps(taken.out(place.codec))
    assert not taken.call.unscanned
    assert b64(PDF)[:40] not in out
    assert "Lunch is at noon." in out


@pytest.mark.parametrize(
    ("unread", "kind"),
    [
        ((Unread.IMAGE,), "file_partly_read"),
        ((Unread.MACROS,), "file_with_macros"),
        ((Unread.ENCRYPTED,), "encrypted_file"),
        ((Unread.MACROS, Unread.IMAGE), "file_partly_read"),
    ],
)
async def test_what_was_read_in_part_is_refused_where_no_text_may_stand(unread, kind) -> None:
    taken, _ = await taken_by(PLACES["form"], Shelf(CLEAN, unread))
    assert [item.kind for item in taken.call.unscanned] == [kind]
    assert taken.examined.decision.action is Action.BLOCK


@pytest.mark.parametrize("reason", Reason)
async def test_what_cannot_be_read_is_refused_with_a_sentence_of_its_own(reason: Reason) -> None:
    taken, _ = await taken_by(PLACES["chat file, data URL"], Shelf(error=Unreadable(reason)))
    kinds = [item.kind for item in taken.call.unscanned]
    leading = taken.examined.decision.leading
    assert (leading.rule, taken.examined.decision.action) == ("R25-unscanned", Action.BLOCK)
    assert all(KINDS[kind][1].en in leading.sentence and KINDS[kind][1].es in leading.sentence_es for kind in kinds)
    assert len(kinds) == 1


def test_every_kind_of_unread_file_has_a_name_and_something_to_do() -> None:
    assert KINDS.keys() >= EVERY


async def test_without_a_reader_documents_stay_unread() -> None:
    place = PLACES["responses file"]
    taken = await take(place.codec, place.body(PDF, MEDIA, "a.pdf"))
    assert [item.kind for item in taken.call.unscanned] == ["file"]


async def test_reading_that_takes_too_long_leaves_the_file_unread() -> None:
    taken, _ = await taken_by(PLACES["responses file"], Shelf(wait_s=5), seconds=0.05)
    assert [item.kind for item in taken.call.unscanned] == ["file_too_slow"]


async def test_when_too_many_documents_wait_the_call_ends() -> None:
    with pytest.raises(Overloaded):
        await taken_by(PLACES["responses file"], Shelf(error=Overloaded("busy")))


async def test_too_many_files_and_too_large_ones_are_refused() -> None:
    body = {
        "model": "m",
        "messages": [
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": data_url(b"a", "text/plain")}}] * 3}
        ],
    }
    with pytest.raises(TooLarge, match="3 files"):
        await take(OpenAIChat(), body, Opener(most_files=2))
    with pytest.raises(TooLarge, match="larger than"):
        await take(OpenAIChat(), body, Opener(most_bytes=10))


# --------------------------------------------------------------------------- passages are texts like any other


async def test_passages_stand_in_the_decision_and_in_the_places_of_the_record() -> None:
    place = PLACES["responses file"]
    taken, _ = await taken_by(place, Shelf(TELLING))
    found = [
        show_path(segment.path)
        for segment, each in zip(taken.call.segments, taken.examined.findings, strict=True)
        if each
    ]
    assert found == ["input[0].content[0].file_data~file.page-2[1]", "input[0].content[0].file_data~file.comment-1[2]"]
    assert {segment.role for segment in taken.call.segments} == {"user"}
    assert taken.examined.decision.leading.rule == "R17-always-removed"


async def test_the_same_document_in_a_later_turn_leaves_as_the_same_text() -> None:
    place = PLACES["chat file, data URL"]
    body = place.body(PDF, MEDIA, "report.pdf")
    opener = Opener(reader=Shelf(TELLING))
    first = (await take(place.codec, body, opener)).out(place.codec)
    more = [{"role": "assistant", "content": "Yes."}, {"role": "user", "content": f"And {NAME}?"}]
    later = (await take(place.codec, {**body, "messages": [*body["messages"], *more]}, opener)).out(place.codec)
    assert later["messages"][0] == first["messages"][0]


async def test_two_documents_in_one_message_leave_apart(assert_no_leak) -> None:
    file = {"type": "file", "file": {"filename": "a.pdf", "file_data": data_url(PDF, MEDIA)}}
    text = {"type": "file", "file": {"filename": "b.txt", "file_data": data_url(NAME.encode(), "text/plain")}}
    body = {"model": "m", "messages": [{"role": "user", "content": [file, text, file]}]}
    out = (await take(OpenAIChat(), body, Opener(reader=Shelf(TELLING)))).out(OpenAIChat())
    assert_no_leak([json.dumps(out)])
    assert [part["type"] for part in out["messages"][0]["content"]] == ["text", "file", "text"]


# --------------------------------------------------------------------------- pictures

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(opening, "clean", lambda data: data[:-10])
    return PNG[:-10]


async def test_a_picture_whose_text_is_read_leaves_without_its_metadata(cleaned: bytes) -> None:
    place = PLACES["anthropic picture"]
    shelf = Shelf(CLEAN)
    taken = await take(place.codec, place.body(PNG, "image/png", "x"), Opener(reader=shelf, pictures=True))
    assert shelf.asked == [(Kind.IMAGE, cleaned)]
    assert place.carried(taken.out(place.codec)) == b64(cleaned)


async def test_a_picture_with_a_value_in_it_leaves_as_text(cleaned: bytes, assert_no_leak) -> None:
    place = PLACES["chat picture"]
    opener = Opener(reader=Shelf(TELLING), pictures=True)
    out = (await take(place.codec, place.body(PNG, "image/png", "x"), opener)).out(place.codec)
    assert_no_leak([json.dumps(out)])
    assert out["messages"][0]["content"][1]["type"] == "text"
    assert b64(cleaned)[:20] not in json.dumps(out)


async def test_a_picture_whose_metadata_cannot_be_removed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_: bytes) -> bytes:
        raise Unreadable(Reason.DAMAGED)

    monkeypatch.setattr(opening, "clean", damaged)
    place = PLACES["chat picture"]
    taken = await take(place.codec, place.body(PNG, "image/png", "x"), Opener(reader=Shelf(), pictures=True))
    assert [item.kind for item in taken.call.unscanned] == ["file_damaged"]


async def test_by_default_pictures_are_refused_and_not_even_read() -> None:
    place, shelf = PLACES["chat picture"], Shelf()
    taken = await take(place.codec, place.body(PNG, "image/png", "x"), Opener(reader=shelf))
    assert ([item.kind for item in taken.call.unscanned], shelf.asked) == (["image"], [])


# --------------------------------------------------------------------------- faults


async def test_a_codec_is_never_asked_to_patch_inside_a_file() -> None:
    place = PLACES["chat file, data URL"]
    taken = await take(place.codec, place.body(NAME.encode(), "text/plain", "a.txt"))
    with pytest.raises(InternalError):
        place.codec.put_back(taken.call, taken.examined.transformed.replacements, model="m")


async def test_a_replacement_in_a_file_that_is_not_open_fails_closed() -> None:
    place = PLACES["chat file, data URL"]
    call = place.codec.parse(place.body(b"Hello.", "text/plain", "a.txt"))
    inside = {(*place.steps, Mark.FILE): "x"}
    for each in (call, (await take(place.codec, call.body)).call):
        wrong = inside if each is call else {("messages", 0, "content", 0, "text", Mark.FILE): "x"}
        with pytest.raises(InternalError):
            put_back(place.codec, replace(each, files={**each.files, ("x",): _Shut()}), wrong, model="m")


class _Shut:
    """An open file somewhere else."""

    complete = fixed = True
    kind = becomes = ""
    segments = ()

    def closed(self, replacements: object) -> None:
        raise AssertionError(replacements)


async def test_whatever_goes_wrong_in_reading_ends_the_call() -> None:
    with pytest.raises(ZeroDivisionError):  # the pipeline makes an internal error of it, and nothing leaves
        await taken_by(PLACES["chat file, data URL"], Shelf(error=ZeroDivisionError()))
