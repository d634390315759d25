"""Fields of forms: what is typed and chosen in them, how they are named, and by keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from rendering_stage import Stage, mrkdwn, option, options, plain

MANY = [option(f"Choice {number}", f"c{number}") for number in range(30)]
ZONES = [option(f"{city} (UTC)", f"Zone/{city}") for city in ("Berlin", "Bern", "Lima")]
HOLDS = "(want) => String(window.context.values.get('field')) === String(want)"
STEPS = {
    "down": "ArrowDown",
    "up": "ArrowUp",
    "enter": "Enter",
    "escape": "Escape",
    "back": "Backspace",
}


def _fill(text: str) -> Callable[[Locator], None]:
    return lambda control: control.fill(text)


def _keys(*keys: str) -> Callable[[Locator], None]:
    def press(control: Locator) -> None:
        control.focus()
        for key in keys:
            control.press(STEPS[key]) if key in STEPS else control.press_sequentially(key)

    return press


def _check(name: str) -> Callable[[Locator], None]:
    return lambda group: group.get_by_label(name).check()


def _kind(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, **more}


# An element, how it is filled in, and what it then holds.
FILLED: list[tuple[dict[str, Any], Callable[[Locator], None], Any]] = [
    (_kind("plain_text_input"), _fill("Hello <b>"), "Hello <b>"),
    (_kind("plain_text_input", multiline=True), _fill("one\ntwo"), "one\ntwo"),
    (_kind("email_text_input"), _fill("a@b.example"), "a@b.example"),
    (_kind("url_text_input"), _fill("https://a.example"), "https://a.example"),
    (_kind("number_input", is_decimal_allowed=False, min_value="1"), _fill("42"), "42"),
    (_kind("datepicker"), _fill("2026-09-05"), "2026-09-05"),
    (_kind("timepicker"), _fill("09:30"), "09:30"),
    (_kind("datetimepicker"), _fill("2026-09-06T09:00"), "1788678000"),
    (_kind("static_select", options=options("One", "Two")), Locator.select_option, "two"),
    (_kind("static_select", options=MANY), _keys("Choice 12", "enter"), "c12"),
    (_kind("static_select", option_groups=[{"label": plain("G"), "options": MANY}]),
     _keys("down", "down", "down", "enter"), "c1"),
    (_kind("users_select"), _keys("diaz", "down", "enter"), "U0BO"),
    (_kind("channels_select"), _keys("lob", "down", "enter"), "C0LOBBY"),
    (_kind("conversations_select"), _keys("secr", "down", "enter"), "C0SECRET"),
    (_kind("radio_buttons", options=options("One", "Two")), _check("Two"), "two"),
    (_kind("checkboxes", options=options("One", "Two")), _check("One"), ["one"]),
    (_kind("multi_static_select", options=MANY),
     _keys("Choice 3", "down", "enter", "Choice 5", "down", "enter"), ["c3", "c5"]),
    (_kind("multi_users_select"), _keys("ada", "down", "enter"), ["U0ADA"]),
    (_kind("multi_channels_select"), _keys("lob", "down", "enter"), ["C0LOBBY"]),
    (_kind("multi_conversations_select"), _keys("secr", "down", "enter"), ["C0SECRET"]),
]  # fmt: skip


@pytest.mark.parametrize(("element", "fill", "value"), FILLED, ids=lambda each: str(each)[:34])
def test_what_is_filled_in_is_held_and_seen_again(stage: Stage, element, fill, value):
    shown = stage.ask(element)
    _fill_in(_control(shown), fill)
    stage.page.wait_for_function(HOLDS, arg=value)
    before = _seen(stage.page)
    stage.ask(element, again=True)
    assert _seen(stage.page) == before
    assert stage.value() == value
    assert stage.told("acts") == []


def _fill_in(control: Locator, fill: Callable[..., Any]) -> None:
    if fill is Locator.select_option:
        control.select_option(label="Two")
    else:
        fill(control)
        control.page.evaluate("document.activeElement.blur()")


def _control(shown: Locator) -> Locator:
    return shown.get_by_label("Field", exact=True)


def _seen(page: Page) -> list[str]:
    script = "all => all.map(e => [e.value, e.checked, e.matches('li') && e.innerText].join())"
    return page.locator("input, select, textarea, li").evaluate_all(script)


def test_a_field_shows_what_the_view_says_it_holds(stage: Stage):
    cases = [
        ({"type": "plain_text_input"}, {"value": "x"}, "x"),
        ({"type": "static_select"}, {"selected_option": option("One")}, "one"),
        ({"type": "users_select"}, {"selected_user": "U0ADA"}, "U0ADA"),
        ({"type": "checkboxes"}, {"selected_options": options("One", "Two")}, ["one", "two"]),
        ({"type": "multi_users_select"}, {"selected_users": []}, []),
        ({"type": "datetimepicker"}, {"selected_date_time": 1788678000}, "1788678000"),
        ({"type": "timepicker", "initial_time": "09:00"}, None, "09:00"),
        ({"type": "radio_buttons"}, None, None),
    ]
    script = """async ([element, entry]) =>
        (await import("/page/blocks/values.js")).initialValue(element, entry)"""
    for element, entry, value in cases:
        assert stage.page.evaluate(script, [element, entry]) == value


def test_a_field_has_its_label_hint_and_error(stage: Stage):
    element = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": "9",
    }
    control = _control(
        stage.ask(element, hint=plain("From 1 to 9."), errors={"field": "Too many."})
    )
    expect(control).to_have_accessible_name("Field")
    expect(control).to_have_accessible_description("Too many. From 1 to 9.")
    for name, value in {"aria-invalid": "true", "min": "1", "max": "9", "step": "1"}.items():
        expect(control).to_have_attribute(name, value)


@pytest.mark.parametrize("kind", ["radio_buttons", "checkboxes"])
def test_a_group_of_choices_is_named_and_describes_each(stage: Stage, kind: str):
    element = {"type": kind, "options": [option("One", "1", "The first"), option("Two", "2")]}
    shown = stage.ask(element, errors={"field": "Choose one."}, optional=True)
    expect(_control(shown).first).to_have_count(0)
    role = "radiogroup" if kind == "radio_buttons" else "group"
    group = shown.get_by_role(role, name="Field (optional)")
    expect(group).to_have_accessible_description("Choose one.")
    expect(group.get_by_label("One")).to_have_accessible_description("The first")
    expect(shown.locator("[aria-invalid='true']").first).to_be_visible()


def test_choices_outside_input_blocks_are_told_at_once(stage: Stage):
    select = {"type": "static_select", "action_id": "pick", "options": options("One", "Two")}
    boxes = {"type": "checkboxes", "action_id": "tick", "options": options("A", "B")}
    shown = stage.show(
        {"type": "section", "block_id": "s", "text": mrkdwn("*Pick* one"), "accessory": select},
        {"type": "actions", "block_id": "a", "elements": [boxes, {**select, "action_id": "two"}]},
    )
    shown.get_by_label("Pick one").select_option("two")
    shown.get_by_label("B", exact=True).check()
    told = [(act["block_id"], act["action_id"], act["value"]) for act in stage.told("acts")]
    assert told == [("s", "pick", "two"), ("a", "tick", ["b"])]


def test_each_field_of_an_actions_block_holds_its_own_value_while_the_view_changes(stage: Stage):
    script = """async (view) => {
        const { formOf } = await import("/page/forms.js");
        window.form = formOf(view, window.form);
        window.context = { values: window.form.values };
    }"""
    kinds = {"type": "static_select", "options": options("One", "Two", "Three")}
    pair = [{**kinds, "action_id": "first"}, {**kinds, "action_id": "second"}]
    block = {"type": "actions", "block_id": "pair", "elements": pair}
    held = {"first": "One", "second": "Two"}
    entries = {name: {"selected_option": option(text)} for name, text in held.items()}
    view = {"id": "V1", "blocks": [block], "state": {"values": {"pair": entries}}}
    for values in ("one", "two"), ("three", "two"):
        stage.page.evaluate(script, view)
        selects = stage.show(block, surface="home", again=True).get_by_role("combobox")
        for select, value in zip(selects.all(), values, strict=True):
            expect(select).to_have_value(value)
        selects.first.select_option("three")


def test_an_input_that_dispatches_is_told_at_once(stage: Stage):
    element = {"type": "static_select", "options": options("One", "Two")}
    _control(stage.ask(element, dispatch_action=True)).select_option("two")
    assert [act["value"] for act in stage.told("acts")] == ["two"]
    assert stage.value() == "two"


def test_a_choice_that_is_taken_back_is_undone(stage: Stage):
    words = {name: plain(name.title()) for name in ("title", "text", "confirm", "deny")}
    element = {"type": "radio_buttons", "options": options("One", "Two"), "confirm": words}
    shown = stage.ask({**element, "initial_option": option("One")}, dispatch_action=True)
    shown.get_by_label("Two").check()
    stage.page.get_by_role("button", name="Deny").click()
    expect(shown.get_by_label("One")).to_be_checked()
    assert stage.value() == "one"


def test_a_list_is_walked_by_keyboard_and_escape_closes_nothing_else(stage: Stage):
    control = _control(stage.ask({"type": "static_select", "options": MANY}))
    stage.page.evaluate("""() => {
        window.heard = [];
        document.body.addEventListener("keydown", (event) => window.heard.push(event.key));
    }""")
    control.press("ArrowDown")
    listed = stage.page.get_by_role("option")
    expect(listed).to_have_count(30)
    expect(control).to_have_attribute("aria-expanded", "true")
    control.press("ArrowUp")
    active = control.get_attribute("aria-activedescendant")
    assert listed.last.get_attribute("id") == active
    control.press("Escape")
    expect(listed).to_have_count(0)
    assert stage.page.evaluate("window.heard") == ["ArrowDown", "ArrowUp"]
    control.press("Escape")
    assert stage.page.evaluate("window.heard").count("Escape") == 1
    assert stage.value() is None


def test_typing_filters_whatever_the_case_and_the_accents(stage: Stage):
    control = _control(stage.ask({"type": "users_select"}))
    control.press_sequentially("DIAZ")
    expect(stage.page.get_by_role("option")).to_have_text(["Bo Díaz@bo"])
    control.fill("nobody")
    expect(stage.page.get_by_text("Nothing found")).to_be_visible()
    control.press("Escape")
    expect(control).to_have_value("")


def test_people_who_left_are_not_offered(stage: Stage):
    _control(stage.ask({"type": "users_select"})).click()
    expect(stage.page.get_by_role("option", name="Gone Person")).to_have_count(0)
    expect(stage.page.get_by_role("option")).to_have_count(4)


def test_the_app_is_asked_for_options_while_somebody_types(stage: Stage):
    element = {"type": "external_select", "min_query_length": 2, "initial_option": ZONES[2]}
    control = _control(stage.ask(element, offers=ZONES))
    expect(control).to_have_value("Lima (UTC)")
    control.click()
    expect(stage.page.get_by_text("Type at least 2 characters")).to_be_visible()
    control.press_sequentially("Ber")
    expect(stage.page.get_by_role("option")).to_have_count(2)
    control.press("ArrowDown")
    control.press("Enter")
    expect(control).to_have_value("Bern (UTC)")
    assert stage.value() == "Zone/Bern"
    assert stage.told("queries") == ["Ber"]
    shown = stage.ask(element, again=True, offers=[])
    expect(_control(shown)).to_have_value("Bern (UTC)")


def test_several_are_chosen_and_taken_away_up_to_the_most(stage: Stage):
    element = {"type": "multi_static_select", "options": MANY, "max_selected_items": 2}
    shown = stage.ask({**element, "initial_options": MANY[:1]})
    control = _control(shown)
    control.press("ArrowDown")
    for key in ("ArrowDown", "Enter", "ArrowDown", "ArrowDown", "Enter"):
        control.press(key)
    expect(stage.page.get_by_text("2 at most")).to_be_visible()
    control.press("Escape")
    control.press("Backspace")
    assert stage.value() == ["c0"]
    shown.get_by_role("button", name="Remove Choice 0").click()
    assert stage.value() == []
    expect(control).to_be_focused()


def test_a_list_in_a_modal_is_above_it_and_inside_the_window(stage: Stage):
    stage.ask({"type": "static_select", "options": MANY})
    stage.page.evaluate("""() => {
        const dialog = document.createElement("dialog");
        dialog.style.height = "120px";
        dialog.append(document.querySelector("body > .blocks"));
        document.body.append(dialog);
        dialog.showModal();
    }""")
    _control(stage.page.locator("dialog")).click()
    box = stage.page.get_by_role("listbox").locator("..").bounding_box()
    assert box is not None
    assert box["height"] > 150
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 700
    stage.page.get_by_role("option", name="Choice 2", exact=True).click()
    assert stage.value() == "c2"
