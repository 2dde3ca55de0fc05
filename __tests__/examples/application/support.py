"""What the tests share: a program of the application as the platform runs it, and an HTTP server that stands for a cloud."""

import json
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "examples" / "application"


class Program:
    """`python -m <module>` with these variables and no others of this machine."""

    def __init__(self, module: str, **environment: str) -> None:
        # Any free port, so that tests do not meet.
        variables = {
            "PORT": "0",
            "METRICS_PORT": "0",
            "DRAIN_SECONDS": "0.2",
            "PATH": os.environ["PATH"],
            **environment,
        }
        variables["PYTHONDONTWRITEBYTECODE"] = "1"
        self.process = subprocess.Popen(
            [sys.executable, "-m", module], cwd=FOLDER, env=variables, stdout=subprocess.PIPE, text=True
        )
        self.lines: list[dict] = []

    def until(self, message: str) -> dict:
        """The first line of the log with this message."""
        for line in self.process.stdout:
            self.lines.append(json.loads(line))
            if self.lines[-1].get("message") == message:
                return self.lines[-1]
        raise AssertionError(f"the program ended without {message!r}: {self.lines}")

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        code = self.process.wait(15)
        self.lines += [json.loads(line) for line in self.process.stdout]
        return code

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def ask(method: str, url: str, body: object = None, **headers: str) -> tuple[int, dict]:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


class Cloud:
    """Records requests and answers them by their path: `{pattern: (status, headers, body)}`."""

    def __init__(self, answers: dict[str, tuple[int, dict, bytes]]) -> None:
        self.requests: list[tuple[str, str, dict, bytes]] = []
        cloud = self

        class Handler(BaseHTTPRequestHandler):
            def do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                cloud.requests.append((self.command, self.path, dict(self.headers), body))
                text = f"{self.command} {self.path} {self.headers.get('X-Amz-Target', '')}"
                status, headers, answer = next(
                    (it for pattern, it in answers.items() if re.search(pattern, text)), (404, {}, b"{}")
                )
                self.send_response(status)
                for name, value in {"Content-Length": str(len(answer)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_DELETE = do

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def paths(self) -> list[str]:
        return [f"{method} {path}" for method, path, _, _ in self.requests]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
