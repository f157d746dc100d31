"""Held calls and reviewed answers: what reviewers and callers do with them."""
