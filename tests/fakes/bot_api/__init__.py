"""A Bot API server of our own: a real socket, the documented methods, the documented limits.

https://core.telegram.org/bots/api (read 2026-11). What it does not know it refuses, so a typo in a parameter is found.
"""
