"""The name model: text to units, units to windows, windows to tags, tags to spans. Weights lie in `names/model`."""
