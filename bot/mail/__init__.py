"""Mail: the second channel, for people who have no chat open."""
