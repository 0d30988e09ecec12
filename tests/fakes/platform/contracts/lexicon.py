"""The lexicons of the AT Protocol, as the models that the atproto package generates from them.

https://github.com/bluesky-social/atproto/tree/main/lexicons (read 2026-11)
"""

from __future__ import annotations

import re
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.platform.messages import Request, Response, Wrong

if TYPE_CHECKING:
    from pydantic import BaseModel

_BIG = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LISTS = {"uris"}
_STRICT = {"strict_string_format": True}


class Lexicons:
    """Implements `tests.fakes.platform.contracts.Contract`. The models take most of a second to load, so late."""

    def asked(self, request: Request) -> None:
        if request.path[0] != "xrpc":
            return
        name = request.path[-1]
        if request.method == "GET":
            given = parse_qs(urlsplit(request.target).query, keep_blank_values=True)
            several = {one: words if one in _LISTS else words[-1] for one, words in given.items()}
            self._check(name, "Params", several, strict=False)
        elif request.mime == "application/json":
            body = request.json()
            self._check(name, "Data", body)
            if "record" in body:
                self._check(str(body["record"].get("$type")), "Record", body["record"])

    def answered(self, request: Request, answer: Response) -> None:
        if request.path[0] == "xrpc" and answer.status < 300 and isinstance(answer.body, dict):
            self._check(request.path[-1], "Response", answer.body)

    @cached_property
    def _models(self) -> ModuleType:
        return import_module("atproto_client.models")

    def _check(self, name: str, kind: str, given: dict[str, Any], *, strict: bool = True) -> None:
        """Raises Wrong where that call, or record, has another shape."""
        from pydantic import ValidationError

        models = self._models  # before its modules, which know each other by it
        *above, last = name.split(".")
        try:
            module = import_module(".".join((models.__name__, *above, _BIG.sub("_", last).lower())))
        except ImportError as error:
            raise Wrong(f"{name} is in no lexicon") from error
        import_module("atproto_client.models.models_loader").prepare_model_module(module, models)
        model: type[BaseModel] | None = getattr(module, kind, None)
        if model is None:
            if given and kind != "Response":
                raise Wrong(f"{name} takes nothing, and has {sorted(given)}")
            return
        try:
            read = model.model_validate(given, strict=strict, context=_STRICT)
        except ValidationError as error:
            first = error.errors()[0]
            raise Wrong(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        if unknown := _unknown(read):
            raise Wrong(f"{name}: unknown fields {sorted(unknown)}")


def _unknown(value: object) -> set[str]:
    """The names of fields, at any depth, that no lexicon has."""
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        return set(value.model_extra or ()).union(*(_unknown(one) for _, one in value))
    if isinstance(value, list | tuple):
        return set().union(*(_unknown(one) for one in value))
    return set()
