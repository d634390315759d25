from datetime import UTC, datetime, timedelta

from bot.domain.confirmation import Confirmation, confirmations
from rubric.loader import bundled
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, Respondent, score

RUBRIC = bundled().get("mlops")
COMPUTE, ENGINEERS = "model-creation/compute", "people/data-engineers"
FIRST = datetime(2026, 9, 7, tzinfo=UTC)
MONTHS = [FIRST + timedelta(days=30 * n) for n in range(4)]


def profile(**answers):
    paths = {"compute": COMPUTE, "engineers": ENGINEERS}
    return score(RUBRIC, [Respondent(answers={paths[k]: v for k, v in answers.items()})])


def test_an_answer_was_last_confirmed_when_it_was_last_known():
    shown = [
        (MONTHS[0], profile(compute="managed", engineers=NOT_APPLICABLE)),
        (MONTHS[1], profile(compute="unmanaged")),
        (MONTHS[3], profile(compute=DONT_KNOW)),
    ]
    found = confirmations(shown, MONTHS)
    assert found == {
        COMPUTE: Confirmation(MONTHS[1], "unmanaged", 2),
        ENGINEERS: Confirmation(MONTHS[0], None, 3),
    }
    assert found[COMPUTE].stale
    assert not confirmations(shown[:2], MONTHS[:3])[COMPUTE].stale


def test_what_was_never_known_has_no_confirmation():
    assert confirmations([], MONTHS) == {}
