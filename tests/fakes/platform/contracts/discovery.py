"""Google's own description of its YouTube API, as google-api-python-client carries it.

https://developers.google.com/discovery/v1/reference/apis (read 2026-11)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.platform.messages import Request, Response, Wrong

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}
_UPLOAD = "/upload/"
_SESSION = {"upload_id"}  # https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol


class Discovery:
    """Implements `tests.fakes.platform.contracts.Contract`."""

    def __init__(self) -> None:
        found = find_spec("googleapiclient")
        assert found is not None
        assert found.submodule_search_locations
        folder = Path(found.submodule_search_locations[0])
        document = json.loads((folder / "discovery_cache/documents/youtube.v3.json").read_bytes())
        self._schemas: dict[str, dict[str, Any]] = document["schemas"]
        self._everywhere = set(document["parameters"])
        self._methods = {(one["httpMethod"], path): one for one in _methods(document) for path in _paths(one)}

    def asked(self, request: Request) -> None:
        path = urlsplit(request.target).path
        if request.method == "PUT" or not path.startswith(("/youtube/", _UPLOAD)):
            return
        method = self._methods.get((request.method, path))
        if method is None:
            raise Wrong(f"{request.method} {path} is no method of YouTube's")
        self._check_query(request, method["parameters"])
        if request.body and "request" in method:
            self._check(request.json(), method["request"], "body")

    def answered(self, request: Request, answer: Response) -> None:
        path = urlsplit(request.target).path
        method = self._methods.get(("POST" if request.method == "PUT" else request.method, path), {})
        if answer.status < 300 and answer.body and "response" in method:
            self._check(answer.body, method["response"], "answer")

    def _check_query(self, request: Request, known: dict[str, dict[str, Any]]) -> None:
        given = parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
        names = {name for name, _ in given}
        if unknown := names - set(known) - self._everywhere - _SESSION:
            raise Wrong(f"unknown parameters {sorted(unknown)}")
        if missing := {name for name, one in known.items() if one.get("required")} - names:
            raise Wrong(f"missing parameters {sorted(missing)}")
        for name, value in given:
            about = known.get(name, {"type": "string"})
            for one in value.split(",") if about.get("repeated") else [value]:
                _check_word(one, about, name)

    def _check(self, value: object, about: dict[str, Any], at: str) -> None:
        about = self._schemas[about["$ref"]] if "$ref" in about else about
        kind = about.get("type", "object")
        if not isinstance(value, _TYPES[kind]) or (kind in ("integer", "number") and isinstance(value, bool)):
            raise Wrong(f"{at} is no {kind}")
        if isinstance(value, list):
            for number, one in enumerate(value):
                self._check(one, about["items"], f"{at}[{number}]")
        elif isinstance(value, dict):
            for name, one in value.items():
                inner = about.get("properties", {}).get(name) or about.get("additionalProperties")
                if inner is None:
                    raise Wrong(f"{at} has an unknown field {name!r}")
                self._check(one, inner, f"{at}.{name}")
        elif "enum" in about and value not in about["enum"]:
            raise Wrong(f"{at} is {value!r}, not of {about['enum']}")


def _methods(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner)


def _paths(method: dict[str, Any]) -> Iterator[str]:
    yield f"/{method['path']}"
    for protocol in method.get("mediaUpload", {}).get("protocols", {}).values():
        yield protocol["path"]


def _check_word(word: str, about: dict[str, Any], name: str) -> None:
    match about["type"]:
        case "boolean":
            fits = word in ("true", "false")
        case "integer":
            fits = bool(re.fullmatch(r"-?\d+", word))
            fits = fits and int(about.get("minimum", word)) <= int(word) <= int(about.get("maximum", word))
        case _:
            fits = "enum" not in about or word in about["enum"]
    if not fits:
        raise Wrong(f"{name} is {word!r}")
