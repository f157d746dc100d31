"""Composition root: settings in, the rooms' objects out. The one place where settings become plain arguments."""
