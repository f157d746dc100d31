"""A guard under test: `python -m proxy serve` as a process of its own, reached over loopback like a user would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from proxy.callers import keys

MODELS = (
    "echo tool slow hang cut garbage html500 json429 json401 redirect empty close".split()  # noqa: SIM905
)
START_WITHIN_S = 60


@dataclass
class Guard:
    """Starts on entering, stops (SIGTERM) on leaving."""

    folder: Path
    upstream: str
    settings: dict[str, Any] = field(default_factory=dict)
    provider_extra: dict[str, Any] = field(default_factory=dict)
    port: int = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.keys = {role: keys.mint() for role in ("staff", "auditor", "reviewer", "admin", "records", "records-2")}
        self.config = self.folder / "chaperone.yaml"
        self.write_config()
        self.log = (self.folder / "log.txt").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "proxy", "serve", "--config", str(self.config)],
            stdout=subprocess.PIPE,
            stderr=self.log,
            env={key: os.environ[key] for key in ("PATH", "HOME", "LANG", "PYTHONPATH") if key in os.environ},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        assert "ready on" in line, (self.folder / "log.txt").read_text()[-3000:]
        self.origin = line.split(" on ")[1].strip().removesuffix("/v1")
        self.base_url = self.origin + "/v1"
        self.port = int(self.origin.rsplit(":", 1)[1])

    def write_config(self) -> None:
        later = (datetime.now(UTC).date() + timedelta(days=365)).isoformat()
        provider = {
            "id": "test-provider",
            "base_url": self.upstream,
            "api_key": "provider-secret-key",
            "models": [*MODELS, "say:hello"],
            "approval": {"by": "IT", "on": "2026-01-01", "expires": later, "reference": "test", "tier": "T2"},
            **self.provider_extra,
        }
        callers = [
            {
                "id": role,
                "key_hash": minted.key_hash,
                "prefix": minted.prefix,
                "expires": later,
                "role": role.split("-")[0],
            }
            for role, minted in self.keys.items()
        ]
        settings = {
            "data_dir": str(self.folder / "data"),
            "listen": {"port": self.port},
            "providers": [provider],
            "callers": callers,
            **self.settings,
        }
        self.config.write_text(json.dumps(settings))  # JSON is YAML

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.log.close()
        return self.process.returncode

    @property
    def staff(self) -> str:
        return self.keys["staff"].key

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def get(self, path: str, role: str = "auditor") -> dict[str, Any]:
        request = urllib.request.Request(self.origin + path, headers={"Authorization": f"Bearer {self.keys[role].key}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def records(self, **filters: str) -> list[dict[str, Any]]:
        query = "&".join(f"{name}={value}" for name, value in {"limit": "500", **filters}.items())
        return self.get(f"/audit/v1/records?{query}")["records"]

    def call_records(self, request_id: str, *, wanted: int = 2, within_s: float = 5) -> list[dict[str, Any]]:
        """The records of one call, waiting for the final one, which is written behind the answer."""
        deadline = time.monotonic() + within_s
        while True:
            found = [record for record in self.records() if record["request_id"] == request_id]
            if len(found) >= wanted or time.monotonic() > deadline:
                return sorted(found, key=lambda record: record["seq"])
            time.sleep(0.02)

    def processes(self) -> dict[int, str]:
        """Every process below the guard: pid -> command line."""
        found: dict[int, str] = {}
        parents = {self.process.pid}
        for _ in range(4):
            for entry in Path("/proc").iterdir():
                if not entry.name.isdigit():
                    continue
                try:
                    stat = (entry / "stat").read_text().rpartition(")")[2].split()
                    command = (entry / "cmdline").read_text().replace("\0", " ")
                except OSError:
                    continue
                if int(stat[1]) in parents and int(entry.name) not in found:
                    found[int(entry.name)] = command
                    parents.add(int(entry.name))
        return found
