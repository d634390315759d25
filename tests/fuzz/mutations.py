"""What can be done to a real payload: left out, replaced, deepened, swapped, blown up."""

import copy
import json
import math
from typing import Any

from corpus import Corpus, Delivery
from hypothesis import strategies as st

Path = tuple[str | int, ...]

NASTY = (
    "", " ", "0", "-1", "1e400", "9" * 40, "٣", "²", "NaN", "null", "\x00", "\u202e\u200b\ufeff",
    "\ud800", "a\nb", "<!channel>", "<@U1|x>", "&amp;", "=1+1", "＝1", "../../etc", "%s%n{0}",
    "x" * 3001, "x" * 70_000, "🙂" * 500, "https://hooks.slack.com@evil.example/", "D0SBX", "C0NO",
    "U0NOBODY", "USLACKBOT", "T0OTHER", "E0OTHER", "[" * 2_000, '{"page": 1e999}', "2026-02-30",
    "0001-01-01", "9999-12-31", "Europe/Atlantis", "heroic", "dont_know", "not_applicable",
)  # fmt: skip
ODD = (
    None, True, False, 0, -1, 10**30, 1.5, math.nan, math.inf, [], {}, [[]], [None], {"id": None},
    {"value": {}}, [{"id": 1}],
)  # fmt: skip
# Stands for a value of 10,000 lists within each other, which Python could not even copy.
DEEP = "10,000 levels deep"
WAYS = ("drop", "odd", "nasty", "text", "deepen", "swap", "move", "repeat", "borrow")

texts = st.text(st.characters(), max_size=60)
words = st.sampled_from(
    ["status", "tips", "explain", "target", "release", "people", "overall", "by", "3", "off",
     "2026-13-40", "tomorrow", "export", "json", "history", "overview", "commitments", "start",
     "resume", "what", "if", "why", "is", "<!here>", "`", "*", "help", "whatif", "forget", "me"]
)  # fmt: skip
# Both the grammar's own words in any order, and anything at all between them.
lines = st.lists(st.one_of(words, texts, st.sampled_from(NASTY)), max_size=6).map(" ".join)


def paths_of(value: Any, here: Path = ()) -> list[Path]:
    """Every place inside a payload, but the whole."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    found: list[Path] = []
    for key, each in inner:
        found += [(*here, key), *paths_of(each, (*here, key))]
    return found


@st.composite
def deliveries(draw: st.DrawFn, real: Corpus) -> Delivery:
    """A real delivery with up to four things done to it."""
    chosen = real[draw(st.integers(0, len(real) - 1))]
    payload = copy.deepcopy(chosen.payload)
    if chosen.kind == "slash_commands" and draw(st.booleans()):
        payload["text"] = draw(lines)
    elif "app_mention" in str(payload.get("event")) and draw(st.booleans()):
        payload["event"]["text"] = draw(lines)
    for _ in range(draw(st.integers(0, 4))):
        _change(draw, payload, real)
    return Delivery(chosen.kind, payload)


def _change(draw: st.DrawFn, payload: Any, real: Corpus) -> None:
    places = paths_of(payload)
    if not places:
        return
    likely = _weighted(places)
    path = likely[draw(st.integers(0, len(likely) - 1))]
    holder = _at(payload, path[:-1])
    key: Any = path[-1]
    way = draw(st.sampled_from(WAYS))
    if way == "drop":
        del holder[key]
    elif way == "odd":
        holder[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
    elif way == "nasty":
        holder[key] = draw(st.sampled_from(NASTY))
    elif way == "text":
        holder[key] = draw(texts)
    elif way == "deepen":
        holder[key] = draw(
            st.sampled_from((DEEP, _deepened(holder[key], 3), _deepened(holder[key], 30)))
        )
    elif way == "repeat":
        holder[key] = [holder[key]] * draw(st.sampled_from((2, 40)))
    elif way == "borrow":
        holder[key] = _borrowed(draw, real)
    else:  # swap, move: another place of the same payload
        other = _at(payload, places[draw(st.integers(0, len(places) - 1))])
        holder[key] = copy.deepcopy(other)


def _weighted(places: list[Path]) -> list[Path]:
    """What people fill in, press and are, before the ornaments of blocks."""
    telling = {"state", "private_metadata", "actions", "user", "channel", "team", "value", "event",
               "text", "callback_id", "trigger_id", "container", "response_url"}  # fmt: skip
    return [p for p in places if telling.intersection(p) and "blocks" not in p] * 4 + places


def _borrowed(draw: st.DrawFn, real: Corpus) -> Any:
    """A value of another delivery: an id where another is expected, a view in a button."""
    lender = real[draw(st.integers(0, len(real) - 1))].payload
    places = paths_of(lender)
    return copy.deepcopy(_at(lender, places[draw(st.integers(0, len(places) - 1))]))


def _deepened(value: Any, times: int) -> Any:
    for number in range(times):
        value = [value] if number % 2 else {"a": value}
    return value


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def encoded(payload: Any) -> str:
    """A payload as JSON text; half characters stay as escapes, and DEEP becomes what it says."""
    return json.dumps(payload).replace(f'"{DEEP}"', "[" * 10_000 + "]" * 10_000)
