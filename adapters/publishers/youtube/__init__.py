"""YouTube: what it takes, and how films get there."""
