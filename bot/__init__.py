"""Everything that drives the core: chats, commands, the command line, the wiring."""
