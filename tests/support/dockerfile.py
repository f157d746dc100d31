"""Reads a Dockerfile as far as ours goes, for its tests, and turns a stage into a script that runs without an engine.

``python dockerfile.py Dockerfile build`` prints the stage `build` as a bash script: COPY from the context becomes
``cp`` from ``$CONTEXT``, ENV only sets what the caller has not set (so that paths can be moved), RUN stays as it is.
"""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its keyword in capitals, and the rest with continuation lines joined."""

    keyword: str
    rest: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A FROM and what follows it; `name` is empty where no AS is given."""

    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, keyword: str) -> list[str]:
        """What stands behind each instruction of one kind."""
        return [instruction.rest for instruction in self.instructions if instruction.keyword == keyword]


def parse(text: str) -> list[Stage]:
    """The stages of a Dockerfile, in order.

    Raises:
        ValueError: an instruction stands before the first FROM.
    """
    stages: list[Stage] = []
    lines = "\n".join(line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n\s*", " ", lines).splitlines():
        keyword, _, rest = line.strip().partition(" ")
        if keyword.upper() == "FROM":
            base, _, name = rest.strip().partition(" AS ")
            stages.append(Stage(base, name.strip()))
        elif not stages:
            raise ValueError("an instruction stands before the first FROM")
        else:
            stages[-1].instructions.append(Instruction(keyword.upper(), rest.strip()))
    return stages


def script(stage: Stage) -> str:
    """A stage as bash; ``$CONTEXT`` is the build context, the current folder plays the part of WORKDIR."""
    lines = ["set -euo pipefail"]
    for instruction in stage.instructions:
        if instruction.keyword == "ENV":
            pairs = (pair.partition("=") for pair in shlex.split(instruction.rest))
            lines += [f"export {name}=${{{name}:-{shlex.quote(value)}}}" for name, _, value in pairs]
        elif instruction.keyword == "COPY":
            *sources, target = shlex.split(instruction.rest)
            copied = " ".join(f'"$CONTEXT"/{shlex.quote(source)}' for source in sources)
            lines += [f"mkdir -p {shlex.quote(str(Path(target).parent if len(sources) == 1 else Path(target)))}"]
            lines += [f"cp -R {copied} {shlex.quote(target)}"]
        elif instruction.keyword == "RUN":
            lines.append(instruction.rest)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    path, wanted = sys.argv[1:]
    sys.stdout.write(script(next(s for s in parse(Path(path).read_text(encoding="utf-8")) if s.name == wanted)))
