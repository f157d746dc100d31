"""One file per step, in a chain; the number of a step is the schema version that it makes."""
