"""LinkedIn's little text format, in which some signs have a meaning of their own.

https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format (read 2026-11). A
sign that is not escaped can silently cut a post.
"""

from __future__ import annotations

import re

from adapters.publishers.spans import Kind, spans

_SIGNS = re.compile(r"[\\|{}@\[\]()<>#*_~]")
_TAG = re.compile(r"\{hashtag\|\\?#\|((?:[^\\}]|\\.)*)\}")
_ESCAPED = re.compile(r"\\([\\|{}@\[\]()<>#*_~])")


def little(text: str) -> str:
    """The text so that it is shown as it stands, with its hashtags as hashtags."""
    return "".join(
        rf"{{hashtag|\#|{_escaped(one.text[1:])}}}" if one.kind is Kind.TAG else _escaped(one.text)
        for one in spans(text)
    )


def plain(commentary: str) -> str:
    """The text that `little` was given."""
    return _ESCAPED.sub(r"\1", _TAG.sub(r"#\1", commentary))


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)
