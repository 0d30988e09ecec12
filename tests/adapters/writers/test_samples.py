"""The page of samples: for people to read, the same at every build."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.writers.briefs import SHOWN
from tests.samples.__main__ import main


def test_the_page_shows_every_brand_and_is_the_same_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "one")]) == main([str(tmp_path / "two")]) == 0
    page = (tmp_path / "one" / "index.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "two" / "index.html").read_text(encoding="utf-8")
    assert page.count("<article>") == len(SHOWN) * 28
    assert "http" not in page.split("</style>")[0]
    assert "index.html" in capsys.readouterr().out
