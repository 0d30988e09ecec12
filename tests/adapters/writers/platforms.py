"""Rules of platforms as a writer sees them, with numbers like those of the real ones."""

from __future__ import annotations

from core.account import Platform
from core.rules import Recovery, Rules


def weighted(text: str) -> int:
    """Count as a platform might: everything outside Latin weighs two."""
    return sum(1 if ord(char) < 0x1100 else 2 for char in text)


def rules_for(
    name: str,
    most: int,
    ideal: int,
    tags: tuple[int, int],
    *,
    picture: bool = False,
    local: bool = False,
) -> Rules:
    """Build the rules of one platform."""
    return Rules(
        platform=Platform(name),
        label=name.title(),
        recovery=Recovery.NONE,
        count=weighted if name == "x" else len,
        max_text=most,
        ideal_text=ideal,
        hashtags=tags,
        needs_media=picture,
        local=local,
    )


X = rules_for("x", 280, 200, (0, 2))
LINKEDIN = rules_for("linkedin", 3000, 900, (3, 5))
INSTAGRAM = rules_for("instagram", 2200, 400, (5, 10), picture=True)
FACEBOOK = rules_for("facebook", 63206, 400, (0, 2))
FOUR = (X, LINKEDIN, INSTAGRAM, FACEBOOK)
ELEVEN = (
    *FOUR,
    rules_for("threads", 500, 250, (0, 1)),
    rules_for("bluesky", 300, 200, (0, 2)),
    rules_for("mastodon", 500, 300, (2, 4)),
    rules_for("pinterest", 500, 250, (2, 5), picture=True),
    rules_for("tiktok", 2200, 150, (3, 5), picture=True),
    rules_for("youtube", 5000, 500, (2, 3), picture=True),
    rules_for("telegram", 1024, 500, (0, 2)),
)
FEED = rules_for("feed", 5000, 500, (3, 5), local=True)
