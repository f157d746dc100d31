from __future__ import annotations

import pytest

from proxy.rosters.package import Package
from proxy.rosters.problems import RosterInputError


@pytest.mark.parametrize("zipped", [False, True])
def test_a_folder_and_an_archive_hold_the_same_files(oneroster, zipped) -> None:
    with Package(oneroster(zipped=zipped)) as package:
        assert sorted(package.files) == ["demographics.csv", "users.csv"]
        with package.files["users.csv"].open() as raw:
            assert raw.readline().startswith(b"sourcedId,")
        assert not package.single


def test_a_single_file_is_a_package_of_one(oneroster) -> None:
    with Package(oneroster() / "users.csv") as package:
        assert package.single
        assert list(package.files) == ["users.csv"]


@pytest.mark.parametrize(("name", "raw"), [("none.zip", None), ("bad.zip", b"PK no archive"), ("none", None)])
def test_what_cannot_be_opened_is_a_fault_that_names_the_file(tmp_path, name, raw) -> None:
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(RosterInputError, match=name):
        Package(tmp_path / name)
