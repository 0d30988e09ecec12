"""A page of what the offline writer writes, to be read by a person."""
