"""How well detection does: evaluation, equity, preview, reports of misses and false alarms."""
