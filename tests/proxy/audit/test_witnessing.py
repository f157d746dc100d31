"""A witness cosigns a log that only grew, and nothing else; the log's own anchor says when it does not."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit.anchor import AnchorFailed
from proxy.audit.consistency import consistency_proof
from proxy.audit.cosign import Cosigner, WitnessKey
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.tree import Frontier, leaf_hash
from proxy.audit.witnessing import ToWitness, Witness
from proxy.errors import NotFound
from proxy.services.audit.trust import LogTrust, cosigned
from proxy.services.recording import Recorder
from tests.proxy.audit.test_proof import reads

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.database.state import StateDatabase

LOG = Signer.generated("chaperone/north")
COSIGNER = Cosigner(Signer.generated("chaperone-witness/south"))
LEAVES = [leaf_hash(str(number).encode()) for number in range(40)]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def tree(size: int, leaves: list[bytes] = LEAVES) -> Frontier:
    return Frontier().extended(leaves[:size])


def request(old: int, new: int, *, leaves: list[bytes] = LEAVES, signer: Signer = LOG, proof: Any = None) -> bytes:
    if proof is None:
        proof = consistency_proof(tree(old, leaves), leaves[old:new]) if 0 < old < new else []
    lines = [f"old {old}", *(base64.b64encode(node).decode() for node in proof), ""]
    return ("\n".join(lines) + "\n" + signer.checkpoint(tree(new, leaves))).encode()


@pytest.fixture
def witness(state: StateDatabase) -> Witness:
    return Witness(state, COSIGNER, [LOG.verifier], clock=lambda: NOW)


async def test_a_log_that_grows_is_cosigned_and_the_cosignature_names_the_time(witness: Witness) -> None:
    key = WitnessKey(COSIGNER.verifier)
    for old, new in ((0, 5), (5, 6), (6, 6), (6, 40)):
        said = await witness.add(request(old, new))
        assert (said.status, said.why) == (200, "")
        text = LOG.checkpoint(tree(new)).partition("\n\n")[0] + "\n"
        assert key.cosigned_at(text, said.body) == int(NOW.timestamp())
        assert key.cosigned_at(text.replace(str(new), "99"), said.body) is None


async def test_what_a_log_in_order_does_not_send_is_refused_and_named(witness: Witness) -> None:
    assert (await witness.add(request(0, 20))).status == 200
    forged = [leaf_hash(b"forged"), *LEAVES[1:]]
    for body, status, why in (
        (request(0, 25), 409, ""),
        (request(0, 10), 409, "rollback"),
        (request(10, 10), 409, "rollback"),
        (request(20, 20, leaves=forged), 409, "fork"),
        (request(20, 25, leaves=forged), 422, "fork"),
        (request(20, 25, proof=[]), 422, "fork"),
        (request(20, 25, proof=[LEAVES[0]] * 63), 422, "fork"),
        (request(20, 25, signer=Signer.generated("chaperone/north")), 403, ""),
        (request(20, 25, signer=Signer.generated("chaperone/west")), 404, ""),
        (request(30, 25, proof=[]), 400, ""),
    ):
        said = await witness.add(body)
        assert (said.status, said.why) == (status, why)
        if status == 409:
            assert (said.body, said.content_type) == ("20\n", "text/x.tlog.size")
    assert (await witness.add(request(20, 25))).status == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"old", b"old 1", b"new 0\n\n", b"old -1\n\nx", b"old 01\n\nx", b"old 0\n!!\n\nx", b"\xff",
     b"old 0\n\nx\n1\nx\n", b"old 0\n" + b"AA==\n" * 64 + b"\nx"],
)  # fmt: skip
async def test_what_is_no_request_is_refused(witness: Witness, body: bytes) -> None:
    assert (await witness.add(body)).status == 400


async def test_two_requests_at_once_cannot_take_the_witness_back(witness: Witness) -> None:
    await witness.add(request(0, 5))
    said = await asyncio.gather(*(witness.add(request(5, new)) for new in (10, 20, 30)))
    assert sorted(each.status for each in said) == [200, 409, 409]


async def test_a_lie_is_recorded_once_a_minute(witness: Witness, tmp_path: Path) -> None:
    class Sink:
        events: list[Any] = []  # noqa: RUF012 - one test

        async def record(self, event: Any) -> None:
            self.events.append(event)

    trust = LogTrust(tmp_path / "none.db", Recorder(Sink(), "i", "south"), witness)
    await trust.cosign(request(0, 20))
    for _ in range(3):
        assert (await trust.cosign(request(0, 10))).status == 409
    (event,) = Sink.events
    assert (event.detail["why"], event.detail["size"], event.detail["known"]) == ("rollback", 10, 20)
    with pytest.raises(NotFound):
        await LogTrust(tmp_path / "none.db", Recorder(Sink(), "i", "south"), None).cosign(b"")


def test_another_key_a_changed_byte_and_a_logs_own_key_are_no_cosignature() -> None:
    text = LOG.checkpoint(tree(3)).partition("\n\n")[0] + "\n"
    line = COSIGNER.cosign(text, NOW)
    key = WitnessKey(COSIGNER.verifier)
    assert key.cosigned_at(text, line) is not None
    for place in range(2, len(line) - 1):
        changed = line[:place] + chr(ord(line[place]) ^ 1) + line[place + 1 :]
        assert key.cosigned_at(text, changed) is None
    assert WitnessKey(Cosigner(Signer.generated(key.name)).verifier).cosigned_at(text, line) is None
    for bad in (LOG.verifier, "nonsense", f"{key.name}+00000000+AAAA"):
        with pytest.raises(ValueError):
            WitnessKey(bad)


# --------------------------------------------------------------------------- the anchor on the other side


@dataclass
class Answer:
    status: int
    content_type: str
    body: bytes


@pytest.fixture
def anchored(opened: Any, path: Path, state: StateDatabase, events: Any, tmp_path: Path) -> tuple[Any, ToWitness]:
    """A growing log with a witness behind a poster that calls it."""
    witness = Witness(state, COSIGNER, [LOG.verifier], clock=lambda: NOW)
    loop = asyncio.get_event_loop_policy().new_event_loop()

    def post(url: str, body: bytes, content_type: str) -> Answer:
        said = loop.run_until_complete(witness.add(body))
        return Answer(int(said.status), said.content_type, said.body.encode())

    def grow(count: int) -> None:
        opened.append(reads(events, count))
        opened.checkpoint(LOG.checkpoint)

    anchor = ToWitness(
        post,
        "http://w/witness/v1",
        WitnessKey(COSIGNER.verifier),
        AuditProof(path).consistency,
        tmp_path / "cosigned.txt",
    )
    grow(4)
    yield grow, anchor
    loop.close()


def test_each_checkpoint_is_cosigned_and_kept_as_an_anchor(anchored: Any, path: Path) -> None:
    grow, anchor = anchored
    for count in (3, 1, 9):
        anchor("")
        grow(count)
    anchor("")
    found = cosigned(anchor.kept, anchor.key, [LOG.verifier])
    assert (found["size"], found["witness"]) == (17, "chaperone-witness/south")
    assert AuditProof(path).verify([LOG.verifier], [anchor.kept], deep=False).problems == ()


def test_a_new_process_learns_what_the_witness_saw_last(anchored: Any) -> None:
    grow, anchor = anchored
    anchor("")
    grow(2)
    again = ToWitness(anchor.post, anchor.url, anchor.key, anchor.prove, anchor.kept)
    again("")
    assert cosigned(again.kept, again.key, [LOG.verifier])["size"] == 6


def test_a_log_that_was_cut_or_rewritten_is_cosigned_no_more_and_that_is_said(
    anchored: Any, path: Path, opened: Any
) -> None:
    grow, anchor = anchored
    grow(5)
    anchor("")
    opened.close()
    with closing(sqlite3.connect(path)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("DELETE FROM audit_checkpoint WHERE size > 4")
        db.execute("DELETE FROM audit_leaf WHERE seq >= 4")
        db.execute("DELETE FROM audit_event WHERE seq >= 4")
        db.commit()
    fresh = ToWitness(anchor.post, anchor.url, anchor.key, anchor.prove, anchor.kept)
    for each in (anchor, fresh):
        with pytest.raises(AnchorFailed, match=r"longer log|does not begin"):
            each("")


def test_a_witness_that_answers_nonsense_is_not_believed(anchored: Any) -> None:
    _, anchor = anchored
    for answer in (
        Answer(500, "", b""),
        Answer(200, "", b"nonsense"),
        Answer(409, "text/x.tlog.size", b"many"),
        Answer(409, "text/x.tlog.size", b"0"),
        Answer(409, "text/plain", b"4"),
        Answer(200, "", COSIGNER.cosign("another text\n", NOW).encode()),
    ):
        broken = ToWitness(lambda *_, answer=answer: answer, anchor.url, anchor.key, anchor.prove, anchor.kept)
        with pytest.raises(AnchorFailed):
            broken("")
    assert not anchor.kept.exists()
