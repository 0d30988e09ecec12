"""Slack: cards as messages with buttons, forms as modals, what waits on the App Home."""
