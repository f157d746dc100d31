"""What leaves the log: files, reports, ledgers, public records."""
