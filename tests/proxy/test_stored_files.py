"""What decides whether a stored file may be named is the same digest for the same terms, in any process."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from config.profiles import policy_table
from proxy.errors import BadRequest
from proxy.exchange import (
    Action,
    Approval,
    Audience,
    Caller,
    Ceiling,
    Circumstances,
    Hints,
    Role,
    Severity,
    Tier,
    Tool,
)
from proxy.policy.facts import Table
from proxy.stored_files import fresh, terms_of, with_stored_files
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from proxy.vault.store import Vault

APPROVAL = Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "Board 7")
BARRED = frozenset({"IDEA", "P2", "S4", "FERPA"})
TOOL = Tool("p", "openai", "m", Tier.T2, APPROVAL, Ceiling(Severity.S3, BARRED))
TODAY = date(2026, 11, 24)
TABLE = Table("t", {}, policy_table("default").gate, Action.BLOCK)
CODE = """
import sys
sys.path.insert(0, {folder!r})
from test_stored_files import TABLE, TODAY, TOOL
from proxy.exchange import Circumstances, Hints
from proxy.stored_files import terms_of
print(terms_of(TOOL, TABLE, Circumstances(), Hints(), TODAY))
"""


def digest(tool: Tool = TOOL, where: Circumstances | None = None, hints: Hints | None = None) -> str:
    return terms_of(tool, TABLE, where or Circumstances(), hints or Hints(), TODAY)


def test_it_does_not_depend_on_the_order_of_sets_or_on_the_process() -> None:
    code = CODE.format(folder=str(__file__).rpartition("/")[0])
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        assert done.stdout.strip() == digest()


@pytest.mark.parametrize(
    "other",
    [
        digest(Tool("p", "openai", "m", Tier.T1, APPROVAL, TOOL.ceiling)),
        digest(Tool("p", "openai", "m", Tier.T2, APPROVAL)),
        digest(Tool("p", "openai", "m", Tier.T2, APPROVAL, Ceiling(Severity.S3))),
        digest(where=Circumstances(audience=Audience.UNDER13)),
        digest(hints=Hints(strict=True)),
    ],
)
def test_other_terms_have_another(other: str) -> None:
    assert other != digest()


def test_another_model_under_the_same_terms_has_the_same() -> None:
    assert digest(Tool("p", "openai", "another", Tier.T2, APPROVAL, TOOL.ceiling)) == digest()


def test_a_row_on_trial_is_a_term_until_its_last_day_and_none_for_who_asks_for_all_rows() -> None:
    table = replace(TABLE, shadow={"R06-full-document": TODAY})

    def on(day: date, hints: Hints) -> str:
        return terms_of(TOOL, table, Circumstances(), hints, day)

    later, strict = TODAY + timedelta(days=1), Hints(strict=True)
    assert on(TODAY, Hints()) == on(TODAY - timedelta(days=9), Hints()) != on(later, Hints())
    assert on(TODAY, strict) == on(later, strict)


def test_every_upload_has_placeholders_of_its_own() -> None:
    assert fresh().salt != fresh().salt


async def test_a_file_of_an_api_whose_files_are_not_served_is_to_be_attached() -> None:
    part = {"type": "file", "file": {"file_id": "assistant-1a"}}
    call = OpenAIChat("azure", in_path=True).parse({"messages": [{"role": "user", "content": [part]}]})
    tool, caller = replace(TOOL, dialect="azure"), Caller("ana", "default", Role.STAFF)
    with pytest.raises(BadRequest, match="Attach the file itself") as caught:
        await with_stored_files(call, cast("Vault", object()), caller, tool, digest())
    assert caught.value.param == "messages[0].content[0].file.file_id"
    assert await with_stored_files(call, None, caller, tool, digest()) is call
