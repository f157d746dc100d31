"""The least-privilege matrix, from the routes' permissions and the roles': every route, every role (docs/roles.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proxy.routes.access import ACCESS, OPEN
from proxy.services.people.access import meanings, permitted

if TYPE_CHECKING:
    from collections.abc import Mapping


def matrix() -> dict[str, Any]:
    """``roles`` (permissions of each), ``permissions`` (their meanings) and ``routes``, each with a cell per role."""
    roles = permitted()
    return {
        "roles": {role: sorted(may) for role, may in roles.items()},
        "permissions": meanings(),
        "routes": [
            {
                "method": method,
                "path": path.replace(":path}", "}"),
                "permission": permission or None,
                "roles": {role: permission == OPEN or permission in may for role, may in roles.items()},
            }
            for (method, path), permission in sorted(
                ACCESS.items(), key=lambda entry: (entry[1], entry[0][1], entry[0])
            )
        ],
    }


def as_markdown(table: Mapping[str, Any]) -> str:
    """docs/roles.md."""
    names = list(table["roles"])
    lines = [
        "# Roles",
        "",
        "Which key may do what. `make roles` writes this page from the routes and the roles in the code, and a test",
        "asks every route with a key of every role, with none and with an expired one. Without a valid key a route",
        "answers 401, with a key of a role that may not, 403. Routes marked *open* show nothing of any call.",
        "",
        "A key has one role, a unit, an app and a last day (`chaperone keys create`, docs/configuration.md). Who runs",
        "the guard cannot read the log, who reads the log can neither call nor configure, a reviewer sees the queue",
        "and no records, and staff see the explanations of their own calls.",
        "",
        "## What each role may do",
        "",
        f"| permission | means | {' | '.join(names)} |",
        f"|---|---|{'---|' * len(names)}",
    ]
    for permission, meaning in table["permissions"].items():
        cells = " | ".join("yes" if permission in table["roles"][role] else "-" for role in names)
        lines.append(f"| `{permission}` | {meaning} | {cells} |")
    lines += [
        "",
        "## Every route",
        "",
        f"| method | path | permission | {' | '.join(names)} |",
        f"|---|---|---|{'---|' * len(names)}",
    ]
    for route in table["routes"]:
        permission = f"`{route['permission']}`" if route["permission"] else "*open*"
        cells = " | ".join("yes" if route["roles"][role] else "403" for role in names)
        lines.append(f"| {route['method']} | `{route['path']}` | {permission} | {cells} |")
    return "\n".join([*lines, "", "Every other path answers 404 to a key that may call, and 401 or 403 to others.", ""])
