"""Every command, verb and form, in the order `/help` lists them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import (
    activity,
    answer,
    autopilot,
    brand,
    brands,
    calendar,
    changed,
    decide,
    details,
    edit,
    find,
    help,
    link,
    lists,
    me,
    more,
    new,
    next,
    note,
    picture,
    places,
    platforms,
    post_now,
    privacy,
    regenerate,
    reply,
    series,
    settings,
    slots,
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
        lists.HISTORY,
        find.COMMAND,
        lists.POST,
        lists.BATCHES,
        calendar.COMMAND,
        next.COMMAND,
        series.REPEAT,
        series.SERIES,
        series.EVERGREEN,
        note.COMMAND,
        source.COMMAND,
        status.COMMAND,
        brand.COMMAND,
        settings.COMMAND,
        platforms.COMMAND,
        time.COMMAND,
        slots.COMMAND,
        autopilot.COMMAND,
        activity.ACTIVITY,
        activity.AUDIT,
        privacy.ME,
        me.EMAIL,
        me.MAIL,
        link.COMMAND,
        privacy.PRIVACY,
        privacy.LOGOUT,
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
        *picture.VERBS,
        *brand.VERBS,
        *platforms.VERBS,
        *tabs.VERBS,
        *answer.VERBS,
        *autopilot.VERBS,
        *activity.VERBS,
        *privacy.VERBS,
        *me.VERBS,
        *brands.VERBS,
        *details.VERBS,
        *more.VERBS,
        *note.VERBS,
        *series.VERBS,
        *lists.VERBS,
        *find.VERBS,
        *calendar.VERBS,
        *settings.VERBS,
        *source.VERBS,
        *write.VERBS,
        *reply.VERBS,
        *changed.VERBS,
        *places.VERBS,
    )
}

FORMS: Mapping[str, FormKind] = {
    form.name: form
    for form in (
        start.FORM,
        edit.FORM,
        picture.FORM,
        brand.FORM,
        regenerate.FORM,
        time.FORM,
        settings.FORM,
        note.FORM,
        series.FORM,
    )
}
