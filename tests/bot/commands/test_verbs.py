"""Every button leads to one verb."""

from __future__ import annotations

from bot.asking import Asking
from bot.commands import VERBS
from tests.fakes.harsh import HARSH


def test_no_verb_of_a_command_is_hidden_by_those_of_forms() -> None:
    assert set(Asking(HARSH).verbs) & set(VERBS) == set()
