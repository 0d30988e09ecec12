"""Every command, verb and form, in the order `/help` lists them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import (
    answer,
    decide,
    details,
    edit,
    help,
    lists,
    me,
    new,
    next,
    post_now,
    regenerate,
    settings,
    source,
    start,
    status,
    tabs,
    targets,
    time,
    write,
)
from bot.commands.kit import Command, FormKind, Verb

COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        start.COMMAND,
        new.COMMAND,
        lists.PENDING,
        lists.QUEUE,
        lists.POSTS,
        lists.POST,
        lists.BATCHES,
        next.COMMAND,
        source.COMMAND,
        status.COMMAND,
        settings.COMMAND,
        time.COMMAND,
        me.EMAIL,
        settings.DEMO,
        help.COMMAND,
    )
}

VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        *decide.VERBS,
        *edit.VERBS,
        *regenerate.VERBS,
        *time.VERBS,
        *post_now.VERBS,
        *targets.VERBS,
        *tabs.VERBS,
        *answer.VERBS,
        *details.VERBS,
        *lists.VERBS,
        *settings.VERBS,
        *source.VERBS,
        *write.VERBS,
    )
}

FORMS: Mapping[str, FormKind] = {
    form.name: form for form in (start.FORM, edit.FORM, regenerate.FORM, time.FORM, settings.FORM)
}
