"""What a model is asked and what it answers, whoever runs it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from core.ids import BrandId
from core.money import Usage

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question: what holds always (`rules`), what it is about (`data`, JSON), and the JSON Schema of the answer.

    `name` is that of the prompt with its version, such as "post.v1". `most` bounds the answer in tokens.
    """

    name: str
    rules: str
    data: str
    schema: Mapping[str, object]
    most: int = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The text a model answered, which is not to be trusted, the model's full name, and what it used up.

    `stopped` says why it is not a whole answer: "ai_refused" or "ai_too_long". It has to be paid all the same.
    """

    text: str
    model: str
    usage: Usage
    stopped: str = ""


class Model(Protocol):
    """Somebody who answers. `provider` is the name in the ledger, `name` that of the model as it is set."""

    @property
    def provider(self) -> str: ...

    @property
    def name(self) -> str: ...

    async def answer(self, ask: Ask) -> Answer:
        """Ask once, without repeating.

        Raises:
            Rejected: it does not know that model, or will not take this question.
            Reconnect: the key is not accepted.
            Held: its owner's money or quota has run out.
            Throttled: too many calls; allowed again at `retry_at`.
            Unavailable: it could not be reached, or gave up.
            OutcomeUnknown: it took too long, or its answer got lost; it may have to be paid.
        """
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...


class Meter(Protocol):
    """Counts what calls cost and refuses those that a brand's budget does not allow."""

    async def call(
        self,
        brand_id: BrandId,
        *,
        provider: str,
        model: str,
        purpose: str,
        estimate: Usage,
        work: Callable[[], Awaitable[tuple[T, str, Usage]]],
    ) -> T:
        """Do the work, which answers its result, the model's full name and what was used up.

        Raises:
            Held: the brand's budget of the month is used up; nothing was called.
        """
        ...


def guessed(ask: Ask, answered: int) -> Usage:
    """About how many tokens an ask and an answer of that many characters are: three and a half characters each."""
    asked = len(ask.rules) + len(ask.data)
    return Usage(input_tokens=_tokens(asked), output_tokens=_tokens(answered), guessed=True)


def _tokens(characters: int) -> int:
    return -(-characters * 2 // 7)
