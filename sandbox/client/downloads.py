"""Files that the app has shared, handed to the browser."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from sandbox.errors import ApiError
from sandbox.state import State


def download(state: State, viewer: str, file_id: str) -> Response | None:
    """The file to be saved, never shown; None where the viewer has no such file."""
    with state.changes.reading():
        try:
            file = state.files.get(file_id)
        except ApiError:
            return None
        places = [state.workspace.channels.get(channel) for channel in file.channels]
        seen = any(place and viewer in place.members for place in places)
        content = file.content
    if not seen or content is None:
        return None
    disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {"Content-Disposition": disposition}
    return Response(content, media_type="application/octet-stream", headers=headers)
