"""Measuring detection on labelled texts: pure scoring, no files, no workers (`proxy.services.quality`)."""
