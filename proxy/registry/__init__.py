"""Approved tools: which provider serves a model, under which approval and contract tier, until when."""
