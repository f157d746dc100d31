"""Halve the inner layers of a checkpoint: the neurons that say least on real text go. Faster to train and to run.

python -m training.prune --data ../shared/data/ner --weights .model/a/tagger.safetensors --inner 768 --out .model/b.safetensors
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from training.network import tagger_from
from training.train import arrays, batches, tokenizer


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--inner", type=int, default=768)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    weights = load_file(args.weights)
    model = tagger_from(weights).eval()
    seen = [torch.zeros(layer.up.out_features) for layer in model.layers]

    def watch(number: int) -> None:
        def hook(_module: object, _inputs: object, output: torch.Tensor) -> None:
            seen[number].add_(torch.nn.functional.gelu(output).pow(2).flatten(0, 1).sum(0))

        model.layers[number].up.register_forward_hook(hook)

    for number in range(len(seen)):
        watch(number)
    stream = batches(Path(args.data), tokenizer(), random.Random(1), synthetic=0)
    with torch.no_grad():
        for _ in range(25):
            ids, kinds, _ = arrays(next(stream))
            model(ids, kinds)
    for number, layer in enumerate(model.layers):
        weight = seen[number].sqrt() * layer.down.weight.detach().norm(dim=0)
        kept = weight.topk(args.inner).indices.sort().values
        share = weight[kept].sum() / weight.sum()
        print(f"layer {number}: {share:.3f} of the weight kept")
        name = f"layers.{number}"
        weights[f"{name}.up.weight"] = weights[f"{name}.up.weight"][kept].contiguous()
        weights[f"{name}.up.bias"] = weights[f"{name}.up.bias"][kept].contiguous()
        weights[f"{name}.down.weight"] = weights[f"{name}.down.weight"][:, kept].contiguous()
    save_file(weights, args.out)


if __name__ == "__main__":
    main()
