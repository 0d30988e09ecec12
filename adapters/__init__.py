"""Everything the core drives: stores, platforms, writers, pictures, the machine itself."""
