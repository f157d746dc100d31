"""A conversation begins with a person, or with a job for which a person answers."""

from __future__ import annotations

import pytest

from proxy.callers.beginning import check_beginning
from proxy.errors import Forbidden
from proxy.exchange import Caller, CallerKind, Role

JOB = CallerKind.JOB


@pytest.mark.parametrize(("owner", "purpose"), [("", ""), ("omar", ""), ("", "summaries")])
def test_a_job_that_nobody_answers_for_may_not_call(owner: str, purpose: str) -> None:
    with pytest.raises(Forbidden, match="named owner"):
        check_beginning(Caller("nightly", "default", Role.STAFF, kind=JOB, owner=owner, purpose=purpose))


def test_people_and_owned_jobs_may() -> None:
    check_beginning(Caller("teacher", "default", Role.STAFF))
    check_beginning(Caller("nightly", "default", Role.STAFF, kind=JOB, owner="omar", purpose="summaries"))
