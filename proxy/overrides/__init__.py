"""Exceptions that people granted, and the policy tables that were ever in force: what may change at run time."""
