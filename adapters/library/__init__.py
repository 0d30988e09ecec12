"""The library room: reads feeds, web pages and files that people point at or send."""
