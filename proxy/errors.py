"""The error tree. Everything that can stop a call is one of these, and each knows whose fault it is.

::

    GuardError                      code                      side      status  retryable
    |-- CallerError                 (the caller can mend it)
    |   |-- BadRequest              invalid_request           caller    400     no
    |   |-- TooLarge                request_too_large         caller    413     no
    |   |-- Unauthenticated         invalid_api_key           caller    401     no
    |   |-- Forbidden               permission_denied         caller    403     no
    |   |-- NotApproved             model_not_allowed         caller    403     no
    |   |-- TrainingRequired        training_required         caller    403     no
    |   |-- UnknownRoute            unknown_route             caller    404     no
    |   |-- NotFound                not_found                 caller    404     no
    |   |-- Conflict                conflict                  caller    409     no
    |   |-- Blocked                 content_policy_violation  caller    400     no
    |   |   `-- HeldForReview       held_for_review           caller    400     no
    |   `-- QuotaExceeded           rate_limit_exceeded       caller    429     no (Retry-After > 120 s)
    |-- ProviderError               (the provider did not answer as it should)
    |   |-- ProviderUnreachable     provider_unreachable      provider  502     no
    |   |-- ProviderTimeout         provider_timeout          provider  504     no
    |   |-- ProviderGarbled         provider_garbled          provider  502     no
    |   `-- ProviderRefused         provider_refused          provider  as it   no
    `-- OwnFailure                  (we failed; always fails closed: nothing was forwarded, or it was cut)
        |-- ScanFailed              scan_failed               guard     503     yes
        |-- ScanTimedOut            scan_timed_out            guard     503     yes
        |-- AuditUnavailable        audit_unavailable         guard     503     yes
        |-- StateUnavailable        state_unavailable         guard     503     yes
        |-- Overloaded              overloaded                guard     503     yes
        `-- InternalError           internal_error            guard     503     yes

`retryable` says whether an SDK may try again by itself: it decides Retry-After and ``x-should-retry``. A message is
one sentence for the person who reads it in their tool; it never carries a value from the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Side = Literal["caller", "provider", "guard"]
JsonScalar = str | int | float | bool | None


class GuardError(Exception):
    """Base of all errors that end a call.

    Attributes:
        code: stable machine code, as in the table above.
        side: who must act: ``caller``, ``provider`` or ``guard``.
        status: HTTP status of the answer.
        retryable: whether an SDK may retry by itself.
        message: one public sentence; no value from the call.
        param: where in the request (``messages[2].content``), or None.
        details: public facts (types, counts, rule, clause) for the ``chaperone`` key of the error body.
        retry_after_s: seconds for the Retry-After header, or None.
    """

    code: ClassVar[str] = "internal_error"
    side: ClassVar[Side] = "guard"
    status: int = 503
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        details: Mapping[str, object] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.details: Mapping[str, object] = details or {}
        self.retry_after_s = retry_after_s


class CallerError(GuardError):
    """The caller can mend it; sending the same again will fail the same."""

    code = "invalid_request"
    side = "caller"
    status = 400


class BadRequest(CallerError):
    """Malformed input: JSON, encoding, headers, shape."""


class TooLarge(CallerError):
    """Over the operator's limit for body or scanned text."""

    code = "request_too_large"
    status = 413


class Unauthenticated(CallerError):
    """No key, an unknown key, or an expired one."""

    code = "invalid_api_key"
    status = 401


class Forbidden(CallerError):
    """A valid caller whose role does not allow this."""

    code = "permission_denied"
    status = 403


class NotApproved(CallerError):
    """The provider or model is not approved, or its approval has ended."""

    code = "model_not_allowed"
    status = 403


class TrainingRequired(CallerError):
    """A person without valid training; the message says what to do and where."""

    code = "training_required"
    status = 403


class NotFound(CallerError):
    """Nothing under that id, or not for this caller."""

    code = "not_found"
    status = 404


class Conflict(CallerError):
    """Somebody else was first, or the thing is not in a state that allows this."""

    code = "conflict"
    status = 409


class UnknownRoute(CallerError):
    """A path the guard does not understand is never passed through."""

    code = "unknown_route"
    status = 404


class Blocked(CallerError):
    """The policy refuses this content for this tool."""

    code = "content_policy_violation"


class HeldForReview(Blocked):
    """The policy asks a person first; a ticket says where the call waits."""

    code = "held_for_review"


class QuotaExceeded(CallerError):
    """More calls than the operator grants this caller."""

    code = "rate_limit_exceeded"
    status = 429


class ProviderError(GuardError):
    """The provider did not answer as it should."""

    code = "provider_error"
    side = "provider"
    status = 502


class ProviderUnreachable(ProviderError):
    """No connection, or TLS refused."""

    code = "provider_unreachable"


class ProviderTimeout(ProviderError):
    """Connected, but too slow."""

    code = "provider_timeout"
    status = 504


class ProviderGarbled(ProviderError):
    """The answer is not what the API promises, or ended early."""

    code = "provider_garbled"


class ProviderRefused(ProviderError):
    """The provider answered with an error status and no body that its API promises; the status is passed on."""

    code = "provider_refused"

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class OwnFailure(GuardError):
    """We failed: refuse, record, ask to try again shortly."""

    retryable = True

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        details: Mapping[str, object] | None = None,
        retry_after_s: int | None = 2,
    ) -> None:
        super().__init__(message, param=param, details=details, retry_after_s=retry_after_s)


class ScanFailed(OwnFailure):
    """A detector raised or its worker died."""

    code = "scan_failed"


class ScanTimedOut(OwnFailure):
    """Detection did not finish within its deadline."""

    code = "scan_timed_out"


class AuditUnavailable(OwnFailure):
    """The record could not be stored, so nothing may be forwarded."""

    code = "audit_unavailable"


class StateUnavailable(OwnFailure):
    """The state database (registry, holds, training) did not answer."""

    code = "state_unavailable"


class Overloaded(OwnFailure):
    """Too much work is already waiting."""

    code = "overloaded"


class InternalError(OwnFailure):
    """Anything unforeseen."""
