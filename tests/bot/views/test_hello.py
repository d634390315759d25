from builders import assert_golden, assert_takeable, buttons

from bot.views.hello import hello


def test_the_greeting_says_what_rung_does_and_offers_to_set_it_up():
    rendered = hello("C0TEAM")
    assert_takeable(rendered)
    assert buttons(rendered) == [("set_up", "C0TEAM")]
    assert "`/maturity setup`" in rendered.text
    assert_golden("hello", rendered)
