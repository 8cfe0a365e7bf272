"""The other side: a real web server on this machine that checks each signature and takes each key once."""

import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def partner(secret: str, *statuses: int):
    """(address, taken, asked): answers with each status in turn, then 200; taken: key → document of messages with a good signature; asked: how
    often it was called."""
    answers, taken, asked = list(statuses), {}, []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(body)
            status = answers.pop(0) if answers else 200
            if not _good(secret, body, self.headers["X-Shelflife-Signature"]):
                status = 401
            if status == 200:
                taken.setdefault(self.headers["Idempotency-Key"], json.loads(body))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/in", taken, asked
    finally:
        server.shutdown()
        server.server_close()


def _good(secret: str, body: bytes, told: str) -> bool:
    """As a partner would check it, from the description alone."""
    parts = dict(part.split("=", 1) for part in told.split(","))
    wanted = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, parts["v1"])
