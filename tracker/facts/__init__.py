"""Facts derived from texts: findings, roll-ups, snapshot."""
