"""Least privilege: which role has which permission, cell by cell, and which must never come together."""

from __future__ import annotations

import pytest

from proxy.callers.roles import MAY, MEANS, Permission, require
from proxy.errors import Forbidden
from proxy.exchange import Caller, Role

TABLE = {
    Role.STAFF: {"call", "preview", "own"},
    Role.REVIEWER: {"call", "preview", "own", "review", "end_release"},
    Role.AUDITOR: {"preview", "read_audit", "export_audit"},
    Role.RECORDS: {"preview", "keep_records", "export_audit"},
    Role.ADMIN: {"preview", "admin", "manage_tools", "manage_policy", "end_release"},
}
CONFIGURES = {Permission.ADMIN, Permission.MANAGE_TOOLS, Permission.MANAGE_POLICY}
READS = {Permission.READ_AUDIT, Permission.EXPORT_AUDIT, Permission.KEEP_RECORDS}


def test_every_role_is_in_the_table() -> None:
    assert set(MAY) == set(Role) == set(TABLE)


def test_every_permission_is_explained_and_somebody_has_it() -> None:
    assert set(MEANS) == set(Permission)
    assert set(Permission) == set().union(*MAY.values())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_who_may_do_what(role: Role, permission: Permission) -> None:
    caller = Caller("someone", "default", role)
    if permission in TABLE[role]:
        require(caller, permission)
    else:
        with pytest.raises(Forbidden, match=f"role {role} may not be used for {permission}") as caught:
            require(caller, permission)
        assert caught.value.status == 403


@pytest.mark.parametrize(
    ("one", "other"),
    [(CONFIGURES, READS), ({Permission.CALL}, READS), ({Permission.CALL}, CONFIGURES), ({Permission.REVIEW}, READS)],
    ids=["configures and reads", "calls and reads", "calls and configures", "reviews and reads"],
)
def test_no_role_has_both(one: set[Permission], other: set[Permission]) -> None:
    assert [role for role, may in MAY.items() if may & one and may & other] == []


def test_who_reads_the_log_cannot_purge_it() -> None:
    assert [role for role, may in MAY.items() if {Permission.READ_AUDIT, Permission.KEEP_RECORDS} <= may] == []
