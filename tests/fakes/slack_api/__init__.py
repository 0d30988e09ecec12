"""A Slack of our own: a real socket, the methods we call, the documented limits, and people who reach an app both ways.

https://docs.slack.dev (read 2026-11). What it does not know it refuses, so a typo in a field is found.
"""
