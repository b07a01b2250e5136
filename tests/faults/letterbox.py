"""Where a `response_url` leads in these tests: what is said privately to whoever pressed, in the order it came."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread


class Letterbox:
    """One address, on this machine alone."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/answer"
        self.letters: Queue[str] = Queue()

    def next(self, patience: float = 10.0) -> str:
        """The next text that comes in."""
        try:
            return self.letters.get(timeout=patience)
        except Empty:
            raise AssertionError("nobody was told anything") from None


@contextmanager
def letterbox() -> Iterator[Letterbox]:
    """A letterbox that is there for a while."""

    class Slot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Keep what it says, and that it is said privately."""
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert said["response_type"] == "ephemeral"
            box.letters.put(said["text"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            """Nothing: what arrives is read by the test."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Slot) as server:
        box = Letterbox(server.server_address[1])
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join()
