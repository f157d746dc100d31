"""Files and batches that lie at a provider: checked record by record on the way in, restored on the way back."""
