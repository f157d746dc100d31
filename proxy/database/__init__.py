"""Databases: engines for SQLite and PostgreSQL, the state that may change, and its migrations. No room's own logic."""
