"""The way out to Slack for a file: into somebody's direct messages, once, with a known outcome."""

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.gateway.slack import NO_ANSWER, Clients, Later, Refused, Unknown, answered, place_of

UPLOAD = "files.getUploadURLExternal"


@dataclass(frozen=True)
class File:
    """A file, and the words that come with it."""

    name: str
    title: str
    content: bytes
    words: str


@dataclass(frozen=True)
class Files:
    """Sends files. An upload is not repeatable, so it is never tried again by itself."""

    clients: Clients

    def send(self, workspace_id: int, user_id: str, file: File) -> Later | Refused | Unknown | None:
        """Upload a file into direct messages; None when it is there.

        `files_upload_v2` makes three requests: files_getUploadURLExternal, the bytes, and
        files_completeUploadExternal, which wants the id of a conversation, not of a person.
        """
        client = self.clients(workspace_id)
        try:
            client.files_upload_v2(
                channel=place_of(client, user_id),
                filename=file.name,
                title=file.title,
                content=file.content,
                initial_comment=file.words,
            )
        except SlackApiError as error:
            return answered(error.response, UPLOAD)
        except NO_ANSWER as error:
            return Unknown(f"no answer: {type(error).__name__}")
        return None
