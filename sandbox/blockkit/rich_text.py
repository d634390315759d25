"""The rich_text block. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""

from __future__ import annotations

from sandbox.blockkit.objects import identifier, url
from sandbox.blockkit.schema import array, boolean, integer, one_of, record, string, tagged

_MARKS = ("bold", "italic", "strike", "code", "underline")
_MENTION_MARKS = ("bold", "italic", "strike", "highlight", "client_highlight", "unlink")

_style = {"style": record({}, dict.fromkeys(_MARKS, boolean))}
_mention_style = {"style": record({}, dict.fromkeys(_MENTION_MARKS, boolean))}

_text = record({"text": string()}, _style)
_link = record({"url": url}, {"text": string(), "unsafe": boolean, **_style})

_inline = tagged(
    {
        "text": _text,
        "link": _link,
        "user": record({"user_id": string()}, _mention_style),
        "channel": record({"channel_id": string()}, _mention_style),
        "usergroup": record({"usergroup_id": string()}, _mention_style),
        "emoji": record(
            {"name": string()}, {"skin_tone": integer(1, 6), "unicode": string(), **_style}
        ),
        "date": record(
            {"timestamp": integer(0), "format": string()},
            {"url": url, "fallback": string(), **_style},
        ),
        "broadcast": record({"range": one_of("here", "channel", "everyone")}, _style),
        "color": record({"value": string()}, _style),
    }
)

_section = record({"elements": array(_inline)})
_border = {"border": integer(0, 1)}

_parts = tagged(
    {
        "rich_text_section": _section,
        "rich_text_list": record(
            {
                "style": one_of("bullet", "ordered"),
                "elements": array(tagged({"rich_text_section": _section})),
            },
            {"indent": integer(0, 8), "offset": integer(0), **_border},
        ),
        "rich_text_quote": record({"elements": array(_inline)}, _border),
        "rich_text_preformatted": record(
            {"elements": array(tagged({"text": _text, "link": _link}))}, _border
        ),
    }
)

rich_text = record({"elements": array(_parts)}, {"block_id": identifier})
rich_text_object = tagged({"rich_text": rich_text})
