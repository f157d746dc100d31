"""What must outlive a call, so that placeholders mean the same at the next one: encrypted, expiring, for its owner."""
