"""The labelled prompts for prohibited uses, cut in two by a rule that was fixed before any rule was tuned on them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "detectors" / "uses" / "labelled"
SEED = "uses-2026-11"


@dataclass(frozen=True)
class Prompt:
    """One prompt; `tag` is empty for an innocent one, whose `beside` names the use that it stands next to."""

    text: str
    tag: str
    beside: str

    @property
    def held_out(self) -> bool:
        """Half of the prompts, by a digest of the text: never looked at while rules are changed."""
        return hashlib.sha256(f"{SEED}|{self.text}".encode()).digest()[0] % 2 == 0


def prompts() -> list[Prompt]:
    """All of them."""
    return [*_read("asked.txt", asked=True), *_read("innocent.txt", asked=False)]


def _read(name: str, *, asked: bool) -> list[Prompt]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("|", 1) for line in lines if line and not line.startswith("#"))
    return [Prompt(text.replace("\\n", "\n"), tag if asked else "", tag) for tag, text in pairs]


def later(name: str) -> list[Prompt]:
    """A set that was written after the rules (``fresh.txt`` ...): TAG or NONE, a bar, the prompt."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("|", 1) for line in lines if line and not line.startswith("#"))
    return [Prompt(text.replace("\\n", "\n"), "" if tag == "NONE" else tag, "") for tag, text in pairs]
