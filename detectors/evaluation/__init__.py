"""Measuring detection on labelled texts: pure scoring, no files, no workers (those are `proxy.services.evaluation`)."""
