"""Bluesky, or any other server of the AT Protocol."""
