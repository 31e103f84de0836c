"""A double of graph.facebook.com as far as one number's messages: it checks path, token and body, and keeps what it took."""

import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NUMBER, TOKEN = "109876543210987", "the-token"


class GraphDouble:
    """`taken` holds the bodies; `replies` the statuses of the next answers, 200 when there is none."""

    def __init__(self):
        self.taken = queue.Queue()
        self.replies = queue.Queue()
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.answer(*double.take(self.path, self.headers.get("Authorization"), body))

            def answer(self, status, value):
                text = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)

    def take(self, path, token, body):
        if path != f"/v23.0/{NUMBER}/messages" or token != f"Bearer {TOKEN}" or body["messaging_product"] != "whatsapp":
            return 400, {"error": {"code": 100, "message": "not a message of this number"}}
        self.taken.put(body)
        status = 200 if self.replies.empty() else self.replies.get()
        if status != 200:
            return status, {"error": {"code": 131000 if status >= 500 else 100, "message": "something went wrong"}}
        if body.get("status") == "read":
            return 200, {"success": True}
        return 200, {"contacts": [{"wa_id": body["to"]}], "messages": [{"id": f"wamid.{body['biz_opaque_callback_data']}"}]}

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
