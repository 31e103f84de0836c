"""The table's operations as methods, grouped by the first part of their names."""

from __future__ import annotations

import inspect
from asyncio import _get_running_loop as running_loop
from typing import Any, Callable

from . import _native
from ._errors import BY_CODE
from ._types import CLASSES, TYPES

OPERATIONS: list[dict[str, Any]] = _native.operations()

# What a call takes beside the fields of its request.
CALL_OPTIONS = {"request_id": "", "wait_seconds": 60.0}


def split(name: str) -> tuple[str, str]:
    """``handoffs.transfer`` as its group and its method."""
    group, _, method = name.partition(".")
    return group, method


def _signature(line: dict[str, Any], pure: bool) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD if pure else inspect.Parameter.KEYWORD_ONLY
    defaults = _native.defaults(line["request"])
    parameters = [inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)]
    fields = [name for name, _, _, _ in TYPES[line["request"]]["fields"]]
    if not pure:
        fields.sort(key=lambda name: name in defaults)
    for name in fields:
        default = defaults.get(name, inspect.Parameter.empty)
        parameters.append(inspect.Parameter(name, kind, default=default))
    if not pure:
        for name, default in CALL_OPTIONS.items():
            parameters.append(inspect.Parameter(name, kind, default=default))
    return inspect.Signature(parameters, return_annotation=CLASSES.get(line["response"][1]))


def _doc(line: dict[str, Any]) -> str:
    fields = "\n".join(f"    {name}: {doc}" for name, doc, _, _ in TYPES[line["request"]]["fields"])
    return f"{line['doc']}\n\n{fields}" if fields else line["doc"]


def _refuse_positional(name: str) -> None:
    raise BY_CODE["invalid_argument"](f"{name} takes its arguments by name")


def _blocking(index: int, line: dict[str, Any]) -> Callable[..., Any]:
    name, call = line["name"], _native.call

    def method(self: Any, /, *args: Any, **fields: Any) -> Any:
        if args:
            _refuse_positional(name)
        return call(self._tenant, index, fields)

    return method


def _waiting(index: int, line: dict[str, Any]) -> Callable[..., Any]:
    name, call = line["name"], _native.call
    error = BY_CODE["failed_precondition"]

    def method(self: Any, /, *args: Any, **fields: Any) -> Any:
        if args:
            _refuse_positional(name)
        if running_loop() is not None:
            raise error(f"{name} would block the running event loop: use AsyncEngine and await it")
        return call(self._tenant, index, fields)

    return method


def _awaiting(index: int, line: dict[str, Any]) -> Callable[..., Any]:
    name = line["name"]

    async def method(self: Any, /, *args: Any, **fields: Any) -> Any:
        if args:
            _refuse_positional(name)
        return await self._engine._begin(self._tenant, index, fields)

    return method


def _pure(index: int, line: dict[str, Any]) -> Callable[..., Any]:
    run_pure = _native.run_pure

    def method(self: Any, /, *args: Any, **fields: Any) -> Any:
        return run_pure(self._tenant, index, args, fields)

    return method


def pure_function(index: int, line: dict[str, Any]) -> Callable[..., Any]:
    """A pure operation without a tenant."""
    run_pure = _native.run_pure

    def function(*args: Any, **fields: Any) -> Any:
        return run_pure(None, index, args, fields)

    group, name = split(line["name"])
    function.__name__ = function.__qualname__ = name
    function.__module__ = f"smarthandoff.{group}"
    function.__doc__ = _doc(line)
    signature = _signature(line, True)
    function.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=list(signature.parameters.values())[1:]
    )
    return function


class Operations:
    """The operations of one group for one tenant."""

    __slots__ = ("_engine", "_tenant")

    def __init__(self, engine: Any, tenant: Any) -> None:
        self._engine = engine
        self._tenant = tenant


def class_name(group: str, asynchronous: bool) -> str:
    """The name of a group's class: ``HandoffsOperations`` or ``AsyncHandoffsOperations``."""
    words = "".join(word.capitalize() for word in group.split("_"))
    return f"{'Async' if asynchronous else ''}{words}Operations"


def _maker(line: dict[str, Any], asynchronous: bool) -> Callable[[int, dict[str, Any]], Callable[..., Any]]:
    if line["kind"] == "pure":
        return _pure
    if asynchronous:
        return _awaiting
    return _waiting if line["kind"] == "awaited" else _blocking


def group_classes(asynchronous: bool) -> dict[str, type]:
    """A class per group of the table."""
    members: dict[str, dict[str, Any]] = {}
    for index, line in enumerate(OPERATIONS):
        group, name = split(line["name"])
        method = _maker(line, asynchronous)(index, line)
        method.__name__ = name
        method.__qualname__ = f"{class_name(group, asynchronous)}.{name}"
        method.__module__ = "smarthandoff"
        method.__doc__ = _doc(line)
        method.__signature__ = _signature(line, line["kind"] == "pure")  # type: ignore[attr-defined]
        members.setdefault(group, {"__slots__": (), "__module__": "smarthandoff"})[name] = method
    return {
        group: type(class_name(group, asynchronous), (Operations,), methods) for group, methods in members.items()
    }


def tenant_class(name: str, groups: dict[str, type]) -> type:
    """A tenant with a property per group."""

    def group_property(made: type) -> property:
        return property(lambda self: made(self._engine, self._tenant), doc=made.__doc__)

    members: dict[str, Any] = {group: group_property(made) for group, made in groups.items()}
    members.update(__slots__=(), __module__="smarthandoff", __doc__="One tenant, seen by one user.")
    return type(name, (_TenantView,), members)


class _TenantView:
    __slots__ = ("_engine", "_tenant")

    def __init__(self, engine: Any, tenant: Any) -> None:
        self._engine = engine
        self._tenant = tenant

    @property
    def id(self) -> str:
        return self._tenant.id  # type: ignore[no-any-return]

    @property
    def user(self) -> str:
        return self._tenant.user  # type: ignore[no-any-return]

    @property
    def role(self) -> Any:
        return self._tenant.role

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id!r}, user={self.user!r}, role={str(self.role)!r})"


Tenant = tenant_class("Tenant", group_classes(False))
AsyncTenant = tenant_class("AsyncTenant", group_classes(True))
