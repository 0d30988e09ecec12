"""What the doctor found, as data, as text and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_WIDTH = 100


class Weight(StrEnum):
    """How much a finding matters: fine, worth knowing, or in the way."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


_MARKS = {Weight.WELL: "✓", Weight.NOTE: "·", Weight.WRONG: "✗"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at: what there is to say, and what to do about it where something is."""

    about: str
    weight: Weight
    says: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting: where its value comes from, whether it can be used, what it does. Secrets are stars."""

    name: str
    given: bool
    valid: bool
    value: str
    gives: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the doctor has to say."""

    settings: Sequence[SettingRow]
    findings: Sequence[Finding]

    @property
    def well(self) -> bool:
        """True when nothing is in the way."""
        return all(row.valid for row in self.settings) and all(one.weight is not Weight.WRONG for one in self.findings)

    def as_json(self) -> str:
        """The report as one JSON object."""
        return json.dumps(
            {
                "well": self.well,
                "settings": [
                    {
                        "name": row.name,
                        "given": row.given,
                        "valid": row.valid,
                        "value": row.value,
                        "gives": row.gives,
                        "fix": row.fix,
                    }
                    for row in self.settings
                ],
                "checks": [
                    {"about": one.about, "weight": one.weight, "says": one.says, "fix": one.fix}
                    for one in self.findings
                ],
            },
            ensure_ascii=False,
            indent=2,
        )

    def as_text(self) -> str:
        """The report as a person reads it."""
        wrong = [row.fix for row in self.settings if not row.valid]
        wrong += [one.fix or one.says for one in self.findings if one.weight is Weight.WRONG]
        return "\n".join(
            [
                "Settings",
                *_setting_lines(self.settings),
                "",
                "Checks",
                *_finding_lines(self.findings),
                "",
                _verdict(len(wrong)),
            ]
        )


def _setting_lines(rows: Sequence[SettingRow]) -> Iterable[str]:
    wide = max((len(row.name) for row in rows), default=0)
    for row in rows:
        mark = _MARKS[Weight.WELL if row.given else Weight.NOTE] if row.valid else _MARKS[Weight.WRONG]
        source = "" if row.given else " (default)"
        yield f"  {mark} {row.name.ljust(wide)}  {row.value}{source}"
        yield from _paragraph(row.gives)
        if row.fix:
            yield from _paragraph(f"→ {row.fix}")


def _finding_lines(findings: Sequence[Finding]) -> Iterable[str]:
    wide = max((len(one.about) for one in findings), default=0)
    for one in findings:
        yield from textwrap.wrap(
            f"  {_MARKS[one.weight]} {one.about.ljust(wide)}  {one.says}",
            _WIDTH,
            subsequent_indent=" " * (wide + 6),
            break_long_words=False,
            break_on_hyphens=False,
        )
        if one.fix:
            yield from _paragraph(f"→ {one.fix}", indent=wide + 6)


def _paragraph(text: str, *, indent: int = 6) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + (2 if text.startswith("→") else 0)),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _verdict(wrong: int) -> str:
    if wrong == 0:
        return "Everything is well."
    return "One thing needs you: see ✗ above." if wrong == 1 else f"{wrong} things need you: see ✗ above."
