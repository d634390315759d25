"""Set up: the hello, the settings, the dates."""

from world import World


def test_invited_to_a_channel_the_bot_says_hello_once_and_can_be_set_up(rung: World) -> None:
    hello = rung.invite()
    person = rung.person("ana")
    person.click(hello, action_id="set_up")
    rung.slack.wait_until(lambda: person.view())
    assert not person.submit().errors
    confirmation = "\n".join(person.view().texts())
    assert confirmation.count("for you <!date^") == 3
    rung.wait_for("set up maturity check-ins")
    assert sum("Hello" in str(m.text) for m in rung.channel()) == 1
