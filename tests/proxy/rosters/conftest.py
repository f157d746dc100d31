"""Exports of invented people on disk."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Export = Callable[..., Path]

USERS = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    "u-1,,,true,o1,student,tquill22,{SIS:7700123},Thessaly,Quillfern-Brandt,Ondine,884017,t@quillfern.example,,,u-2,04,\n"
    "u-2,,,true,o1,guardian,,,Berenike,Quillfern,,,b@quillfern.example,,,,,\n"
    "u-3,,,true,o1,teacher,,,Olin,Marchbanks,,,,,,,,\n"
)
DEMOGRAPHICS = "sourcedId,status,dateLastModified,birthDate,sex\nu-1,,,2017-03-04,female\n"


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Writes files into a folder of their own and returns it; `zipped` puts them into an archive."""

    def write(name: str = "export", *, zipped: bool = False, **files: str | bytes) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for file, text in files.items():
            (folder / f"{file}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        if not zipped:
            return folder
        archive = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in folder.iterdir():
                packed.write(path, f"inner/{path.name}")
        return archive

    return write


@pytest.fixture
def oneroster(export: Export) -> Callable[..., Path]:
    """A OneRoster 1.1 export with any of its files replaced."""

    def write(name: str = "export", *, zipped: bool = False, **files: str | bytes) -> Path:
        return export(name, zipped=zipped, **{"users": USERS, "demographics": DEMOGRAPHICS, **files})

    return write
