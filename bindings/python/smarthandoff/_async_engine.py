"""The engine for asyncio: calls are awaited, on whichever loop they are made."""

from __future__ import annotations

import asyncio
import functools
import inspect
import weakref
from typing import Any, Callable

from . import _native
from ._engine import _finish, keep_until_exit, page_of
from ._errors import BY_CODE
from ._operations import AsyncTenant
from ._streams import EventStream


class _LoopAnswers:
    """The answers on their way to one loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, abandoned: Any) -> None:
        self.abandoned = abandoned
        deliver = functools.partial(_deliver, weakref.ref(self))
        self.completions = _native.Completions(functools.partial(loop.call_soon_threadsafe, deliver), abandoned)


def _deliver(answers_of: Callable[[], _LoopAnswers | None]) -> None:
    answers = answers_of()
    if answers is None:
        return
    for future, error, value in answers.completions.take():
        if future.done():
            answers.abandoned.add()
        elif error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)


class AsyncEngine:
    """An open store with everything that works on it, for programs with asyncio.

    It opens with ``async with`` or ``await engine.open()``.
    """

    def __init__(self, store: str = "sqlite://:memory:", telephony: Any = None, **options: Any) -> None:
        self._telephony = telephony
        self._options = {"store": store, **options}
        self._opened: Any = None
        self._home: asyncio.AbstractEventLoop | None = None
        self._answers: dict[asyncio.AbstractEventLoop, _LoopAnswers] = {}
        self._abandoned = _native.Abandoned()
        self._streams: set[EventStream] = set()

    @property
    def _native(self) -> Any:
        if self._opened is None:
            raise BY_CODE["failed_precondition"]("the engine is not open: use async with, or await engine.open()")
        return self._opened

    async def open(self) -> AsyncEngine:
        """Opens the store without blocking the loop."""
        if self._opened is not None:
            raise BY_CODE["failed_precondition"]("the engine is open already")
        self._home = asyncio.get_running_loop()
        opening = self._home.run_in_executor(
            None, _native.Engine, self._telephony, self._options, self._run_host
        )
        try:
            self._opened = await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close_unwanted)
            raise
        keep_until_exit(self._opened)
        return self

    async def close(self) -> None:
        """Ends everything; repeatable. What was not begun fails with Unavailable."""
        if self._opened is None:
            return
        for stream in list(self._streams):
            await stream.aclose()
        await asyncio.get_running_loop().run_in_executor(None, self._opened.close)

    def tenant(self, id: str, user: str | None = None, role: Any = None) -> Any:
        """A view of one tenant for one user; touches no store."""
        return AsyncTenant(self, self._native.tenant(id, user, role))

    async def events(self, cursor: int = 0, tenant: str | None = None, limit: int = 1000) -> Any:
        """Events after a cursor in commit order, of one tenant or of all."""
        return await self._in_thread(page_of, self._native, cursor, tenant, limit)

    def stream(self, *, tenant: str | None = None, topic: str = "*", cursor: int | None = None) -> EventStream:
        """Events for ``async for``: after ``cursor``, or from now on; none is dropped."""
        stream = EventStream(self._native, tenant, topic, cursor, self._streams.discard)
        self._streams.add(stream)
        return stream

    def subscribe(
        self, callback: Callable[[Any], Any], *, tenant: str | None = None, topic: str = "*"
    ) -> AsyncSubscription:
        """Calls ``callback(event)``, plain or async, for each event from now on, in order, on this loop."""
        return AsyncSubscription(self.stream(tenant=tenant, topic=topic), callback)

    async def health(self) -> Any:
        """How the engine and what it depends on are doing."""
        return await self._in_thread(self._native.health)

    @property
    def held_workers(self) -> int:
        """Workers that are in a host function past its time; while all are, such functions are not called."""
        return int(self._native.held_workers)

    async def backup(self, path: str) -> None:
        """Writes a consistent copy of the store."""
        await self._in_thread(self._native.backup, path)

    async def step(self, now: Any) -> int:
        """For ``manual=True``: runs all that is due until ``now`` and answers how many things ran."""
        ran: int = self._native.step(now)
        await asyncio.sleep(0)
        return ran

    @property
    def abandoned_answers(self) -> int:
        """Answers that nobody waited for any more: of cancelled futures and closed loops."""
        self._forget_closed_loops()
        return int(self._abandoned.count)

    def _begin(self, tenant: Any, index: int, fields: dict[str, Any]) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        answers = self._answers.get(loop) or self._answers_of(loop)
        future = loop.create_future()
        _native.begin(tenant, index, fields, answers.completions, future)
        if self._opened.manual:
            self._opened.pump()
        return future

    def _answers_of(self, loop: asyncio.AbstractEventLoop) -> _LoopAnswers:
        self._forget_closed_loops()
        return self._answers.setdefault(loop, _LoopAnswers(loop, self._abandoned))

    def _forget_closed_loops(self) -> None:
        for loop in list(self._answers):
            # Another thread may do the same.
            answers = self._answers.pop(loop, None) if loop.is_closed() else None
            if answers is not None:
                answers.completions.abandon()

    def _run_host(self, function: Callable[..., Any], arguments: tuple[Any, ...], timeout: float) -> Any:
        result = function(*arguments)
        if inspect.isawaitable(result):
            assert self._home is not None
            return asyncio.run_coroutine_threadsafe(_finish(result), self._home).result(timeout)
        return result

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)

    async def __aenter__(self) -> AsyncEngine:
        return await self.open()

    async def __aexit__(self, *exception: Any) -> None:
        await self.close()


def _close_unwanted(opening: asyncio.Future[Any]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.get_loop().run_in_executor(None, opening.result().close)


class AsyncSubscription:
    """A listener of events on a loop; it ends with close(), or with the engine."""

    def __init__(self, stream: EventStream, callback: Callable[[Any], Any]) -> None:
        self._stream = stream
        self._callback = callback
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Returns when the callback does not run any more; within the callback, at once."""
        await self._stream.aclose()
        if self._task is not asyncio.current_task():
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        async for event in self._stream:
            try:
                result = self._callback(event)
                if inspect.isawaitable(result):
                    await result
            except Exception as error:
                context = {"message": "a listener of smarthandoff events failed", "exception": error}
                asyncio.get_running_loop().call_exception_handler(context)

    async def __aenter__(self) -> AsyncSubscription:
        return self

    async def __aexit__(self, *exception: Any) -> None:
        await self.close()
