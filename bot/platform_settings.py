"""What can be set about the platforms: the app that stands for us there, and where its servers are."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, PlainSerializer

from core.secret import Secret


class Like:
    """What a value must look like, as the end of the sentence "It should be …"."""

    def __init__(self, words: str) -> None:
        self.words = words


def _hidden(value: object) -> object:
    return Secret(value.strip()) if isinstance(value, str) else value


def _bare(value: object) -> object:
    return value.strip().rstrip("/") if isinstance(value, str) else value


Hidden = Annotated[Secret, BeforeValidator(_hidden), PlainSerializer(str, return_type=str)]
AppId = Annotated[str, Like("the id that your app's page shows")]
AppSecret = Annotated[Hidden, Like("the secret that your app's page shows")]
Address = Annotated[str, BeforeValidator(_bare), Like("an address such as https://api.example.com")]

ApiVersion = Annotated[str, Like("a year and a month such as 202609; LinkedIn keeps each for about a year")]
_ADDRESS = r"^https?://[^\s/?#@]+(/[^\s?#]*)?$"


def _id(label: str, where: str) -> str:
    words = f"The client id of your {label} app ({where}). Given with its secret, {label} is switched on."
    return Field(default="", pattern=r"^[^\s]*$", description=words)


def _secret(variable: str) -> Secret:
    return Field(default=Secret(""), description=f"The secret that belongs to GREENLIGHT_{variable}.")


def _address(default: str, words: str) -> str:
    return Field(default=default, pattern=_ADDRESS, description=words)


class PlatformSettings(BaseModel):
    """One group for each platform that wants an app. Addresses are changed for tests and for gateways of your own."""

    facebook_client_id: AppId = _id("Facebook", "developers.facebook.com")
    facebook_client_secret: AppSecret = _secret("FACEBOOK_CLIENT_ID")
    facebook_auth_url: Address = _address("https://www.facebook.com", "Where people say yes to Facebook.")
    facebook_api_url: Address = _address("https://graph.facebook.com", "Where Facebook's Graph API is.")
    facebook_upload_url: Address = _address("https://rupload.facebook.com", "Where Facebook takes films.")
    instagram_client_id: AppId = _id("Instagram", "the Instagram app id at developers.facebook.com")
    instagram_client_secret: AppSecret = _secret("INSTAGRAM_CLIENT_ID")
    instagram_auth_url: Address = _address("https://www.instagram.com", "Where people say yes to Instagram.")
    instagram_token_url: Address = _address("https://api.instagram.com", "Where Instagram hands out tokens.")
    instagram_api_url: Address = _address("https://graph.instagram.com", "Where Instagram's API is.")
    instagram_facebook_url: Address = _address(
        "https://graph.facebook.com", "Where it is for accounts that are connected through Facebook."
    )
    threads_client_id: AppId = _id("Threads", "the Threads app id at developers.facebook.com")
    threads_client_secret: AppSecret = _secret("THREADS_CLIENT_ID")
    threads_auth_url: Address = _address("https://threads.net", "Where people say yes to Threads.")
    threads_api_url: Address = _address("https://graph.threads.net", "Where Threads' API is.")
    linkedin_client_id: AppId = _id("LinkedIn", "linkedin.com/developers")
    linkedin_client_secret: AppSecret = _secret("LINKEDIN_CLIENT_ID")
    linkedin_auth_url: Address = _address("https://www.linkedin.com", "Where people say yes to LinkedIn.")
    linkedin_api_url: Address = _address("https://api.linkedin.com", "Where LinkedIn's API is.")
    linkedin_version: ApiVersion = Field(
        default="202609", pattern=r"^20\d\d(0[1-9]|1[0-2])$", description="Which version of LinkedIn's API is spoken."
    )
    x_client_id: AppId = _id("X", "developer.x.com")
    x_client_secret: AppSecret = _secret("X_CLIENT_ID")
    x_auth_url: Address = _address("https://x.com", "Where people say yes to X.")
    x_api_url: Address = _address("https://api.x.com", "Where X's API is.")
    tiktok_client_id: AppId = _id("TikTok", "the client key at developers.tiktok.com")
    tiktok_client_secret: AppSecret = _secret("TIKTOK_CLIENT_ID")
    tiktok_auth_url: Address = _address("https://www.tiktok.com", "Where people say yes to TikTok.")
    tiktok_api_url: Address = _address("https://open.tiktokapis.com", "Where TikTok's API is.")
    pinterest_client_id: AppId = _id("Pinterest", "developers.pinterest.com")
    pinterest_client_secret: AppSecret = _secret("PINTEREST_CLIENT_ID")
    pinterest_auth_url: Address = _address("https://www.pinterest.com", "Where people say yes to Pinterest.")
    pinterest_api_url: Address = _address("https://api.pinterest.com/v5", "Where Pinterest's API is.")
    youtube_client_id: AppId = _id("YouTube", "an OAuth client at console.cloud.google.com")
    youtube_client_secret: AppSecret = _secret("YOUTUBE_CLIENT_ID")
    youtube_auth_url: Address = _address("https://accounts.google.com", "Where people say yes to Google.")
    youtube_token_url: Address = _address("https://oauth2.googleapis.com", "Where Google hands out tokens.")
    youtube_api_url: Address = _address("https://www.googleapis.com", "Where YouTube's API is.")
    bluesky_home_url: Address = _address("https://bsky.social", "Where people without a server of their own are.")
    bluesky_plc_url: Address = _address("https://plc.directory", "Where Bluesky says which server an account is on.")
    bluesky_video_url: Address = _address("https://video.bsky.app", "Where Bluesky takes films.")

    def has(self, platform: str) -> bool:
        """Whether there is an app for that platform."""
        return bool(getattr(self, f"{platform}_client_id") and getattr(self, f"{platform}_client_secret"))
