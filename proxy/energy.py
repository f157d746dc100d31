"""What an answer cost in energy, carbon and water: the one importer of `ecologits`. For information only, never a gate.

Only its pure function is used: no vendor's SDK is touched, nothing is downloaded. Its impacts are a straight line over
the number of output tokens once the measured latency is left out (ours includes the scan and the caller's own reading,
and ecologits only cuts its estimate with it), so two points per model say everything: 2 ms once for a model, then
20 us for a call instead of 560 us. Importing it takes 0.2 to 0.5 s, which happens in a thread
after the start (`load`). Input tokens count for nothing, and of closed models the size is a guess: that is why every
figure is a range and comes with codes of warning.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Vendor: TypeAlias = Literal["anthropic", "cohere", "google_genai", "huggingface_hub", "mistralai", "openai"]
Missing: TypeAlias = Literal["unknown_model", "no_usage", "not_ready"]

OPEN_MODELS: Final[tuple[Vendor, ...]] = ("huggingface_hub", "mistralai", "cohere")
"""Where models stand that others serve in OpenAI's dialect."""
VENDORS: Final[Mapping[str, tuple[Vendor, ...]]] = {
    "openai": ("openai", *OPEN_MODELS),
    "anthropic": ("anthropic",),
    "gemini": ("google_genai",),
    "cohere": ("cohere",),
}
"""Dialect -> where its models are looked for, in order."""
_FROM: Final = 1_000
_TO: Final = 2_000
_MOST_TOKENS: Final = 10_000_000
_UNITS: Final = {"wh": ("energy", 1e3), "gco2e": ("gwp", 1e3), "ml": ("wcf", 1e3)}
"""Our name -> theirs, and the factor from kWh, kgCO2eq and litres."""


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity at its least and at its most: ``base + slope x output tokens``."""

    base: tuple[float, float]
    slope: tuple[float, float]

    def at(self, tokens: int) -> tuple[float, float]:
        """Least and most for a number of output tokens."""
        low = self.base[0] + self.slope[0] * tokens
        return low, max(low, self.base[1] + self.slope[1] * tokens)


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What a model costs, and how far that is to be trusted."""

    lines: Mapping[str, Line]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Estimator:
    """Estimates for one configuration.

    Attributes:
        vendors: provider id -> where its models are looked for, in place of what its dialect says.
        zone: country of the electricity (ISO 3166-1 alpha-3), in place of each vendor's own.
    """

    vendors: Mapping[str, Vendor] = field(default_factory=dict)
    zone: str | None = None
    _impacts: Any = None
    _models: Any = None
    _known: dict[tuple[str, str], ModelCost | None] = field(default_factory=dict)
    _once: threading.Lock = field(default_factory=threading.Lock)

    def load(self) -> None:
        """Import ecologits and its table. Slow (0.2 s): call it in a thread; later calls do nothing."""
        with self._once:
            if self._impacts is not None:
                return
            logger_class = logging.getLoggerClass()
            try:
                from ecologits.model_repository import models  # noqa: PLC0415 # 0.2 s that no start should wait for
                from ecologits.tracers.utils import llm_impacts  # noqa: PLC0415 # as above
            finally:
                logging.setLoggerClass(logger_class)  # it makes its own the one for every logger that follows
            logging.getLogger("ecologits").setLevel(logging.CRITICAL)  # its warnings are in our records, as codes
            self._models, self._impacts = models, llm_impacts

    def estimate(
        self, provider: str, dialect: str, models: Sequence[str | None], output_tokens: int | None
    ) -> dict[str, Any]:
        """Fields for the final record: ``energy``, or ``energy_missing`` with the reason why there is no estimate.

        Args:
            provider: id of the provider.
            dialect: API that it speaks.
            models: names of the model, the surest first (as the answer says it, as it was asked for).
            output_tokens: tokens of the answer, or None when the provider did not say.
        """
        if self._impacts is None:
            return {"energy_missing": "not_ready"}
        if output_tokens is None:
            return {"energy_missing": "no_usage"}
        cost = self._cost(provider, dialect, models)
        if cost is None:
            return {"energy_missing": "unknown_model"}
        tokens = min(output_tokens, _MOST_TOKENS)
        return {
            "energy": {
                **{name: [round(each, 6) for each in line.at(tokens)] for name, line in cost.lines.items()},
                "warnings": list(cost.warnings),
            }
        }

    def _cost(self, provider: str, dialect: str, models: Sequence[str | None]) -> ModelCost | None:
        chosen = self.vendors.get(provider)
        vendors = (chosen,) if chosen else VENDORS.get(dialect, ())
        for model in filter(None, models):
            for vendor in vendors:
                cost = self._cost_of(vendor, model.removeprefix("models/"))
                if cost is not None:
                    return cost
        return None

    def _cost_of(self, vendor: Vendor, model: str) -> ModelCost | None:
        """Kept for models that are known only: what a provider calls its model is not ours to collect."""
        key = (vendor, model)
        if key not in self._known:
            if self._models.find_model(provider=vendor, model_name=model) is None:
                return None
            try:
                self._known[key] = self._measured(vendor, model)
            except Exception:  # noqa: BLE001 # information only: whatever it stumbles over, the record is closed
                self._known[key] = None
        return self._known[key]

    def _measured(self, vendor: Vendor, model: str) -> ModelCost | None:
        here, there = (self._impacts(vendor, model, tokens, float("inf"), self.zone) for tokens in (_FROM, _TO))
        if here.errors or there.errors:
            return None
        warnings = tuple(sorted(each.code for each in here.warnings or ()))
        return ModelCost(
            {name: _line(getattr(here, ours), getattr(there, ours), factor) for name, (ours, factor) in _UNITS.items()},
            warnings,
        )


def _line(here: Any, there: Any, factor: float) -> Line:  # noqa: ANN401 # ecologits's impacts, by their shape
    first, second = _ends(here.value, factor), _ends(there.value, factor)
    low, high = ((b - a) / (_TO - _FROM) for a, b in zip(first, second, strict=True))
    return Line((max(0.0, first[0] - low * _FROM), max(0.0, first[1] - high * _FROM)), (low, high))


def _ends(value: Any, factor: float) -> tuple[float, float]:  # noqa: ANN401 # a number or a range
    low, high = getattr(value, "min", value), getattr(value, "max", value)
    return float(low) * factor, float(high) * factor
