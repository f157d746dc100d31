"""When two people are two, for the requests of this room: see `proxy.exchange.people`."""

from __future__ import annotations

from proxy.exchange.people import OPERATOR, same_person

__all__ = ["OPERATOR", "same_person"]
