"""How a post did on a platform."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Counts since it was published, as of now. None is what the platform, or the permission, does not tell.

    `views` is how often it was shown, `reach` to how many; `likes` are reactions of any kind, `comments` answers to
    it, `shares` others who passed it on; `saves` and `clicks` (on its link, or on it) speak for themselves.
    """

    views: int | None = None
    reach: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    clicks: int | None = None
