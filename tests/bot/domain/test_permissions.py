"""Who may do what."""

import pytest

from bot.domain.permissions import Action, Actor, check, may_administer
from bot.errors import NotAllowed

MEMBER = Actor("U1", in_channel=True)
ELSEWHERE = Actor("U1", in_channel=False)
GUEST = Actor("U1", in_channel=True, outsider=True)
BOT = Actor("U1", in_channel=True, human=False)
WORKSPACE_ADMIN = Actor("U1", in_channel=False, workspace_admin=True)
FOR_EVERYBODY = (Action.LOOK, Action.ANSWER, Action.START, Action.SET_UP)
FOR_ADMINS = (Action.CLOSE, Action.PAUSE, Action.CHANGE_SETTINGS, Action.SET_TARGETS)


@pytest.mark.parametrize("action", FOR_EVERYBODY)
def test_any_full_member_of_the_channel_may(action: Action) -> None:
    check(MEMBER, action, admins=["U2"])


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("actor", [GUEST, BOT])
def test_guests_outsiders_and_bots_may_do_nothing(actor: Actor, action: Action) -> None:
    with pytest.raises(NotAllowed, match="only full members"):
        check(actor, action, admins=["U1"])


@pytest.mark.parametrize("action", sorted({*Action} - {Action.OVERVIEW}, key=str))
def test_who_is_not_in_the_channel_may_do_nothing_even_as_a_former_admin(action: Action) -> None:
    with pytest.raises(NotAllowed, match="Join the channel"):
        check(ELSEWHERE, action, admins=["U1"])


def test_the_overview_is_for_every_full_member_wherever_they_are() -> None:
    check(ELSEWHERE, Action.OVERVIEW)


@pytest.mark.parametrize("action", FOR_ADMINS)
def test_what_is_for_admins_is_refused_to_others_with_the_admins_names(action: Action) -> None:
    check(MEMBER, action, admins=["U1"])
    with pytest.raises(NotAllowed, match="<@U2>"):
        check(MEMBER, action, admins=["U2"])


@pytest.mark.parametrize("action", FOR_ADMINS)
def test_an_admin_of_the_workspace_may_without_being_in_the_channel(action: Action) -> None:
    check(WORKSPACE_ADMIN, action, admins=["U2"])


def test_whoever_is_refused_is_sent_to_admins_who_are_still_there() -> None:
    actor = Actor("U1", in_channel=True, around=frozenset({"U1", "U2"}))
    with pytest.raises(NotAllowed) as refused:
        check(actor, Action.PAUSE, admins=["U2", "U3"])
    assert refused.value.sentence.endswith("Please ask <@U2> or a workspace admin.")


def test_rights_end_with_the_membership() -> None:
    assert may_administer(MEMBER, ["U1"])
    assert not may_administer(ELSEWHERE, ["U1"])
    assert not may_administer(GUEST, ["U1"])
