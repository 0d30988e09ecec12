"""Which settings lead the product to a far side of ours instead of to the platform."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET

_BELOW: Mapping[str, Mapping[str, str]] = {
    "bluesky": {"home_url": "", "plc_url": "", "video_url": ""},
    "facebook": {
        "auth_url": "/www.facebook.com",
        "api_url": "/graph.facebook.com",
        "upload_url": "/rupload.facebook.com",
    },
    "instagram": {
        "auth_url": "/www.instagram.com",
        "token_url": "/api.instagram.com",
        "api_url": "/graph.instagram.com",
        "facebook_url": "/graph.facebook.com",
    },
    "linkedin": {"auth_url": "/www.linkedin.com", "api_url": ""},
    "mastodon": {},
    "pinterest": {"auth_url": "/www.pinterest.com", "api_url": "/v5"},
    "threads": {"auth_url": "/threads.net", "api_url": "/graph.threads.net"},
    "tiktok": {"auth_url": "/www.tiktok.com", "api_url": ""},
    "x": {"auth_url": "/x.com", "api_url": ""},
    "youtube": {"auth_url": "/accounts.google.com", "token_url": "/oauth2.googleapis.com", "api_url": ""},
}
FREE = frozenset({"bluesky", "mastodon"})
"""No app is needed there."""


def settings_for(platform: str, url: str) -> dict[str, str]:
    """The app and the addresses of a platform whose far side is at `url`, by the names of the settings."""
    app = {} if platform in FREE else {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    given = {**app, **{name: f"{url}{below}" for name, below in _BELOW[platform].items()}}
    return {f"{platform}_{name}": value for name, value in given.items()}
