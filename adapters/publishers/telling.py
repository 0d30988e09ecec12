"""How an adapter words what a platform told about a post."""

from __future__ import annotations


def count_of(value: object) -> int | None:
    """A count, which may come as a text; None where there is none."""
    try:
        return int(str(value)) if value not in (None, "") else None
    except ValueError:
        return None


def sum_of(*values: object) -> int | None:
    """The counts together; None where there is none among them."""
    counts = [count for count in map(count_of, values) if count is not None]
    return sum(counts) if counts else None
