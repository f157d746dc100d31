"""The journey of one call through the guard, and who may watch it. Start reading at `pipeline`."""

__version__ = "0.1.0"
