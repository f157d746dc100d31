"""How long things stay and how they come back: retention, holds, content, keys, backups."""
