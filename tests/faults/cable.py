"""The line between bots and a PostgreSQL: a proxy that can be cut, held up, or taken away for a while."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Self, TypeVar

from sqlalchemy import make_url

T = TypeVar("T")
BLOCK = 65536


class Cable:
    """Listens on this machine alone and carries every connection on to the server's socket file."""

    def __init__(self, database: str) -> None:
        self._url = make_url(database)
        self._socket = f"{self._url.query['host']}/.s.PGSQL.5432"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cable", daemon=True)
        self._open: set[asyncio.StreamWriter] = set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._flowing = asyncio.Event()
        self._connected = True
        self._port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._port = self._run(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """The database's address by this cable."""
        through = self._url.set(host="127.0.0.1", port=self._port, query={})
        return through.render_as_string(hide_password=False)

    def cut(self, seconds: float = 0.0) -> None:
        """Everybody's connection is gone, in the middle of whatever they do; for so long nobody gets a new one."""
        self._run(self._cut(seconds))

    def hold(self, seconds: float) -> None:
        """For so long nothing comes through; then all of it does, in order."""
        self._run(self._hold(seconds))

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _listen(self) -> int:
        self._flowing.set()
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._connected:
            writer.close()
            return
        try:
            answers, questions = await asyncio.open_unix_connection(self._socket)
        except OSError:  # the server is down
            writer.close()
            return
        self._open |= {writer, questions}
        for source, sink in ((reader, questions), (answers, writer)):
            task = asyncio.ensure_future(self._carry(source, sink))
            self._carrying.add(task)
            task.add_done_callback(self._carrying.discard)

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while block := await source.read(BLOCK):
                await self._flowing.wait()
                sink.write(block)
                await sink.drain()
        except OSError:  # one end is gone: so is the other
            pass
        finally:
            self._open.discard(sink)
            sink.close()

    async def _cut(self, seconds: float) -> None:
        self._connected = False
        self._abort()
        await asyncio.sleep(seconds)
        self._connected = True

    async def _hold(self, seconds: float) -> None:
        self._flowing.clear()
        await asyncio.sleep(seconds)
        self._flowing.set()

    async def _end(self) -> None:
        self._server.close()
        self._flowing.set()
        self._abort()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    def _abort(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()
