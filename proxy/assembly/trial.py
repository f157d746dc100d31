"""A policy to be tried beside the one in force: from another configuration, or from its `policy` section alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from config.models import Policy
from config.problems import show_place
from proxy.assembly.policy import build_table, policy_in_words
from proxy.errors import BadRequest
from proxy.installation import AssemblyError
from proxy.services.policy.simulation import Other

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from config.models import Settings


def other_of(base: Settings, trial: Settings, today: date) -> Other:
    """What a replay compares. Raises AssemblyError: a policy names what no detector or row knows."""
    return Other(
        table=build_table(trial),
        base=build_table(base),
        base_hash=policy_in_words(base)["hash"],
        hash=policy_in_words(trial)["hash"],
        today=today,
        units=_differing(base.policy.units, trial.policy.units),
        apps=_differing(base.policy.audiences, trial.policy.audiences),
    )


def other_with(base: Settings, section: Mapping[str, Any], today: date) -> Other:
    """The same for a `policy` section in place of the one in force.

    Raises:
        BadRequest: it is not one; the message names the setting and never what was sent.
    """
    try:
        policy = Policy.model_validate(section)
        return other_of(base, base.model_copy(update={"policy": policy}), today)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = show_place(("policy", *first["loc"]))
        raise BadRequest(f"`{place}` is not as it should be ({first['type']}).", param=place) from None
    except AssemblyError:
        raise BadRequest(
            "`policy` names an entity or a row that is not known, or a row that nobody may change; GET /v1/policy "
            "lists them, the latter as `fixed`."
        ) from None


def _differing(base: Mapping[str, str], trial: Mapping[str, str]) -> frozenset[str]:
    return frozenset(name for name in {*base, *trial} if base.get(name) != trial.get(name))
