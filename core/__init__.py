"""Greenlight's own language. Imports the standard library only and knows nobody else."""
