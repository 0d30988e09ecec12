"""Telegram: private chats, groups and topics, by long polling or a webhook."""

import os

# The library reads it at each use: spans of time are timedeltas, as they will be in its next version anyway.
os.environ.setdefault("PTB_TIMEDELTA", "1")
