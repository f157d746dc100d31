"""Which permission each route asks for: the one place where it is declared (docs/roles.md shows the whole matrix).

`GatedApi` asks for it before a route looks at anything else. The routes of the provider APIs ask in the pipeline
itself, because there a refusal is recorded. An application with a route that does not stand here cannot be made.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from fastapi import Depends, FastAPI
from starlette.requests import Request  # noqa: TC002 # FastAPI reads annotations at run time

from proxy.wire import deposits, dialects
from proxy.wire.stored_routes import STORED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from proxy.house import House

REST: Final = "/{path:path}"
"""Every other address, by any method: refused by the route itself, which records it under the caller's name."""
OPEN: Final = ""
"""No key: it shows nothing that depends on a call."""
CALL: Final = "call"

_OWN: Final[Mapping[tuple[str, str], str]] = {
    ("GET", "/"): OPEN,
    ("GET", "/assets/{name}"): OPEN,
    ("GET", "/healthz/live"): OPEN,
    ("GET", "/healthz/ready"): OPEN,
    ("GET", "/metrics"): OPEN,
    ("GET", "/openapi.json"): OPEN,
    ("POST", "/v1/preview"): "preview",
    ("GET", "/audit/v1/records"): "read_audit",
    ("GET", "/audit/v1/records/{request_id}"): "read_audit",
    ("POST", "/audit/v1/subjects"): "read_audit",
    ("GET", "/audit/v1/facets"): "read_audit",
    ("GET", "/audit/v1/timeline"): "read_audit",
    ("GET", "/audit/v1/reports"): "read_audit",
    ("GET", "/audit/v1/reports/{name}"): "read_audit",
    ("GET", "/audit/v1/searches"): "read_audit",
    ("PUT", "/audit/v1/searches/{name}"): "read_audit",
    ("DELETE", "/audit/v1/searches/{name}"): "read_audit",
    ("POST", "/audit/v1/exports"): "export_audit",
    ("GET", "/audit/v1/exports"): "export_audit",
    ("GET", "/audit/v1/exports/{export}"): "export_audit",
    ("POST", "/audit/v1/exports/{export}/approve"): "export_audit",
    ("POST", "/audit/v1/exports/{export}/refuse"): "export_audit",
    ("POST", "/audit/v1/exports/{export}/fetch"): "export_audit",
    ("POST", "/audit/v1/pages/disclosures"): "export_audit",
    ("POST", "/audit/v1/pages/breach-scope"): "export_audit",
    ("POST", "/audit/v1/pages/pack"): "export_audit",
    ("POST", "/records/v1/public-records"): "keep_records",
    ("POST", "/records/v1/public-records/preview"): "keep_records",
    ("GET", "/audit/v1/checkpoint"): OPEN,
    ("GET", "/audit/v1/consistency"): "read_audit",
    ("POST", "/witness/v1/add-checkpoint"): OPEN,
    ("GET", "/records/v1/retention"): "keep_records",
    ("GET", "/records/v1/vault"): "keep_records",
    ("POST", "/records/v1/vault/purge"): "keep_records",
    ("GET", "/records/v1/dispositions"): "keep_records",
    ("POST", "/records/v1/purges"): "keep_records",
    ("GET", "/records/v1/holds"): "keep_records",
    ("POST", "/records/v1/holds"): "keep_records",
    ("POST", "/records/v1/holds/{hold}/release-request"): "keep_records",
    ("POST", "/records/v1/holds/{hold}/release"): "keep_records",
    ("POST", "/records/v1/content/{request_id}/view"): "keep_records",
    ("GET", "/records/v1/openings"): "keep_records",
    ("POST", "/records/v1/openings"): "keep_records",
    ("POST", "/records/v1/openings/{opening}/approve"): "keep_records",
    ("POST", "/records/v1/openings/{opening}/refuse"): "keep_records",
    ("POST", "/records/v1/openings/{opening}/bundle"): "keep_records",
    ("GET", "/v1/explanations/{request_id}"): "own",
    ("POST", "/v1/reports"): "own",
    ("GET", "/v1/policy"): "preview",
    ("POST", "/v1/policy/simulate"): "manage_policy",
    ("GET", "/v1/policy/overrides"): "manage_policy",
    ("POST", "/v1/policy/overrides"): "manage_policy",
    ("POST", "/v1/policy/overrides/{override}/revoke"): "manage_policy",
    ("GET", "/v1/keys"): "admin",
    ("POST", "/v1/keys"): "admin",
    ("POST", "/v1/keys/{name}/revoke"): "admin",
    ("GET", "/v1/tools"): "manage_tools",
    ("GET", "/v1/tools/dossier"): "manage_tools",
    ("POST", "/v1/tools/requests"): "manage_tools",
    ("POST", "/v1/tools/renewals"): "manage_tools",
    ("POST", "/v1/tools/expiry"): "manage_tools",
    ("POST", "/v1/tools/disable"): "manage_tools",
    ("POST", "/v1/tools/enable"): "manage_tools",
    ("GET", "/v1/tools/export"): "manage_tools",
    ("POST", "/v1/tools/import"): "manage_tools",
    ("GET", "/v1/tools/cases/{case}"): "manage_tools",
    ("POST", "/v1/tools/cases/{case}/reviews"): "manage_tools",
    ("POST", "/v1/tools/cases/{case}/decision"): "manage_tools",
    ("POST", "/v1/tools/cases/{case}/withdrawal"): "manage_tools",
    ("GET", "/v1/training"): "own",
    ("POST", "/v1/training/attestations"): "own",
    ("GET", "/v1/training/attestations"): "admin",
    ("POST", "/v1/training/records"): "admin",
    ("POST", "/v1/training/import"): "admin",
    ("POST", "/v1/training/withdrawals"): "admin",
    ("GET", "/notices/ai"): OPEN,
    ("GET", "/v1/reviews"): "review",
    ("GET", "/v1/reviews/{ticket}"): "review",
    ("POST", "/v1/reviews/{ticket}/reveal"): "review",
    ("POST", "/v1/reviews/{ticket}/decision"): "review",
    ("POST", "/v1/reviews/{ticket}/end"): "end_release",
    ("GET", "/v1/holds"): "own",
    ("GET", "/v1/holds/{ticket}"): "own",
    ("POST", "/v1/holds/{ticket}/withdraw"): "own",
    ("POST", "/v1/holds/{ticket}/collect"): "own",
    ("POST", "/v1/review-acks/{request_id}"): "own",
    ("GET", "/v1/review-acks"): "read_audit",
}


def served(path: str) -> str:
    """A codec's path as the application serves it: a model's name may hold a slash."""
    return path.replace("{model}", "{model:path}")


_CALLS: Final = {
    **{(route.method, served(route.path)): CALL for route in dialects.CODECS},
    ("POST", dialects.MODEL_QUESTION): CALL,
    **{(route.method, route.path): CALL for route in deposits.ROUTES},
    **{(route.method, route.path): CALL for route in STORED},
    **{("GET", path): CALL for path in (*dialects.MODEL_LISTS, *dialects.MODEL_ENTRIES, *dialects.FIXED)},
}
ACCESS: Final[Mapping[tuple[str, str], str]] = MappingProxyType({**_OWN, **_CALLS})
"""Method and path template -> permission; `OPEN` for none."""


class GatedApi(FastAPI):
    """An application whose routes ask for their permission first, also before a parameter is looked at.

    Args:
        house: who identifies callers.
        settings: as FastAPI takes them.
    """

    def __init__(self, house: House, **settings: Any) -> None:  # noqa: ANN401 # FastAPI's own
        self._house = house
        super().__init__(**settings)

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **how: Any) -> None:  # noqa: ANN401 # as above
        """As FastAPI's, with the gate of the route in front.

        Raises:
            LookupError: nobody has said who may use this route.
        """
        methods = how.get("methods") or ["GET"]
        undeclared = [method for method in methods if path != REST and (method, path) not in ACCESS]
        if undeclared:
            raise LookupError(f"{', '.join(undeclared)} {path} has no permission in proxy.routes.access")
        permissions = {ACCESS.get((method, path), CALL) for method in methods} - {OPEN, CALL}
        gates = [Depends(self._gate(each)) for each in sorted(permissions)]
        super().add_api_route(path, endpoint, **{**how, "dependencies": [*gates, *(how.get("dependencies") or ())]})

    def _gate(self, permission: str) -> Callable[[Request], Awaitable[None]]:
        async def gate(request: Request) -> None:
            self._house.pipeline.identify(dict(request.headers), to=permission)

        return gate
