"""Pure decisions, one rule per file: findings, caller and tool in; treatments, action and reasons out."""
