"""The policy at work: the table, its overrides, its trial, its explanations."""
