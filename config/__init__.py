"""What an operator may set: frozen models, loading with file and line in every error, and the shipped defaults."""
