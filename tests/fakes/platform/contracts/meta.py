"""Meta's tables of parameters and fields, as facebook-business carries them.

Its modules are read, not loaded: the tables stand in its functions, and loading a page's would take a second.
https://github.com/facebook/facebook-python-business-sdk (read 2026-11)
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tests.fakes.platform.messages import Request, Response, Wrong

# https://developers.facebook.com/docs/graph-api/results (read 2026-11): what every list is paged by
_ALWAYS = frozenset({"access_token", "fields", "limit", "after", "before", "since", "until", "appsecret_proof"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Where a request's parameters stand: `call` of the class in `node`; `fields` of which nodes may be asked for.

    `also` are documented parameters that the package's tables do not have.
    """

    node: str
    call: str
    fields: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Implements `tests.fakes.platform.contracts.Contract` for one host and version in front of the paths."""

    hosts: tuple[str, ...]
    edges: Mapping[tuple[str, str], Edge]

    def asked(self, request: Request) -> None:
        if request.path[0] not in self.hosts or len(request.path) < 3:
            return
        edge = self.edges.get((request.method, request.path[3] if len(request.path) > 3 else ""))
        if edge is None:
            return
        known = {**_types(edge.node, edge.call), **edge.also}
        given = _given(request)
        if unknown := set(given) - set(known) - _ALWAYS:
            raise Wrong(f"{edge.node}.{edge.call}: unknown parameters {sorted(unknown)}")
        for name, value in given.items():
            if name not in _ALWAYS:
                _check(f"{edge.call}.{name}", value, known[name], _choices(edge.node, edge.call))
        self._check_fields(edge, _top(given.get("fields", "")))

    def answered(self, request: Request, answer: Response) -> None:
        """The tables say nothing of answers."""

    def _check_fields(self, edge: Edge, asked: Iterable[str]) -> None:
        if not edge.fields:
            return
        known = set().union(*(_fields(node) for node in edge.fields))
        if unknown := set(asked) - known:
            raise Wrong(f"{edge.fields}: unknown fields {sorted(unknown)}")


def _given(request: Request) -> dict[str, str]:
    """The parameters, wherever they stand; a file is its name."""
    query = request.queries()
    match request.mime:
        case "multipart/form-data":
            parts = request.multipart()
            return {**query, **{name: one.filename or one.data.decode() for name, one in parts.items()}}
        case "application/x-www-form-urlencoded":
            return {**query, **request.form()}
    return query


def _check(name: str, value: str, kind: str, choices: Mapping[str, list[str]]) -> None:
    inside = kind.removeprefix("list<").removesuffix(">")
    if inside in choices:
        fits = set(value.split(",") if kind.startswith("list<") else [value]) <= set(choices[inside])
    elif kind in ("bool", "Boolean"):
        fits = value in ("true", "false")
    elif kind in ("unsigned int", "int"):
        fits = bool(re.fullmatch(r"-?\d+", value))
    elif kind.startswith(("list", "map", "Object")):
        fits = _is_json(value) or (kind.startswith("list") and "," in value)
    else:
        fits = True
    if not fits:
        raise Wrong(f"{name} is {value!r}, no {choices.get(inside, kind)}")


def _is_json(value: str) -> bool:
    try:
        return isinstance(json.loads(value), list | dict)
    except ValueError:
        return False


def _top(fields: str) -> list[str]:
    """The names of fields without what is asked for inside them."""
    depth, top = 0, ""
    for sign in fields:
        depth += (sign == "{") - (sign == "}")
        top += sign if not depth and sign != "}" else ""
    return [one.partition(".")[0] for one in top.split(",") if one]


@cache
def _source(node: str) -> str:
    found = find_spec("facebook_business")
    assert found is not None
    assert found.submodule_search_locations
    return (Path(found.submodule_search_locations[0]) / "adobjects" / f"{node}.py").read_text(encoding="utf-8")


@cache
def _types(node: str, call: str) -> dict[str, str]:
    """The parameters of one call with their types."""
    types: dict[str, str] = ast.literal_eval(_table(node, call, "param_types"))
    return types


@cache
def _choices(node: str, call: str) -> dict[str, list[str]]:
    """What the types that are lists of words allow."""
    table = ast.parse(_table(node, call, "enums"), mode="eval").body
    assert isinstance(table, ast.Dict)
    return {
        ast.literal_eval(name): ast.literal_eval(words) if isinstance(words, ast.List) else _words(ast.unparse(words))
        for name, words in zip(table.keys, table.values, strict=True)
        if name is not None
    }


def _words(expression: str) -> list[str]:
    """The words of a class such as `Page.Formatting.__dict__.values()`."""
    node, name, *_ = expression.split(".")
    body = _source(node.lower()).partition(f"    class {name}:")[2].partition("\n\n")[0]
    return re.findall(r" = '(.*)'", body)


def _table(node: str, call: str, name: str) -> str:
    body = _source(node).partition(f"    def {call}(")[2].partition("\n    def ")[0]
    return "{" + body.partition(f"        {name} = {{")[2].partition("\n        }\n")[0] + "}"


@cache
def _fields(node: str) -> frozenset[str]:
    """What may be asked of a node: its fields, and its edges (developers.facebook.com/docs/graph-api/guides)."""
    body = _source(node).partition("    class Field(")[2].partition("\n\n")[0]
    return frozenset([*re.findall(r" = '(.*)'", body), *re.findall(r"    def get_(\w+)\(", _source(node))])


_OF_INSTAGRAM = ("igmedia", "iguser", "iguserforigonlyapi", "shadowigmediabuilder")


def facebook() -> Tables:
    """Of pages: https://developers.facebook.com/docs/graph-api/reference/page (read 2026-11)."""
    return Tables(
        hosts=("graph.facebook.com",),
        edges={
            ("POST", "feed"): Edge(node="page", call="create_feed"),
            # https://developers.facebook.com/docs/graph-api/reference/page/photos/ (read 2026-11): the file itself
            ("POST", "photos"): Edge(node="page", call="create_photo", also={"source": "file"}),
            ("POST", "videos"): Edge(node="page", call="create_video"),
            ("POST", "video_reels"): Edge(node="page", call="create_video_reel"),
            ("POST", "comments"): Edge(node="pagepost", call="create_comment"),
            ("GET", "comments"): Edge(node="pagepost", call="get_comments", fields=("comment",)),
            # https://developers.facebook.com/docs/graph-api/reference/insights (read 2026-11): names between commas
            ("GET", "insights"): Edge(node="pagepost", call="get_insights", also={"metric": "string"}),
            ("GET", "published_posts"): Edge(node="page", call="get_published_posts", fields=("pagepost",)),
            ("GET", ""): Edge(node="pagepost", call="api_get", fields=("pagepost", "advideo", "page", "comment")),
        },
    )


def instagram() -> Tables:
    """Of accounts by both logins: https://developers.facebook.com/docs/instagram-platform (read 2026-11)."""
    return Tables(
        hosts=("graph.instagram.com", "graph.facebook.com"),
        edges={
            ("POST", "media"): Edge(node="iguser", call="create_media"),
            ("POST", "media_publish"): Edge(node="iguser", call="create_media_publish"),
            ("POST", "comments"): Edge(node="igmedia", call="create_comment"),
            ("GET", "insights"): Edge(node="igmedia", call="get_insights"),
            ("GET", "media"): Edge(node="iguser", call="get_media", fields=("igmedia",)),
            ("GET", "comments"): Edge(node="igmedia", call="get_comments", fields=("igcomment",)),
            ("GET", "content_publishing_limit"): Edge(node="iguser", call="get_content_publishing_limit"),
            ("GET", ""): Edge(node="igmedia", call="api_get", fields=_OF_INSTAGRAM),
        },
    )
