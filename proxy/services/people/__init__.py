"""Callers: keys and rosters."""
