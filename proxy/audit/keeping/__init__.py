"""How long content is kept: what it is about (`scope`), who forbids its end (`holds`), and its end (`dispositions`)."""
