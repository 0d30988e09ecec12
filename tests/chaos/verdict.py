"""Was it published once, is nothing lost, and does the database say what the ledger says?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.moves import PartState
from core.notice import Topic
from core.rules import Recovery
from tests.chaos.drive import Course, PartRow
from tests.chaos.plan import Plan
from tests.fakes.platform.network import Visible

LONG_AT_THE_SOCKET = 45.0
"""Seconds: two timeouts and the skew. Before that nobody concludes anything about a call that was begun."""

KEY_WINDOW = timedelta(hours=1)

_TOLD = {
    PartState.FAILED: {Topic.POST_FAILED},
    PartState.MISSED: {Topic.POST_MISSED},
    PartState.CANCELLED: {Topic.POST_ASKS},
    PartState.PLANNED: {Topic.APPROVAL_VOIDED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`outcome` in a word; `wrong` in sentences, empty when all is well.

    `window` says what a process did that stood frozen between its last check and the socket until all others had
    concluded. Nobody can rule that out; conditional platforms, and keyed ones for a while, take it only once.
    """

    outcome: str
    wrong: tuple[str, ...]
    window: tuple[str, ...]


def judge(plan: Plan, course: Course) -> Verdict:
    """Judge one seed."""
    wrong, windows = list(course.broke), []
    if course.two_sending:
        wrong.append("two Parts of one account were being sent at once")
    if course.restless:
        wrong.append(f"it never came to rest: {[part['state'] for part in course.parts]}")
    wrong += _told_wrong(course)
    wrong += _events_wrong(course)
    for part in course.parts:
        copies = [line for line in course.ledger if _is(line, part)]
        problem = _copies_wrong(part, copies)
        if problem and _in_the_window(plan, course, copies):
            windows.append(problem)
        elif problem:
            wrong.append(problem)
    outcome = "WRONG" if wrong else "window" if windows else _outcome(course.parts)
    return Verdict(outcome=outcome, wrong=tuple(wrong), window=tuple(windows))


def _is(line: Visible, part: PartRow) -> bool:
    return line.text == part["text"] or line.text.startswith(f"{part['text']} #")


def _copies_wrong(part: PartRow, copies: list[Visible]) -> str:
    name, state = part["text"], part["state"]
    if len(copies) > 1:
        return f"{name!r} was published {len(copies)} times: {[(line.id, line.committed) for line in copies]}"
    if state == PartState.LIVE and not copies:
        return f"{name!r} counts as live, and nobody can see it"
    if state != PartState.LIVE and copies:
        return f"{name!r} can be seen, and counts as {state} ({part['reason']})"
    if copies and part["remote_id"] not in ("", copies[0].id):
        return f"{name!r} has the remote id of something else"
    return ""


def _in_the_window(plan: Plan, course: Course, copies: list[Visible]) -> bool:
    """True when it comes from a process frozen at the socket, and not twice where the platform prevents that."""
    if course.frozen_at_the_socket < LONG_AT_THE_SOCKET or len(copies) > 2:
        return False
    if len(copies) < 2:
        return True
    match plan.recovery:
        case Recovery.CONDITIONAL:
            return False
        case Recovery.KEYED:
            first, second = (datetime.fromisoformat(line.committed) for line in copies)
            return second - first > KEY_WINDOW
        case _:
            return course.published_again > 0


def _told_wrong(course: Course) -> list[str]:
    """Everything that did not go live was told to the people."""
    wrong = []
    missed = sum(int(str(count)) for topic, _, _, count in course.notices if topic == Topic.POST_MISSED)
    for part in course.parts:
        topics = _TOLD.get(PartState(str(part["state"])))
        if topics is None or (part["state"] == PartState.CANCELLED and part["index"] != 0):
            continue
        heard = any(topic in topics and part_id == part["part"] for topic, _, part_id, _ in course.notices)
        if not heard and not (part["state"] == PartState.MISSED and missed):
            wrong.append(f"{part['text']!r} is {part['state']} ({part['reason']}), and nobody was told")
    return wrong


def _events_wrong(course: Course) -> list[str]:
    """Nothing goes live twice in the timeline either."""
    times = Counter(part_id for part_id, state, _ in course.events if state == PartState.LIVE)
    return [f"{part_id} went live {count} times" for part_id, count in times.items() if count > 1]


def _outcome(parts: Iterable[PartRow]) -> str:
    """The state that tells most about the seed: the first that is not live, or live."""
    return next((str(part["state"]) for part in parts if part["state"] != PartState.LIVE), "live")
