"""A call that waits for a person: when it is held, what is kept of it, what a release lifts."""
