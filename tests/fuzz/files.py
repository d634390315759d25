"""Rubric files and files of answers with something done to them."""

import json
from typing import Any

from hypothesis import strategies as st

from rubric.loader import CONTENT

BUNDLED = next(CONTENT.glob("*.yaml")).read_text(encoding="utf-8")
_PIECES = (
    "&a ", "*a", "!!python/object/apply:os.system [x]", "!!binary x", "<<: *a", "- ", ": ", "? ",
    "'", '"', "{", "[", "|", ">", "#", "\t", "%YAML 9.9", "---", "...", "\x00", "\ufeff", "\u2028",
    "9" * 5000, "- " * 60, "x" * 3000, "\\UFFFFFFFF", "no", "null", "true", "-1", "1e3",
)  # fmt: skip


@st.composite
def rubric_texts(draw: st.DrawFn) -> str:
    """The bundled rubric with lines left out, doubled, moved, indented, or filled with others."""
    lines = BUNDLED.splitlines()
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        way = draw(st.sampled_from(("drop", "double", "indent", "swap", "piece", "cut", "text")))
        if way == "drop":
            del lines[at]
        elif way == "double":
            lines.insert(at, lines[at])
        elif way == "indent":
            lines[at] = " " * draw(st.integers(0, 9)) + lines[at].lstrip()
        elif way == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif way == "cut":
            del lines[at + draw(st.integers(1, 40)) :]
        else:
            piece = draw(st.sampled_from(_PIECES) if way == "piece" else st.text(max_size=30))
            place = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:place] + piece + lines[at][place:]
        lines = lines or [""]
    return "\n".join(lines)


@st.composite
def answer_files(draw: st.DrawFn, good: dict[str, Any]) -> bytes:
    """A good file of answers with bytes or values changed."""
    if draw(st.booleans()):
        text = json.dumps(good).encode()
        at = draw(st.integers(0, len(text)))
        return text[:at] + draw(st.binary(max_size=8)) + text[at + draw(st.integers(0, 8)) :]
    odd = st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
        max_leaves=6,
    )
    changed = dict(good)
    changed[draw(st.sampled_from(["rubric", "respondents", "x"]))] = draw(odd)
    person = dict(good["respondents"][0])
    answers = dict(person["answers"])
    answers[draw(st.sampled_from([*answers, "x/y"]))] = draw(odd)
    person["answers"] = draw(st.sampled_from([answers, draw(odd)]))
    if draw(st.booleans()):
        changed["respondents"] = [person, *good["respondents"]]
    return json.dumps(changed).encode()
