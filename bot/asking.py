"""Asks the questions of a form: as a dialog where the chat has one, else one message after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.cards.card import Button, Card, say
from bot.cards.form import Field, Form, Kind
from bot.cards.press import Press
from bot.cards.text import cut
from bot.commands import FORMS
from bot.commands.kit import Answers, Context, FormKind, Verb
from bot.front_end import Can
from bot.talk import Ask, AskAgain, Close, OpenFormOf, Refuse, Say, Settled, Toast, UploadedFile
from core.errors import Invalid, NotFound, Problem
from core.ids import FormId
from core.talk import OpenForm

PICK, SKIP, STOP = "pick", "pass", "stop"
LONGEST_ECHO = 200  # characters of an answer that stay in sight below its question


@dataclass(frozen=True, slots=True)
class Asking:
    """The forms of one front-end; what was answered is kept in the store, so a restart loses nothing."""

    can: Can

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """The buttons below a question."""
        return {
            PICK: Verb(name=PICK, run=self._picked),
            SKIP: Verb(name=SKIP, run=self._skipped),
            STOP: Verb(name=STOP, run=self._stopped),
        }

    async def prepared(self, ctx: Context, answers: Answers) -> Answers:
        """The answers with every form that is to be started turned into its dialog or first question."""
        ready: list[Answers] = []
        for answer in answers:
            match answer:
                case OpenFormOf():
                    ready.append(await self._start(ctx, answer))
                case AskAgain(form=form):
                    ready.append((Say(card=await self._question(ctx, form)),))
                case _:
                    ready.append((answer,))
        return tuple(one for some in ready for one in some)

    async def answered(self, ctx: Context, text: str, files: tuple[UploadedFile, ...] = ()) -> Answers:
        """Take plain words, or files where files are asked for, as the answer to the question that waits.

        Nothing when none waits, when a card was replied to instead, or when the files answer nothing.
        """
        async with ctx.store.read() as tx:
            form = await tx.forms.open_in(ctx.where.chat, ctx.by.member.id)
            card = await tx.deliveries.at(ctx.where.front_end, ctx.where.chat, ctx.where.message)
        kind = FORMS.get(form.name) if form else None
        elsewhere = card is not None and (card.kind, card.subject) != ("question", form.id if form else 0)
        if form is None or kind is None or elsewhere or not self._stepwise(kind):
            return ()
        field = (await kind.fields(ctx, form))[form.step]
        if files:
            if field.kind is not Kind.FILES:
                return ()
            named = ", ".join(file.name for file in files)
            return await self._take(ctx, form, " ".join(file.sha256 for file in files), said=named)
        if field.kind is Kind.FILES:
            return (Say(card=say("Please send it as a file or picture, or press a button.")),)
        return await self._take(ctx, form, text, said="Kept" if field.kind is Kind.SECRET else text)

    async def submitted(self, ctx: Context, form_id: int, values: Mapping[str, str]) -> Answers:
        """Take a whole dialog; it stays open until every answer is fine."""
        form = await self._own(ctx, form_id)
        kind = FORMS[form.name]
        kept, problems = dict(form.values), {}
        for field in await kind.fields(ctx, form):
            given = values.get(field.name, "")
            try:
                kept[field.name] = self._checked(ctx, kind, field, given)
            except Invalid as error:
                problems[field.name] = error.problems[0].sentence()
        if problems:
            return (Refuse(form_id=form_id, problems=problems),)
        try:
            answers = await kind.submit(ctx, form, kept)
        except Invalid as error:
            return (Refuse(form_id=form_id, problems={one.field: one.sentence() for one in error.problems}),)
        await self._close(ctx, form)
        return (Close(form_id=form_id), *await self.prepared(ctx, answers))

    async def drop(self, ctx: Context) -> Answers:
        """A command puts aside the question that waits, except the first set-up, which can be resumed."""
        async with ctx.store.read() as tx:
            form = await tx.forms.open_in(ctx.where.chat, ctx.by.member.id)
        kind = FORMS.get(form.name) if form else None
        if form is None or kind is None or kind.stepwise:
            return ()
        await self._close(ctx, form)
        return (Settled(card=_over(form)),)

    async def _question(self, ctx: Context, form: OpenForm) -> Card:
        """The question that waits, as a card with its choices."""
        kind = FORMS[form.name]
        fields = await kind.fields(ctx, form)
        field = fields[form.step]
        rows = tuple(
            (Button(label=choice.label, press=self._press(PICK, form, str(number))),)
            for number, choice in enumerate(field.choices)
        )
        ends = []
        if field.required and field.value and len(fields) > 1:
            ends.append(Button(label="Keep it as it is", press=self._press(SKIP, form)))
        if not field.required:
            default = next((one.label for one in field.choices if one.value == field.value), field.value)
            label = f"Skip ({default.partition(' (')[0]})" if kind.stepwise and default else "Skip"
            ends.append(Button(label=label, press=self._press(SKIP, form)))
        if not kind.stepwise:
            ends.append(Button(label="Cancel", press=self._press(STOP, form)))
        numbered = f"{form.step + 1} of {len(fields)}" if len(fields) > 1 else ""
        return Card(
            kind="question",
            subject=form.id,
            version=form.step,
            body=(field.ask,),
            footer=tuple(
                piece for piece in (numbered, f" · {field.hint}" if numbered and field.hint else field.hint) if piece
            ),
            buttons=(*rows, tuple(ends)) if ends else rows,
        )

    def _stepwise(self, kind: FormKind) -> bool:
        return kind.stepwise or not self.can.dialogs

    def _press(self, verb: str, form: OpenForm, arg: str = "") -> Press:
        return Press(verb=verb, target=form.id, version=form.step, arg=arg)

    async def _start(self, ctx: Context, wanted: OpenFormOf) -> Answers:
        kind = FORMS[wanted.name]
        form = OpenForm(
            id=FormId(ctx.desk.ids.new()),
            workspace_id=ctx.by.member.workspace_id,
            member_id=ctx.by.member.id,
            front_end=ctx.where.front_end,
            chat=ctx.where.chat,
            name=wanted.name,
            target=wanted.target,
            opened_at=ctx.desk.clock.now(),
            values=dict(wanted.values),
        )
        await self._save(ctx, form)
        if self._stepwise(kind):
            return (Say(card=await self._question(ctx, form)),)
        fields = await kind.fields(ctx, form)
        return (Ask(form=Form(id=form.id, name=kind.name, title=kind.title, fields=fields, submit=kind.submit_label)),)

    async def _take(self, ctx: Context, form: OpenForm, text: str, *, said: str) -> Answers:
        """Go on with this answer; `said` is how it stays in sight."""
        kind = FORMS[form.name]
        fields = await kind.fields(ctx, form)
        field = fields[form.step]
        try:
            value = self._checked(ctx, kind, field, text)
        except Invalid as error:
            return (Say(card=say(error.problems[0].sentence())), Say(card=await self._question(ctx, form)))
        rest = await self._next(ctx, replace(form, step=form.step + 1, values={**form.values, field.name: value}))
        return (_settled(form, field, said), *rest)

    async def _next(self, ctx: Context, form: OpenForm) -> Answers:
        """Ask the next question, or finish: what the action refuses is asked again, nothing else is lost."""
        kind = FORMS[form.name]
        fields = await kind.fields(ctx, form)
        if form.step < len(fields):
            await self._save(ctx, form)
            return (Say(card=await self._question(ctx, form)),)
        try:
            answers = await kind.submit(ctx, form, form.values)
        except Invalid as error:
            names = [field.name for field in fields]
            wrong = error.problems[0].field
            back = replace(form, step=names.index(wrong) if wrong in names else 0)
            await self._save(ctx, back)
            return (Say(card=say(error.problems[0].sentence())), Say(card=await self._question(ctx, back)))
        await self._close(ctx, form)
        return await self.prepared(ctx, answers)

    def _checked(self, ctx: Context, kind: FormKind, field: Field, given: str) -> str:
        if not given.strip() and not field.required:
            return ""
        by_label = {choice.label.casefold(): choice.value for choice in field.choices}
        return kind.check(ctx, field.name, by_label.get(given.strip().casefold(), given))

    async def _picked(self, ctx: Context, press: Press) -> Answers:
        form = await self._waiting(ctx, press)
        field = (await FORMS[form.name].fields(ctx, form))[form.step]
        offered = {str(number): choice for number, choice in enumerate(field.choices)}
        if press.arg not in offered:
            raise NotFound("choice")
        choice = offered[press.arg]
        return await self._take(ctx, form, choice.value, said=choice.label)

    async def _skipped(self, ctx: Context, press: Press) -> Answers:
        form = await self._waiting(ctx, press)
        field = (await FORMS[form.name].fields(ctx, form))[form.step]
        kept = {**form.values, field.name: field.value}
        rest = await self._next(ctx, replace(form, step=form.step + 1, values=kept))
        return (_settled(form, field, "Kept as it is" if field.required else "Skipped"), *rest)

    async def _stopped(self, ctx: Context, press: Press) -> Answers:
        form = await self._waiting(ctx, press)
        await self._close(ctx, form)
        return (Settled(card=_over(form)), Toast(text="Nothing was changed."))

    async def _waiting(self, ctx: Context, press: Press) -> OpenForm:
        async with ctx.store.read() as tx:
            form = await tx.forms.get(press.target)
        if form is None or form.member_id != ctx.by.member.id or form.step != press.version:
            raise Invalid(Problem(field="question", what="That question was answered already."))
        return form

    async def _own(self, ctx: Context, form_id: int) -> OpenForm:
        async with ctx.store.read() as tx:
            form = await tx.forms.get(form_id)
        if form is None or form.member_id != ctx.by.member.id:
            raise NotFound("form")
        return form

    async def _save(self, ctx: Context, form: OpenForm) -> None:
        async with ctx.store.begin() as tx:
            await tx.forms.save(form)

    async def _close(self, ctx: Context, form: OpenForm) -> None:
        async with ctx.store.begin() as tx:
            await tx.forms.close(form.id)


def _over(form: OpenForm) -> Card:
    """What a question shows whose form was put aside."""
    return Card(kind="question", subject=form.id, body=("Nothing was changed.",))


def _settled(form: OpenForm, field: Field, said: str) -> Settled:
    """The question with its answer below it, and without buttons."""
    echo = cut(" ".join(said.split()), LONGEST_ECHO)
    return Settled(card=Card(kind="question", subject=form.id, body=(field.ask,), footer=(f"✔ {echo}",)))
