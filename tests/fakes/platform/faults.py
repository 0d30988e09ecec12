"""What the far side can be told to do wrong. Shared by the server and those who script it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Call(StrEnum):
    """The calls of a publisher, as the far side sees them."""

    STEP = "step"
    REVEAL = "reveal"
    FIND = "find"
    REMOVE = "remove"


class Answer(StrEnum):
    """How a scripted request ends.

    STATUS: with `status` and `reason`. RESET: the connection breaks. SILENCE: no answer, ever.
    SLOW: the true answer after `seconds` of real time. GARBLED: 200 and a body that cannot be read.
    TRUE: the true answer (for a fault that only delays visibility).
    """

    STATUS = "status"
    RESET = "reset"
    SILENCE = "silence"
    SLOW = "slow"
    GARBLED = "garbled"
    TRUE = "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to one request of one account.

    With `commit` the far side does what was asked before it misbehaves, and what it shows then appears `late` seconds
    (of its clock) later. `retry_after` is sent as that header.
    """

    call: Call
    answer: Answer
    commit: bool = False
    status: int = 500
    reason: str = ""
    retry_after: str = ""
    seconds: float = 0.0
    late: float = 0.0

    def to_json(self) -> dict[str, object]:
        """The fault as the control port takes it."""
        return asdict(self)

    @staticmethod
    def from_json(raw: dict[str, object]) -> Fault:
        """Read what `to_json` wrote."""
        values: dict[str, object] = raw | {"call": Call(str(raw["call"])), "answer": Answer(str(raw["answer"]))}
        return Fault(**values)  # type: ignore[arg-type]  # the control port speaks our own JSON
