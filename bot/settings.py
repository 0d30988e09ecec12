"""What can be set from outside: read once from the environment and `.env`, then never changed."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.ai_settings import AiSettings
from bot.platform_settings import Hidden, Like, PlatformSettings
from bot.storage_settings import StorageSettings
from core.errors import Invalid, Problem
from core.secret import Secret

PREFIX = "GREENLIGHT_"
DATABASE_FILE = "greenlight.db"
KEYS_FILE = "keys.json"

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
_KEY_BYTES = 32


class OwnSettings(BaseSettings):
    """The settings of Greenlight itself and of its chats."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        enable_decoding=False,
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    home: Annotated[Path, Like("a folder")] = Field(
        default=Path("data"),
        description="The folder everything is kept in: database, pictures, feeds and keys. "
        "A relative one lies in the folder Greenlight is started from.",
    )
    host: Annotated[str, Like("an address of this machine, such as 127.0.0.1")] = Field(
        default="127.0.0.1",
        pattern=r"^[0-9A-Za-z.:_-]+$",
        description="The address the web chat listens on. 127.0.0.1 is reached from this machine only, "
        "0.0.0.0 from everywhere: put a proxy with https in front of it.",
    )
    port: Annotated[int, Like("a whole number from 1 to 65535")] = Field(
        default=8080, ge=1, le=65535, description="The port the web chat listens on."
    )
    public_url: Annotated[str, Like("an address without a path, such as https://greenlight.example.com")] = Field(
        default="",
        description="The address under which others reach this installation; links in feeds and messages begin "
        "with it. Empty means that only this machine does.",
    )
    database_url: Annotated[Hidden, Like("postgresql://user:password@host/name or sqlite:////folder/file.db")] = Field(
        default=Secret(""),
        description="The database. Empty means a SQLite file in GREENLIGHT_HOME; "
        "PostgreSQL is postgresql://user:password@host/name.",
    )
    secret_keys: Annotated[Hidden, Like("name:key with 32 bytes in base64 as the key (openssl rand -base64 32)")] = (
        Field(
            default=Secret(""),
            description="The keys that sign approvals and seal the tokens of connected accounts, as "
            "name:base64,name2:base64 of 32 bytes each. The first is used for what is new, the others still open "
            "what is old. Empty means a key made on the first run, in keys.json in GREENLIGHT_HOME.",
        )
    )
    tick_seconds: Annotated[int, Like("a whole number from 1 to 60")] = Field(
        default=60,
        ge=1,
        le=60,
        description="Seconds between two looks ahead. Posts go out at their exact second whatever this is.",
    )
    grace_hours: Annotated[float, Like("a number of hours above 0, at most 48")] = Field(
        default=2,
        gt=0,
        le=48,
        description="How many hours after its planned time an approved post still goes out by itself, "
        "for example after this machine was off. Later than that, you are asked.",
    )
    allow_private_sources: Annotated[bool, Like("on or off")] = Field(
        default=False,
        description="Whether people may add feeds and pages of this machine and of private networks as sources: on "
        "or off. On, whoever may draft can read what servers there answer to this machine.",
    )
    slack_bot_token: Annotated[Hidden, Like("a token that begins with xoxb-")] = Field(
        default=Secret(""), description="The bot token of your Slack app; with it Greenlight talks in Slack."
    )
    slack_app_token: Annotated[Hidden, Like("a token that begins with xapp-")] = Field(
        default=Secret(""), description="The app-level token: Slack is reached over a socket, without a public address."
    )
    slack_signing_secret: Annotated[Hidden, Like("32 letters and digits from your app's page")] = Field(
        default=Secret(""),
        description="Proves that requests come from Slack, where it brings them to a public address.",
    )
    slack_client_id: Annotated[str, Like("two numbers with a dot between, from your app's page")] = Field(
        default="",
        pattern=r"^[0-9A-Za-z.]*$",
        description="The client ID of your Slack app: with it and a public https address, other workspaces let "
        "Greenlight in at /slack/install.",
    )
    slack_client_secret: Annotated[Hidden, Like("32 letters and digits from your app's page")] = Field(
        default=Secret(""), description="The client secret that belongs to GREENLIGHT_SLACK_CLIENT_ID."
    )
    slack_api_url: Annotated[str, Like("an address without a path, such as https://slack.com")] = Field(
        default="https://slack.com", description="Where Slack's Web API is."
    )
    telegram_token: Annotated[Hidden, Like("a token as @BotFather gives it, such as 123456:ABC-DEF")] = Field(
        default=Secret(""),
        description="The token of your Telegram bot, from @BotFather. Given, Telegram is switched on.",
    )
    telegram_api_url: Annotated[str, Like("an address without a path, such as https://api.telegram.org")] = Field(
        default="https://api.telegram.org",
        description="Where the Bot API is reached; change it for a Bot API server of your own.",
    )
    mail_host: Annotated[str, Like("the name of a mail server, such as smtp.example.com")] = Field(
        default="",
        pattern=r"^[0-9A-Za-z.:_-]*$",
        description="The mail server (SMTP) that takes our mail. Empty: mails are written into GREENLIGHT_HOME/mail.",
    )
    mail_port: Annotated[int, Like("a whole number from 1 to 65535")] = Field(
        default=587, ge=1, le=65535, description="Its port: usually 587 with starttls, 465 with tls."
    )
    mail_security: Annotated[Literal["starttls", "tls", "none"], Like("starttls, tls or none")] = Field(
        default="starttls",
        description="How the line to it is protected; its certificate is always checked. none is for a server on this "
        "machine: a password is never sent without encryption.",
    )
    mail_user: Annotated[str, Like("a name")] = Field(
        default="", description="Who we are to the mail server, if it asks."
    )
    mail_password: Annotated[Hidden, Like("a password")] = Field(
        default=Secret(""), description="The password that belongs to GREENLIGHT_MAIL_USER."
    )
    mail_from: Annotated[str, Like("an address, such as Greenlight <post@example.com>")] = Field(
        default="Greenlight <greenlight@localhost>",
        description="Whom our mail is from; servers want a domain of yours.",
    )
    log_format: Annotated[Literal["console", "json"], Like("console or json")] = Field(
        default="console",
        description="How the log is written: console for people, json (one object a line) for log collectors.",
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Like("debug, info, warning or error")] = Field(
        default="info", description="The least important lines the log still shows."
    )
    sentry_dsn: Annotated[Hidden, Like("an address such as https://key@sentry.example.com/1")] = Field(
        default=Secret(""),
        description="Where unexpected errors are reported to (Sentry). Empty means that nothing is reported.",
    )
    metrics: Annotated[bool, Like("on or off")] = Field(
        default=True, description="Numbers for Prometheus under /metrics: on or off."
    )

    @field_validator("log_format", "log_level", "mail_security", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("mail_from")
    @classmethod
    def _one_address(cls, value: str) -> str:
        address = value.rpartition("<")[2].strip(" >")
        if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address) or "\n" in value or "\r" in value:
            raise ValueError("not an address")
        return value.strip()

    @field_validator("telegram_token")
    @classmethod
    def _bot_token(cls, value: Secret) -> Secret:
        if value and not re.fullmatch(r"\d+:[\w-]+", value.reveal()):
            raise ValueError("not a token")
        return value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _slack_token(cls, value: Secret, about: ValidationInfo) -> Secret:
        kind = "xapp-" if about.field_name == "slack_app_token" else "xoxb-"
        if value and not re.fullmatch(rf"{kind}\S+", value.reveal()):
            raise ValueError("not a token")
        return value

    @field_validator("public_url", "telegram_api_url", "slack_api_url")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        address = value.strip().rstrip("/")
        parts = urlsplit(address)
        if address and (address != f"{parts.scheme}://{parts.netloc}" or parts.username is not None):
            raise ValueError("more than an address")
        if address and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("not an address")
        return address

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: Secret) -> Secret:
        scheme, _, rest = value.reveal().partition("://")
        kind = scheme.partition("+")[0]
        known = (kind == "postgresql" and rest) or (kind == "sqlite" and rest.startswith("/") and rest.strip("/"))
        if value and not known:
            raise ValueError("not a database")
        return value

    @field_validator("secret_keys")
    @classmethod
    def _shaped_keys(cls, value: Secret) -> Secret:
        pairs = [item.strip().partition(":") for item in value.reveal().split(",") if item.strip()]
        names = {name.strip() for name, _, key in pairs if len(base64.b64decode(key, validate=True)) == _KEY_BYTES}
        if (value and not pairs) or len(names - {""}) < len(pairs):
            raise ValueError("not keys")
        return value

    @field_validator("sentry_dsn")
    @classmethod
    def _web_address(cls, value: Secret) -> Secret:
        parts = urlsplit(value.reveal())
        if value and (parts.scheme not in ("http", "https") or not parts.username):
            raise ValueError("not an address")
        return value

    @property
    def database(self) -> Secret:
        """The address of the database: the one in `home` when none is set."""
        return self.database_url or Secret(f"sqlite:///{self.home / DATABASE_FILE}")

    @property
    def database_file(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        scheme, _, rest = self.database.reveal().partition("://")
        if not scheme.startswith("sqlite"):
            return None
        return Path(rest.partition("?")[0].removeprefix("/")).absolute()

    @property
    def keys_file(self) -> Path:
        """Where the keys are when none are set."""
        return self.home / KEYS_FILE

    @property
    def blobs(self) -> Path:
        """The folder of pictures and films."""
        return self.home / "blobs"

    @property
    def feeds(self) -> Path:
        """The folder of the local feeds."""
        return self.home / "feeds"

    @property
    def base_url(self) -> str:
        """How people reach the web chat: the public address or this machine's own, without a slash at the end."""
        host = _EVERYWHERE.get(self.host, self.host)
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


class Settings(PlatformSettings, StorageSettings, AiSettings, OwnSettings):
    """Every setting of the product. Nothing is required: each one given switches on or changes one thing."""


def read_settings() -> Settings:
    """Read the environment and the `.env` of the working directory.

    Raises:
        Invalid: one problem for each setting that cannot be used, named by its field. Values are not quoted.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors(include_input=False, include_url=False)}
    except UnicodeDecodeError:
        raise Invalid(
            Problem(field=".env", what="The file .env is not UTF-8 text.", fix="Save it as UTF-8 and start again.")
        ) from None
    # Raised here and not chained: the lower error may quote a value, and with it a secret.
    raise Invalid(*(problem_of(name) for name in Settings.model_fields if name in wrong))


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"{PREFIX}{name}".upper()


def like(field: FieldInfo) -> str:
    """What a value of this setting must look like."""
    return next(one.words for one in field.metadata if isinstance(one, Like))


def problem_of(name: str) -> Problem:
    """The sentence about a setting that cannot be used."""
    return Problem(
        field=name,
        what=f"{variable(name)} cannot be used as it is set.",
        fix=f"It should be {like(Settings.model_fields[name])}.",
    )
