"""The real app on a free port with a home of its own, as `streamlit run app.py` starts it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_healthy(url: str, process: subprocess.Popen, every: float = 0.1) -> bool:
    """Wait until the server at `url` answers; False when its process ended or START_SECONDS went by."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(every)
    return False


def broken(said: str) -> list[str]:
    """What broke in a server that said this: the last line of each traceback. A browser that left while its socket was being opened
    broke nothing, though the web server tells it as an exception."""
    told = said.split("Traceback (most recent call last)")[1:]
    ends = [re.search(r"^\S.*", traceback.partition("\n")[2], re.MULTILINE) for traceback in told]
    lines = [end[0] if end else "" for end in ends]
    return [line for line in lines if not line.startswith("starlette.websockets.WebSocketDisconnect")]


class Server:
    """One server process; `restart` keeps the home, as after closing and opening the app."""

    def __init__(self, home: Path):
        self.home = home
        self.port = free_port()
        self.log = home.parent / f"{home.name}.log"
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        environment = os.environ | {"SHELFLIFE_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        if not until_healthy(self.url, self.process):
            raise RuntimeError(f"the server did not start:\n{self.said()}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def kill(self) -> None:
        """As when the power goes."""
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")
