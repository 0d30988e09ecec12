"""What a post's card and its buttons are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.account import Account, Platform
from core.brand import Brand
from core.freeze import Publishers
from core.ids import AccountId
from core.note import Note
from core.post import Post
from core.publication import Publication
from core.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """Everything a post's card is made of. `approvers` are the names of those whose yes still holds, `awaited` of those
    whose yes would count now, `missing` how many of them it takes; 0 where nobody in particular is waited for.

    `said_before` is a relative of a copy that says the same within a month. `in_a_day` is how many posts of the brand
    there are in the 24 hours up to this one; counted only where a destination has a limit.
    """

    post: Post
    brand: Brand
    publications: tuple[Publication, ...]
    accounts: Mapping[AccountId, Account]
    publishers: Publishers
    rules: Mapping[Platform, Rules]
    approvers: tuple[str, ...]
    now: datetime
    awaited: tuple[str, ...] = ()
    missing: int = 0
    notes: tuple[Note, ...] = ()
    said_before: Post | None = None
    in_a_day: int = 0
