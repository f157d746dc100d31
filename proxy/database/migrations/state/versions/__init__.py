"""One file per step, in a chain."""
