"""Slack in: one file per journey. `register` is the table of contents."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse

from bot.clock import Clock
from bot.domain.commands import Verb
from bot.errors import BotError
from bot.gateway.directory import Directory
from bot.gateway.files import Files
from bot.gateway.reach import whom_to_tell
from bot.gateway.slack import Clients
from bot.listeners.actors import Actors
from bot.listeners.administering import Administering
from bot.listeners.answering import Answering
from bot.listeners.asking import Asking
from bot.listeners.auditing import Auditing
from bot.listeners.committing import Committing
from bot.listeners.consenting import Consenting
from bot.listeners.errors import Errors
from bot.listeners.exporting import Exporting
from bot.listeners.falling import Falling
from bot.listeners.following import Following
from bot.listeners.forgetting import Forgetful
from bot.listeners.home import HomeTab
from bot.listeners.leaving import Departing, tells_of_leaving
from bot.listeners.overviewing import Overviewing
from bot.listeners.payloads import text_of
from bot.listeners.questions import Answering as AnsweringApart
from bot.listeners.reminding import Reminding
from bot.listeners.response_urls import ResponseUrls
from bot.listeners.setting_up import SettingUp
from bot.listeners.steps import log_step
from bot.listeners.targets import Targeting
from bot.listeners.wake import Wake
from bot.listeners.whatif import Supposing
from bot.services.admins import Admins
from bot.services.channels import Channels
from bot.services.checkins import CheckIns
from bot.services.commitments import Commitments
from bot.services.exports import Exports
from bot.services.falls import Falls
from bot.services.forgetting import Forgetting
from bot.services.homes import Homes
from bot.services.leaving import Leaving
from bot.services.overviews import Overviews
from bot.services.posts import Deliveries, Posts, Workspaces
from bot.services.questionnaire import Questionnaire
from bot.services.reminders import Reminders
from bot.services.results import Results
from bot.services.sharing import Sharing
from bot.services.targets import Targets
from bot.services.teams import Teams
from bot.services.trails import Trails
from rubric.catalogue import Rubrics
from storage.database import Database

NO_ACCESS = (
    "Rung has no access to this workspace (any more). Ask a workspace admin to install it again."
)


def register(
    app: App,
    *,
    database: Database,
    workspaces: Workspaces,
    rubrics: Rubrics,
    directory: Directory,
    clock: Clock,
    wake: Wake,
    files: Files,
) -> None:
    """Connect every journey to Bolt's app."""
    actors = Actors(directory)
    teams = Teams(database, clock)
    checkins = CheckIns(database, rubrics, clock)
    results = Results(database, rubrics, clock)
    posts = Posts(database, clock)
    Departing(Leaving(database, clock), workspaces).register(app)
    questionnaire = Questionnaire(database, rubrics, clock)
    reminders = Reminders(database, clock)
    home = HomeTab(actors, directory, Homes(database, results, clock), reminders, wake)
    home.register(app)
    Reminding(reminders, posts, home, wake).register(app)
    Answering(actors, checkins, questionnaire, posts, home, wake).register(app)
    around = (actors, directory, rubrics, teams, checkins, posts, Sharing(database, clock))
    setting_up = SettingUp(*around, clock, home, wake)
    _set_up(app, database, clock, directory, checkins, setting_up, wake)
    Targeting(actors, rubrics, results, Targets(database, rubrics, clock), wake).register(app)
    Supposing(actors, results).register(app)
    Committing(actors, checkins, Commitments(database, rubrics, clock), clock, wake).register(app)
    asking = (actors, directory, rubrics, teams, checkins, results, posts, Deliveries(database))
    apart = _answered_apart(app, actors, directory, database, rubrics, clock, files, wake)
    Falling(actors, checkins, Falls(database), wake).register(app)
    Forgetful(actors, teams, Forgetting(database, clock), home, wake).register(app)
    Asking(*asking, setting_up, wake, apart).register(app)


def _answered_apart(
    app: App,
    actors: Actors,
    directory: Directory,
    database: Database,
    rubrics: Rubrics,
    clock: Clock,
    files: Files,
    wake: Wake,
) -> dict[Verb, AnsweringApart]:
    """The commands that take more than one view of the team, and the rest of their journeys."""
    Administering(actors, directory, Admins(database, clock), wake).register(app)
    consenting = Consenting(actors, directory, Sharing(database, clock), wake)
    consenting.register(app)
    overviewing = Overviewing(actors, directory, Overviews(database, rubrics))
    overviewing.register(app)
    return {
        Verb.EXPORT: Exporting(directory, Exports(database, rubrics, clock), files).answer,
        Verb.OVERVIEW: overviewing.answer,
        Verb.SHARING: consenting.answer,
        Verb.AUDIT: Auditing(Trails(database)).answer,
    }


def prepare(app: App, workspaces: Workspaces, clients: Clients, api_url: str) -> None:
    """What happens to everything that comes in, before a listener sees it or after it failed."""
    response_urls = ResponseUrls(api_url)
    app.use(response_urls.guard)
    app.use(_in_workspace(workspaces, clients))
    app.use(log_step)
    app.error(Errors(response_urls).handle)


def _set_up(
    app: App,
    database: Database,
    clock: Clock,
    directory: Directory,
    checkins: CheckIns,
    setting_up: SettingUp,
    wake: Wake,
) -> None:
    """Setting teams up, and following their channels."""
    setting_up.register(app)
    channels = Channels(database, clock, partial(whom_to_tell, directory))
    Following(directory, channels, checkins, setting_up.hello, wake).register(app)


def _in_workspace(workspaces: Workspaces, clients: Clients) -> Callable[..., BoltResponse | None]:
    """Every listener is told which workspace it serves, and gets that workspace's client.

    The workspace is the installation's, not the payload's. Where we have no access (any more), a
    person is told, and an event is for nobody; but for those that say so.
    """

    def middleware(
        body: dict[str, Any],
        context: BoltContext,
        next: Callable[[], BoltResponse | None],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        if tells_of_leaving(body):
            return next()  # nobody is authorized any more: it says itself whom it is about
        installed = context.authorize_result
        found = workspaces.find(
            (installed and installed.enterprise_id) or "", (installed and installed.team_id) or ""
        )
        if found is None or not context.token:
            if not text_of(body, "event", "type"):
                raise BotError(NO_ACCESS)
            return BoltResponse(status=200, body="")
        context["workspace_id"] = found
        context["client"] = clients(found)
        return next()

    return middleware
