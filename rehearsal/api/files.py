"""`files.*`: uploading in three steps, as Slack has it since 2025: ask for a URL, send the bytes, complete."""

import mimetypes
from dataclasses import replace
from typing import Any

from rehearsal.api.call import Call, Method
from rehearsal.api.reach import joined
from rehearsal.delivery.answers import content_of, signature_of
from rehearsal.delivery.payloads import file_payload
from rehearsal.ids import new_id
from rehearsal.limits import TIERS
from rehearsal.model import File, Payload, SlackError
from rehearsal.strict import require_message

LARGEST = 50_000_000


def get_upload_url(call: Call) -> Payload:
    name = call.required("filename")
    size = call.number("length", 0, LARGEST)
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    created = int(call.workspace.clock.timestamp())
    file = File(new_id("F"), call.app.bot_user, name, name, mimetype, size, created, alt_text=call.text("alt_txt"))
    call.workspace.add_file(file)
    return {"upload_url": f"{call.address}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Payload:
    files = [uploaded(call, entry) for entry in wanted_files(call)]
    places = [call.text("channel_id"), *call.names("channels")]
    channels = [share(call, channel_id, files) for channel_id in places if channel_id]
    done = [replace(file, complete=True, channels=tuple(channels)) for file in files]
    for file in done:
        call.workspace.add_file(file)
    return {"files": [file_payload(call.workspace, file.id) for file in done]}


def wanted_files(call: Call) -> list[Any]:
    files = call.json("files")
    if not isinstance(files, list) or not files or not all(isinstance(entry, dict) for entry in files):
        raise SlackError("invalid_arguments", "[ERROR] must be a list of {id, title} [json-pointer:/files]")
    return files


def uploaded(call: Call, entry: Payload) -> File:
    file = call.workspace.files.get(str(entry.get("id")))
    if file is None or file.user != call.app.bot_user:
        raise SlackError("file_not_found", f"There is no file {entry.get('id')!r}.")
    if file.id not in call.workspace.contents:
        raise SlackError("file_not_found", "No bytes were sent to its upload_url yet.")
    return replace(file, title=str(entry.get("title") or file.name))


def share(call: Call, channel_id: str, files: list[File]) -> str:
    place = Call(call.workspace, call.app, call.method, {"channel": channel_id})
    channel = joined(place)
    if channel.archived:
        raise SlackError("is_archived", f"#{channel.name} is archived.")
    for file in files:
        call.workspace.add_file(file)
    given = {"text": call.text("initial_comment"), "blocks": call.json("blocks", "invalid_blocks_format")}
    words = {name: value for name, value in given.items() if value}
    if words:
        require_message(words)
    said = content_of(words)
    ids = tuple(file.id for file in files)
    thread_ts = call.text("thread_ts")
    call.workspace.post(
        channel.id,
        call.app.bot_user,
        files=ids,
        subtype="file_share",
        thread_ts=thread_ts,
        **said,
        **signature_of(call.app),
    )
    return channel.id


def info(call: Call) -> Payload:
    file = call.workspace.files.get(call.required("file"))
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    return {"file": file_payload(call.workspace, file.id), "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",), TIERS[4]),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",), TIERS[4]),
    "files.info": Method(info, ("files:read",), TIERS[4]),
}
