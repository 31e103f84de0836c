"""Events for ``async for``, read by cursor so that a slow reader loses none."""

from __future__ import annotations

import asyncio
import functools
from collections import deque
from typing import Any, Callable

from . import _native

_PAGE = 1000


class EventStream:
    """An asynchronous iterator of events; it ends with aclose(), or with the engine."""

    def __init__(
        self, native: Any, tenant: str | None, topic: str, cursor: int | None, forget: Callable[[Any], None]
    ) -> None:
        self._native = native
        self._tenant = tenant
        self._topic = topic
        self._cursor = cursor
        self._forget = forget
        self._page: deque[Any] = deque()
        self._closed = False
        self._wake = asyncio.Event()
        self._signal = _native.Signal()
        self._loop = asyncio.get_running_loop()
        wake = functools.partial(self._loop.call_soon_threadsafe, self._wake.set)
        self._listening = native.signal(self._signal, wake, tenant, topic)
        if cursor is not None:
            self._wake.set()

    def __aiter__(self) -> EventStream:
        return self

    async def __anext__(self) -> Any:
        while not self._page:
            if self._closed:
                raise StopAsyncIteration
            await self._wake.wait()
            if not self._closed:
                await self._read()
        return self._page.popleft()

    async def _read(self) -> None:
        self._wake.clear()
        self._signal.clear()
        cursor = self._signal.first - 1 if self._cursor is None else self._cursor
        read = functools.partial(self._native.events, cursor, self._tenant, _PAGE)
        events, self._cursor = await self._loop.run_in_executor(None, read)
        self._page.extend(event for event in events if self._wants(event))
        if len(events) == _PAGE:
            self._wake.set()

    def _wants(self, event: Any) -> bool:
        if self._topic.endswith("*"):
            return bool(event.topic.startswith(self._topic[:-1]))
        return bool(event.topic == self._topic)

    async def aclose(self) -> None:
        """Ends the iteration; repeatable."""
        if self._closed:
            return
        self._closed = True
        self._wake.set()
        self._forget(self)
        await self._loop.run_in_executor(None, self._listening.close)
