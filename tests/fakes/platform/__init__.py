"""A small social network in its own process, with its own ledger, that can misbehave on request."""
