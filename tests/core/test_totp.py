"""Codes as RFC 6238 defines them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.totp import code_for, step_matching, step_of

SECRET = b"12345678901234567890"
NOW = datetime.fromtimestamp(1111111111, UTC)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_the_standard(second: int, code: str) -> None:
    """API: https://www.rfc-editor.org/rfc/rfc6238#appendix-B (read 2026-11)"""
    assert code_for(SECRET, second // 30, digits=8) == code


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_half_a_minute(seconds: int, fits: bool) -> None:
    shown = step_of(NOW + timedelta(seconds=seconds))
    assert step_matching(SECRET, code_for(SECRET, shown), NOW) == (shown if fits else None)


@pytest.mark.parametrize("code", ["", "000000", "12345", "1234567", "abcdef", "٠٥٠٤٧١"])
def test_anything_else_is_no_code(code: str) -> None:
    assert step_matching(SECRET, code, NOW) is None
