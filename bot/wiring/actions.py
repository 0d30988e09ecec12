"""Every verb with the ports it needs."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from adapters.library.library import OpenLibrary
from adapters.publishers.feed import open_feed
from adapters.store.store import SqlStore
from adapters.vault import AesVault
from bot.settings import Settings
from core.account import Platform
from core.actions import Actions
from core.actions.add_source import AddSource
from core.actions.answer import Answer
from core.actions.approve import Approve
from core.actions.approve_batch import ApproveBatch
from core.actions.ask_edit import AskEdit
from core.actions.change_look import ChangeLook
from core.actions.change_picture import ChangePicture
from core.actions.change_policy import ChangePolicy
from core.actions.change_post import ChangePost
from core.actions.change_settings import ChangeSettings
from core.actions.chase import Chase
from core.actions.choose_writer import ChooseWriter
from core.actions.confirm_email import ConfirmEmail
from core.actions.connect import Connect
from core.actions.connect_account import ConnectAccount
from core.actions.copy_post import CopyPost
from core.actions.delete_post import DeletePost
from core.actions.depart import Depart
from core.actions.disconnect import Disconnect
from core.actions.draft_batch import DraftBatch
from core.actions.enter import Enter
from core.actions.learn_voice import LearnVoice
from core.actions.look_ahead import LookAhead
from core.actions.make_films import MakeFilms
from core.actions.make_human import MakeHuman
from core.actions.new_post import NewPost
from core.actions.note_post import NotePost
from core.actions.pick_account import PickAccount
from core.actions.plan_ahead import PlanAhead
from core.actions.poll_sources import PollSources
from core.actions.prove import Prove
from core.actions.publish_due import PublishDue
from core.actions.redraw_waiting import RedrawWaiting
from core.actions.regenerate import Regenerate
from core.actions.remind import Remind
from core.actions.remove_source import RemoveSource
from core.actions.renew_grants import RenewGrants
from core.actions.repeat import Repeat
from core.actions.reseal import Reseal
from core.actions.set_aside import SetAside
from core.actions.set_up_brand import SetUpBrand
from core.actions.settle import Settle
from core.actions.show_calendar import ShowCalendar
from core.actions.spend import Spend
from core.actions.step_away import StepAway
from core.actions.step_back import StepBack
from core.actions.swap import Swap
from core.actions.sweep import Sweep
from core.actions.take_back import TakeBack
from core.actions.team import Team
from core.actions.use_tags import UseTags
from core.actions.warm_pictures import WarmPictures
from core.actions.warn_of_ends import WarnOfEnds
from core.actions.welcome import Welcome
from core.clock import Clock
from core.connecting import Connector
from core.desk import Desk
from core.drafting import Studio


def every_action(
    settings: Settings,
    store: SqlStore,
    desk: Desk,
    studio: Studio,
    warm_pictures: WarmPictures,
    spend: Spend,
    *,
    vault: AesVault,
    connectors: Mapping[Platform, Connector],
) -> Actions:
    clock, ids = desk.clock, desk.ids
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}"
    draft_batch = DraftBatch(store, studio)
    change_post = ChangePost(store, desk, studio.fitter)
    copy_post = CopyPost(store, studio)
    renew_grants = RenewGrants(store, clock, ids, vault, connectors)
    settle = Settle(store.queue, renew_grants, desk)
    prove = Prove(store, clock, ids, vault, desk.rates)
    connect_account = ConnectAccount(store, clock, ids, prove, vault)
    pick_account = PickAccount(store, clock, ids, vault, connect_account)
    library = OpenLibrary(clock=clock, version=version("greenlight"), private=settings.allow_private_sources)
    return Actions(
        add_source=AddSource(store, library, studio.blobs, clock, ids),
        answer=Answer(store, desk, settle),
        approve=Approve(store, desk),
        approve_batch=ApproveBatch(store, desk, prove),
        ask_edit=AskEdit(store, studio, change_post),
        change_look=ChangeLook(store, studio),
        change_picture=ChangePicture(store, studio, change_post),
        change_policy=ChangePolicy(store, desk),
        change_post=change_post,
        change_settings=ChangeSettings(store, clock),
        chase=Chase(store, desk.clock),
        choose_writer=ChooseWriter(store, studio),
        confirm_email=ConfirmEmail(store, clock, ids, desk.rates),
        connect=Connect(store, clock, ids, vault, desk.rates, prove, connectors, connect_account, pick_account),
        connect_account=connect_account,
        copy_post=copy_post,
        delete_post=DeletePost(store, desk, renew_grants),
        depart=Depart(store, clock),
        disconnect=Disconnect(store, clock, vault, connectors),
        draft_batch=draft_batch,
        enter=Enter(store, clock, ids, desk.rates),
        learn_voice=LearnVoice(store, clock),
        look_ahead=LookAhead(store, desk),
        make_films=MakeFilms(store, desk, studio.fitter),
        make_human=MakeHuman(store, clock, studio.lexicons, change_post),
        new_post=NewPost(store, studio, studio.fitter.photos),
        note_post=NotePost(store, clock, ids),
        pick_account=pick_account,
        plan_ahead=PlanAhead(store, clock, draft_batch),
        poll_sources=PollSources(store, library, clock, ids),
        prove=prove,
        publish_due=PublishDue(store.queue, renew_grants, desk, owner),
        redraw_waiting=RedrawWaiting(store, studio),
        regenerate=Regenerate(store, studio, change_post),
        remind=Remind(store, clock),
        remove_source=RemoveSource(store, clock),
        renew_grants=renew_grants,
        repeat=Repeat(store, copy_post),
        reseal=Reseal(store, vault),
        set_aside=SetAside(store, desk),
        set_up_brand=SetUpBrand(store, clock, ids, _Feeds(settings, clock)),
        settle=settle,
        spend=spend,
        step_away=StepAway(store, desk.clock),
        step_back=StepBack(change_post),
        swap=Swap(change_post),
        show_calendar=ShowCalendar(store, clock, studio.pictures, studio.blobs),
        sweep=Sweep(store, store.queue, clock, timedelta(hours=settings.grace_hours)),
        take_back=TakeBack(store, desk),
        team=Team(store, clock),
        use_tags=UseTags(store, clock, desk, change_post),
        warm_pictures=warm_pictures,
        warn_of_ends=WarnOfEnds(store, clock),
        welcome=Welcome(store, clock, ids),
    )


@dataclass(frozen=True, slots=True)
class _Feeds:
    """`core.ports.Feeds` in the data folder."""

    settings: Settings
    clock: Clock

    async def open(self, slug: str, title: str) -> str:
        return await open_feed(
            self.settings.feeds, slug=slug, title=title, base_url=self.settings.base_url, clock=self.clock
        )
