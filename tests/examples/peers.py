"""Who else talks to a server: Meta, and an agent's browser."""

import hashlib
import hmac
import json
import queue
import threading

import socketio

from office import APP_SECRET
from servers import PATIENCE

WEBHOOKS = ("/webhooks/whatsapp/", "/webhooks/whatsapp", "/api/v1/webhooks/whatsapp/", "/api/v1/webhooks/whatsapp")


def signed(body, secret=APP_SECRET):
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def message(text="sim", number="109876543210987", id="wamid.1"):
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "551130001000", "phone_number_id": number},
        "contacts": [{"profile": {"name": "Maria"}, "wa_id": "5518997751234"}],
        "messages": [{"from": "5518997751234", "id": id, "timestamp": "1768584600", "type": "text", "text": {"body": text}}],
    }
    entry = {"id": "223344556677889", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}, ensure_ascii=False).encode()


class Widget:
    """An agent's browser."""

    def __init__(self, url, namespace, given):
        self.alerts = queue.Queue()
        self.answered, self.refused = threading.Event(), False
        self.client = socketio.Client(reconnection=False)
        self.client.on("*", lambda name, data: self.alerts.put((name, data)), namespace=namespace)
        self.client.on("connect", self.answered.set, namespace=namespace)
        self.client.on("connect_error", self._refuse, namespace=namespace)
        self.client.connect(url, namespaces=[namespace], auth={"token": given} if given else None, wait=False)
        assert self.answered.wait(PATIENCE)

    def _refuse(self, *_):
        self.refused = True
        self.answered.set()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.disconnect()
