"""Why a level fell: what somebody of the team says to it."""

from bot.domain.falls import Reading
from bot.domain.permissions import Action, Actor, check
from bot.errors import BotError
from bot.services.reading import need_round
from storage import checkins, messages
from storage.database import Database

OPEN_STILL = "This check-in is still open; wait for its results before you say what they mean."


class Falls:
    """Use cases about falls. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def explain(self, actor: Actor, workspace_id: int, check_in_id: int, reading: Reading) -> bool:
        """Keep how a closed round's fall is read; the first to say so is the one it is kept of.

        False when it is read so already. Raises NotAllowed, and BotError when the round is gone.
        """
        with self._database.transaction() as session:
            row = need_round(session, workspace_id, check_in_id)
            check(actor, Action.EXPLAIN_FALL)
            if row.state != checkins.CLOSED:
                raise BotError(OPEN_STILL)
            if not checkins.explain_fall(session, row, reading, actor.user_id):
                return False
            messages.want_edit(session, workspace_id, f"round:{row.id}:fall")
            return True
