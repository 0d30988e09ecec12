"""What Slack is called here."""

from __future__ import annotations

NAME = "slack"
