"""The page: every brand's own words, then its four weeks, each post with its variants and its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from pathlib import Path

from core.post import Variant
from core.writing import Draft
from tests.adapters.writers.briefs import MONDAY, SHOWN, Told
from tests.adapters.writers.month import WEEKS, month_of
from tests.adapters.writers.platforms import ELEVEN

DESTINATIONS = ELEVEN[:6]
LABELS: dict[str, str] = {rules.platform: rules.label for rules in DESTINATIONS}


def page() -> str:
    """The whole page; the same at every call."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    menu = "".join(f'<a href="#b{number}">{escape(told.brand)}</a>' for number, told in enumerate(SHOWN))
    body = "".join(_brand(number, told) for number, told in enumerate(SHOWN))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Offline drafts</title><style>{style}</style></head><body>"
        "<header><h1>Offline drafts</h1><p>Four weeks for each of these brands, written on this machine from what "
        f"their owners said and from their sources.</p><nav>{menu}</nav></header><main>{body}</main></body></html>\n"
    )


def _brand(number: int, told: Told) -> str:
    drafts = month_of(told, DESTINATIONS)
    weeks = "".join(_week(week, drafts[week * 7 : week * 7 + 7]) for week in range(WEEKS))
    said = f'<dl class="told">{"".join(_told(told))}</dl>'
    return f'<section id="b{number}"><h2>{escape(told.brand)}</h2>{said}{weeks}</section>'


def _told(told: Told) -> Iterator[str]:
    rows = (
        ("Topics", ", ".join(told.interests)),
        ("Voice", told.voice),
        ("Language", told.language if told.language != "en" else ""),
        ("Sources", "; ".join(f"{item.source}: {item.title}" for item in told.items)),
    )
    yield from (f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)


def _week(week: int, posts: tuple[Draft, ...]) -> str:
    first = MONDAY + timedelta(weeks=week)
    cards = "".join(_post(first + timedelta(days=day), draft) for day, draft in enumerate(posts))
    return f"<h3>Week {week + 1}</h3><div class=week>{cards}</div>"


def _post(day: date, draft: Draft) -> str:
    points = "".join(f"<li>{escape(point)}</li>" for point in draft.points)
    picture = f"<b>{escape(draft.headline)}</b>" + (f"<ul>{points}</ul>" if points else "")
    variants = "".join(
        f"<details><summary>{escape(LABELS[name])} <i>{len(variant.words())}</i></summary>{_words(variant)}</details>"
        for name, variant in draft.variants.items()
    )
    link = f'<p class="link">{escape(draft.link)}</p>' if draft.link else ""
    common = _words(Variant(text=draft.text, hashtags=draft.hashtags))
    return (
        f'<article><p class="kicker"><time>{day:%a} {day.day} {day:%b}</time> {escape(draft.shape)}</p>'
        f'<div class="picture">{picture}</div>{common}{link}{variants}'
        f"<footer>{escape(draft.why)}</footer></article>"
    )


def _words(variant: Variant) -> str:
    tags = " ".join(f"#{escape(tag)}" for tag in variant.hashtags)
    return f'<p class="text">{escape(variant.text)}</p>' + (f'<p class="tags">{tags}</p>' if tags else "")
