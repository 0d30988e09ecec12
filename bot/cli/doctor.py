"""greenlight doctor: is everything well, and if not, what to do?"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot.cli.shell import NOT_WELL, WELL
from bot.doctor import checks
from bot.doctor.bucket import bucket
from bot.doctor.database import database
from bot.doctor.findings import Finding, Report
from bot.doctor.mail import mail
from bot.doctor.production import production
from bot.doctor.settings_table import given_values, rows, unknown_names
from bot.doctor.telegram import telegram
from bot.logs import start_logging
from bot.settings import Settings, read_settings
from bot.wiring.tools import (
    bucket_look,
    durability_problems,
    east_asian_fonts,
    mail_look,
    schema_problem,
    system_clock,
    telegram_look,
)
from core.errors import Invalid, Problem


def main(wanted: argparse.Namespace) -> int:
    """Print the report; status 0 when nothing is in the way. Shows no secret and changes nothing."""
    start_logging(form="console", level="error")
    report = examine(Path.cwd(), for_production=wanted.production)
    print(report.as_json() if wanted.json else report.as_text())
    return WELL if report.well else NOT_WELL


def examine(folder: Path, *, for_production: bool) -> Report:
    """Look at the settings given in the folder and in the environment, and at all they lead to.

    With a setting that cannot be used the look ends there.
    """
    given = given_values(folder)
    problems: tuple[Problem, ...] = ()
    findings: list[Finding] = [*unknown_names(given)]
    try:
        settings = read_settings()
    except Invalid as error:
        problems = error.problems
    else:
        findings += _look(settings)
        findings += production(settings) if for_production else ()
    return Report(settings=rows(given, problems), findings=findings)


def _look(settings: Settings) -> list[Finding]:
    return [
        checks.folder(settings.home),
        checks.disk(settings.home),
        *asyncio.run(
            database(
                settings.database_file,
                schema_problem=lambda: schema_problem(settings),
                durability_problems=lambda: durability_problems(settings),
            )
        ),
        *asyncio.run(telegram(telegram_look(settings))),
        *asyncio.run(bucket(settings.bucket, bucket_look(settings))),
        *asyncio.run(mail(settings.mail_host, mail_look(settings))),
        checks.keys(settings),
        checks.port(settings),
        *checks.fonts(east_asian_fonts),
        checks.clock(system_clock().now()),
    ]
