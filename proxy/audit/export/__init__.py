"""Taking records out of the log: which, in what form, with what proof, and who agreed to it."""
