"""A file's way: a URL is given out, bytes come in, the upload is completed and shared."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox

WORDS = "größer\r\n".encode()


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def post(url: str, body: bytes, media: str = "application/octet-stream") -> int:
    """The status of a POST."""
    request = urllib.request.Request(url, body, {"Content-Type": media})
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return int(response.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def announced(client: WebClient, length: int = len(WORDS)) -> tuple[str, str]:
    answer = client.files_getUploadURLExternal(filename="words.csv", length=length)
    return answer["file_id"], answer["upload_url"]


def uploaded(client: WebClient) -> str:
    file_id, url = announced(client)
    assert post(url, WORDS) == 200
    return file_id


def fetched(sandbox: Sandbox, file_id: str, who: str) -> tuple[int, bytes, str]:
    """What the page gets: the status, the bytes, and how the browser is to treat them."""
    line = http.client.HTTPConnection(urllib.parse.urlsplit(sandbox.page_url).netloc, timeout=5)
    line.request("GET", f"/client/file?as={who}&id={file_id}")
    with line.getresponse() as answer:
        return answer.status, answer.read(), answer.headers.get("Content-Disposition", "")


def test_the_sdk_uploads_a_file_into_direct_messages_where_only_that_person_can_fetch_it(
    sandbox: Sandbox, client: WebClient
) -> None:
    ana, bo = sandbox.person("ana"), sandbox.person("bo")
    place = client.conversations_open(users=ana.id)["channel"]["id"]
    client.files_upload_v2(
        channel=place, filename="a b.csv", content=WORDS, title="Words", initial_comment="Here."
    )
    [message] = ana.direct_messages()
    assert message.text == "Here."
    [file] = message.files
    assert (file["name"], file["title"], file["size"]) == ("a b.csv", "Words", len(WORDS))
    status, content, disposition = fetched(sandbox, file["id"], ana.id)
    assert (status, content) == (200, WORDS)
    assert disposition == "attachment; filename*=UTF-8''a%20b.csv"
    assert fetched(sandbox, file["id"], bo.id)[0] == 404
    assert fetched(sandbox, "F0", ana.id)[0] == 404
    assert [call.method for call in sandbox.log[-3:]] == [
        "files.getUploadURLExternal",
        "upload",
        "files.completeUploadExternal",
    ]


def test_a_person_is_no_channel_to_share_a_file_with(sandbox: Sandbox, client: WebClient) -> None:
    file_id = uploaded(client)
    with pytest.raises(SlackApiError, match="must match regex pattern"):
        client.files_completeUploadExternal(
            files=[{"id": file_id}], channel_id=sandbox.person("ana").id
        )


def test_a_file_is_shared_where_the_bot_is_and_may_write(
    sandbox: Sandbox, client: WebClient, channel: str
) -> None:
    ws = sandbox.workspace
    theirs = ws.add_channel("theirs", members=["ana"])
    old = ws.add_channel("old", members=["ana", ws.bot_user_id], archived=True)
    files = [{"id": uploaded(client)}]
    complete = client.files_completeUploadExternal
    assert error_of(complete, files=files, channel_id="C0NOWHERE00") == "channel_not_found"
    assert error_of(complete, files=files, channel_id=theirs) == "not_in_channel"
    assert error_of(complete, files=files, channel_id=old) == "is_archived"
    assert complete(files=files, channel_id=channel)["files"] == [
        {"id": files[0]["id"], "title": "words.csv"}
    ]


def test_only_what_was_uploaded_is_completed_and_once(sandbox: Sandbox, client: WebClient) -> None:
    complete = client.files_completeUploadExternal
    waiting, _ = announced(client)
    assert error_of(complete, files=[{"id": waiting}]) == "file_not_found"
    assert error_of(complete, files=[{"id": "F0"}]) == "file_not_found"
    assert error_of(complete, files=[]) == "invalid_arguments"
    assert error_of(complete, files=[{"id": waiting, "name": "x"}]) == "invalid_arguments"
    file_id = uploaded(client)
    assert complete(files=[{"id": file_id, "title": "T"}])["files"][0]["title"] == "T"
    assert error_of(complete, files=[{"id": file_id}]) == "file_not_found"
    ana = sandbox.person("ana").id
    assert fetched(sandbox, file_id, ana)[0] == 404  # shared with nobody


def test_the_bytes_are_taken_once_in_full_raw_and_in_time(
    sandbox: Sandbox, client: WebClient
) -> None:
    _, url = announced(client)
    assert post(url, WORDS[:-1]) == 400
    assert post(url, WORDS, "multipart/form-data; boundary=x") == 400
    assert post(url, WORDS) == 200
    assert post(url, WORDS) == 409
    assert post(f"{url}x", WORDS) == 404
    _, url = announced(client)
    sandbox.files.lifetime = 0
    assert post(url, WORDS) == 403


def test_a_file_needs_a_name_a_length_and_a_scope(sandbox: Sandbox, client: WebClient) -> None:
    ask = client.files_getUploadURLExternal
    assert error_of(ask, filename="a.csv", length=0) == "missing_argument"
    assert error_of(ask, filename="", length=3) == "invalid_arguments"
    long = {"filename": "a.csv", "length": 3, "alt_txt": "x" * 1001}
    assert error_of(ask, **long) == "alt_txt_too_large"
    snippet = {"filename": "a.csv", "length": 1_000_001, "snippet_type": "text"}
    assert error_of(ask, **snippet) == "snippet_too_large"
    sandbox.scopes.discard("files:write")
    assert error_of(ask, filename="a.csv", length=3) == "missing_scope"


def test_an_upload_can_meet_trouble_too(sandbox: Sandbox, client: WebClient) -> None:
    _, url = announced(client)
    sandbox.faults.add("upload", "500_before")
    assert post(url, WORDS) == 500
    assert post(url, WORDS) == 200
