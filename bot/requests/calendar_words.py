"""Names of days, months and numbers, folded to small letters without accents.

English may be shortened to three letters; German, French, Spanish and Portuguese are written out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_WEEKDAYS = (
    ("monday", "montag", "lundi", "lunes", "segunda"),
    ("tuesday", "dienstag", "mardi", "martes", "terca"),
    ("wednesday", "mittwoch", "mercredi", "miercoles", "quarta"),
    ("thursday", "donnerstag", "jeudi", "jueves", "quinta"),
    ("friday", "freitag", "vendredi", "viernes", "sexta"),
    ("saturday", "samstag", "samedi", "sabado", "sonnabend"),
    ("sunday", "sonntag", "dimanche", "domingo"),
)
_MONTHS = (
    ("january", "januar", "janvier", "enero", "janeiro"),
    ("february", "februar", "fevrier", "febrero", "fevereiro"),
    ("march", "marz", "mars", "marzo", "marco"),
    ("april", "avril", "abril"),
    ("may", "mai", "mayo", "maio"),
    ("june", "juni", "juin", "junio", "junho"),
    ("july", "juli", "juillet", "julio", "julho"),
    ("august", "aout", "agosto"),
    ("september", "septembre", "septiembre", "setembro"),
    ("october", "oktober", "octobre", "octubre", "outubro"),
    ("november", "novembre", "noviembre", "novembro"),
    ("december", "dezember", "decembre", "diciembre", "dezembro"),
)
_COUNTED = "zero one two three four five six seven eight nine ten eleven twelve"

NUMBERS: Mapping[str, int] = {name: number for number, name in enumerate(_COUNTED.split())} | {"a": 1, "an": 1}


def _names(rows: tuple[tuple[str, ...], ...], first: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, (english, *others) in enumerate(rows, start=first):
        shortened = (english[:length] for length in range(3, len(english) + 1))
        found |= dict.fromkeys((*shortened, *others), number)
    return found


WEEKDAYS: Mapping[str, int] = _names(_WEEKDAYS, 0)
"""Weekdays by their names, 0 is Monday."""

MONTHS: Mapping[str, int] = _names(_MONTHS, 1)
"""Months by their names, 1 is January."""

DAYS_AHEAD: Mapping[str, int] = {
    **dict.fromkeys(("today", "tonight", "heute", "aujourd'hui", "hoy", "hoje"), 0),
    **dict.fromkeys(("tomorrow", "morgen", "demain", "manana", "amanha"), 1),
    **dict.fromkeys(
        ("day after tomorrow", "ubermorgen", "apres-demain", "apres demain", "pasado manana", "depois de amanha"), 2
    ),
}
"""Days that are named by how far away they are."""


def fold(text: str) -> str:
    """Small letters without accents, commas and double spaces; straight quotes."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))
    return " ".join(re.sub(r"[’ʼ]", "'", bare).replace(",", " ").split())
