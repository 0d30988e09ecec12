"""TikTok: what it takes, and how films and photos get there."""
