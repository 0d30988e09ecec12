"""Looks whether an installation is well, and says how to fix what is not."""
