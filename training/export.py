"""A checkpoint to `detectors/names/model`: ONNX, int8 per channel, manifest with digests.

python -m training.export --weights .model/main/tagger.safetensors --name "chaperone-names 1"
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from torch import Tensor, nn

from detectors.tagger.decoding import TAGS
from training.network import Tagger, tagger_from
from training.train import base_folder

POINTS = {"recall": 0.25, "balanced": 0.5, "precision": 0.75}


def load(path: Path) -> Tagger:
    """A checkpoint as a network that judges."""
    return tagger_from(load_file(path)).eval()


def export(model: Tagger, folder: Path, *, int8: bool = True) -> None:
    """Write ``model.onnx``."""
    example = torch.randint(1000, 2000, (2, 16)), torch.zeros(2, 16, dtype=torch.long)
    axes = {0: "windows", 1: "pieces"}
    write(model, example, folder / "model.onnx", {"ids": axes, "kinds": axes, "logits": axes}, int8=int8)


def write(
    model: nn.Module, example: tuple[Tensor, ...], path: Path, axes: dict[str, dict[int, str]], *, int8: bool = True
) -> None:
    """A network as ONNX, its weights int8 per channel. The last of `axes` is the output, the others are the inputs."""
    *inputs, output = axes
    with tempfile.TemporaryDirectory() as work:
        plain, ready = f"{work}/plain.onnx", f"{work}/ready.onnx"
        torch.onnx.export(
            model, example, plain, input_names=inputs, output_names=[output], opset_version=17, dynamo=False,
            dynamic_axes=axes,
        )  # fmt: skip
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        if int8:
            quantize_dynamic(ready, path, per_channel=True, weight_type=QuantType.QInt8)
        else:
            shutil.copyfile(plain, path)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--name", default="chaperone-names 1")
    parser.add_argument("--folder", default="detectors/names/model")
    parser.add_argument("--float", action="store_true")
    args = parser.parse_args()
    folder = Path(args.folder)
    folder.mkdir(parents=True, exist_ok=True)
    export(load(Path(args.weights)), folder, int8=not args.float)
    shutil.copyfile(base_folder() / "vocab.txt", folder / "vocab.txt")
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "vocab.txt")}
    manifest = {"name": args.name, "labels": TAGS, "window": 128, "operating_points": POINTS, "sha256": digests,
                "bytes": {name: (folder / name).stat().st_size for name in digests}}  # fmt: skip
    (folder / "model.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
