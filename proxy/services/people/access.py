"""Roles and permissions, for faces that show them."""

from __future__ import annotations

from proxy.callers.roles import MAY, MEANS, Permission


def permitted() -> dict[str, frozenset[str]]:
    """Role -> what its keys may be used for."""
    return {role.value: frozenset(each.value for each in may) for role, may in MAY.items()}


def meanings() -> dict[str, str]:
    """Permission -> what it allows, in words."""
    return {permission.value: MEANS[permission] for permission in Permission}
