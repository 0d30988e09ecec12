"""What can be set about where pictures and films are kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from bot.platform_settings import Address, Hidden, Like
from core.secret import Secret


class StorageSettings(BaseModel):
    """A bucket in place of the folder in GREENLIGHT_HOME: Amazon's S3, or anything that speaks like it."""

    bucket: Annotated[str, Like("a bucket's name, such as greenlight-media")] = Field(
        default="",
        pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$",
        description="The S3 bucket that keeps pictures and films. Empty means a folder in GREENLIGHT_HOME.",
    )
    bucket_endpoint_url: Address = Field(
        default="",
        pattern=r"^(https?://[^\s/?#@]+)?$",
        description="Where the bucket is, for MinIO, R2 and others. Empty means Amazon's S3.",
    )
    bucket_region: Annotated[str, Like("a region, such as eu-central-1")] = Field(
        default="us-east-1", pattern=r"^[a-z0-9-]+$", description="The region the bucket is in; some call it auto."
    )
    bucket_key_id: Annotated[str, Like("an access key id")] = Field(
        default="", pattern=r"^\S*$", description="The access key id that may read and write the bucket."
    )
    bucket_secret: Annotated[Hidden, Like("the secret access key that belongs to it")] = Field(
        default=Secret(""), description="The secret that belongs to GREENLIGHT_BUCKET_KEY_ID."
    )
    bucket_prefix: Annotated[str, Like("a folder in the bucket, such as greenlight/media")] = Field(
        default="", pattern=r"^([\w.-]+(/[\w.-]+)*)?$", description="What stands before every name in the bucket."
    )
    bucket_links: Annotated[bool, Like("on or off")] = Field(
        default=False,
        description="Platforms that fetch pictures themselves get a signed link to the bucket, good for six hours, "
        "instead of one to this machine: on or off. The bucket has to be reachable for them.",
    )
