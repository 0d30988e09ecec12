"""Policies as text in the row of their brand."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from core.account import Platform
from core.approval import ANYONE, Patience, Policy, Step
from core.ids import MemberId
from core.workspace import Role

_ANYONE = "{}"


def policy_text(policy: Policy) -> str:
    """A policy as JSON; the one everybody begins with is empty."""
    if policy == ANYONE:
        return _ANYONE
    return json.dumps(
        {
            "steps": [[step.needs, step.role, step.members] for step in policy.steps],
            "not_author": policy.not_author,
            "stricter": dict(policy.stricter),
            "patience": asdict(policy.patience),
        }
    )


def policy_from(text: str) -> Policy:
    """A policy from JSON."""
    if text == _ANYONE:
        return ANYONE
    raw: dict[str, Any] = json.loads(text)
    return Policy(
        steps=tuple(
            Step(needs=needs, role=Role(role) if role else None, members=tuple(map(MemberId, members)))
            for needs, role, members in raw["steps"]
        ),
        not_author=raw["not_author"],
        stricter={Platform(name): needs for name, needs in raw["stricter"].items()},
        patience=Patience(**raw["patience"]),
    )
