from dataclasses import replace
from datetime import time

import pytest
from builders import HOSTILE, OPENED, assert_golden, assert_inert, assert_takeable, team

from bot.domain.cadence import Cadence, Rule, upcoming
from bot.domain.team import Privacy
from bot.views.notices import (
    changes,
    first_setup,
    paused,
    resumed,
    round_missed,
    settings_changed,
)

SETTINGS = team().settings
WEEKLY = Rule(Cadence.WEEKLY, time(10), "Europe/Berlin", weekday=0)


def test_the_channel_hears_who_set_up_what():
    rendered = first_setup(team(), "U0ADA", upcoming(SETTINGS.rule, OPENED, 3))
    assert_takeable(rendered)
    assert rendered.text.startswith("<@U0ADA> set up maturity check-ins for this channel: everyone")
    assert "Answers are confidential" in rendered.text
    assert_golden("notice-first-setup", rendered)


def test_the_channel_hears_who_changed_what():
    after = replace(SETTINGS, rule=WEEKLY, days_open=3)
    rendered = settings_changed(team(), "U0ADA", changes(SETTINGS, after))
    assert_takeable(rendered)
    assert rendered.text.startswith("<@U0ADA> changed the check-in settings:\n• cadence: monthly")
    assert "→ weekly on Monday at 10:00 (Europe/Berlin)\n" in rendered.text
    assert_golden("notice-settings-changed", rendered)


def test_nothing_changed_is_no_change():
    assert changes(SETTINGS, SETTINGS) == ()
    picked = replace(SETTINGS, picked=("U1", "U2"))
    assert changes(picked, replace(picked, picked=("U2", "U1"))) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rubric": "mlops@2027-01"}, "rubric: mlops@2020-01 → mlops@2027-01"),
        ({"days_open": 1}, "open for: 5 days → 1 day"),
        (
            {"privacy": Privacy.OPEN},
            "privacy, from the next check-in on: confidential → open",
        ),
        ({"minimum": 5}, "fewest answers: 3 → 5"),
        ({"in_overview": True}, "shown in the workspace's overview: no → yes"),
        ({"picked": ("U1",)}, "who is asked: everyone in the channel → 1 person"),
    ],
)
def test_each_change_is_told_in_plain_words(change, words):
    assert changes(SETTINGS, replace(SETTINGS, **change)) == (words,)


def test_other_people_are_counted_not_named():
    before = replace(SETTINGS, picked=("U1", "U2"))
    after = replace(SETTINGS, picked=("U2", "U3"))
    assert changes(before, after) == ("who is asked: 2 people → 2 people (1 added, 1 left out)",)


def test_pausing_and_resuming_say_who_and_what_comes():
    assert paused("U0ADA", "").text.startswith("<@U0ADA> paused the check-ins. ")
    assert "are paused: the channel was archived. " in paused(None, "is_archived").text
    assert "resumed the check-ins" in resumed(team(), "U0ADA", OPENED).text
    for rendered in (paused("U0ADA", ""), resumed(team(), "U0ADA", OPENED)):
        assert_takeable(rendered)


def test_the_admins_hear_of_missed_rounds():
    one, three = round_missed(team(), 1, OPENED), round_missed(team(), 3, OPENED)
    assert one.text.startswith("The check-in of <#C0TEAM> that was due <!date^")
    assert three.text.startswith("3 check-ins of <#C0TEAM>, the last due <!date^")
    for rendered in (one, three, round_missed(team(next_due_at=None), 1, OPENED)):
        assert_takeable(rendered)
        assert "`/maturity start`" in rendered.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_text(hostile):
    for rendered in (
        paused("U0ADA", hostile[:200]),
        settings_changed(team(), "U0ADA", [hostile]),
    ):
        assert_takeable(rendered)
        assert_inert(rendered)
