"""Takes emoji out of a text so that nobody sees they were there.

Single code points: https://www.unicode.org/Public/17.0.0/ucd/emoji/emoji-data.txt (read 2026-11).
"""

from __future__ import annotations

import re

_PICTURE = (
    "[\U0001f000-\U0001f0ff\U0001f170-\U0001f1e5\U0001f200-\U0001f251\U0001f300-\U0001faff"
    "\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u25fd\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622"
    "\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f"
    "\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce"
    "\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714"
    "\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1"
    "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]"
)
_MODIFIED = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_ONE = rf"(?:[\U0001f1e6-\U0001f1ff]{{1,2}}|[0-9#*]\ufe0f?\u20e3|(?:{_PICTURE}|[^\w\s]\ufe0f|\u2139\ufe0f){_MODIFIED})"
_EMOJI = rf"{_ONE}(?:\u200d{_ONE}|\u200d[\u2640\u2642]{_MODIFIED})*"
_RUN = re.compile(rf"([ \t\u00a0]*)(?:{_EMOJI})(?:[ \t\u00a0]*(?:{_EMOJI}))*([ \t\u00a0]*)")
_CLOSING = ".,;:!?…)]}”’"
_OPENING = "([{“‘"


def without_emoji(text: str) -> str:
    """The text without any emoji, their spaces closed up; a line that held nothing else goes with them."""
    lines = [(line, _closed_up(line)) for line in text.split("\n")]
    kept = [after for before, after in lines if after.strip() or not before.strip()]
    joined = "\n".join(kept)
    return re.sub(r"\n{3,}", "\n\n", joined).strip() if len(kept) < len(lines) else joined


def _closed_up(line: str) -> str:
    def gap(match: re.Match[str]) -> str:
        before, after = line[: match.start()][-1:], line[match.end() :][:1]
        if not before or not after or after in _CLOSING or before in _OPENING:
            return ""
        return " " if match[1] or match[2] else ""

    return _RUN.sub(gap, line)
