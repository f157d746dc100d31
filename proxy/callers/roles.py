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
    EXPORT_AUDIT = "export_audit"
    """Take records out of the log; bulk exports need a second person."""
    KEEP_RECORDS = "keep_records"
    """The records officer's work: retention, legal holds, purges, public-records exports."""
    REVIEW = "review"
    """Decide held calls."""
    END_RELEASE = "end_release"
    """End a release that was wrong, by its ticket; nothing of the call is shown."""
    MANAGE_TOOLS = "manage_tools"
    """Register AI tools, review them, decide, disable."""
    MANAGE_POLICY = "manage_policy"
    """Grant overrides, where the table allows them; try another policy on recorded calls, told in sums."""
    OWN = "own"
    """What concerns oneself: the explanation of one's own call, one's training, one's review of an answer."""
    ADMIN = "admin"
    """Operate the guard: reload, keys, back up."""


MEANS: Final[Mapping[Permission, str]] = {
    Permission.CALL: "send a call to a provider; list the models",
    Permission.PREVIEW: "see what the guard would do with a text, and read the policy; nothing is sent or stored",
    Permission.READ_AUDIT: "search the audit log; every look is recorded",
    Permission.EXPORT_AUDIT: "take records out of the log",
    Permission.KEEP_RECORDS: "retention, legal holds, purges, public-records exports",
    Permission.REVIEW: "see the queue of held calls and decide them",
    Permission.END_RELEASE: "end a release that was wrong; nothing of the call is shown",
    Permission.MANAGE_TOOLS: "register AI tools, review them, decide, disable",
    Permission.MANAGE_POLICY: "grant and revoke overrides, where the table allows them; try a policy on recorded calls",
    Permission.OWN: "what concerns oneself: explanations of one's own calls, one's training, one's reviews",
    Permission.ADMIN: "operate the guard: reload, keys, back up",
}
"""What each allows, in the words of docs/roles.md."""

MAY: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.STAFF: frozenset({Permission.CALL, Permission.PREVIEW, Permission.OWN}),
    Role.REVIEWER: frozenset(
        {Permission.CALL, Permission.PREVIEW, Permission.OWN, Permission.REVIEW, Permission.END_RELEASE}
    ),
    Role.AUDITOR: frozenset({Permission.PREVIEW, Permission.READ_AUDIT, Permission.EXPORT_AUDIT}),
    Role.RECORDS: frozenset({Permission.PREVIEW, Permission.KEEP_RECORDS, Permission.EXPORT_AUDIT}),
    Role.ADMIN: frozenset(
        {
            Permission.PREVIEW,
            Permission.ADMIN,
            Permission.MANAGE_TOOLS,
            Permission.MANAGE_POLICY,
            Permission.END_RELEASE,
        }
    ),
}


def require(caller: Caller, permission: Permission) -> None:
    """Pass, or raise Forbidden: the caller's role does not allow it."""
    if permission not in MAY[caller.role]:
        allowed = ", ".join(sorted(MAY[caller.role]))
        raise Forbidden(
            f"A key of role {caller.role} may not be used for {permission}; it allows: {allowed}.",
            details={"role": str(caller.role), "permission": str(permission)},
        )
