"""Which role may do what: one table. Least privilege: a key does one sort of work (NIST SP 800-53 AC-5, AC-6).

Who runs the guard cannot read the records, and who reads them can neither call nor configure.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from proxy.errors import Forbidden
from proxy.exchange import Caller, Role

if TYPE_CHECKING:
    from collections.abc import Mapping


class Permission(StrEnum):
    """What a key can be used for."""

    CALL = "call"
    """Send a call to a provider, and list the models."""
    PREVIEW = "preview"
    """See what the guard would do with a text; nothing is sent or stored."""
    READ_AUDIT = "read_audit"
    """Search the audit log; every search is itself recorded."""
    ADMIN = "admin"
    """Operate the guard: reload, disable a provider."""


MAY: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.STAFF: frozenset({Permission.CALL, Permission.PREVIEW}),
    Role.REVIEWER: frozenset({Permission.CALL, Permission.PREVIEW}),
    Role.AUDITOR: frozenset({Permission.PREVIEW, Permission.READ_AUDIT}),
    Role.ADMIN: frozenset({Permission.PREVIEW, Permission.ADMIN}),
}


def require(caller: Caller, permission: Permission) -> None:
    """Pass, or raise Forbidden: the caller's role does not allow it."""
    if permission not in MAY[caller.role]:
        allowed = ", ".join(sorted(MAY[caller.role]))
        raise Forbidden(
            f"A key of role {caller.role} may not be used for {permission}; it allows: {allowed}.",
            details={"role": str(caller.role), "permission": str(permission)},
        )
