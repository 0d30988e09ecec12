"""The web chat: the conversation in a browser, with the public pages beside it."""
