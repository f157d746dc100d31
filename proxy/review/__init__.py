"""Calls that wait for a person: the states of a hold (pure), its store, its encrypted content, its outbox."""
