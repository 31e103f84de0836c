"""Routes as data: how the fields of HTTP map to those of operations. The same lines make openapi.json."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Awaitable, Callable

import smarthandoff as sh
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.requests import ClientDisconnect

from auth import Caller, Refused, caller_of_header

MAX_BODY = 1 << 20
FLAT = "The body's members must be texts, numbers, booleans or null"


@dataclass(frozen=True)
class Field:
    """A field of a request; without an operation's `field` the route's own, for its handler to read."""

    name: str
    field: str = ""
    place: str = "body"
    doc: str = ""
    type: str = ""
    required: bool | None = None
    read: Callable[[Any, Any], Awaitable[Any]] | None = None  # (tenant, value) → the operation's value

    def openapi(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "read"}


@dataclass(frozen=True)
class Call:
    """One request, read: `fields` by the operation's names, `own` by the route's."""

    request: Request
    route: "Route"
    tenant: Any
    caller: Caller | None
    fields: dict[str, Any]
    own: dict[str, Any]


Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    method: str
    paths: tuple[str, ...]
    operation: str
    fields: tuple[Field, ...] = ()
    answer: dict[str, Any] | None = None  # name → the operation's, or (type, doc) of the route's own
    others: dict[int, dict[str, Any]] | None = None  # and what a handler answers with another status than 200
    access: str = "user"
    summary: str = ""
    handle: Handler | None = None  # none: the operation, as the table says
    max_body: int = MAX_BODY
    refused: int = 403  # status where the operation is not allowed
    needs: str = ""  # the variable without which there is nothing to ask
    consumes: str = ""  # media type of a raw body
    produces: str = ""  # and of an answer that is a text

    async def operate(self, call: Call) -> Any:
        group, name = self.operation.split(".")
        return await getattr(getattr(call.tenant, group), name)(**call.fields)

    def spelled(self, response: Any) -> Any:
        """An operation's response in the route's words; a text for an answer without a name."""
        if "" in (self.answer or {}):
            return getattr(response, self.answer[""])
        spelled: dict[str, Any] = {}
        for name, field in (self.answer or {}).items():
            if isinstance(field, str):
                _copy(response, field.split("."), spelled, name.split("."))
        return spelled

    def openapi(self) -> list[dict[str, Any]]:
        """This route's lines for `openapi.document`, one per path."""
        answer = [
            {"name": name, "status": status}
            | ({"field": field} if isinstance(field, str) else {"type": field[0], "doc": field[1]})
            for status, members in {200: self.answer or {}, **(self.others or {})}.items()
            for name, field in members.items()
        ]
        members = ("method", "operation", "summary", "access", "consumes", "produces")
        line = {name: getattr(self, name) for name in members}
        return [{**line, "path": path, "fields": [f.openapi() for f in self.fields], "answer": answer} for path in self.paths]

    def add_to(self, router: APIRouter) -> None:
        async def endpoint(request: Request) -> Response:
            return await self._respond(request)

        for path in self.paths:
            router.add_api_route(path.rstrip("/"), endpoint, methods=[self.method, "HEAD"] if self.method == "GET" else [self.method])

    async def _respond(self, request: Request) -> Response:
        host = request.app.state.host
        caller = None
        if self.access in ("user", "service"):
            caller = caller_of_header(request.headers.get("authorization"), host.settings["SECRET_KEY"])
            if self.access == "service" and caller.role != "service":
                raise Refused(403, "Only the host's own services may do this")
        if self.needs and self.needs not in host.settings.values:
            raise Refused(503, f"{self.needs} is not set: this server does not serve {request.url.path}")
        request.state.route = self
        tenant = host.tenant_of(caller)
        call = Call(request, self, tenant, caller, *await self._read(request, tenant))
        if self.handle:
            answer = await self.handle(call)
        else:
            answer = self.spelled(await self.operate(call))
        if isinstance(answer, Response):
            return answer
        return PlainTextResponse(answer) if isinstance(answer, str) else JSONResponse(answer)

    async def _read(self, request: Request, tenant: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        body = await read_body(request, self.max_body) if self.method != "GET" else b""
        sources: dict[str, Any] = {"path": request.path_params, "query": request.query_params, "header": request.headers}
        members = {field.name for field in self.fields if field.place == "body"}
        sources["body"] = _parse(body, members) if members else {}
        fields: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for field in self.fields:
            value = body if field.place == "raw" else sources[field.place].get(field.name)
            if field.required and value in (None, ""):
                raise Refused(400, f"{field.name} must be given", field.name)
            if value is not None:
                value = await _reading(field, tenant, value) if field.read else value
                (fields if field.field else own)[field.field or field.name] = value
        return fields, own


async def _reading(field: Field, tenant: Any, value: Any) -> Any:
    """What cannot be read is told by the field's name here, not by that of whatever was asked for it."""
    try:
        return await field.read(tenant, value)
    except sh.InvalidArgument as error:
        raise Refused(400, f"{field.name} {error.details.get('reason', 'is not valid')}", field.name) from None


async def read_body(request: Request, limit: int) -> bytes:
    encoding = request.headers.get("content-encoding", "identity").lower()
    body = b""
    try:
        async for piece in request.stream():
            if piece and encoding != "identity":
                raise Refused(415, "A body must not be compressed")
            body += piece
            if len(body) > limit:
                raise Refused(413, f"The body has more than {limit} bytes")
    except ClientDisconnect:
        raise Refused(400, "The body was cut off") from None
    return body


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Refused(400, "The body is not UTF-8") from None


def _number(digits: str) -> int | float:
    """In JSON 10.0 is the number that 10 is."""
    value = float(digits)
    return int(value) if value.is_integer() else value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _parse(body: bytes, members: set[str]) -> dict[str, Any]:
    try:
        parsed = json.loads(_text(body) or "{}", parse_float=_number, parse_constant=_refuse_constant)
    except ValueError:
        raise Refused(400, "The body is not JSON") from None
    except RecursionError:
        raise Refused(400, FLAT) from None
    if not isinstance(parsed, dict):
        raise Refused(400, "The body must be a JSON object")
    if any(isinstance(value, (dict, list)) for value in parsed.values()):
        raise Refused(400, FLAT)
    for name in parsed.keys() - members:
        raise Refused(400, f"{name} is not a field of this route", name)
    return parsed


def _copy(source: Any, path: list[str], target: dict[str, Any], names: list[str]) -> None:
    """Copies one member of a response, through lists (`callbacks[]`) and members, to its place in the answer."""
    if len(names) > len(path):
        return _copy(source, path, target.setdefault(names[0], {}), names[1:])
    value = getattr(source, path[0].removesuffix("[]"))
    name = names[0].removesuffix("[]")
    if path[0].endswith("[]"):
        rows = target.setdefault(name, [{} for _ in value])
        for item, row in zip(value, rows):
            _copy(item, path[1:], row, names[1:])
    elif len(path) > 1 and value is not None:
        _copy(value, path[1:], target.setdefault(name, {}), names[1:])
    else:
        target[name] = plain(value)


async def number(_: Any, text: str) -> int | str:
    """Of a query; what is none is for the operation to refuse."""
    return int(text) if re.fullmatch("[0-9]+", text) else text


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return str(value) if isinstance(value, str) else value
