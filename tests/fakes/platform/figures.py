"""What every post on the far side has gathered, so that a test can tell one count from the other."""

from __future__ import annotations

VIEWS, REACH, LIKES, COMMENTS, REPOSTS, QUOTES, SAVES, CLICKS = 1200, 800, 31, 7, 5, 2, 11, 17
