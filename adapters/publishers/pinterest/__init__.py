"""Pinterest: what it takes, and how pins get there."""
