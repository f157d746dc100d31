"""The log probabilities of one choice of a stream, in the two forms that OpenAI's chat and legacy APIs give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.wire.logprobs import Track
from proxy.wire.openai_copies import TEXTS, first_offset, listed, unlisted

if TYPE_CHECKING:
    from proxy.exchange import Json


class Counted:
    """A track for each text of the choice, opened with the first probabilities that come."""

    texts: tuple[str, ...] = TEXTS

    def __init__(self) -> None:
        self._tracks: dict[str, Track] = {}
        self._too_late = False
        """Text came before any probabilities: they can be put nowhere."""

    @property
    def open(self) -> bool:
        """Whether probabilities came, or still may."""
        return bool(self._tracks) or not self._too_late

    def feed(self, given: Json, said: dict[str, str], now: dict[str, str]) -> Json:
        """What may leave with a chunk; None when nothing may.

        Args:
            given: the provider's ``logprobs`` of the choice.
            said: the texts of the chunk as the provider sent them.
            now: the same as they leave.
        """
        if self._too_late:
            return None
        entries = self._entries(given)
        if not self._tracks and not any(entries.values()):
            self._too_late = any(said.values())
            return None
        self._tracks = self._tracks or {name: Track() for name in self.texts}
        return self._form(
            {
                name: track.feed(entries.get(name), said.get(name, ""), now.get(name, ""))
                for name, track in self._tracks.items()
            }
        )

    def finish(self, now: dict[str, str]) -> Json:
        """What is left when the texts end with `now`; None when nothing is."""
        return self._form({name: track.finish(now.get(name, "")) for name, track in self._tracks.items()})

    def _entries(self, given: Json) -> dict[str, Json]:
        return {name: given.get(name) for name in self.texts} if isinstance(given, dict) else {}

    def _form(self, ready: dict[str, list[dict[str, Json]]]) -> Json:
        return {name: made or None for name, made in ready.items()} if any(ready.values()) else None


class CountedLegacy(Counted):
    """Four parallel lists, and offsets into the text."""

    texts = ("content",)

    def __init__(self) -> None:
        super().__init__()
        self._offset: int | None = None

    def _entries(self, given: Json) -> dict[str, Json]:
        entries = listed(given)
        if entries and self._offset is None:
            self._offset = first_offset(given)
        return {"content": entries}

    def _form(self, ready: dict[str, list[dict[str, Json]]]) -> Json:
        made = ready.get("content")
        if not made:
            return None
        start = self._offset or 0
        self._offset = start + sum(len(entry["token"]) for entry in made)
        return unlisted(made, start)


class Counts:
    """The log probabilities of all choices of a stream."""

    def __init__(self, kind: type[Counted]) -> None:
        self._kind = kind
        self._choices: dict[int, Counted] = {}

    def wanted(self, index: int, choice: dict[str, Json]) -> bool:
        """Whether those of this chunk matter; most streams have none."""
        counted = self._choices.get(index)
        return counted is None or counted.open or choice.get("logprobs") is not None

    def feed(self, index: int, choice: dict[str, Json], said: dict[str, str], now: dict[str, str]) -> Json:
        """What may leave with a chunk; what the provider sent is taken out of `choice`."""
        given = choice.get("logprobs")
        if given is not None:
            choice["logprobs"] = None
        return self._choices.setdefault(index, self._kind()).feed(given, said, now)

    def finish(self, index: int, now: dict[str, str]) -> Json:
        """What is left when the texts of a choice end with `now`; None when nothing is."""
        counted = self._choices.get(index)
        return None if counted is None else counted.finish(now)


def texts_of(delta: Json) -> dict[str, str]:
    """The texts of a delta for which the chat API gives probabilities."""
    if not isinstance(delta, dict):
        return {}
    return {name: delta[name] for name in TEXTS if isinstance(delta.get(name), str)}
