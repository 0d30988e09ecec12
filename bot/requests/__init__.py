"""Plain words that change a post: understood without any model, applied to values, no I/O."""
