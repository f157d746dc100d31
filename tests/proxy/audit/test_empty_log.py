"""A log without a record: whole, and nothing that anybody could vouch for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.audit import verifier
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.stores.sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

SIGNER = Signer.generated("chaperone/test")


def test_an_empty_log_is_whole_and_its_export_is_not_vouched_for(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "empty.db")
    store.open()
    assert store.checkpoint(SIGNER.checkpoint) is None
    store.close()
    proof = AuditProof(tmp_path / "empty.db")
    found = proof.verify([SIGNER.verifier], [], deep=True)
    assert (found.records, found.vouched, found.problems, proof.newest()) == (0, 0, (), None)
    assert proof.export(tmp_path / "export") == 0
    assert verifier.main([str(tmp_path / "export"), "--key", SIGNER.verifier]) == 1
