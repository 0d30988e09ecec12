"""The lines to the outside that settings switch on; their libraries are loaded only then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.publishers.around import AppThere, Surroundings
from adapters.publishers.media_links import MediaLinks
from adapters.publishers.outside import Outside
from bot.pace import Pace, Pacing
from bot.platform_settings import PlatformSettings
from bot.settings import Settings
from core.actions.enter import Enter
from core.clock import Clock
from core.desk import Desk
from core.mail import Mailer
from core.payload import Media
from core.ports import Blobs, Vault
from core.secret import Secret
from core.store import Store

if TYPE_CHECKING:
    import aiohttp

    from adapters.bucket_blobs import BucketBlobs
    from adapters.mail.smtp import SmtpMailer
    from bot.slack.service import Slack
    from bot.telegram.service import Telegram


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a front-end with a memory of its own is built into."""

    store: Store
    blobs: Blobs
    vault: Vault
    enter: Enter


def bucket_of(settings: Settings) -> BucketBlobs | None:
    """The bucket that keeps pictures and films, where one is named."""
    if not settings.bucket:
        return None
    from adapters.bucket_blobs import Bucket, BucketBlobs

    return BucketBlobs(
        Bucket(
            name=settings.bucket,
            key_id=settings.bucket_key_id,
            secret=settings.bucket_secret,
            endpoint=settings.bucket_endpoint_url,
            region=settings.bucket_region,
            prefix=settings.bucket_prefix,
        )
    )


def surroundings(
    settings: Settings,
    outside: Outside,
    blobs: Blobs,
    clock: Clock,
    links: MediaLinks,
    address: Callable[[Media], str],
) -> Surroundings:
    """What the platforms are built from, and the apps that are set; `address` is where they fetch a medium."""
    named = {name.rpartition("_client_id")[0] for name in PlatformSettings.model_fields if name.endswith("_client_id")}
    apps = {platform: _app(settings, platform) for platform in named if settings.has(platform)}
    free = {platform: _app(settings, platform) for platform in ("bluesky", "mastodon")}
    bot = AppThere(client_secret=settings.telegram_token, urls={"api_url": settings.telegram_api_url})
    return Surroundings(
        outside=outside,
        blobs=blobs,
        clock=clock,
        keys=links.keys,
        base_url=settings.base_url,
        address=address,
        public=settings.public_url.startswith("https://") or settings.bucket_links,
        private=settings.allow_private_sources,
        apps={**apps, **free, **({"telegram": bot} if settings.telegram_token else {})},
    )


def _app(settings: Settings, platform: str) -> AppThere:
    """The platform's group of settings."""
    names = [name for name in PlatformSettings.model_fields if name.startswith(f"{platform}_")]
    given = {name.removeprefix(f"{platform}_"): getattr(settings, name) for name in names}
    return AppThere(
        client_id=given.get("client_id", ""),
        client_secret=given.get("client_secret", Secret("")),
        urls={name: value for name, value in given.items() if name.endswith("_url")},
        version=given.get("version", ""),
    )


def mailer_of(settings: Settings, clock: Clock) -> Mailer:
    """SMTP where a server is named, else the folder."""
    if settings.mail_host:
        return smtp_of(settings, clock)
    from adapters.mail.folder import FolderMailer

    return FolderMailer(settings.home / "mail", clock)


def smtp_of(settings: Settings, clock: Clock) -> SmtpMailer:
    """The mail server that is named.

    Raises:
        Invalid: the password would travel unprotected.
    """
    from adapters.mail.smtp import Security, SmtpMailer

    return SmtpMailer(
        host=settings.mail_host,
        port=settings.mail_port,
        user=settings.mail_user,
        password=settings.mail_password,
        security=Security(settings.mail_security),
        sender=settings.mail_from,
        clock=clock,
    )


def telegram_of(settings: Settings, key: bytes, blobs: Blobs, clock: Clock, pace: Pacing = Pace) -> Telegram | None:
    """Telegram, where there is a token; its library is loaded only then."""
    if not settings.telegram_token:
        return None
    from bot.telegram.service import Telegram
    from bot.telegram.webhook import secret_of

    return Telegram(
        token=settings.telegram_token,
        api_url=settings.telegram_api_url,
        base_url=settings.public_url if settings.public_url.startswith("https://") else "",
        webhook_secret=secret_of(key, settings.telegram_token.reveal()),
        blobs=blobs,
        clock=clock,
        pace=pace,
    )


@asynccontextmanager
async def slack_session(settings: Settings) -> AsyncIterator[aiohttp.ClientSession | None]:
    """The HTTP client that Slack's library speaks through, where Slack is switched on; it is loaded only then."""
    if not settings.slack_bot_token and not settings.slack_client_id:
        yield None
        return
    import aiohttp

    async with aiohttp.ClientSession() as session:
        yield session


def slack_of(
    settings: Settings, session: aiohttp.ClientSession | None, desk: Desk, house: House, pace: Pacing = Pace
) -> Slack | None:
    """Slack, where it is switched on; with a client id and a public address other workspaces can let us in."""
    if session is None:
        return None
    from bot.slack.install import Install
    from bot.slack.manifest import INSTALL
    from bot.slack.service import Slack
    from bot.slack.tokens import InstalledTokens

    clock, store = desk.clock, house.store
    installs = settings.slack_client_id and settings.public_url.startswith("https://")
    tokens = InstalledTokens(
        store=store,
        vault=house.vault,
        clock=clock,
        enter=house.enter,
        own=settings.slack_bot_token,
        again=f"{settings.public_url}{INSTALL}" if installs else "",
    )
    install = Install(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        api_url=settings.slack_api_url,
        base_url=settings.public_url,
        tokens=tokens,
        store=store,
        clock=clock,
        ids=desk.ids,
        session=session,
    )
    return Slack(
        tokens=tokens,
        session=session,
        install=install if installs else None,
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        api_url=settings.slack_api_url,
        blobs=house.blobs,
        clock=clock,
        pace=pace,
    )
