"""What a happening and a look at the channel mean, rule by rule."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.channels import (
    DAILY,
    LOOKED_FOR,
    Happening,
    Sight,
    Step,
    look_again,
    may_come_back,
    next_step,
    obstacle_after,
    stopped_by_itself,
)
from bot.views.notices import REASONS

NOW = datetime(2026, 2, 4, 9, tzinfo=UTC)
BY_ANA = "<@U0ANA> paused them"


@pytest.mark.parametrize(
    ("happening", "seen", "obstacle"),
    [
        (Happening.WAS_ARCHIVED, "is_archived", "is_archived"),
        (Happening.WAS_ARCHIVED, "channel_not_found", "channel_not_found"),
        (Happening.WAS_DELETED, "channel_not_found", "channel_deleted"),
        (Happening.BOT_REMOVED, "channel_not_found", "not_in_channel"),
        (Happening.BOT_REMOVED, "not_in_channel", "not_in_channel"),
        (Happening.BOT_REMOVED, "is_archived", "is_archived"),
        (Happening.IS_BACK, "", ""),
        # What is seen is not what was told: late, or not to be seen yet.
        (Happening.WAS_ARCHIVED, "", None),
        (Happening.WAS_DELETED, "", None),
        (Happening.BOT_REMOVED, "", None),
        (Happening.IS_BACK, "is_archived", None),
        (Happening.IS_BACK, "not_in_channel", None),
    ],
)
def test_what_is_seen_decides_and_an_event_says_why(
    happening: Happening, seen: str, obstacle: str | None
) -> None:
    assert obstacle_after(happening, Sight(seen)) == obstacle


@pytest.mark.parametrize("happening", Happening)
def test_where_slack_does_not_answer_nothing_is_known_yet(happening: Happening) -> None:
    assert obstacle_after(happening, None) is None


@pytest.mark.parametrize(
    ("reason", "obstacle", "step"),
    [
        (None, "", Step.NOTHING),
        (None, "is_archived", Step.PAUSE),
        (None, "token_revoked", Step.PAUSE),
        ("is_archived", "", Step.RESUME),
        ("not_in_channel", "", Step.RESUME),
        ("channel_deleted", "", Step.RESUME),
        ("token_expired", "", Step.RESUME),
        ("is_archived", "is_archived", Step.NOTHING),
        ("is_archived", "not_in_channel", Step.PAUSE_ANEW),
        ("not_in_channel", "is_archived", Step.PAUSE_ANEW),
        ("not_in_channel", "channel_not_found", Step.NOTHING),
        ("channel_deleted", "channel_not_found", Step.NOTHING),
        ("channel_not_found", "channel_deleted", Step.NOTHING),
        ("is_archived", "token_expired", Step.NOTHING),
        ("token_expired", "is_archived", Step.PAUSE_ANEW),
        # A look does not show what else Slack restricts, and nobody but a person resumes for one.
        ("restricted_action_read_only_channel", "", Step.NOTHING),
        ("missing_scope", "", Step.NOTHING),
        (BY_ANA, "", Step.NOTHING),
        (BY_ANA, "is_archived", Step.NOTHING),
        ("", "", Step.NOTHING),
    ],
)
def test_a_team_pauses_and_resumes_with_its_channel(
    reason: str | None, obstacle: str, step: Step
) -> None:
    assert next_step(reason is not None, reason or "", obstacle) is step


def test_every_reason_that_has_words_is_nobodys() -> None:
    assert {reason for reason in REASONS if not stopped_by_itself(reason)} == set()
    assert not stopped_by_itself(BY_ANA)
    assert not stopped_by_itself("")


@pytest.mark.parametrize(
    ("error", "may"),
    [
        ("is_archived", True),
        ("is_inactive", True),
        ("not_in_channel", True),
        ("channel_not_found", True),
        ("restricted_action_non_threadable_channel", True),
        ("msg_too_long", False),
        ("token_revoked", False),
    ],
)
def test_a_post_waits_only_for_what_may_pass(error: str, may: bool) -> None:
    assert may_come_back(error) is may


def test_a_channel_is_looked_at_daily_for_a_month_unless_it_cannot_come_back() -> None:
    almost = NOW - LOOKED_FOR + timedelta(seconds=1)
    assert look_again("is_archived", NOW, NOW) == NOW + DAILY
    assert look_again("is_archived", almost, NOW) == NOW + DAILY
    assert look_again("is_archived", NOW - LOOKED_FOR, NOW) is None
    for reason in ("channel_deleted", "restricted_action", "missing_scope", BY_ANA):
        assert look_again(reason, NOW, NOW) is None
