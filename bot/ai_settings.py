"""What can be set about the models that write: a key or an address switches one on."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from bot.platform_settings import Address, Hidden, Like
from core.secret import Secret

Key = Annotated[Hidden, Like("a key as its owner's page shows it")]
ModelName = Annotated[str, Like("a model's name, without spaces")]
_ADDRESS = r"^(https?://[^\s?#@]+)?$"
_NAME = r"^\S*$"


class AiSettings(BaseModel):
    """One group for each kind of model. Of several that are on, the first writes for brands that chose none."""

    openai_api_key: Key = Field(
        default=Secret(""), description="Your OpenAI key (platform.openai.com). Given, OpenAI writes the drafts."
    )
    openai_model: ModelName = Field(
        default="gpt-6-luna", pattern=_NAME, min_length=1, description="The OpenAI model that writes."
    )
    openai_url: Address = Field(
        default="https://api.openai.com/v1",
        pattern=_ADDRESS,
        min_length=1,
        description="Where OpenAI's API is, for tests and for gateways of your own.",
    )
    gemini_api_key: Key = Field(
        default=Secret(""),
        description="Your Gemini key (aistudio.google.com). Given, Gemini writes the drafts. On the free tier Google "
        "may use what is sent to improve its products.",
    )
    gemini_model: ModelName = Field(
        default="gemini-3.5-flash-lite", pattern=_NAME, min_length=1, description="The Gemini model that writes."
    )
    gemini_url: Address = Field(
        default="https://generativelanguage.googleapis.com",
        pattern=_ADDRESS,
        min_length=1,
        description="Where Gemini's API is, for tests and for gateways of your own.",
    )
    compatible_url: Address = Field(
        default="",
        pattern=_ADDRESS,
        description="Any server that speaks OpenAI's Chat Completions, such as Ollama's http://127.0.0.1:11434/v1. "
        "Given with a model, that one writes the drafts.",
    )
    compatible_model: ModelName = Field(
        default="", pattern=_NAME, description="The name of the model there, such as llama3.3."
    )
    compatible_api_key: Key = Field(default=Secret(""), description="The key for it, where it asks for one.")
