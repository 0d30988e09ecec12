"""Whatever fails over both clock changes: every slot has its verdict and its message."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.chaos.slots import CHANGES, run


@pytest.mark.parametrize("begin", CHANGES, ids=["forward", "back"])
async def test_no_slot_ends_without_a_verdict_or_a_message(tmp_path: Path, begin: datetime) -> None:
    done = await run(9, 7, begin + timedelta(days=2), tmp_path)
    assert done.well, (done.open, done.untold, done.twice)
    assert done.slots == 9
    assert {"chat", "database"} <= set(done.failed)
