"""What stays of a round when answers of it are erased."""

from sqlalchemy.orm import Session

from bot.domain.privacy import shows_level
from bot.domain.team import Privacy
from bot.services.profiles import keep_without_counts
from storage import answers, checkins, forgetting
from storage import models as tables


def keep_numbers(session: Session, row: tables.CheckIn) -> None:
    """Remember how many took part in a closed round, before anybody who did is forgotten."""
    if row.answered is None:
        counted = checkins.counts(session, row.workspace_id, row.id, begun=True)
        row.asked, row.answered = counted.asked, counted.answered
        row.asked_answered = counted.asked_answered


def keep_what_may_stay(session: Session, row: tables.CheckIn) -> bool:
    """After somebody's answers went: what a round shows stays as it is, or goes altogether.

    Nothing is worked out anew, because the difference would tell what they said. Whether it stays
    depends on how many are left, and never on their answers. True where something that was shown
    is not shown any more.
    """
    if not row.enough:
        return False
    left = answers.respondents(session, row.workspace_id, row.id)
    if shows_level(left, Privacy(row.privacy), row.minimum):
        return keep_without_counts(session, row)
    forgetting.remove_scores(session, row)
    return True
