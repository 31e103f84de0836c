"""The engine for threads: every call waits for its answer."""

from __future__ import annotations

import asyncio
import atexit
import inspect
import weakref
from typing import Any, Callable

from . import _native
from ._operations import Tenant
from ._types import CLASSES

_open: weakref.WeakSet[Any] = weakref.WeakSet()


def keep_until_exit(opened: Any) -> None:
    """Has what is still open when the interpreter ends closed before it finalises."""
    _open.add(opened)


@atexit.register
def _close_all() -> None:
    for opened in list(_open):
        opened.close()


def page_of(native: Any, cursor: int, tenant: str | None, limit: int) -> Any:
    """A page of events as EventPage."""
    events, following = native.events(cursor, tenant, limit)
    page = object.__new__(CLASSES["EventPage"])
    object.__setattr__(page, "events", events)
    object.__setattr__(page, "next", following)
    return page


async def _finish(awaitable: Any) -> Any:
    return await awaitable


def _run_host(function: Callable[..., Any], arguments: tuple[Any, ...], timeout: float) -> Any:
    result = function(*arguments)
    if inspect.isawaitable(result):
        return asyncio.run(asyncio.wait_for(_finish(result), timeout))
    return result


class Subscription:
    """A listener of events; it ends with close(), or with the engine."""

    def __init__(self, native: Any, forget: Callable[[Any], None]) -> None:
        self._native = native
        self._forget = forget

    def close(self) -> None:
        """Returns when the callback does not run any more; within the callback, at once."""
        self._native.close()
        self._forget(self)

    def __enter__(self) -> Subscription:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()


class Engine:
    """An open store with everything that works on it, for programs with threads."""

    def __init__(self, store: str = "sqlite://:memory:", telephony: Any = None, **options: Any) -> None:
        self._subscriptions: set[Subscription] = set()
        self._native = _native.Engine(telephony, {"store": store, **options}, _run_host)
        keep_until_exit(self._native)

    def tenant(self, id: str, user: str | None = None, role: Any = None) -> Any:
        """A view of one tenant for one user; touches no store."""
        return Tenant(self, self._native.tenant(id, user, role))

    def close(self) -> None:
        """Ends everything; repeatable. What was not begun fails with Unavailable."""
        self._native.close()
        for subscription in list(self._subscriptions):
            subscription.close()

    def events(self, cursor: int = 0, tenant: str | None = None, limit: int = 1000) -> Any:
        """Events after a cursor in commit order, of one tenant or of all."""
        return page_of(self._native, cursor, tenant, limit)

    def subscribe(
        self, callback: Callable[[Any], Any], *, tenant: str | None = None, topic: str = "*"
    ) -> Subscription:
        """Calls ``callback(event)`` for each event from now on, in order, on a thread of the engine."""
        native = self._native.subscribe(callback, tenant, topic)
        subscription = Subscription(native, self._subscriptions.discard)
        self._subscriptions.add(subscription)
        return subscription

    def health(self) -> Any:
        """How the engine and what it depends on are doing."""
        return self._native.health()

    @property
    def held_workers(self) -> int:
        """Workers that are in a host function past its time; while all are, such functions are not called."""
        return int(self._native.held_workers)

    def backup(self, path: str) -> None:
        """Writes a consistent copy of the store."""
        self._native.backup(path)

    def step(self, now: Any) -> int:
        """For ``manual=True``: runs all that is due until ``now`` and answers how many things ran."""
        return self._native.step(now)  # type: ignore[no-any-return]

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()


class SimulatedPbx(_native.SimulatedPbx):  # type: ignore[misc]
    """A PBX in memory for tests: phones, callers, the Telephony port and an Event Socket server."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keep_until_exit(self)

    def close(self) -> None:
        """Ends its time, its server and its connections; repeatable."""
        self.stop()

    def __enter__(self) -> SimulatedPbx:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()


class TwilioDouble(_native.TwilioDouble):  # type: ignore[misc]
    """Twilio in memory for tests: the REST API, people who answer, TwiML, signed webhooks and mishaps."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keep_until_exit(self)

    def close(self) -> None:
        """Ends its time, its server and its connections; repeatable."""
        self.stop()

    def __enter__(self) -> TwilioDouble:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()
