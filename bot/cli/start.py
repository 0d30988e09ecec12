"""What commands that work on an installation need first."""

from __future__ import annotations

from bot.home import missing
from bot.logs import start_logging
from bot.settings import Settings, read_settings
from bot.wiring.tools import schema_problem
from core.errors import Invalid, Problem


def settled() -> Settings:
    """The settings, with the log showing warnings only: what a command has to say, it prints.

    Raises:
        Invalid: a setting cannot be used.
    """
    settings = read_settings()
    start_logging(form=settings.log_format, level="warning")
    return settings


async def must_be_current(settings: Settings) -> None:
    """Make sure that there is a database in today's shape.

    Raises:
        Invalid: there is none, or it has another shape.
    """
    problem = "There is no database yet. Start Greenlight, or run `greenlight migrate`."
    if not missing(settings.database_file):
        problem = await schema_problem(settings)
    if problem:
        raise Invalid(Problem(field="database", what=problem))
