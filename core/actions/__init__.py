"""Everything Greenlight can do, one verb per file."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """The verbs, wired."""

    add_source: AddSource
    answer: Answer
    approve: Approve
    approve_batch: ApproveBatch
    ask_edit: AskEdit
    change_look: ChangeLook
    change_picture: ChangePicture
    change_policy: ChangePolicy
    change_post: ChangePost
    change_settings: ChangeSettings
    chase: Chase
    choose_writer: ChooseWriter
    confirm_email: ConfirmEmail
    connect: Connect
    connect_account: ConnectAccount
    copy_post: CopyPost
    delete_post: DeletePost
    depart: Depart
    disconnect: Disconnect
    draft_batch: DraftBatch
    enter: Enter
    learn_voice: LearnVoice
    look_ahead: LookAhead
    make_films: MakeFilms
    make_human: MakeHuman
    new_post: NewPost
    note_post: NotePost
    pick_account: PickAccount
    plan_ahead: PlanAhead
    poll_sources: PollSources
    prove: Prove
    publish_due: PublishDue
    redraw_waiting: RedrawWaiting
    regenerate: Regenerate
    remind: Remind
    remove_source: RemoveSource
    renew_grants: RenewGrants
    repeat: Repeat
    reseal: Reseal
    set_aside: SetAside
    set_up_brand: SetUpBrand
    settle: Settle
    spend: Spend
    step_away: StepAway
    step_back: StepBack
    swap: Swap
    show_calendar: ShowCalendar
    sweep: Sweep
    take_back: TakeBack
    team: Team
    use_tags: UseTags
    warm_pictures: WarmPictures
    warn_of_ends: WarnOfEnds
    welcome: Welcome
