"""Proving the audit log, for every face."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from proxy.audit.proof import AuditProof, Verdict, verifier_source

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.audit.stores.place import Place

__all__ = ["AuditProof", "Verdict", "as_json", "open_proof", "verifier_source"]


def open_proof(where: Path | Place) -> AuditProof:
    """The log at this place, read only. Raises AuditUnavailable."""
    return AuditProof(where)


def as_json(bundle: dict[str, Any]) -> str:
    """A proof as text."""
    return json.dumps(bundle, ensure_ascii=False, indent=1) + "\n"
