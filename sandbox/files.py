"""Files that the app uploads: a URL is given out, bytes come in, the upload is completed.

https://docs.slack.dev/messaging/working-with-files#upload
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import ApiError
from sandbox.ids import Ids, secret

# Slack names no lifetime; nobody should need longer than a response URL lives.
LIFETIME = 1800.0


class UploadRefused(Exception):
    """The bytes are not taken; `status` is that of the HTTP answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass
class File:
    """A file, uploaded (`content`) or only announced (None), and where it was shared."""

    id: str
    name: str
    length: int
    token: str
    issued: float
    content: bytes | None = None
    title: str = ""
    completed: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass
class FileBook:
    """All files. `lifetime` of an upload URL is in seconds of `now`; a test may change either."""

    ids: Ids
    lifetime: float = LIFETIME
    now: Callable[[], float] = time.monotonic
    _files: dict[str, File] = field(default_factory=dict)

    def announce(self, name: str, length: int) -> File:
        """A file that is to be uploaded under its token."""
        file = File(self.ids.new("F"), name, length, secret(), self.now())
        self._files[file.id] = file
        return file

    def take(self, token: str, content: bytes) -> File:
        """The bytes of an announced file, once and in full. Raises UploadRefused."""
        file = self.announced(token)
        if file is None:
            raise UploadRefused(404, "no such upload")
        if self.now() - file.issued > self.lifetime:
            raise UploadRefused(403, "this upload URL has expired")
        if file.content is not None:
            raise UploadRefused(409, "already uploaded")
        if len(content) != file.length:
            raise UploadRefused(400, f"{file.length} bytes were announced, {len(content)} came")
        file.content = content
        return file

    def announced(self, token: str) -> File | None:
        """The file that is to be uploaded under a token, if there is one."""
        return next((file for file in self._files.values() if file.token == token), None)

    def named_in(self, text: str) -> bool:
        """Whether a text, such as the JSON of an argument, names a file of these."""
        return any(file_id in text for file_id in self._files)

    def uploaded(self, file_id: str) -> File:
        """A file whose upload may be completed. Raises ApiError file_not_found."""
        file = self.get(file_id)
        if file.content is None or file.completed:
            raise ApiError("file_not_found")
        return file

    def get(self, file_id: str) -> File:
        """The file of that id. Raises ApiError file_not_found."""
        file = self._files.get(file_id)
        if file is None:
            raise ApiError("file_not_found")
        return file
