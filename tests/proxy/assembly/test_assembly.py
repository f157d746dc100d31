"""The composition root: settings in, plain rooms out; and the one secret that everything else is derived from."""

from __future__ import annotations

import stat
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from config.loading import load
from config.profiles import policy_table
from detectors.stream_scan import stream_scan
from proxy.assembly.detection import build_detection, build_examiner, examiner_alone
from proxy.assembly.parts import (
    AssemblyError,
    build_directory,
    build_quotas,
    build_relay,
    build_targets,
    derived,
    master_secret,
)
from proxy.assembly.policy import build_table
from proxy.assembly.tools import build_seeds
from proxy.callers.directory import CallerRecord
from proxy.callers.keys import mint
from proxy.errors import InternalError, NotApproved, Overloaded, QuotaExceeded, Unauthenticated
from proxy.exchange import Action, Caller, Role, Tier, Treatment
from proxy.registry.tools import Registry
from proxy.upstream import Timeouts

if TYPE_CHECKING:
    from pathlib import Path

    from config.models import Settings

DEMO = load(None, {})
TODAY = date(2026, 11, 23)
APPROVAL = {"by": "Privacy office", "on": "2026-01-15", "expires": "2027-12-31", "reference": "Board 7", "tier": "T3"}
MAIN = {
    "id": "main",
    "base_url": "https://api.example.org/v1",
    "api_key": "sk-provider-0123456789",
    "models": ["small", "large"],
    "approval": APPROVAL,
    "timeouts": {"connect_s": 1, "read_s": 2, "write_s": 3, "pool_s": 4, "total_s": 5},
}


def settings(**changes: Any) -> Settings:
    """The demonstration's settings with some changed, checked like an operator's."""
    whole = DEMO.settings.model_dump(mode="python")
    return type(DEMO.settings).model_validate({**whole, **changes})


def settings_with_provider(**changes: Any) -> Settings:
    return settings(providers=[{**MAIN, **changes}])


# --------------------------------------------------------------------------- the policy


@pytest.mark.parametrize("profile", ["default", "restore"])
def test_the_table_is_the_profile_s(profile) -> None:
    shipped = policy_table(profile)
    table = build_table(settings(policy={"profile": profile}))
    assert (table.name, table.gate, table.on_unscanned) == (profile, shipped.gate, Action.BLOCK)
    assert {entity: treatment.name.lower() for entity, treatment in table.treatments.items()} == shipped.treatments


def test_the_operator_s_cells_stand_over_those_of_the_rows() -> None:
    table = build_table(settings(policy={"rows": {"R09-special": {"T2": "block"}, "R20-small-cells": {"T1": "block"}}}))
    assert table.rows["R09-special"][Tier.T2] is Action.BLOCK
    assert table.rows["R09-special"][Tier.T3] is Action.HOLD
    assert table.rows["R20-small-cells"][Tier.T0] is Action.BLOCK


@pytest.mark.parametrize("row", ["R02-unapproved", "R08-meals", "R10-immigration", "R18-credential", "R99-nothing"])
def test_a_fixed_or_unknown_row_cannot_be_set(row) -> None:
    with pytest.raises(AssemblyError, match=row):
        build_table(settings(policy={"rows": {row: {"T2": "forward"}}}))


def test_the_operator_s_rows_stand_over_the_profile_s() -> None:
    table = build_table(settings(policy={"treatments": {"EMAIL": "redact", "STUDENT_ID.WA_SSID": "keep"}}))
    assert table.treatment("EMAIL") is Treatment.REDACT
    assert table.treatment("STUDENT_ID.WA_SSID") is Treatment.KEEP
    assert table.treatment("STUDENT_ID") is Treatment.PSEUDONYMIZE


@pytest.mark.parametrize("entity", ["STUDENT_NAMES", "NOBODY.SSN"])
def test_a_row_for_an_entity_that_no_detector_finds_stops_the_start(entity) -> None:
    with pytest.raises(AssemblyError, match=rf"{entity}.*Known:.*STUDENT_NAME") as refused:
        build_table(settings(policy={"treatments": {entity: "redact", "SSN": "redact"}}))
    assert "names SSN" not in str(refused.value)


# --------------------------------------------------------------------------- providers


def configured_registry(chosen: Settings) -> Registry:
    """The approved providers as the configuration alone has them."""
    return Registry(build_seeds(chosen))


def test_the_demonstration_has_one_approved_provider_without_a_key() -> None:
    registry = configured_registry(DEMO.settings)
    assert registry.models("openai", today=TODAY) == [("demo", "demo")]
    assert registry.resolve("openai", "demo", today=TODAY).tier is Tier.T2
    (target,) = build_targets(DEMO.settings)
    assert (target.provider, target.base_url, target.key) == ("demo", "http://127.0.0.1:8081/v1", "")


def test_a_provider_becomes_a_tool_and_a_target() -> None:
    chosen = settings_with_provider()
    tool = configured_registry(chosen).resolve("openai", "main/large", today=TODAY)
    assert (tool.provider, tool.model, tool.tier) == ("main", "large", Tier.T3)
    assert (tool.approval.by, tool.approval.reference) == ("Privacy office", "Board 7")
    assert (tool.approval.on, tool.approval.expires) == (date(2026, 1, 15), date(2027, 12, 31))
    (target,) = build_targets(chosen)
    assert (target.base_url, target.key) == ("https://api.example.org/v1", "sk-provider-0123456789")
    assert target.timeouts == Timeouts(connect=1, read=2, write=3, pool=4, total=5)
    assert "sk-provider" not in repr(target)


def test_an_approval_ends_after_its_last_day() -> None:
    registry = configured_registry(settings_with_provider())
    registry.resolve("openai", "small", today=date(2027, 12, 31))
    with pytest.raises(NotApproved, match="2027-12-31"):
        registry.resolve("openai", "small", today=date(2028, 1, 1))


def test_one_default_decides_between_providers_of_a_model() -> None:
    other = {**MAIN, "id": "other", "base_url": "https://other.example.org/v1", "default": True}
    registry = configured_registry(settings(providers=[MAIN, other]))
    assert registry.resolve("openai", "small", today=TODAY).provider == "other"


# --------------------------------------------------------------------------- callers


def configured(minted: Any, prefix: str, **changes: Any) -> dict[str, Any]:
    entry = {"id": "maya", "key_hash": minted.key_hash, "prefix": prefix, "expires": "2027-12-31"}
    return {**entry, "role": "reviewer", "unit": "Health", "app": "webui", **changes}


@pytest.mark.parametrize("shown", ["{prefix}", "ck-{prefix}", "", "ck-{prefix:.4}"])
def test_a_key_is_known_however_much_of_its_prefix_is_configured(shown) -> None:
    minted = mint()
    directory = build_directory(settings(callers=[configured(minted, shown.format(prefix=minted.prefix))]))
    known = directory.identify(minted.key, today=date(2027, 12, 31))
    assert known == Caller("maya", "demo", Role.REVIEWER, "Health", "webui")
    for wrong, today in ((mint().key, TODAY), (minted.key, date(2028, 1, 1))):
        with pytest.raises(Unauthenticated):
            directory.identify(wrong, today=today)


def test_guests_of_this_process_stand_beside_the_configured_callers() -> None:
    minted = mint()
    guest = Caller("guest", "demo", Role.STAFF)
    directory = build_directory(DEMO.settings, [CallerRecord(guest, minted.key_hash, minted.prefix)])
    assert len(directory) == 1
    assert directory.identify(minted.key, today=TODAY) is guest


def test_quotas_are_the_limits_of_the_settings() -> None:
    caller = Caller("maya", "demo", Role.STAFF)
    quotas = build_quotas(settings(limits={"calls_per_minute": 2, "concurrent_calls": 1}))
    with quotas.enter(caller), pytest.raises(Overloaded), quotas.enter(caller):
        pass
    with quotas.enter(caller):
        pass
    with pytest.raises(QuotaExceeded), quotas.enter(caller):
        pass


# --------------------------------------------------------------------------- answers


def test_answers_are_treated_as_the_settings_say() -> None:
    relay = build_relay(settings(policy={"restore_url_hosts": ["portal.example.org"]}, limits={"answer_bytes": 5_000}))
    assert (relay.url_hosts, relay.answer_bytes) == (frozenset({"portal.example.org"}), 5_000)
    assert relay.scan is stream_scan
    assert build_relay(settings(answers={"scan": False})).scan is None
    assert build_relay(settings(policy={"profile": "restore"})).url_hosts is None


# --------------------------------------------------------------------------- the secret


def with_folder(folder: Path) -> Settings:
    return settings(data_dir=str(folder))


def test_a_configured_secret_is_used_and_nothing_is_written(tmp_path) -> None:
    chosen = settings(data_dir=str(tmp_path / "data"), secret=SecretStr("pX7vQ2mK9sL4tR8wZ1nB5cD3fG6hJ0aE"))
    assert master_secret(chosen) == b"pX7vQ2mK9sL4tR8wZ1nB5cD3fG6hJ0aE"
    assert not (tmp_path / "data").exists()


def test_a_secret_is_made_once_for_its_owner_only_and_found_again(tmp_path) -> None:
    folder = tmp_path / "deep" / "data"
    first = master_secret(with_folder(folder))
    (made,) = folder.iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(first) == 64
    assert master_secret(with_folder(folder)) == first
    assert master_secret(with_folder(tmp_path / "other")) != first


def test_a_secret_that_is_there_is_kept_as_it_is(data_dir) -> None:
    (data_dir / "secret").write_text("x" * 32 + "\n")
    assert master_secret(with_folder(data_dir)) == b"x" * 32
    assert (data_dir / "secret").read_text() == "x" * 32 + "\n"


@pytest.mark.parametrize("text", ["", "short secret\n", "x" * 31 + " " * 9])
def test_a_secret_that_is_too_short_is_refused_and_not_shown(text, data_dir) -> None:
    (data_dir / "secret").write_text(text)
    with pytest.raises(AssemblyError, match="at least 32") as refused:
        master_secret(with_folder(data_dir))
    assert str(data_dir) in str(refused.value)
    assert "short secret" not in str(refused.value)


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = {derived(secret, purpose) for secret in (b"one", b"two") for purpose in ("scan-cache", "placeholders")}
    assert len(keys) == 4
    assert all(len(key) == 32 for key in keys)


# --------------------------------------------------------------------------- detection


def test_workers_are_not_started_by_building(tmp_path) -> None:
    chosen = settings(detection={"workers": 3, "names": False})
    detection = build_detection(chosen, b"s" * 32)
    assert detection.pool.workers == 3
    assert not detection.pool.ready
    examiner = build_examiner(settings(limits={"scanned_chars": 5_000}), detection.scanner, b"s" * 32)
    assert (examiner.scanner, examiner.scanned_chars) == (detection.scanner, 5_000)
    assert examiner.secret == derived(b"s" * 32, "placeholders")
    assert "sss" not in repr(examiner) + repr(detection)


async def test_a_detection_that_does_not_start_is_said_to_be_ours(monkeypatch) -> None:
    async def broken(_pool: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("detectors.pool.Pool.start", broken)
    with pytest.raises(InternalError, match="chaperone doctor"):
        async with examiner_alone(DEMO.settings):
            pass
