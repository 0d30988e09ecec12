"""Instagram professional accounts."""
