"""Channels shared with another organisation: nothing of a result is posted without consent."""

from datetime import timedelta

from world import BOTH, CHANNEL, ONCE, World

from sandbox import Message

LEVELLED = ("ana", "bo", "cleo", "dan")
READ_ALONG = "People from another organisation can read"
RESULTS = ("Level 1", "What holds you", "next steps", "Next steps", "Maturity level")


def round_of(rung: World) -> None:
    """Everybody answers, and the check-in closes."""
    for name in LEVELLED:
        rung.answer(name, rung.on_level(1))
    rung.travel(timedelta(hours=1))


def shown(rung: World) -> list[str]:
    """What the channel's members can read of results."""
    said = "\n".join([rung.texts(), *(str(m.blocks) for m in rung.channel())])
    return [words for words in RESULTS if words in said]


def to_person(rung: World, name: str, words: str) -> Message:
    """The direct message with these words, once it is there."""

    def found() -> Message | None:
        got = [m for m in rung.person(name).direct_messages() if words in m.text]
        return got[-1] if got else None

    message = rung.until(found)
    assert message is not None
    return message


@BOTH
def test_without_consent_the_admins_get_the_result_and_the_channel_a_line(rung: World) -> None:
    rung.slack.workspace.channel(CHANNEL).ext_shared = True
    rung.invite()
    rung.set_up(options=["Start the first one now"])
    assert READ_ALONG in rung.invitation().text
    round_of(rung)
    line = rung.wait_for("its result is not shown here")
    assert line.thread_ts == rung.wait_for("Maturity check-in, closed").ts
    apart = to_person(rung, "ana", "I send the result only to the team's admins")
    assert "Level 1" in apart.text
    rung.person("bo").mention(CHANNEL, "@Rung tips")
    rung.wait_for("An admin of the team can allow it")
    assert "Level 1" in rung.ask("bo").text, "a full member may ask"
    reply = rung.person("bo").click(rung.ask("bo"), action_id="share")
    assert "can read this channel" in reply.text
    assert shown(rung) == []
    assert len(rung.person("ana").direct_messages()) == 1
    assert [m for m in rung.person("bo").direct_messages() if "Level" in m.text] == []

    rung.person("ana").click(apart, action_id="allow_sharing")
    rung.wait_for("allowed results to be shown here")
    rung.wait_for("What holds you")
    rung.wait_for("next steps")


@ONCE
def test_a_channel_that_becomes_shared_later_is_asked_about_once(rung: World) -> None:
    workspace = rung.slack.workspace
    rung.invite()
    rung.set_up(options=["Start the first one now"])
    workspace.share(CHANNEL)
    asked = to_person(rung, "ana", "Would you like to show results there")
    workspace.share(CHANNEL)
    round_of(rung)
    rung.wait_for("its result is not shown here")
    assert shown(rung) == []
    ana = rung.person("ana")
    asks = [m for m in ana.direct_messages() if "Would you like to" in m.text]
    assert len(asks) == 1
    ana.click(asked, action_id="allow_sharing")
    rung.wait_for("What holds you")
    reply = rung.ask("ana", "sharing")
    assert f"<@{ana.id}> allowed it" in reply.text
    ana.click(reply, action_id="withdraw_sharing")
    rung.wait_for("stopped results from being shown here")
    rung.person("bo").mention(CHANNEL, "@Rung")
    rung.wait_for("An admin of the team can allow it")


@ONCE
def test_what_was_held_back_is_shown_when_the_others_have_gone(rung: World) -> None:
    workspace = rung.slack.workspace
    workspace.channel(CHANNEL).ext_shared = True
    rung.invite()
    rung.set_up(options=["Start the first one now"])
    round_of(rung)
    rung.wait_for("its result is not shown here")
    workspace.unshare(CHANNEL)
    rung.wait_for("What holds you")
    rung.wait_for("next steps")


@ONCE
def test_consent_given_when_setting_up_shows_results(rung: World) -> None:
    workspace = rung.slack.workspace
    workspace.channel(CHANNEL).ext_shared = True
    workspace.add_person("sam", stranger=True)
    workspace.join("sam", CHANNEL)
    rung.invite()
    consent = "Show results here, although another organisation can read them"
    rung.set_up(options=["Start the first one now"], sharing=[consent])
    round_of(rung)
    summary = rung.wait_for("What holds you")
    refused = rung.person("sam").click(summary, action_id="why")
    assert "only full members" in refused.text
    assert "only full members" in rung.ask("sam").text
