"""The rich_text block: what it may hold. Nothing inside is parsed, so a person's words stay words.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block (read 2026-11)
"""

from __future__ import annotations

from tests.fakes.slack_api.checks import Check, address, flag, many, one_of, thing, typed, whole, words

_STYLE = thing(bold=flag, italic=flag, strike=flag, code=flag, underline=flag)
_BORDER = whole(0, 1)


def _part(kind: str, **fields: Check) -> Check:
    return thing(type_=one_of(kind), style=_STYLE, **fields)


_PARTS = typed(
    text=_part("text", text_=words()),
    link=_part("link", url_=address(), text=words(), unsafe=flag),
    emoji=_part("emoji", name_=words(), unicode=words()),
    user=_part("user", user_id_=words()),
    usergroup=_part("usergroup", usergroup_id_=words()),
    channel=_part("channel", channel_id_=words()),
    broadcast=_part("broadcast", range_=one_of("here", "channel", "everyone")),
    date=_part("date", timestamp_=whole(1), format_=words(), url=address(), fallback=words()),
    color=_part("color", value_=words()),
)

_SECTION = thing(type_=one_of("rich_text_section"), elements_=many(_PARTS, least=0))

RICH_TEXT: dict[str, Check] = {
    "elements_": many(
        typed(
            rich_text_section=_SECTION,
            rich_text_list=thing(
                type_=one_of("rich_text_list"),
                style_=one_of("bullet", "ordered"),
                elements_=many(_SECTION),
                indent=whole(0, 8),
                offset=whole(0),
                border=_BORDER,
            ),
            rich_text_quote=thing(type_=one_of("rich_text_quote"), elements_=many(_PARTS, least=0), border=_BORDER),
            rich_text_preformatted=thing(
                type_=one_of("rich_text_preformatted"), elements_=many(_PARTS, least=0), border=_BORDER
            ),
        )
    )
}
