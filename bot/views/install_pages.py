"""The pages on which a person adds Rung to Slack: plain HTML, no scripts."""

from collections.abc import Sequence
from html import escape

# Scope → what it is for. https://docs.slack.dev/reference/scopes
WHY = {
    "commands": "answer /maturity",
    "chat:write": "post check-ins and their results in the channels it is invited to",
    "app_mentions:read": "answer when somebody mentions it",
    "users:read": "know people's names and time zones, and who is a guest",
    "channels:read": "see who is in the public channels it is invited to",
    "groups:read": "see who is in the private channels it is invited to",
    "im:write": "send direct messages: reminders, exports, news for a team's admins",
    "files:write": "send an export as a file",
    "channels:history": "check whether a message of its own arrived, when Slack did not say",
    "groups:history": "the same, in private channels",
}
# Bolt's and Slack's words for what went wrong → what to tell. The first line is the heading.
_FAILED = {
    "access_denied": ("Nothing was installed", "You cancelled, so Rung was not added to Slack."),
    "invalid_browser": (
        "Please start again",
        "The installation began in another browser, or this one keeps no cookies. Start and "
        "finish in one browser that allows them.",
    ),
    "invalid_state": (
        "Please start again",
        "This link was used before, or is older than ten minutes. Rung may be there already.",
    ),
    "missing_code": (
        "Please start again",
        "Slack's answer was incomplete. Nothing was installed.",
    ),
    "invalid_code": (
        "Please start again",
        "Slack no longer knows this try. Rung may be there already.",
    ),
    "code_expired": ("Please start again", "That took over ten minutes. Nothing was installed."),
    "code_already_used": (
        "Please start again",
        "This page came up twice. Rung may be there already.",
    ),
    "slack_unavailable": (
        "Slack did not answer",
        "Please start again in a minute.",
    ),
}
_STYLE = """
:root { color-scheme: light dark }
body { margin: 0; background: #f6f5f2; color: #1d1c1d; font: 17px/1.55 system-ui, sans-serif }
main { max-width: 36rem; margin: 8vh auto; padding: 2.5rem 3rem; background: #fff;
  border: 1px solid #dddbd5; border-radius: 14px; box-sizing: border-box }
h1 { margin: 0 0 1rem; font-size: 1.7rem; line-height: 1.25 }
h2 { margin: 2rem 0 .5rem; font-size: 1.05rem }
p, ul, ol { margin: .6rem 0 } ul, ol { padding-left: 1.3rem } li { margin: .25rem 0 }
a { color: #0b5cad } code { background: #f1efe9; border-radius: 4px; padding: .1em .35em }
a.button { display: inline-block; margin: 1.2rem 0 .4rem; padding: .75rem 1.5rem; color: #fff;
  background: #4a154b; border-radius: 8px; font-weight: 600; text-decoration: none }
a.button:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px }
.small { color: #5c5a56; font-size: .9rem }
@media (prefers-color-scheme: dark) {
  body { background: #161618; color: #e8e6e3 } main { background: #212124; border-color: #3a3a3f }
  a.button:focus-visible { outline-color: #7db7f0 }
  a { color: #7db7f0 } code { background: #303036 } .small { color: #a9a6a1 }
  a.button { color: #fff; background: #7c3a7e } }
@media (max-width: 40rem) {
  main { margin: 0; padding: 1.5rem; border: 0; background: none }
  a.button { display: block; text-align: center } }
"""


def install(address: str, scopes: Sequence[str], optional: Sequence[str]) -> str:
    """The page with *Add to Slack*; `address` is Slack's page that asks for agreement."""
    return _page(
        "Add Rung to Slack",
        "<p>Rung asks a machine-learning team, month after month, how it really works, tells it "
        "which level of the MLOps maturity model it stands on, and says what to do next.</p>",
        _button(address, "Add to Slack"),
        '<p class="small">Slack asks you to agree before anything is installed.</p>',
        f"<h2>What Rung will be able to do</h2><ul>{_abilities(scopes)}</ul>",
        f"<h2>Only if you allow it</h2><ul>{_abilities(optional)}</ul>"
        "<p>Without this, Rung does not post such a message again, so that none comes twice. It "
        "may then be missing.</p>",
        '<p class="small">Rung keeps nothing of your conversations, and posts only in channels it '
        "is invited to. Each team decides whether its answers are confidential.</p>",
    )


def success(name: str, app_id: str, team_id: str) -> str:
    """The page after an installation; a link opens Slack where the ids say where."""
    link = f"slack://app?team={team_id}&id={app_id}" if team_id and app_id else "slack://open"
    where = f" to {escape(name)}" if name else ""
    return _page(
        "Rung is installed",
        f"<p>It was added{where}. Two steps to the first check-in:</p>",
        "<ol><li>In your team's channel, type <code>/invite @Rung</code>.</li>"
        "<li>Then type <code>/maturity setup</code>, and choose when to ask, and whom.</li></ol>",
        _button(link, "Open Slack"),
        '<p class="small">You may close this page.</p>',
    )


def failure(reason: str, start: str) -> str:
    """The page after an installation that failed; `reason` is Bolt's or Slack's word for why."""
    said = f"Slack answered <code>{escape(reason)}</code>. Nothing was installed."
    heading, words = _FAILED.get(reason, ("Slack said no", ""))
    return _page(heading, f"<p>{escape(words) or said}</p>", _button(start, "Start again"))


def lacking(scopes: Sequence[str], start: str) -> str:
    """The page after an installation that left out what Rung cannot do without."""
    missing = "".join(
        f"<li><code>{escape(s)}</code>: to {escape(WHY.get(s, 'work'))}</li>" for s in scopes
    )
    return _page(
        "Something is missing",
        "<p>Rung cannot work without these permissions, so it was not set up:</p>",
        f"<ul>{missing}</ul><p>Please start again, and allow all of them.</p>",
        _button(start, "Start again"),
    )


def _abilities(scopes: Sequence[str]) -> str:
    """What the scopes are for, in the order of WHY."""
    known = [why for scope, why in WHY.items() if scope in scopes]
    others = [scope for scope in scopes if scope not in WHY]
    return "".join(f"<li>{escape(words)}</li>" for words in [*known, *others])


def _button(address: str, words: str) -> str:
    return f'<p><a class="button" href="{escape(address)}">{escape(words)}</a></p>'


def _page(heading: str, *parts: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(heading)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{''.join(parts)}</main></body></html>"
    )
