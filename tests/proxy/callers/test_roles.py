"""The table of roles, cell by cell."""

from __future__ import annotations

import pytest

from proxy.callers.roles import MAY, Permission, require
from proxy.errors import Forbidden
from proxy.exchange import Caller, Role

TABLE = {
    Role.STAFF: {"call", "preview"},
    Role.REVIEWER: {"call", "preview"},
    Role.AUDITOR: {"preview", "read_audit"},
    Role.ADMIN: {"preview", "admin"},
}


def test_every_role_is_in_the_table() -> None:
    assert set(MAY) == set(Role) == set(TABLE)


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


def test_nobody_both_operates_and_reads() -> None:
    assert not [role for role, may in MAY.items() if {Permission.ADMIN, Permission.READ_AUDIT} <= may]
    assert not [role for role, may in MAY.items() if {Permission.CALL, Permission.READ_AUDIT} <= may]
