"""The image, as far as its recipe tells: wheel only, hashes, no fetching at run time, no root, isolated interpreter."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from dockerfile import Stage, parse, script

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def stages(tree: Path) -> list[Stage]:
    return parse((tree / "Dockerfile").read_text(encoding="utf-8"))


def words(line: str) -> str:
    """A command line with its options and arguments apart by single spaces."""
    return " ".join(line.split())


def test_it_has_two_stages_with_pinned_bases(stages: list[Stage]) -> None:
    assert [stage.name for stage in stages] == ["build", ""]
    for stage in stages:
        assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", stage.base)
    assert stages[0].base == stages[1].base


def test_packages_come_only_from_the_locks_by_hash(stages: list[Stage]) -> None:
    installs = [words(run) for run in stages[0].all("RUN") if " install " in run]
    assert len(installs) == 3
    for line in installs:
        assert ("--require-hashes --only-binary :all: -r requirements/" in line) != ("--no-deps --no-index" in line)


def test_our_code_enters_as_a_wheel(stages: list[Stage]) -> None:
    build, final = stages
    assert any("pip wheel" in run and "--no-build-isolation" in run for run in build.all("RUN"))
    assert final.all("COPY") == ["--from=build /opt/chaperone /opt/chaperone"]


def test_the_final_stage_fetches_nothing(stages: list[Stage]) -> None:
    assert not stages[0].all("ADD")
    assert not stages[1].all("ADD")
    assert not re.search(r"\b(curl|wget|apt|apt-get|apk|pip|git|https?://)", " ".join(stages[1].all("RUN")))


def test_it_does_not_run_as_root(stages: list[Stage]) -> None:
    (user,) = stages[1].all("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    keywords = [instruction.keyword for instruction in stages[1].instructions]
    assert "RUN" not in keywords[keywords.index("USER") :]


def test_it_writes_to_its_volume_only(stages: list[Stage]) -> None:
    final = stages[1]
    assert final.all("VOLUME") == ["/var/lib/chaperone"]
    assert "CHAPERONE_DATA_DIR=/var/lib/chaperone" in " ".join(final.all("ENV"))
    assert "--no-create-home" in " ".join(final.all("RUN"))


def test_the_interpreter_is_isolated(stages: list[Stage]) -> None:
    assert json.loads(stages[1].all("ENTRYPOINT")[0]) == ["python", "-I", "-m", "proxy"]
    assert json.loads(stages[1].all("CMD")[0]) == ["serve"]


def test_health_is_asked_without_extra_programs(stages: list[Stage]) -> None:
    (check,) = stages[1].all("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert command[:3] == ["python", "-I", "-c"]
    assert "/healthz/live" in command[3]
    compile(command[3], "healthcheck", "exec")


def test_no_secret_is_baked_in(stages: list[Stage]) -> None:
    text = " ".join(line for stage in stages for kind in ("ENV", "ARG", "COPY") for line in stage.all(kind))
    assert not re.search(r"key|secret|token|password|\.env|\.yaml", text, re.IGNORECASE)


def test_the_context_is_an_allow_list_of_what_is_copied(tree: Path, stages: list[Stage]) -> None:
    lines = (tree / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in lines if line and not line.startswith("#")) == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = {part.split("/")[0] for line in stages[0].all("COPY") for part in line.split()[:-1]}
    assert copied == allowed


def test_the_build_stage_turns_into_a_script_with_movable_paths(stages: list[Stage]) -> None:
    lines = script(stages[0]).splitlines()
    assert "export VENV=${VENV:-/opt/chaperone}" in lines
    assert lines[-1] == stages[0].all("RUN")[-1]
    assert 'cp -R "$CONTEXT"/proxy ./proxy' in lines


def test_an_instruction_before_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="before the first FROM"):
        parse("RUN true\nFROM x\n")
