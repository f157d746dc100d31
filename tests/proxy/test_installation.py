from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rosters import write_roster

from config.loading import load
from proxy.installation import AssemblyError, master_secret, roster_folder, roster_key, standing_secret
from proxy.rosters import TABLE
from proxy.workers import build_pool, roster_source

if TYPE_CHECKING:
    from pathlib import Path

    from config.models import Settings

DEMO = load(None, {}).settings
SECRET = b"s" * 32


def settings(data_dir: Path, *, tenant: str = "default", roster: str = "use") -> Settings:
    whole = DEMO.model_dump(mode="python")
    return type(DEMO).model_validate(
        {**whole, "data_dir": str(data_dir), "tenant": {"id": tenant}, "detection": {"roster": roster}}
    )


def test_a_secret_is_only_made_when_it_is_asked_for(tmp_path) -> None:
    chosen = settings(tmp_path / "data")
    assert standing_secret(chosen) is None
    assert not (tmp_path / "data").exists()
    assert master_secret(chosen) == standing_secret(chosen)


def test_each_tenant_has_rosters_and_a_key_of_its_own(tmp_path) -> None:
    north, south = settings(tmp_path, tenant="north"), settings(tmp_path, tenant="south")
    assert roster_folder(north) != roster_folder(south)
    assert roster_key(north, SECRET) != roster_key(south, SECRET)
    assert roster_key(north, SECRET) != roster_key(north, b"t" * 32)
    assert len(roster_key(north, SECRET)) == 32


def test_a_pool_without_a_roster_can_be_built(tmp_path) -> None:
    assert build_pool(settings(tmp_path), SECRET).workers == 2
    assert build_pool(settings(tmp_path), None).workers == 2


def test_a_roster_that_is_required_must_be_there(tmp_path) -> None:
    with pytest.raises(AssemblyError, match="there is no roster"):
        build_pool(settings(tmp_path, roster="require"), SECRET)


def test_a_damaged_roster_stops_the_start_and_is_named(tmp_path) -> None:
    chosen = settings(tmp_path)
    place = roster_folder(chosen) / TABLE
    place.parent.mkdir(parents=True)
    place.write_bytes(b"nonsense")
    with pytest.raises(AssemblyError, match=r"roster\.bin is damaged"):
        build_pool(chosen, SECRET)
    assert build_pool(settings(tmp_path, roster="off"), SECRET).workers == 2


def test_a_roster_of_another_secret_stops_the_start(tmp_path) -> None:
    chosen = settings(tmp_path)
    write_roster(roster_folder(chosen), [])
    with pytest.raises(AssemblyError, match="another secret"):
        build_pool(chosen, SECRET)


def test_rosters_may_be_off(tmp_path) -> None:
    assert roster_source(settings(tmp_path, roster="off"), SECRET) is None
    assert roster_source(settings(tmp_path), SECRET).path.endswith("rosters/default/roster.bin")
