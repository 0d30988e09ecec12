"""Where a feed lives on disk, and which of its files the world may see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import Invalid, Problem

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json"
PAGE = "text/html; charset=utf-8"

ENDINGS: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/webm": "webm",
}
"""The media a feed carries, and how their files end."""

_SLUG = re.compile(r"[a-z0-9-]{1,64}")
_KEY = re.compile(r"[a-z0-9]{1,13}")
_MEDIUM = re.compile(r"media/[0-9a-f]{64}\.([a-z0-9]{3,4})")
_POST = re.compile(r"posts/[a-z0-9]{1,13}\.html")
_FIXED: Mapping[str, str] = {
    "feed.atom": ATOM,
    "feed.json": JSON_FEED,
    "index.html": PAGE,
    "style.css": "text/css; charset=utf-8",
}
_MEDIA_TYPES = {ending: mime for mime, ending in ENDINGS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFiles:
    """The files of one feed. Its name is checked, so that no path leaves the folder.

    Raises:
        Invalid: the slug is not 1 to 64 of `a-z`, `0-9` and `-`.
    """

    root: Path
    slug: str

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise Invalid(
                Problem(
                    field="slug",
                    what="A feed is named with small letters, digits and hyphens, 64 at most.",
                    fix="Try my-bakery.",
                    limit=64,
                    actual=len(self.slug),
                )
            )

    @property
    def folder(self) -> Path:
        return self.root / self.slug

    @property
    def about(self) -> Path:
        """Title, host and day of creation: what the permanent ids are made of."""
        return self.folder / "about.json"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def entries(self) -> Path:
        return self.folder / "entries"

    @property
    def atom(self) -> Path:
        return self.folder / "feed.atom"

    @property
    def json(self) -> Path:
        return self.folder / "feed.json"

    @property
    def index(self) -> Path:
        return self.folder / "index.html"

    @property
    def style(self) -> Path:
        return self.folder / "style.css"

    def entry(self, key: str) -> Path:
        """The file that is one entry; where it is, the entry is."""
        return self.entries / f"{_checked(key)}.json"

    def post(self, key: str) -> Path:
        """The page of one entry."""
        return self.folder / post_name(key)

    def medium(self, sha256: str, mime: str) -> Path:
        """The file of one picture or film."""
        return self.folder / medium_name(sha256, mime)


def medium_name(sha256: str, mime: str) -> str:
    """The path of a picture or film inside its feed. Raises KeyError when feeds do not carry the type."""
    return f"media/{sha256}.{ENDINGS[mime]}"


def public_file(root: Path, slug: str, name: str) -> tuple[Path, str] | None:
    """The file and media type behind `/feeds/<slug>/<name>`; None for everything that is not public.

    An empty name is the feed's page. The file need not exist.
    """
    wanted = name or "index.html"
    mime = _FIXED.get(wanted)
    if mime is None and _POST.fullmatch(wanted):
        mime = PAGE
    if mime is None and (medium := _MEDIUM.fullmatch(wanted)):
        mime = _MEDIA_TYPES.get(medium.group(1))
    if mime is None or not _SLUG.fullmatch(slug):
        return None
    return FeedFiles(root=root, slug=slug).folder / wanted, mime


def address(base_url: str, slug: str, name: str = "") -> str:
    """Where a file of a feed is served; without a name, the feed's page."""
    return f"{base_url.rstrip('/')}/feeds/{slug}/{name}"


def post_name(key: str) -> str:
    """The path of an entry's page inside its feed."""
    return f"posts/{_checked(key)}.html"


def is_key(text: str) -> bool:
    """True when the text can name an entry."""
    return _KEY.fullmatch(text) is not None


def _checked(key: str) -> str:
    if not is_key(key):
        raise ValueError("not the key of an entry")
    return key
