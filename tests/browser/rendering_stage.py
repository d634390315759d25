"""An empty page on which blocks are shown, by themselves."""

from typing import Any

from playwright.sync_api import Locator, Page

# Everything that the blocks are given; what they do with it is kept in `window.told`.
SHOW = """
async ({blocks, text, given}) => {
  const page = await import("/page/blocks/index.js");
  const kept = window.context?.values;
  const told = (window.told = {acts: [], queries: [], opened: []});
  const by = (list) => new Map(list.map((each) => [each.id, each]));
  const settled = () => new Promise((done) => { window.settle = done; });
  const matching = (query) => given.offers.filter((each) => each.text.text.includes(query));
  window.context = {
    ...given, now: new Date(given.now), people: by(given.people), channels: by(given.channels),
    values: given.again ? kept : new Map(),
    act: (act) => (told.acts.push(act), given.slow ? settled() : Promise.resolve()),
    options: async ({query}) => (told.queries.push(query), matching(query)),
    openChannel: (id) => told.opened.push(id), openPerson: (id) => told.opened.push(id),
  };
  const show = () => blocks ? page.renderBlocks(blocks, context) : page.renderText(text, context);
  document.body.replaceChildren(show());
  document.body.style.overflow = "auto";
}
"""
PEOPLE = [
    {"id": "U0ADA", "name": "ada", "real_name": "Ada Lovelace"},
    {"id": "U0BO", "name": "bo", "real_name": "Bo Díaz"},
    {"id": "U0ME", "name": "me", "real_name": "Mo Me"},
    {"id": "U0RUNG", "name": "rung", "real_name": "Rung", "bot": True},
    {"id": "U0GONE", "name": "gone", "real_name": "Gone Person", "deleted": True},
]
CHANNELS = [
    {"id": "C0TEAM", "name": "search-ranking"},
    {"id": "C0LOBBY", "name": "lobby"},
    {"id": "C0SECRET", "name": "secret", "private": True},
]


class Stage:
    """Shows blocks and tells what came of them; `troubles` is what the console complained of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.troubles = page, []
        page.on("console", lambda said: self.troubles.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.set_default_timeout(5000)
        page.goto(address)

    def show(self, *blocks: dict[str, Any], **given: Any) -> Locator:
        """Show blocks; `given` goes into their context."""
        return self._show(list(blocks), None, given)

    def write(self, text: str, **given: Any) -> Locator:
        """Show a message without blocks."""
        return self._show(None, text, given)

    def ask(self, element: dict[str, Any], **more: Any) -> Locator:
        """Show an input block, in a modal, with the label "Field"; `more` goes into the block."""
        given = {key: more.pop(key) for key in ("again", "errors", "offers", "slow") if key in more}
        return self.show(field(element, **more), surface="modal", **given)

    def value(self, key: str = "field") -> Any:
        """What the form holds."""
        return self.page.evaluate("(key) => window.context.values.get(key) ?? null", key)

    def told(self, what: str) -> Any:
        """What the page was told: acts, queries or opened."""
        return self.page.evaluate("(what) => window.told[what]", what)

    def _show(self, blocks: Any, text: Any, given: dict[str, Any]) -> Locator:
        context = {
            "zone": "Europe/Berlin", "now": "2026-09-05T10:00:00Z", "me": "U0ME", "errors": {},
            "surface": "message", "people": PEOPLE, "channels": CHANNELS, "offers": [], **given,
        }  # fmt: skip
        self.page.evaluate(SHOW, {"blocks": blocks, "text": text, "given": context})
        return self.page.locator("body > .blocks")


def field(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An input block."""
    named = {"action_id": "act", **element}
    return {"type": "input", "block_id": "field", "label": plain("Field"), "element": named, **more}


def plain(text: str) -> dict[str, str]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, str]:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "", about: str = "") -> dict[str, Any]:
    """An option; its value is its text in small letters unless given."""
    described = {"description": plain(about)} if about else {}
    return {"text": plain(text), "value": value or text.lower(), **described}


def options(*texts: str) -> list[dict[str, Any]]:
    """Options without descriptions."""
    return [option(text) for text in texts]


def chart(kind: str, **rows: list[float]) -> dict[str, Any]:
    """A plotted chart with one series for each named row of values."""
    labels = [f"Part {at}" for at in range(len(next(iter(rows.values()))))]
    series = [
        {"name": name, "data": [{"label": a, "value": b} for a, b in zip(labels, row, strict=True)]}
        for name, row in rows.items()
    ]
    axes = {"categories": labels, "x_label": "Check-in", "y_label": "Level"}
    data = {"type": kind, "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": f"A {kind} chart", "chart": data}


def texts_in(node: Any) -> list[str]:
    """Every text in a JSON value that a reader sees; what a click asks first is not there yet."""
    if isinstance(node, list):
        return [text for each in node for text in texts_in(each)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("text", "title", "name", "caption") if key in node]
    return [each for each in own if isinstance(each, str)] + texts_in(
        [value for key, value in node.items() if key != "confirm"]
    )
