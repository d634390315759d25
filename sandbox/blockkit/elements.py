"""Block elements, and in which blocks and on which surfaces they may stand.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.blockkit.inputs import INPUTS
from sandbox.blockkit.menus import CHOICES, MENUS
from sandbox.blockkit.objects import confirm, identifier, plain, url, web_url
from sandbox.blockkit.schema import (
    Check,
    array,
    integer,
    need_exactly_one,
    one_of,
    record,
    string,
    tagged,
)

_slack_file = record({}, {"id": string(), "url": web_url}, need_exactly_one("id", "url"))
IMAGE_FIELDS: Mapping[str, Check] = {"image_url": web_url, "slack_file": _slack_file}

_image = record(
    {"alt_text": string(1, 2000)}, IMAGE_FIELDS, need_exactly_one("image_url", "slack_file")
)
_button = record(
    {"text": plain(75)},
    {
        "action_id": identifier,
        "url": url,
        "value": string(1, 2000),
        "style": one_of("primary", "danger"),
        "confirm": confirm,
        "accessibility_label": string(1, 75),
    },
)
_file_input = record(
    {},
    {"action_id": identifier, "filetypes": array(string()), "max_files": integer(1, 10)},
)

ELEMENTS: Mapping[str, Check] = {
    "button": _button,
    "image": _image,
    "file_input": _file_input,
    **MENUS,
    **CHOICES,
    **INPUTS,
}

image = tagged({"image": _image})
button = tagged({"button": _button})

_ANYWHERE = {"button", *MENUS, *CHOICES, "datepicker", "timepicker"}
_INPUT = set(ELEMENTS) - {"button", "image", "overflow"}

# https://docs.slack.dev/reference/block-kit/blocks/section-block and its siblings
accessory = tagged({name: ELEMENTS[name] for name in _ANYWHERE | {"image"}})
action = tagged(
    {name: ELEMENTS[name] for name in _ANYWHERE | {"datetimepicker", "rich_text_input"}}
)
input_element = tagged({name: ELEMENTS[name] for name in _INPUT})

# The elements that the documentation does not offer on every surface.
SURFACES: Mapping[str, frozenset[str]] = {
    "datetimepicker": frozenset({"message", "modal"}),
    "email_text_input": frozenset({"modal"}),
    "url_text_input": frozenset({"modal"}),
    "number_input": frozenset({"modal"}),
    "file_input": frozenset({"modal"}),
    "rich_text_input": frozenset({"modal", "home"}),
}
