"""A network on disk: checked, then loaded into onnxruntime with one thread.

Fail closed: a file that is missing or differs from the digest in `model.json` is never run. The digest protects
against a damaged or half-replaced installation; it is written to the audit with the engine's version.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent.parent / "names" / "model"
"""The name model."""
REQUESTS = Path(__file__).parent.parent / "uses" / "model"
"""The network that judges requests (`detectors.uses.classifier`)."""
WEIGHTS, VOCABULARY = "model.onnx", "vocab.txt"


class ModelFileError(OSError):
    """A file of a model is missing or not the one that was shipped. The worker must not serve."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `model.json` says.

    Attributes:
        name: of the model, with its version.
        sha256: of each file, hexadecimal.
        points: least probability of a name per operating point.
    """

    name: str
    sha256: dict[str, str]
    points: dict[str, float]

    @property
    def version(self) -> str:
        """Changes with the weights, the vocabulary and the operating points."""
        stated = json.dumps([self.name, self.sha256, self.points], sort_keys=True)
        return hashlib.sha256(stated.encode()).hexdigest()[:16]


def read_manifest(folder: Path = FOLDER) -> Manifest:
    """The manifest of a model's folder; cheap.

    Raises:
        ModelFileError: it is missing or is not a manifest.
    """
    try:
        fields = json.loads((folder / "model.json").read_bytes())
        return Manifest(fields["name"], fields["sha256"], fields["operating_points"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFileError(
            f"the manifest of the model in {folder.parent.name} cannot be read: {type(error).__name__}"
        ) from None


def _of(folder: Path) -> str:
    return "the name model" if folder == FOLDER else f"the model of {folder.parent.name}"


def checked(folder: Path, name: str, manifest: Manifest) -> bytes:
    """The bytes of a file of the model.

    Raises:
        ModelFileError: it is missing, or its digest is not the manifest's.
    """
    try:
        content = (folder / name).read_bytes()
    except OSError:
        raise ModelFileError(f"{_of(folder)}'s file {name} is missing") from None
    if hashlib.sha256(content).hexdigest() != manifest.sha256.get(name):
        raise ModelFileError(f"{_of(folder)}'s file {name} is not the one that was shipped (SHA-256 differs)")
    return content


def verify(folder: Path = FOLDER) -> Manifest:
    """Check every file of the model without loading it.

    Raises:
        ModelFileError: one is missing or not the one that was shipped.
    """
    manifest = read_manifest(folder)
    for name in (WEIGHTS, VOCABULARY):
        checked(folder, name, manifest)
    return manifest


_NO_TELEMETRY = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
"""Two spellings of one switch: the first since 1.30, the second before."""


class Network:
    """The loaded weights.

    One thread, and no thread of its own: a session with more would wait for ever for threads that a fork left behind.
    """

    def __init__(self, weights: bytes) -> None:
        # Wheels for Linux from 1.29 on send telemetry unless told not to before they load (microsoft/onnxruntime pull
        # 27379); pyproject.toml keeps them out, and this keeps quiet whatever an operator installs in their place.
        os.environ.update(dict.fromkeys(_NO_TELEMETRY, "1"))
        runtime: Any = importlib.import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = runtime.ExecutionMode.ORT_SEQUENTIAL
        options.enable_mem_pattern = False  # every batch has another shape: a remembered plan per shape only grows
        options.log_severity_level = 3
        runtime.disable_telemetry_events()
        self._session = runtime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def logits(self, **inputs: NDArray[np.int64]) -> NDArray[np.float32]:
        """Its inputs by name, each (windows, pieces) and zero at padding, to its one output."""
        result: NDArray[np.float32] = self._session.run(None, inputs)[0]
        return result
