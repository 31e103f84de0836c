"""smarthandoff in a FastAPI application: python main.py, configured by environment variables (settings.py)."""

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator

import smarthandoff as sh
import socketio
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from auth import Refused
from host import Host
from push import Push
from routes import twilio, voice, webhooks
from server import CannotListen, Server, listener_of
from settings import BadSettings, Settings, load
from table import Call, Route, plain

STATUS = {
    "invalid_argument": 400, "not_found": 404, "already_exists": 409, "failed_precondition": 409, "conflict": 409,
    "unavailable": 503, "timeout": 504, "rate_limited": 429, "in_doubt": 504, "unauthorized": 403, "unsupported": 501,
}


async def health(call: Call) -> dict[str, Any]:
    told = await call.request.app.state.host.engine.health()
    phones = str(told.telephony.state)
    unread = [f"{one.kind}: key {one.key_id} is {one.problem} ({one.count})" for one in told.unreadable_credentials]
    well = told.store == "ok" and told.channels_error == 0 and not unread
    return {
        "status": "ok" if well and phones in ("connected", "stopped") else "degraded",
        "store": told.store,
        "telephony": phones,
        "queuedOperations": told.queued_operations,
        "jobsWaiting": told.jobs_waiting,
        "jobsLeased": told.jobs_leased,
        "jobsLate": told.jobs_late,
        "jobsDead": told.jobs_dead,
        "oldestDue": plain(told.oldest_due),
        "channelsActive": told.channels_active,
        "channelsError": told.channels_error,
        "credentials": "; ".join(unread) or "ok",
        "unknownWebhooks": told.unknown_webhooks,
    }


HEALTH = Route(
    "GET", ("/health",), "", access="open", summary="How the server and what it depends on are doing.", handle=health,
    answer={
        "status": ("string", "ok or degraded"),
        "store": ("string", "ok, or what is wrong"),
        "telephony": ("string", "the phone system's connection"),
        "queuedOperations": ("integer", "not begun yet"),
        "jobsWaiting": ("integer", "for their time, or for their turn"),
        "jobsLeased": ("integer", "being done"),
        "jobsLate": ("integer", "of those that wait: past their time"),
        "jobsDead": ("integer", "given up"),
        "oldestDue": ("string?", "when the next of those that wait falls due, or has; null: none waits"),
        "channelsActive": ("integer", "messaging channels that may send"),
        "channelsError": ("integer", "messaging channels whose credentials were refused"),
        "credentials": ("string", "ok, or which encryption key of stored ones is missing or wrong, and for how many"),
        "unknownWebhooks": ("integer", "of accounts and numbers that are nobody's, since the start"),
    },
)
JOB = {"kind": "kind", "waiting": "waiting", "leased": "leased", "late": "late", "dead": "dead", "oldestDue": "oldest_due"}
QUEUES = Route(
    "GET", ("/api/debug/queues",), "jobs.stats",
    answer={f"queues[].{name}": f"kinds[].{field}" for name, field in JOB.items()},
)
ROUTES = (*voice.ROUTES, *webhooks.ROUTES, *twilio.ROUTES, HEALTH, QUEUES)


def openapi(settings: Settings) -> Any:
    lines = [line for route in ROUTES for line in route.openapi()]
    made = sh.openapi.document(title="smarthandoff", version="0.1.0", routes=lines, server=settings["BASE_URL"])
    return json.loads(made.json)


def make_app(settings: Settings, push: Push) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        host = app.state.host = Host(settings)
        try:
            await host.open()
            await push.start(host.engine)
            yield
        except BadSettings as wrong:
            app.state.wrong = str(wrong)
            raise
        finally:
            await host.engine.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.wrong = ""
    app.add_middleware(WithoutSlash)
    app.add_middleware(WithoutTrace)
    router = APIRouter()
    for route in ROUTES:
        route.add_to(router)
    app.include_router(router)
    document = openapi(settings)
    app.add_api_route("/openapi.json", lambda: JSONResponse(document), methods=["GET", "HEAD"])
    app.add_exception_handler(sh.Error, failed)
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(HTTPException, not_served)
    return app


class WithoutSlash:
    """One trailing slash makes no difference."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and len(scope["path"]) > 1:
            scope = {**scope, "path": scope["path"].removesuffix("/")}
        await self._app(scope, receive, send)


class WithoutTrace:
    """Of a setting that keeps the application from starting, its line is said alone."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def say(message: Any) -> None:
            wrong = scope["app"].state.wrong
            await send({**message, "message": wrong} if wrong and message["type"] == "lifespan.startup.failed" else message)

        await self._app(scope, receive, say if scope["type"] == "lifespan" else send)


async def failed(request: Request, error: Any) -> Response:
    """An error of the library: its status, and its field as HTTP spells it."""
    route = getattr(request.state, "route", None)
    status = route.refused if route and error.code == "unauthorized" else STATUS.get(error.code, 500)
    # `say`: the sentence for whoever asked, in the company's language.
    body = {"error": error.details.get("say") or error.message if status != 500 else "Internal error", "code": error.code}
    if status == 500:
        print(f"{request.method} {request.url.path}: {error.code}: {error.message}", file=sys.stderr, flush=True)
    for field in route.fields if route else ():
        if field.field and field.field == error.details.get("field"):
            body |= {"error": f"{field.name} {error.details.get('reason', 'is not valid')}", "field": field.name}
    return JSONResponse(body, status, {"Retry-After": "1"} if status in (429, 503) else None)


async def refused(request: Request, error: Any) -> Response:
    body = {"error": error.error}
    if error.field:
        body |= {"code": "invalid_argument", "field": error.field}
    return JSONResponse(body, error.status, {"WWW-Authenticate": "Bearer"} if error.status == 401 else None)


async def not_served(request: Request, error: Any) -> Response:
    headers = error.headers
    if error.status_code == 405:
        here = [route for route in request.app.routes if route.matches(request.scope)[0] != Match.NONE]
        headers = {"Allow": ", ".join(sorted({method for route in here for method in route.methods}))}
    return JSONResponse({"error": error.detail}, error.status_code, headers)


def main() -> int:
    try:
        settings = load()
        listener = listener_of(settings)
    except (BadSettings, CannotListen) as wrong:
        print(wrong, file=sys.stderr)
        return 2 if isinstance(wrong, BadSettings) else 1
    for note in settings.notes:
        print(note, file=sys.stderr)
    push = Push(settings["SECRET_KEY"])
    app = make_app(settings, push)
    server = Server(socketio.ASGIApp(push.server, app), push, settings["HOST"])
    asyncio.run(server.serve(sockets=[listener]))
    if app.state.wrong and not server.asked_to_end:
        return 2
    return 0 if server.started or server.asked_to_end else 1


if __name__ == "__main__":
    sys.exit(main())
