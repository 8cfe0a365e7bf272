"""What counts as broken in a server's log."""

from tests.browser.server import broken

LEFT = """Exception in ASGI application
Traceback (most recent call last):
  File "starlette_websocket.py", line 516, in _websocket_endpoint
    data = await websocket.receive_bytes()
starlette.websockets.WebSocketDisconnected: WebSocket is not connected. Need to call "accept" first.

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "websockets_sansio_impl.py", line 409, in run_asgi
    result = await self.app(self.scope, self.receive, self.send)
starlette.websockets.WebSocketDisconnected: WebSocket is not connected. Need to call "accept" first.
"""
OURS = """Uncaught app execution
Traceback (most recent call last):
  File "pages/risk.py", line 3, in <module>
    1 / 0
ZeroDivisionError: division by zero
"""


def test_a_browser_that_left_broke_nothing_and_a_script_that_failed_did():
    assert broken(LEFT) == []
    assert broken(LEFT + OURS + LEFT) == ["ZeroDivisionError: division by zero"]
    assert broken(OURS.replace("ZeroDivisionError: division by zero\n", "")) == [""]
