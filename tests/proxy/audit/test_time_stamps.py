"""A stamp of a checkpoint is believed when it leads to a root that was given, and speaks of that checkpoint."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from time_stamp_service import Answer, TimeStampService

from proxy.audit.note import Signer
from proxy.audit.time_stamps import ToTimeStampService, certificates, stamps_in
from proxy.audit.tree import Frontier, leaf_hash
from proxy.services.audit.trust import stamped

if TYPE_CHECKING:
    from pathlib import Path

SIGNER = Signer.generated("chaperone/north")
NOTE = SIGNER.checkpoint(Frontier().extended([leaf_hash(b"one"), leaf_hash(b"two")]))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> TimeStampService:
    return TimeStampService(tmp_path_factory.mktemp("tsa") / "service")


def anchor(service: TimeStampService, path: Path, post: object = None) -> ToTimeStampService:
    return ToTimeStampService(post or service.post, "http://tsa.example/", certificates(service.root_pem), path)


def test_a_checkpoint_is_stamped_and_the_stamp_is_checked_again_later(
    service: TimeStampService, tmp_path: Path
) -> None:
    path = tmp_path / "stamps.txt"
    anchor(service, path)(NOTE)
    (found,) = stamps_in(path, certificates(service.root_pem))
    assert (found.note, found.at is not None) == (NOTE, True)
    newest = stamped(path, certificates(service.root_pem), [SIGNER.verifier])
    assert (newest["size"], newest["bad"]) == (2, 0)


def test_a_stamp_of_something_else_under_another_root_or_none_is_refused(
    service: TimeStampService, tmp_path: Path
) -> None:
    path, stranger = tmp_path / "stamps.txt", TimeStampService(tmp_path / "stranger")
    replayed = service.post("", _query(service, tmp_path), "application/timestamp-query")
    answers = (
        lambda *_: replayed,
        stranger.post,
        lambda *_: Answer(200, "", b"nonsense"),
        lambda *_: Answer(503, "", b""),
        lambda *asked: Answer(200, "", _flipped(service.post(*asked).body)),
    )
    for post in answers:
        with pytest.raises(OSError, match=r"stamp|answered"):
            anchor(service, path, post)(NOTE)
    assert not path.exists()


def test_a_kept_stamp_that_was_changed_counts_as_bad(service: TimeStampService, tmp_path: Path) -> None:
    path = tmp_path / "stamps.txt"
    anchor(service, path)(NOTE)
    kept = json.loads(path.read_text())
    other = SIGNER.checkpoint(Frontier().extended([leaf_hash(b"one")]))
    changed = [
        {**kept, "note": other},
        {**kept, "stamp": base64.b64encode(_flipped(base64.b64decode(kept["stamp"]))).decode()},
        {"note": NOTE},
    ]
    path.write_text("\n".join([json.dumps(each) for each in changed] + ["nonsense"]) + "\n")
    assert [found.at for found in stamps_in(path, certificates(service.root_pem))] == [None] * 4
    assert stamped(path, certificates(service.root_pem), [SIGNER.verifier])["bad"] == 4


def _query(service: TimeStampService, tmp_path: Path) -> bytes:
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415 - slow; most need not wait

    return TimestampRequestBuilder().data(NOTE.encode()).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
