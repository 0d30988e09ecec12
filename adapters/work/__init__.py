"""Engines that run actions in time."""
