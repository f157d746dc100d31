"""Text of calls, kept beside the log where an operator wants it: sealed, with an end, and only by digest in the log."""
