"""What a model is asked, built from versioned files and a brief. Pure: the same brief asks the same.

Everything people or sources wrote travels as strings inside one JSON object, so that nothing in it can end its own
quotation; the rules say that none of it is an instruction.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from adapters.writers.ai.answers import Plan, Planned, Written, schema_of
from adapters.writers.ai.model import Ask
from core.post import Content
from core.rules import Rules
from core.source import SourceItem
from core.writing import Brief

WEEK, POST, EDIT, AGAIN = "week.v1", "post.v1", "edit.v1", "again.v1"
SAID = 60
SAID_LENGTH = 90
ITEM_LENGTH = 3000
IDEA_LENGTH = 4000
PER_POST = 350
"""Tokens a planned day takes in an answer, amply."""


@cache
def rules(name: str) -> str:
    """The text of a prompt."""
    return resources.files(__package__).joinpath("prompts", f"{name}.md").read_text("utf-8")


def plan_ask(brief: Brief) -> Ask:
    """The plan of all days of a brief."""
    data = {
        **_about(brief),
        "days": [f"{day:%A %Y-%m-%d}" for day in brief.days],
        "said": _said(brief),
        "material": [{"number": number, **_item(item, 400)} for number, item in enumerate(brief.material)],
    }
    return Ask(
        name=WEEK,
        rules=rules(WEEK),
        data=_json(data),
        schema=schema_of(Plan),
        most=1000 + PER_POST * len(brief.days),
    )


def post_ask(brief: Brief, planned: Planned | None, item: SourceItem | None) -> Ask:
    """One post of a brief, as the plan has it or as a person asked for it."""
    plan = {"shape": planned.shape, "topic": planned.topic, "angle": planned.angle} if planned else None
    data = {
        **_about(brief),
        "language": brief.language[:40],
        "sounds": _sounds(brief),
        "plan": plan,
        "idea": brief.idea[:IDEA_LENGTH],
        "wish": brief.hint[:IDEA_LENGTH],
        "item": _item(item, ITEM_LENGTH) if item else None,
        "said": _said(brief),
        "destinations": [_destination(rules) for rules in brief.destinations],
    }
    return Ask(name=POST, rules=rules(POST), data=_json(data), schema=schema_of(Written), most=6000)


def edit_ask(brief: Brief, content: Content) -> Ask:
    """The post as it stands, to be changed as the brief's hint says."""
    variants = [
        {"platform": one.platform, "text": words.text, "hashtags": words.hashtags}
        for one in brief.destinations
        for words in (content.for_platform(one.platform),)
    ]
    data: dict[str, object] = {
        "brand": brief.brand[:200],
        "about": brief.voice,
        "language": brief.language[:40],
        "wish": brief.hint[:IDEA_LENGTH],
        "post": {"text": content.text, "hashtags": content.hashtags, "variants": variants},
        "destinations": [_destination(rules) for rules in brief.destinations],
    }
    return Ask(name=EDIT, rules=rules(EDIT), data=_json(data), schema=schema_of(Written), most=6000)


def repair(ask: Ask, answer: str, problems: tuple[str, ...]) -> Ask:
    """The same once more, with what was wrong with the last answer."""
    data = json.loads(ask.data) | {"answer": answer[:20_000], "problems": list(problems)}
    return Ask(
        name=f"{ask.name}+{AGAIN}", rules=ask.rules + rules(AGAIN), data=_json(data), schema=ask.schema, most=ask.most
    )


def _about(brief: Brief) -> dict[str, object]:
    return {"brand": brief.brand[:200], "about": brief.voice, "topics": [one[:200] for one in brief.interests]}


def _said(brief: Brief) -> list[str]:
    """How earlier posts began: enough to know them by, few enough to be read."""
    return [" ".join(text.split())[:SAID_LENGTH] for text in brief.avoid[:SAID]]


def _sounds(brief: Brief) -> dict[str, object] | None:
    """How the brand's own posts are written, on average."""
    if brief.traits is None:
        return None
    numbers = {name: round(value, 1) for name, value in brief.traits.usual.items()}
    return numbers | {"openings": brief.traits.openings, "favourites": brief.traits.favourites}


def _item(item: SourceItem, longest: int) -> dict[str, object]:
    return {"from": item.source[:200], "title": item.title[:300], "text": item.text[:longest]}


def _destination(rules: Rules) -> dict[str, object]:
    least, most = rules.hashtags
    return {
        "name": rules.platform,
        "most": rules.max_text,
        "ideal": min(rules.ideal_text, rules.max_text),
        "hashtags": [least, most],
    }


def _json(data: dict[str, object]) -> str:
    """One line a field; lone surrogates, which no server takes, are replaced."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode()
