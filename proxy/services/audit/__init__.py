"""Reading the log: what auditors ask, and what proves the answers."""
