"""Everything that is remembered, in SQLite or PostgreSQL: one file per noun."""
