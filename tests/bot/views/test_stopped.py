import pytest
from builders import HOSTILE, OPENED, assert_golden, assert_inert, assert_takeable, team, texts

from bot.domain.channels import Stopped
from bot.domain.rounds import Home
from bot.views.home import home
from bot.views.notices import REASONS, reason_words
from bot.views.stopped import MOST_STOPPED, cannot_resume, channel_back, channel_gone, paused_line

EVERY = [*REASONS, "restricted_action_read_only_channel", "a_name_nobody_knows_yet"]


@pytest.mark.parametrize("reason", EVERY)
def test_the_admins_hear_why_a_channel_is_gone_and_what_helps(reason):
    rendered = channel_gone(team(), reason)
    assert_takeable(rendered)
    assert "#ml-team" in rendered.text
    assert ("All answers are kept." in rendered.text) is (reason != "channel_deleted")
    assert reason_words(reason) in rendered.text
    assert rendered.text.count(".") >= 2


def test_the_channel_hears_in_one_line_that_it_is_back():
    said = [
        channel_back(team(), reason, OPENED, dropped=dropped)
        for reason, dropped in [
            ("is_archived", False), ("not_in_channel", False), ("token_revoked", True)
        ]
    ]  # fmt: skip
    for rendered in said:
        assert_takeable(rendered)
        assert "\n" not in rendered.text
    assert "could not post meanwhile" in said[2].text
    assert_golden("channel-back", said[0])


def test_a_paused_team_says_why_and_what_helps():
    archived, removed = paused_line("is_archived"), paused_line("not_in_channel")
    assert archived.startswith("Check-ins are paused: the channel was archived. To go on, un")
    assert "invite me again" in removed
    for own in ("", "<@U0ADA> paused them", "something else"):
        assert paused_line(own).endswith("`/maturity resume` starts them again.")
    assert cannot_resume("not_in_channel").startswith("I cannot resume: I was removed from the ch")


def test_home_shows_an_admin_the_teams_that_stopped():
    teams = tuple(Stopped(f"team-{n}", "is_archived") for n in range(MOST_STOPPED + 2))
    view = home(Home("U0ADA", (), guest=False, stopped=teams))
    assert_takeable(view)
    assert "*#team-0*\nCheck-ins are paused: the channel was archived." in texts(view)
    assert "… and 2 more." in texts(view)
    few = home(Home("U0ADA", (), guest=False, stopped=(Stopped("", "channel_deleted"),)))
    assert "*a channel*" in texts(few)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_text(hostile):
    stopped = (Stopped(hostile[:80], hostile[:200]),)
    for rendered in (
        channel_gone(team(channel_name=hostile[:80]), hostile[:200]),
        channel_back(team(), hostile[:200], OPENED, dropped=True),
        home(Home("U0ADA", (), guest=False, stopped=stopped)),
    ):
        assert_takeable(rendered)
        assert_inert(rendered)
