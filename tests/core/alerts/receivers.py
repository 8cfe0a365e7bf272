"""Real receivers on this machine: a mail server and a web server that keep what they are given."""

import json
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


class _Mail:
    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name that aiosmtpd calls
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class _OnAnyPort(Controller):
    """Bound to a free port, which is known once the server listens."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server():
    """(port, letters)"""
    handler = _Mail()
    controller = _OnAnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield controller.port, handler.letters
    finally:
        controller.stop()


@contextmanager
def web_server(*statuses: int):
    """(port, bodies): answers with each status in turn, then with 200."""
    answers, bodies = list(statuses), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, bodies
    finally:
        server.shutdown()
        server.server_close()
