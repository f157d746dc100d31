"""The judge of requests: lower layers of MiniLM that say whether a text asks for a use that the policy stops.

python -m training.asking --run .model/asking [--epochs 6] [--layers 6] [--seed 1]

Trained on invented prompts (`training/asked`: TAG, a bar, the text) and on texts that the generator of the name model
makes, which ask for nothing. Its word pieces are those of MiniLM that stand in any of these texts or in the data
folder; the table of words stays as it was, for two thousand prompts would only spoil it. Ends with ``model.onnx``
(int8), ``vocab.txt`` and ``model.json`` in `detectors/uses/model`.
"""

from __future__ import annotations

import argparse
import json
import random
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from detectors.tagger.ends import HEAD, TAIL, pieces
from detectors.tagger.wordpiece import WordPiece, read_vocabulary
from training.export import write
from training.network import WIDTH, layer_from
from training.train import base_folder
from training.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

TAGS = ("NONE", "OVERSIGHT", "DECEPTION", "IPCOPY", "SURVEIL")
ASKED = Path(__file__).parent / "asked"
FOLDER = Path("detectors/uses/model")
RESERVED = 1000
"""The first ids of the vocabulary are taken by number: edge marks, runs of digits, buckets of unknown characters."""
PASTED = 200
"""Characters of a text that may play something pasted."""
STEEPEST, HEAD_RATE, BATCH, SMOOTHING = 8e-5, 1e-3, 16, 0.05


def labelled(folder: Path) -> list[tuple[str, str]]:
    """(tag, text) of every line of the folder's files."""
    rows = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                tag, text = line.split("|", 1)
                rows.append((TAGS[TAGS.index(tag)], text.replace("\\n", "\n")))
    return rows


def asking_nothing(rng: random.Random, count: int) -> list[str]:
    """Generated and natural passages of the name model's corpus: notes, tables, mails, prose."""
    from training.corpus import natural  # noqa: PLC0415  these need the data folder
    from training.generate import one  # noqa: PLC0415
    from training.lists import DATA  # noqa: PLC0415

    found = list(natural(Path(DATA), rng))
    return [one(rng).text for _ in range(count)] + [rng.choice(found).text for _ in range(count // 2)]


def vocabulary(texts: Iterable[str]) -> tuple[str, list[int]]:
    """The reserved pieces, all single characters and what stands in the texts: as a file, and as rows of MiniLM's."""
    whole = (base_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    known = WordPiece(read_vocabulary("\n".join(whole)))
    used = {piece for text in texts for each in known.units(text).pieces for piece in each}
    rows = [
        row
        for row, piece in enumerate(whole)
        if piece and (row < RESERVED or row in used or len(piece.removeprefix("##")) == 1)
    ]
    return "\n".join(whole[row] for row in rows) + "\n", rows


class Judge(nn.Module):
    """Piece ids (batch, length), zero at padding, to logits (batch, tags)."""

    def __init__(self, weights: dict[str, Tensor], rows: Sequence[int], layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"][list(rows)].clone())
        places = weights["embeddings.position_embeddings.weight"][: HEAD + TAIL + 2]
        self.places = nn.Parameter(places + weights["embeddings.token_type_embeddings.weight"][0])
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm.load_state_dict({name: weights[f"embeddings.LayerNorm.{name}"] for name in ("weight", "bias")})
        self.layers: nn.ModuleList = nn.ModuleList(
            layer_from(weights, f"encoder.layer.{number}", dropout) for number in range(layers)
        )
        self.look = nn.Linear(WIDTH, 1)
        nn.init.zeros_(self.look.weight)
        self.head = nn.Linear(WIDTH, len(TAGS))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.drop = nn.Dropout(dropout)

    def forward(self, ids: Tensor) -> Tensor:
        """The last layer's states, weighed by how much each tells (at first all alike), summed and judged."""
        there = (ids != 0).to(torch.float32)
        bias = (1 - there)[:, None, None, :] * -1e4
        states = self.drop(self.norm(self.words(ids) + self.places[: ids.shape[1]][None]))
        for layer in self.layers:
            states = layer(states, bias)
        weights = torch.softmax(self.look(states)[..., 0] + bias[:, 0, 0], dim=1)
        logits: Tensor = self.head(self.drop((states * weights[..., None]).sum(1)))
        return logits


def batches(rows: Sequence[tuple[int, list[int]]], rng: random.Random) -> Iterator[tuple[Tensor, Tensor]]:
    """Shuffled batches of texts of like length."""
    order = list(range(len(rows)))
    rng.shuffle(order)
    groups = []
    for start in range(0, len(order), BATCH * 16):
        alike = sorted(order[start : start + BATCH * 16], key=lambda row: len(rows[row][1]))
        groups += [alike[low : low + BATCH] for low in range(0, len(alike), BATCH)]
    rng.shuffle(groups)
    for group in groups:
        yield padded([rows[row][1] for row in group]), torch.tensor([rows[row][0] for row in group])


def padded(ids: Sequence[Sequence[int]]) -> Tensor:
    """One tensor, zero at padding."""
    longest = max(map(len, ids))
    return torch.tensor([[*each, *[0] * (longest - len(each))] for each in ids])


def train(model: Judge, rows: Callable[[], Sequence[tuple[int, list[int]]]], epochs: int, rng: random.Random) -> Judge:
    """Fine-tune all but the table of words; the rate rises for a tenth of the steps and then falls to nothing.

    Args:
        model: with MiniLM's layers.
        rows: makes (tag, pieces) of an epoch.
        epochs: how often.
        rng: order.
    """
    fresh = rows()
    steps = epochs * (len(fresh) // BATCH + 1)
    body = [value for name, value in model.named_parameters() if value.requires_grad and not name.startswith("head")]
    groups = [{"params": body, "lr": STEEPEST}, {"params": list(model.head.parameters()), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1, 10 * n / steps) * max(0.02, 1 - n / steps))
    judge = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for ids, tags in batches(fresh, rng):
            loss = judge(model(ids), tags)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            rate.step()
            total += loss.item() * len(tags)
        print(f"epoch {epoch}: loss {total / len(fresh):.3f}", flush=True)
        fresh = rows()
    return model.eval()


def export(model: Judge, words: str, folder: Path, least: float) -> None:
    """Write the three files."""
    folder.mkdir(parents=True, exist_ok=True)
    axes = {0: "texts", 1: "pieces"}
    write(model, (torch.randint(1, 900, (2, 16)),), folder / "model.onnx", {"ids": axes, "logits": {0: "texts"}})
    (folder / "vocab.txt").write_text(words, encoding="utf-8")
    files = {name: (folder / name).read_bytes() for name in ("model.onnx", "vocab.txt")}
    manifest = {
        "name": "chaperone-requests 1",
        "labels": TAGS,
        "operating_points": {"balanced": least},
        "sha256": {name: sha256(content).hexdigest() for name, content in files.items()},
        "bytes": {name: len(content) for name, content in files.items()},
    }
    (folder / "model.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path(".model/asking"))
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--nothing", type=int, default=500)
    parser.add_argument("--least", type=float, default=0.9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    rows = labelled(ASKED) + [("NONE", text) for text in asking_nothing(rng, args.nothing)]
    words, kept = vocabulary([text for _, text in rows] + asking_nothing(rng, 4000))
    wordpiece = WordPiece(read_vocabulary(words))
    weights = {name.removeprefix("bert."): value for name, value in load_file(_weights()).items()}
    model = Judge(weights, kept, args.layers)
    print(f"{len(rows)} texts, {len(kept)} pieces, {args.layers} layers", flush=True)
    pastes = [text for tag, text in rows if tag == "NONE" and len(text) > PASTED]

    def wrapped_rows() -> list[tuple[int, list[int]]]:
        return [(TAGS.index(tag), pieces(wordpiece, wrapped(rng, text, pastes))) for tag, text in rows]

    model = train(model, wrapped_rows, args.epochs, rng)
    args.run.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.run / "judge.pt")
    export(model, words, args.folder, args.least)


def _weights() -> Path:
    return next(base_folder().glob("*.safetensors"))


if __name__ == "__main__":
    main()
