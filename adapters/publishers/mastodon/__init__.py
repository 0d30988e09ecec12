"""Mastodon, whose rules are known so that words can be written for it."""
