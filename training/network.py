"""The network: the lowest layers of MiniLM, a table of kinds, a tagging head."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from detectors.tagger.wordpiece import GAPS, KINDS, SHAPES
from training.encode import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEADS, INNER, VOCABULARY, POSITIONS = 384, 12, 1536, 30522, 192


class Layer(nn.Module):
    """One transformer encoder layer, post-norm, as BERT's."""

    def __init__(self, dropout: float, inner: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.up = nn.Linear(WIDTH, inner)
        self.down = nn.Linear(inner, WIDTH)
        self.norm_a = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm_b = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """States (batch, length, width); bias (batch, 1, 1, length) is -1e4 at padding."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(q @ k.transpose(-1, -2) * (1 / math.sqrt(WIDTH // HEADS)) + bias, -1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm_a(x + self.drop(self.out(mixed)))
        y: Tensor = self.norm_b(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))
        return y


class Tagger(nn.Module):
    """Piece ids and kinds to tag logits."""

    def __init__(self, layers: int, dropout: float = 0.1, inner: int = INNER) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH, sparse=True)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.kinds = nn.Embedding(KINDS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout, inner) for _ in range(layers))
        self.head = nn.Linear(WIDTH, len(TAGS))
        self.drop = nn.Dropout(dropout)

    def forward(self, ids: Tensor, kinds: Tensor) -> Tensor:
        """Ids and kinds (batch, length), padded with 0, to logits (batch, length, tags)."""
        bias = (ids == 0).to(torch.float32)[:, None, None, :] * -1e4
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.places(places)[None] + self.kinds(kinds)))
        for layer in self.layers:
            x = layer(x, bias)
        logits: Tensor = self.head(x)
        return logits


def tagger_from(weights: dict[str, Tensor], dropout: float = 0.1) -> Tagger:
    """A tagger of the checkpoint's shape with the checkpoint's weights."""
    layers = len({name.split(".")[1] for name in weights if name.startswith("layers.")})
    model = Tagger(layers, dropout, weights["layers.0.up.weight"].shape[0])
    model.load_state_dict(weights)
    return model


def from_minilm(weights: dict[str, Tensor], keep: Sequence[int]) -> Tagger:
    """A tagger that starts from these layers of MiniLM; kinds and head start near zero."""
    model = Tagger(len(keep))
    with torch.no_grad():
        words = weights["embeddings.word_embeddings.weight"]
        model.words.weight.copy_(words)
        model.places.weight.copy_(weights["embeddings.position_embeddings.weight"][:POSITIONS])
        shape, gap = torch.randn(len(SHAPES), 1, WIDTH), torch.randn(1, len(GAPS), WIDTH)
        model.kinds.weight.copy_(
            weights["embeddings.token_type_embeddings.weight"][0] + 0.01 * (shape + gap).reshape(KINDS, WIDTH)
        )
        _copy(model.norm, weights, "embeddings.LayerNorm")
        for layer, number in zip(model.layers, keep, strict=True):
            _copy_layer(layer, weights, f"encoder.layer.{number}")
        nn.init.normal_(model.head.weight, std=0.02)
        nn.init.zeros_(model.head.bias)
    return model


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])


def layer_from(weights: dict[str, Tensor], name: str, dropout: float) -> Layer:
    """A layer of MiniLM by its name (``encoder.layer.0``)."""
    layer = Layer(dropout, INNER)
    with torch.no_grad():
        _copy_layer(layer, weights, name)
    return layer


def _copy_layer(layer: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    layer.qkv.weight.copy_(torch.cat([weights[f"{part}.weight"] for part in parts]))
    layer.qkv.bias.copy_(torch.cat([weights[f"{part}.bias"] for part in parts]))
    _copy(layer.out, weights, f"{name}.attention.output.dense")
    _copy(layer.up, weights, f"{name}.intermediate.dense")
    _copy(layer.down, weights, f"{name}.output.dense")
    _copy(layer.norm_a, weights, f"{name}.attention.output.LayerNorm")
    _copy(layer.norm_b, weights, f"{name}.output.LayerNorm")
