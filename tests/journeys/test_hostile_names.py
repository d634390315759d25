"""Names and words that mean mischief are shown as text, wherever they come up again."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from world import CHANNEL, ONCE, World

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
MISCHIEF = "<!channel> <@U1> <https://evil.example|ok> *b* `c` \u202etxt\u200b\u0007&amp; {0} %s"
FORMULA = '=HYPERLINK("https://evil.example","x")'
FULL_WIDTH = "＝1+1"


@ONCE
def test_names_and_comments_are_shown_as_text_and_no_cell_is_a_formula(rung: World) -> None:
    workspace = rung.slack.workspace
    for name, real_name in (("ana", FORMULA), ("bo", FULL_WIDTH), ("cleo", MISCHIEF)):
        workspace.user(name).real_name = real_name
    rung.invite()
    rung.set_up(privacy="Open", options=["Show our levels in the workspace's overview"])
    channel = workspace.channel(CHANNEL).id
    workspace.channel(channel).name = f"x {MISCHIEF}"[:80]
    rung.travel(FIRST)
    for name in ("ana", "bo", "cleo"):
        rung.answer(name, rung.on_level(2), channel=channel, comment=f"{MISCHIEF} \n\n\n {FORMULA}")
    rung.travel(FIRST + timedelta(days=5))
    rung.wait_for("Level 2", channel)
    for words in ("", "history", "overview", MISCHIEF, f"status {MISCHIEF}",
                  f"target {MISCHIEF} 3", f"export {MISCHIEF}"):  # fmt: skip
        rung.ask("dan", words, channel)
    rung.person("dan").mention(channel, f"@Rung {MISCHIEF}")
    rung.slack.wait_for_events()
    rung.person("dan").open_home()
    rung.tick()
    texts, blocks = _shown(rung, channel)
    marked_up = [*texts, *_marked_up(blocks)]
    assert any("evil.example" in text for text in marked_up)  # not left out, but made harmless
    for mark in ("<!channel>", "<@U1>", "<https://evil"):
        assert [text for text in marked_up if mark in text] == []
    letters = set("".join([*texts, json.dumps(blocks, ensure_ascii=False)]))
    assert {c for c in letters if unicodedata.category(c) in ("Cc", "Cf", "Cs")} <= {"\n"}
    _cells_are_harmless(rung, channel)


def _shown(rung: World, channel: str) -> tuple[list[str], list[Any]]:
    """The texts and the blocks of all that the bot has shown dan."""
    bot, dan = rung.slack.workspace.bot_user_id, rung.person("dan")
    ours = [m for m in rung.channel(channel) if m.body.get("user") == bot]
    told = [*ours, *dan.ephemerals()]
    return [str(m.text) for m in told], [*(m.blocks for m in told), dan.home().blocks]


def _marked_up(node: Any) -> Iterator[str]:
    """The texts in which markup would come to life; in plain and rich text it does not."""
    if isinstance(node, dict) and node.get("type") in ("mrkdwn", "markdown"):
        yield node["text"]
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list):
            yield from _marked_up(inner)


def _cells_are_harmless(rung: World, channel: str) -> None:
    rung.ask("dan", "export", channel)
    sent = rung.until(lambda: [m for m in rung.person("dan").direct_messages() if m.files])[-1]
    content = rung.slack.files.get(sent.files[0]["id"]).content
    assert content is not None
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row.values() if cell]
    assert f"'{FORMULA}" in cells
    assert f"'{FULL_WIDTH}" in cells
    assert not [c for c in cells if c.lstrip()[0] in "=+@＝＋－＠" or c[0] in "\t\r"]
    assert "/" not in sent.files[0]["name"]
