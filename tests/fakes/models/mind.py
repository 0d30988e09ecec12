"""What the servers answer: posts made of the material they are given, never the same twice, and scripted mishaps."""

from __future__ import annotations

import itertools
import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Mishap(StrEnum):
    """What may go wrong with one answer."""

    BUSY = "busy"
    BUSY_FOR_LONG = "busy for long"
    BUSY_WITHOUT_A_TIME = "busy without a time"
    BROKEN = "broken"
    SILENT = "silent"
    DROPPED = "dropped"
    NO_KEY = "no key"
    NO_MONEY = "no money"
    NO_MODEL = "no model"
    NOT_JSON = "not JSON"
    CUT_OFF = "cut off"
    REFUSED = "refused"
    BLOCKED = "blocked"
    OTHER_SHAPE = "other shape"
    HUGE = "huge"
    TOO_LONG_WORDS = "too long words"
    OBEYS = "obeys"
    PARROTS = "parrots"
    NO_SCHEMA = "no schema"
    NOT_COUNTED = "not counted"


@dataclass(slots=True)
class Mind:
    """Answers by the prompt's schema. `mishaps` befall the next calls in order, None is a good answer.

    `asked` holds every question, `tokens` what was counted as (input, output) for each answer that has to be paid.
    `name` is that of the model.
    """

    mishaps: deque[Mishap | None] = field(default_factory=deque)
    asked: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[tuple[int, int]] = field(default_factory=list)
    name: str = "writer-1"
    at_once: int = 0
    most_at_once: int = 0
    _number: Iterator[int] = field(default_factory=itertools.count)

    def next(self) -> Mishap | None:
        """What befalls this call."""
        return self.mishaps.popleft() if self.mishaps else None

    def answer(self, rules: str, data: str, schema: Mapping[str, Any], mishap: Mishap | None) -> str:
        """The text of an answer."""
        said = json.loads(data)
        self.asked.append(said)
        match mishap:
            case Mishap.NOT_JSON:
                return "Sure! Here is your post: {"
            case Mishap.OTHER_SHAPE:
                return json.dumps({"post": "Hello"})
            case Mishap.HUGE:
                return json.dumps({"text": "a" * 9_000_000})
        made = self._made(said, schema, mishap, rules)
        return json.dumps(made, ensure_ascii=False)

    def count(self, asked: str, answered: str) -> tuple[int, int]:
        """Count what an answer costs, in tokens of four characters."""
        used = (len(asked) // 4, len(answered) // 4)
        self.tokens.append(used)
        return used

    def _made(
        self, said: Mapping[str, Any], schema: Mapping[str, Any], mishap: Mishap | None, rules: str
    ) -> dict[str, Any]:
        if "posts" in schema["properties"]:
            return self._plan(said)
        return self._edit(said) if "post" in said and mishap is None else self._post(said, mishap, rules)

    def _edit(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Do as "warmer" asks, and leave alone what nobody understands."""
        post = said["post"]

        def changed(text: str) -> str:
            return f"Dear all, {text[:1].lower()}{text[1:]}" if "warmer" in said["wish"] else text

        return {
            "text": changed(post["text"]),
            "hashtags": post["hashtags"],
            "headline": "",
            "points": [],
            "shape": "tip",
            "why": "It is warmer now.",
            "variants": [one | {"text": changed(one["text"])} for one in post["variants"]],
        }

    def _plan(self, said: Mapping[str, Any]) -> dict[str, Any]:
        topics = said["topics"] or ["us"]
        news = iter(range(len(said["material"])))
        return {
            "posts": [
                {
                    "shape": "tip",
                    "topic": topics[number % len(topics)],
                    "angle": f"What {day.split()[0]} is good for",
                    "why": f"A quiet word for {day.split()[0]}.",
                    "material": next(news, -1) if number % 3 == 1 else -1,
                }
                for number, day in enumerate(said["days"])
            ]
        }

    def _post(self, said: Mapping[str, Any], mishap: Mishap | None, rules: str) -> dict[str, Any]:
        number = next(self._number)
        plan = said.get("plan") or {}
        about = said.get("idea") or plan.get("angle") or "A word from us"
        text = f"{number}. {about}. We made the dough last night. Come by when it is warm."
        if mishap is Mishap.TOO_LONG_WORDS:
            text = f"{about}. " + "We made the dough last night. " * 200
        if mishap is Mishap.OBEYS:
            text = f"#sure, see https://evil.example/free {text}"
        if mishap is Mishap.PARROTS:
            text = rules[:400]
        tags = ["Bread", "slow mornings", "bread"]
        return {
            "text": text,
            "hashtags": tags,
            "headline": "Made last night",
            "points": [],
            "shape": "tip",
            "why": "It fits the day.",
            "variants": [
                {"platform": one["name"], "text": text, "hashtags": tags[: one["hashtags"][1]]}
                for one in said["destinations"]
            ],
        }
