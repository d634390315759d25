"""`/maturity export`: the team's history as a file, in a direct message."""

import logging
from contextlib import suppress

from slack_bolt import Respond

from bot.domain.export import CSV, JSON, Export, as_json, named, people_in
from bot.errors import BotError, SlackUnavailable
from bot.gateway.directory import KNOWN_FOR, Directory
from bot.gateway.files import File, Files
from bot.gateway.slack import Later, Refused, Unknown
from bot.listeners.questions import Question
from bot.services.exports import Exports
from bot.views import export as views

log = logging.getLogger(__name__)


class Exporting:
    """Makes the file, and sends it once for each command, however often that is delivered."""

    def __init__(self, directory: Directory, exports: Exports, files: Files) -> None:
        self._directory = directory
        self._exports = exports
        self._files = files

    def answer(self, question: Question, respond: Respond) -> None:
        """Say that the file is on its way, and send it; say so where that went wrong."""
        form = _form(question.command.rest)
        export = self._exports.export(
            question.actor, question.workspace_id, question.channel, form, question.delivery
        )
        if export is None:
            return
        respond(text=views.on_its_way(form), response_type="ephemeral")
        file = self._file(named(export, self._names(question, export)), form)
        outcome = self._files.send(question.workspace_id, question.actor.user_id, file)
        log.info("export: %s", outcome or "sent", extra={"workspace": question.workspace_id})
        match outcome:
            case Refused(error):
                respond(text=views.refused(error), response_type="ephemeral")
            case Unknown():
                respond(text=views.lost(), response_type="ephemeral")
            case Later(seconds):
                raise SlackUnavailable("export", seconds=seconds)

    def _file(self, export: Export, form: str) -> File:
        return File(
            name=views.file_name(export, form),
            title=views.title(export),
            content=self._exports.csv(export) if form == CSV else as_json(export),
            words=views.words_with(export, form),
        )

    def _names(self, question: Question, export: Export) -> dict[str, str]:
        """The names of those in the export, as far as Slack tells them."""
        names: dict[str, str] = {}
        for user_id in sorted(people_in(export)):
            with suppress(BotError, SlackUnavailable):  # the file is good without a name, too
                person = self._directory.person(question.workspace_id, user_id, KNOWN_FOR)
                names[user_id] = person.name
        return names


def _form(given: str) -> str:
    """The format that the words name; CSV where they name none. Raises BotError for another."""
    words = given.split() or [CSV]
    known = [word for word in words if word in (CSV, JSON)]
    if not known:
        raise BotError(views.no_such_format(given))
    return known[0]
