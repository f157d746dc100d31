"""Pure: findings and treatments in, replacements out; and the one machine that restores and scans the answer."""
