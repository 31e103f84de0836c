"""The agents' alerts: Socket.IO, a namespace per company, the event `user-{userId}-callback`."""

from typing import Any

import socketio
from socketio.exceptions import ConnectionRefusedError

from auth import Refused, caller_of_token


class Push:
    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._subscription: Any = None
        self.server = socketio.AsyncServer(async_mode="asgi", namespaces="*", cors_allowed_origins="*")  # the token says who asks
        self.server.on("connect", self._connect, namespace="*")

    async def start(self, engine: Any) -> None:
        self._subscription = engine.subscribe(self._tell, topic="callback.ready")

    async def close(self) -> None:
        if self._subscription is not None:
            await self._subscription.close()
        await self.server.shutdown()

    async def _connect(self, namespace: str, sid: str, environ: dict[str, Any], auth: Any) -> None:
        token = auth.get("token") if isinstance(auth, dict) else None
        try:
            caller = caller_of_token(str(token or ""), self._secret)
        except Refused as refused:
            raise ConnectionRefusedError(refused.error) from None
        if caller.role == "contact":
            raise ConnectionRefusedError("Alerts are for agents")
        if namespace != f"/{caller.tenant}":
            raise ConnectionRefusedError("The namespace is another company's")
        await self.server.enter_room(sid, caller.user, namespace=namespace)

    async def _tell(self, event: Any) -> None:
        ready = event.payload
        if "erased" in ready:  # the person, while we were catching up
            return
        ticket = {
            "id": ready["ticket_id"],
            "callbackNumber": ready["number"],
            "callbackReason": ready["reason"],
            "callbackDepartment": ready["department"],
            "waitingMinutes": ready["waiting_minutes"],
            "priority": ready["priority"],
            "hasAudio": ready["has_audio"],
            "hasTranscript": ready["has_transcript"],
        }
        for user in ready["user_ids"]:
            message = {"action": "new_callback", "ticket": ticket}
            await self.server.emit(f"user-{user}-callback", message, room=user, namespace=f"/{event.tenant}")
