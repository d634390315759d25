"""The page on which a person lets the app in: what is asked, and what became of it.

Source: docs.slack.dev/authentication/installing-with-oauth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.client.guard import OURS
from sandbox.directory import Directory
from sandbox.errors import ApiError
from sandbox.oauth.asking import Asked, asked
from sandbox.people import User
from sandbox.workspace import Workspace

PATH = "/oauth/v2/authorize"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
}


@dataclass
class Consent:
    """Serves the page, and takes what the person decides."""

    directory: Directory

    def routes(self) -> list[Route]:
        """The page, and where its form goes."""
        return [
            Route(PATH, self._show, methods=["GET"]),
            Route(PATH, self._decide, methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        query = dict(request.query_params)
        try:
            return HTMLResponse(self._page(query, asked(self.directory.app, query)), 200, HEADERS)
        except ApiError as error:
            return _problem(error.error)

    async def _decide(self, request: Request) -> Response:
        host = request.headers.get("host", "")
        origin = request.headers.get("origin", f"http://{host}")
        if host.partition(":")[0] not in OURS or origin != f"http://{host}":
            return _problem("another page may not decide this", 403)
        form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        given = {name: values[0] for name, values in form.items()}
        try:
            what = asked(self.directory.app, given)
            with self.directory.first.state.changes.writing():
                installation, user = self.directory.installer(given.get("who", ""))
                if given.get("decision") != "allow":
                    return RedirectResponse(what.answered(error="access_denied"), 302, HEADERS)
                left_out = what.optional - set(form.get("optional", []))
                now = self.directory.first.workspace.clock()
                code = self.directory.desk.issue(
                    installation, user.id, what.scopes - left_out, what.redirect_uri, now
                )
        except ApiError as error:
            return _problem(error.error)
        except LookupError as error:
            return _problem(str(error), 403)
        return RedirectResponse(what.answered(code=code), 302, HEADERS)

    def _page(self, query: Mapping[str, str], what: Asked) -> str:
        kept = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in query.items()
        )
        must = "".join(f"<li>{escape(scope)}</li>" for scope in sorted(what.scopes - what.optional))
        may = "".join(
            f'<li><label><input type="checkbox" name="optional" value="{escape(scope)}" checked> '
            f"{escape(scope)} (optional)</label></li>"
            for scope in sorted(what.optional)
        )
        people = "".join(
            f'<option value="{escape(who)}">{escape(text)}</option>'
            for who, text in self._people(query.get("team"))
        )
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Install Rung</title>'
            f'<h1>Rung asks for permission</h1><form method="post" action="{PATH}">{kept}'
            f'<p><label>You are <select name="who">{people}</select></label></p>'
            f"<ul>{must}{may}</ul>"
            '<button name="decision" value="allow">Allow</button> '
            '<button name="decision" value="cancel">Cancel</button></form></html>'
        )

    def _people(self, team: str | None) -> list[tuple[str, str]]:
        """Everybody who can be chosen, of one workspace or of all; admins for their organisation
        too.
        """
        with self.directory.first.state.changes.reading():
            return [
                option
                for ws in (place.workspace for place in self.directory.places)
                if team in (None, "", ws.team_id)
                for user in ws.users.values()
                if user.may_install
                for option in _options(ws, user)
            ]


def _options(ws: Workspace, user: User) -> list[tuple[str, str]]:
    """Where one person can install the app: the value of the choice, and its words."""
    where = [(ws.team_id, ws.team_name)]
    if ws.enterprise and user.runs_things:
        where.append((ws.enterprise["id"], f"all of {ws.enterprise['name']}"))
    return [(f"{there}/{user.id}", f"{user.real_name} ({name})") for there, name in where]


def _problem(words: str, status: int = 400) -> Response:
    """Slack's error page: it sends nobody back."""
    page = f'<!doctype html><html lang="en"><title>Slack</title><p>{escape(words)}</p></html>'
    return HTMLResponse(page, status, HEADERS)
